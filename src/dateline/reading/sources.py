"""Finds the files that a source names: a path, a folder, a glob."""

from __future__ import annotations

import glob
import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.reading.forms import (
    ARCHIVES,
    FEEDS,
    JSON,
    LINES,
    PAGES,
    PARQUET,
    TABLES,
    TEXT,
    XML,
    begins_as_feed,
)
from dateline.reading.options import Failure
from dateline.reading.unpacking import bare_name

if TYPE_CHECKING:
    from collections.abc import Iterator

READABLE = (*TEXT, *PAGES, *LINES, *JSON, *TABLES, *PARQUET, *ARCHIVES, *FEEDS)


def is_address(source: str) -> bool:
    """Say if a source is an address of the network."""
    return source.lower().startswith(("http://", "https://"))


def find_files(source: str) -> Iterator[Path | Failure]:
    """Yield the files a source names in the order of their paths, or why there is none.

    A folder is searched with the folders in it for files whose names end as those do that dateline
    reads, packed or not; hidden files are left out. A glob is taken as written and may
    name any file.
    """
    path = Path(source)
    try:
        if path.is_dir():
            yield from _files_in(path, source)
        elif os.path.lexists(path):
            yield path
        elif glob.has_magic(source):
            yield from _files_matching(source)
        else:
            yield Failure(source, _no_such_file(path))
    except (OSError, ValueError) as error:  # a name with a NUL, too long, or not to be looked at
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Failure(source, f"{reason}: check the name and the permissions")


def _files_in(folder: Path, source: str) -> Iterator[Path | Failure]:
    found, others = 0, 0
    locked: list[str] = []
    for directory, names, files in os.walk(
        folder, onerror=lambda e: locked.append(str(e.filename))
    ):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            if _is_readable(directory, name):
                found += 1
                yield Path(directory, name)
            else:
                others += 1
    for name in locked:
        found += 1
        yield Failure(name, "no permission to open the folder: change its mode or leave it out")
    if not found:
        held = f"{others} other files" if others > 1 else "1 other file" if others else "no files"
        yield Failure(
            source,
            f"nothing readable in this folder ({held}): dateline reads {', '.join(READABLE)};"
            " a file with another ending can be named itself",
        )


def _is_readable(directory: str, name: str) -> bool:
    bare = bare_name(name).lower()
    if bare != name.lower() and bare.endswith(PARQUET):
        return False
    if name.lower().endswith(XML):
        # Much that is no news is XML: it must begin as a feed does.
        try:
            with Path(directory, name).open("rb") as stream:
                return begins_as_feed(stream)
        except OSError:
            return True  # why it cannot be read is said when it is
    return bare.endswith(READABLE)


def _files_matching(pattern: str) -> Iterator[Path | Failure]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - may be absolute
    files = [Path(match) for match in matches if not Path(match).is_dir()]
    if matches and not files:
        for match in matches:
            yield from find_files(match)
        return
    if not files:
        yield Failure(pattern, "no file matches this pattern: check it, and that the shell left it")
    yield from files


def _no_such_file(path: Path) -> str:
    parent = path.parent
    if not parent.is_dir():
        return f"no such file, and no folder {parent}"
    try:
        names = sorted(other.name for other in parent.iterdir())
    except OSError:
        return "no such file"
    close = get_close_matches(path.name, names, n=2, cutoff=0.7)
    if close:
        return "no such file; did you mean " + " or ".join(str(parent / n) for n in close) + "?"
    return "no such file: check the name"
