"""A feed that is looked at again and again: what is new in it, each entry read once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urlsplit

import msgspec

from dateline.reading.building import Result, report_of, report_of_page
from dateline.reading.feeds import Entry, FeedError, entries_of
from dateline.reading.forms import LONGER
from dateline.reading.network import FetchError, Known, Network
from dateline.reading.options import Failure, Limits, ReadOptions, report_id
from dateline.record import Warning as ReportWarning

_PATIENCE = 1.0
"""Least seconds between two pages of one site."""


class Followed:
    """A feed at an address."""

    def __init__(self, url: str, options: ReadOptions) -> None:
        self.url = url
        self._options = options
        self._network = Network(allow_private=options.allow_private)
        self._known: Known | None = None
        self._last: dict[str, float] = {}
        self._closed: set[str] = set()

    def look(self) -> list[Entry]:
        """Return the feed's entries, the oldest first; none where the server says nothing is new.

        Left out is what gave no report in an earlier look and never will.

        Raises FetchError where it cannot be read and FeedError where it is no feed.
        """
        limits = Limits(self._options.largest * LONGER)
        with self._network.fetch(self.url, limits, self._known) as found:
            if found.unchanged:
                return []
            entries = entries_of(found.read(), found.url)
            self._known = Known(found.etag, found.modified)
        found_first = {self.source_of(entry): entry for entry in entries[::-1]}
        return [entry for source, entry in found_first.items() if source not in self._closed]

    def forget(self) -> None:
        """Have the feed sent again next time, whatever the server says: not all of it was read."""
        self._known = None

    def source_of(self, entry: Entry) -> str:
        """Return what an entry is known by in a store."""
        return entry.url or f"{self.url}#{entry.id}"

    def read(
        self,
        entries: Collection[Entry],
        sleep: Callable[[float], None] = time.sleep,
    ) -> Iterator[Result]:
        """Yield the report of each entry, from its page or, where that cannot be, from the feed.

        A page that does not answer is a failure, to be tried again; one that is closed to us, gone
        or without an article leaves the words of the feed, with the warning ``page-not-read``.
        """
        for entry in entries:
            yield self._read(entry, sleep)

    def _read(self, entry: Entry, sleep: Callable[[float], None]) -> Result:
        source = self.source_of(entry)
        if entry.url is None or entry.is_whole:
            return self._from_feed(entry, source, ())
        try:
            return self._from_page(entry, entry.url, sleep)
        except FetchError as error:
            if error.passing:
                self.forget()
                return Failure(source, str(error))
            reason = str(error)
        except ValueError as error:
            reason = str(error)
        if "text" not in entry.fields:
            self._closed.add(source)
            return Failure(source, reason)
        warning = ReportWarning(code="page-not-read", message=f"only the feed's words: {reason}")
        return self._from_feed(entry, source, (warning,))

    def _from_page(self, entry: Entry, url: str, sleep: Callable[[float], None]) -> Result:
        self._wait(url, sleep)
        with self._network.fetch(url, Limits(self._options.largest)) as found:
            data, place = found.read(), found.url
        read = report_of_page(
            data, self.source_of(entry), msgspec.structs.replace(self._options, url=place)
        )
        if read.report.published or "published" not in entry.fields:
            return read
        report = msgspec.structs.replace(read.report, published=entry.fields["published"])
        # The day is part of what the id is made of.
        report = msgspec.structs.replace(report, id=report_id(report))
        return msgspec.structs.replace(read, report=report)

    def _from_feed(self, entry: Entry, source: str, warnings: tuple[ReportWarning, ...]) -> Result:
        try:
            if "text" not in entry.fields:
                raise ValueError("the entry has no text and no address")
            return report_of(entry.fields, source, self._options, warnings=warnings)
        except ValueError as error:
            self._closed.add(source)
            return Failure(source, str(error))

    def _wait(self, url: str, sleep: Callable[[float], None]) -> None:
        """Keep the distance between two requests that a site asks for, or a second."""
        site = urlsplit(url).netloc
        last = self._last.get(site)
        if last is not None:
            rest = last + max(_PATIENCE, self._network.patience(url)) - time.monotonic()
            if rest > 0:
                sleep(rest)
        self._last[site] = time.monotonic()


__all__ = ["FeedError", "FetchError", "Followed"]
