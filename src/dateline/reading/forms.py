"""In what form a source holds its reports, told by its name and by what a server says of it."""

from __future__ import annotations

import re
from typing import BinaryIO, Literal
from urllib.parse import unquote, urlsplit

from dateline.reading.options import Limits
from dateline.reading.unpacking import bare_name

Form = Literal["text", "page", "lines", "json", "table", "parquet", "archive", "feed"]

TEXT = (".txt", ".text")
PAGES = (".html", ".htm", ".xhtml")
LINES = (".jsonl", ".ndjson")
JSON = (".json",)
TABLES = (".csv", ".tsv")
PARQUET = (".parquet",)
ARCHIVES = (".warc",)
FEEDS = (".rss", ".atom")
XML = (".xml",)
"""A feed where it is named; in a folder only where it begins as one."""

LONGER = 4
"""A feed or the export of a press database may be so many times larger than a report."""

_ENDINGS: tuple[tuple[Form, tuple[str, ...]], ...] = (
    ("text", TEXT), ("page", PAGES), ("lines", LINES), ("json", JSON), ("table", TABLES),
    ("parquet", PARQUET), ("archive", ARCHIVES), ("feed", (*FEEDS, *XML)),
)  # fmt: skip
_TYPES: dict[str, Form] = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/json": "json",
    "application/jsonl": "lines",
    "application/x-jsonlines": "lines",
    "application/ndjson": "lines",
    "application/x-ndjson": "lines",
    "text/csv": "table",
    "text/tab-separated-values": "table",
    "application/warc": "archive",
    "application/vnd.apache.parquet": "parquet",
}
_FEED_START = re.compile(
    r"\ufeff?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*<(?:!DOCTYPE\s+)?(?:rss|feed|rdf:RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_WARC_START = b"WARC/1."
_LARGEST_ARCHIVE = 4_000_000_000
_ARCHIVE_SECONDS = 6 * 3600.0


def form_of_name(name: str) -> Form | None:
    """Return the form that a file's name tells, packed or not, else None."""
    bare = bare_name(name).lower()
    return next((form for form, endings in _ENDINGS if bare.endswith(endings)), None)


def form_of_answer(url: str, kind: str) -> Form | None:
    """Return the form of a server's answer: its media type tells, or else the address."""
    named = form_of_name(name_of(url))
    told = _TYPES.get(kind)
    if told == "json" and named == "lines":
        return named
    return told or named


def name_of(url: str) -> str:
    """Return the last part of an address's path."""
    return unquote(urlsplit(url).path.rpartition("/")[2])


def answer_limits(url: str, kind: str, largest: int) -> Limits:
    """Return how much an answer may take, where a report has ``largest`` bytes at most."""
    form = form_of_answer(url, kind)
    if form in ("archive", "lines", "table", "parquet"):
        return Limits(_LARGEST_ARCHIVE, _ARCHIVE_SECONDS)
    return Limits(largest * LONGER if form == "feed" else largest)


def is_feed(text: str) -> bool:
    """Say if a text begins as an RSS or Atom feed does."""
    return bool(_FEED_START.match(text[:5000]))


def is_archive(head: bytes) -> bool:
    """Say if a file begins as a WARC file does."""
    return head.startswith(_WARC_START)


def begins_as_feed(stream: BinaryIO) -> bool:
    """Say if what is read from a stream begins as a feed."""
    return is_feed(stream.read(5000).decode("utf-8", "replace"))
