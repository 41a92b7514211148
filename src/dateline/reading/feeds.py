"""RSS and Atom feeds: their entries, with the text that a feed itself holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import msgspec

from dateline.reading.html import plain_lines
from dateline.reading.options import Failure
from dateline.reading.records import Fields, Item
from dateline.reading.sources import is_address

_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)[^>]*\b(SYSTEM|PUBLIC|ENTITY)\b", re.IGNORECASE)
_WHOLE = 120
"""Words from which the text a feed holds is the report, not a line to lure readers."""


class Entry(msgspec.Struct, frozen=True):
    """One entry of a feed."""

    number: int
    """From 1, in the feed's order."""
    url: str | None
    id: str
    """What tells the entry from the others: its own id, else its address, else its title."""
    fields: dict[str, str]
    """Of its report; without ``text`` where the feed has only a title."""

    @property
    def is_whole(self) -> bool:
        """Whether the feed seems to hold the whole report."""
        return len(self.fields.get("text", "").split()) >= _WHOLE


class FeedError(ValueError):
    """The data is no feed; the message says why in one line."""


def entries_of(data: bytes, address: str = "") -> list[Entry]:
    """Return the entries of a feed. Raises FeedError where it is none.

    ``address`` is where it was read, against which its links are resolved.
    """
    # Here, not at the top: few runs read feeds.
    import feedparser

    if _ENTITIES.search(data[:65536]):
        raise FeedError("the feed declares entities, which dateline does not follow")
    headers = {"content-location": address} if address else {}
    parsed = feedparser.parse(data, response_headers=headers)
    if not parsed.version and not parsed.entries:
        raise FeedError("no RSS or Atom feed")
    publisher = parsed.feed.get("title")
    return [_entry(entry, n, publisher) for n, entry in enumerate(parsed.entries, 1)]


def _entry(entry: Any, number: int, publisher: str | None) -> Entry:
    page = entry.content[0].value if entry.get("content") else entry.get("summary", "")
    text = plain_lines(page)
    title, url = entry.get("title"), entry.get("link")
    day = entry.get("published_parsed") or entry.get("updated_parsed")
    fields = {
        "text": f"{title}\n\n{text}" if title and text else text,
        "title": title,
        "url": url,
        "byline": entry.get("author"),
        "publisher": publisher or (urlsplit(url).hostname if url else None),
        "published": f"{day.tm_year}-{day.tm_mon:02}-{day.tm_mday:02}" if day else None,
    }
    return Entry(
        number, url, entry.get("id") or url or title or text[:200],
        {k: v for k, v in fields.items() if v},
    )  # fmt: skip


def read_feed(data: bytes, source: str) -> Iterator[Item]:
    """Yield the entries of a feed with the text that the feed itself holds."""
    try:
        entries = entries_of(data, source if is_address(source) else "")
    except FeedError as error:
        yield Failure(source, str(error))
        return
    if not entries:
        yield Failure(source, "the feed has no entries")
    for entry in entries:
        place = f"{source}#{entry.url or entry.number}"
        if "text" in entry.fields:
            yield Fields(place, entry.fields)
        else:
            yield Failure(place, "the entry has no text")
