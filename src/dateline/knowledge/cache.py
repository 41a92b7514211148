"""Keeps the checked tables in the user's cache directory, so that a start need not read them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge import entities, loading, naming
from dateline.knowledge.entities import Compiled
from dateline.knowledge.loading import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

_KEPT = 4


def cache_directory() -> Path:
    """Return where dateline keeps what it can make again (``XDG_CACHE_HOME``)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dateline"


def load(directories: Sequence[Path], version: str) -> Compiled:
    """Return the tables and their names from the cache, else read, check and cache them.

    A cache that cannot be read or written costs time, never an error. Raises what ``read_tables``
    raises.
    """
    with contextlib.suppress(OSError, RuntimeError, msgspec.DecodeError):
        return msgspec.msgpack.decode(_path(version).read_bytes(), type=Compiled)
    tables = read_tables(directories)
    found = Compiled(
        tables,
        tuple(naming.names(tables)),
        tuple(naming.surnames(tables)),
        tuple(naming.regions(tables)),
    )
    with contextlib.suppress(OSError, RuntimeError):
        _write(_path(version), msgspec.msgpack.encode(found))
    return found


def _path(version: str) -> Path:
    # The modules that shape the rows are part of the key: another dateline reads them otherwise.
    digest = hashlib.sha256()
    for module in (entities, loading, naming):
        digest.update(Path(str(module.__file__)).read_bytes())
    return cache_directory() / f"knowledge-{version}-{digest.hexdigest()[:8]}.msgpack"


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
        _forget(path.parent)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _forget(directory: Path) -> None:
    """Remove all but the latest caches: every change of a table leaves one."""
    found = [(path.stat().st_mtime_ns, path) for path in directory.glob("knowledge-*.msgpack")]
    for _, path in sorted(found)[:-_KEPT]:
        path.unlink(missing_ok=True)
