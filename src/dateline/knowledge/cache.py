"""Keeps the checked tables in the user's cache directory, so that a start need not read them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge import entities, loading
from dateline.knowledge.entities import Tables
from dateline.knowledge.loading import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence


def cache_directory() -> Path:
    """Return where dateline keeps what it can make again (``XDG_CACHE_HOME``)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dateline"


def tables(directories: Sequence[Path], version: str) -> Tables:
    """Return the tables from the cache, else read, check and cache them.

    A cache that cannot be read or written costs time, never an error. Raises what ``read_tables``
    raises.
    """
    path = _path(version)
    with contextlib.suppress(OSError, RuntimeError, msgspec.DecodeError):
        return msgspec.msgpack.decode(path.read_bytes(), type=Tables)
    found = read_tables(directories)
    with contextlib.suppress(OSError, RuntimeError):
        _write(path, msgspec.msgpack.encode(found))
    return found


def _path(version: str) -> Path:
    # The modules that shape the rows are part of the key: another dateline reads them otherwise.
    digest = hashlib.sha256()
    for module in (entities, loading):
        digest.update(Path(str(module.__file__)).read_bytes())
    return cache_directory() / f"knowledge-{version}-{digest.hexdigest()[:8]}.msgpack"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
