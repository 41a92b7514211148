"""With what a record was made: the version of the code and fingerprints of the data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

__version__ = version("dateline")


def fingerprint(files: Iterable[Path]) -> str:
    """Return a short hash of the files' names and bytes, the same on every machine."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]
