"""Keeps checked tables in the user's cache directory, so that a start need not read them again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import msgspec

T = TypeVar("T")

_KEPT = 4
_ONE_AT_A_TIME = threading.Lock()
"""Two threads in which msgspec looks at one type for the first time end the process (0.22.0)."""


def cache_directory() -> Path:
    """Return where dateline keeps what it can make again (``XDG_CACHE_HOME``)."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "dateline"


def cached(
    name: str, version: str, modules: Iterable[ModuleType], form: type[T], make: Callable[[], T]
) -> T:
    """Return what ``make`` returns, from the cache where it was made before.

    ``version`` stands for the data it is made of, ``modules`` for the code that makes it: another
    dateline makes it anew. A cache that cannot be read or written costs time, never an error.
    Raises what ``make`` raises.
    """
    with contextlib.suppress(OSError, RuntimeError, msgspec.DecodeError):
        content = _path(name, version, modules).read_bytes()
        with _ONE_AT_A_TIME:
            return msgspec.msgpack.decode(content, type=form)
    made = make()
    with contextlib.suppress(OSError, RuntimeError):
        _write(_path(name, version, modules), msgspec.msgpack.encode(made))
        _forget(cache_directory(), name)
    return made


def _path(name: str, version: str, modules: Iterable[ModuleType]) -> Path:
    digest = hashlib.sha256()
    for module in modules:
        digest.update(Path(str(module.__file__)).read_bytes())
    return cache_directory() / f"{name}-{version}-{digest.hexdigest()[:8]}.msgpack"


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


def _forget(directory: Path, name: str) -> None:
    """Remove all but the latest caches: every change of a table leaves one."""
    found = [(path.stat().st_mtime_ns, path) for path in directory.glob(f"{name}-*.msgpack")]
    for _, path in sorted(found)[:-_KEPT]:
        path.unlink(missing_ok=True)
