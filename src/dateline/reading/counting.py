"""How many reports sources hold, as far as that is quickly known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.reading.forms import LINES, PAGES, TEXT
from dateline.reading.options import Failure
from dateline.reading.sources import find_files

_PIECE = 1 << 22


def expected_reports(sources: Sequence[str]) -> int | None:
    """Return the number of reports, or None where counting would mean reading everything."""
    total = 0
    for source in sources:
        if source == "-" or "://" in source:
            return None
        for found in find_files(source):
            if isinstance(found, Failure):
                continue
            count = _count(found)
            if count is None:
                return None
            total += count
    return total


def _count(path: Path) -> int | None:
    suffix = path.suffix.lower()
    if suffix in (*TEXT, *PAGES):
        return 1
    if suffix in LINES:
        try:
            with path.open("rb") as stream:
                return sum(p.count(b"\n") for p in iter(lambda: stream.read(_PIECE), b""))
        except OSError:
            return 0
    if suffix == ".parquet":
        import pyarrow.parquet

        try:
            return int(pyarrow.parquet.read_metadata(path).num_rows)
        except (OSError, ValueError):
            return 0
    return None
