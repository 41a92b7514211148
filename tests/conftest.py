"""What is loaded once for all tests."""

from __future__ import annotations

import pytest

from dateline.coder import Coder


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder()
