"""What a caller may say about sources, and what reading them gives back."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dateline.reading.edits import Cleaning
    from dateline.record import Report
    from dateline.record import Warning as ReportWarning

FIELDS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article"),
    "title": ("title", "headline"),
    "published": ("published", "date", "publish_date", "pub_date", "datetime"),
    "publisher": ("publisher", "source", "outlet", "site"),
    "byline": ("byline", "author"),
    "url": ("url", "link"),
    "id": (),
}
"""The fields of a JSON record that are read, and the names they go by, in order of preference."""
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")


class ReadOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the sources; it overrides what they say of themselves."""

    published: date | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    url: str | None = None
    fields: Mapping[str, str] = {}
    """Field of a report to field of a JSON record (``{"text": "body"}``); a dot reaches into an
    object (``meta.date``). Fields not named here go by their usual names."""
    largest: int = 5_000_000
    """Bytes of the largest report. A JSONL file may be larger, a line of it may not."""
    allow_private: bool = False
    """Whether an address of the network may be one of this host or of the local network."""

    def __post_init__(self) -> None:
        unknown = sorted(set(self.fields) - set(FIELDS))
        if unknown:
            raise ValueError(f"no field {unknown[0]!r} to map: the fields are {', '.join(FIELDS)}")


class Limits(msgspec.Struct, frozen=True):
    """How much an answer from the network may take."""

    size: int
    """Bytes, also once unpacked."""
    seconds: float = 20.0
    """For the whole answer with its redirects."""
    wait: float = 10.0
    """Seconds for any single step of it."""


class Failure(msgspec.Struct, frozen=True):
    """A source that could not be read, and in one line why and what to do."""

    source: str
    reason: str


class ReadReport(msgspec.Struct, frozen=True):
    """A report, where it was read, and the way from its text back to the source's."""

    report: Report
    source: str
    """Path, ``path:line`` of a JSONL record, ``-`` for standard input, or empty."""
    cleaning: Cleaning
    """Maps spans of ``report.text`` to the decoded text of a file of plain text, to the text
    field of a JSON record, and to the text extracted from a page."""
    warnings: tuple[ReportWarning, ...] = ()

    def original_span(self, span: tuple[int, int]) -> tuple[int, int]:
        """Return the span in what was read that a span of ``report.text`` came from."""
        return self.cleaning.original_span(span)


def parse_day(value: str) -> date:
    """Read a day such as ``2011-01-17``, alone or with a time of day after it.

    Raises ValueError with a message of one line that says what is wrong and what was likely meant.
    """
    stripped = value.strip()
    match = _DAY.fullmatch(stripped) or _COMPACT_DAY.fullmatch(stripped)
    if not match:
        raise ValueError(f"{value!r} is no date: write it as YYYY-MM-DD, such as 2011-01-17")
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if month > 12:
        problem = f"{value!r} has month {month}"
    else:
        problem = f"{value!r} has day {day} of month {month}"
    try:
        meant = date(year, day, month)
    except ValueError:
        raise ValueError(f"{problem}, which does not exist: write YYYY-MM-DD") from None
    raise ValueError(f"{problem}: did you mean {meant.isoformat()}?")


def report_id(report: Report) -> str:
    """Return 16 hexadecimal digits that depend on the text and metadata alone."""
    parts = [report.text, report.title, report.publisher, report.published, report.url]
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]
