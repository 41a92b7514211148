"""Records in Parquet, in parts: what a cluster writes and a store imports.

A folder holds a folder for each input, and in it ``part-00000.parquet`` with a row a report or
failure, and beside it ``part-00000.json``, the manifest, which is written last: a part without one
is not finished.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pyarrow as pa

from dateline.record import Coded

MARK = ".dateline-scale"
"""A file in the folder, by which a node sees that it has the same storage as the others."""

_TEXT = pa.string()
COLUMNS = pa.schema(
    [
        ("source", _TEXT),
        ("report", _TEXT),
        ("record", _TEXT),
        ("reason", _TEXT),
        ("traceback", _TEXT),
    ]
)
"""``record`` is the JSON of a record; where it is null, ``reason`` says why there is none."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a part holds and what it was made of."""

    input: str
    """Path of the file, or of the first of several small ones."""
    state: str
    """Sizes and times of change of these files, and how they were read."""
    block: int
    """Which block of the input, from 0."""
    last: bool
    """Whether the input ends with it."""
    coded: Coded
    coded_reports: int
    failed_reports: int
    words: int
    size: int
    """Bytes of the Parquet file."""


def manifest_of(part: Path) -> Manifest | None:
    """Return the manifest of a Parquet file, or None where the part is not finished."""
    try:
        manifest = msgspec.json.decode(part.with_suffix(".json").read_bytes(), type=Manifest)
        return manifest if part.stat().st_size == manifest.size else None
    except (OSError, msgspec.DecodeError):
        return None


def finished_parts(folder: Path) -> Iterator[Path]:
    """Yield the Parquet files of the finished parts in the order in which the input was read."""
    found = []
    for part in folder.glob("*/part-*.parquet"):
        manifest = manifest_of(part)
        if manifest is not None:
            path = Path(manifest.input)
            # A folder's files come before those of the folders in it.
            found.append(((path.parent.parts, path.name, manifest.block), part))
    for _, part in sorted(found):
        yield part
