"""``dateline watch``: a feed looked at again and again, each entry coded once."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from dateline.cli.coders import make_coder
from dateline.cli.coding import Shown
from dateline.cli.display import show_record
from dateline.cli.failure import UserError
from dateline.cli.progress import progress
from dateline.coder import Coder
from dateline.reading import ReadOptions
from dateline.reading.feeds import Entry, FeedError
from dateline.reading.following import Followed
from dateline.reading.network import FetchError
from dateline.reading.sources import is_address
from dateline.scale.coding import Found, code_all, rehearse
from dateline.store import Intake, Outcome, StoreError, StoreFile
from dateline.store.relating import relate
from dateline.store.seen import stored_sources

_INTERVAL = re.compile(r"(\d+)([smh])")
_SECONDS = {"s": 1, "m": 60, "h": 3600}
_LEAST = 60
"""Seconds between two looks: oftener would be a burden on the site."""


def watch(
    feed: str,
    *,
    db: Path | None = None,
    every: str = "10m",
    once: Annotated[bool, Parameter(negative="")] = False,
    keep_duplicates: Annotated[bool, Parameter(negative="")] = False,
    allow_private: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Code what is new in an RSS or Atom feed, until it is stopped with Ctrl-C.

    The page of each entry is read once, where robots.txt allows it; else the words of the feed are
    coded. With --db what is stored is passed over, also after a new start.

    Examples
    --------
        dateline watch https://example.org/world.rss --db records.duckdb

        dateline watch https://example.org/world.rss --db records.duckdb --every 1h

        dateline watch https://example.org/world.rss --once

    Parameters
    ----------
    feed
        Address of the feed.
    db
        DuckDB file to store the records in; made if it is not there. Without it they are shown.
    every
        Time between two looks: 10m, 90s, 1h; a minute at least.
    once
        Look once and end, as a timer of the system (cron) wants it.
    keep_duplicates
        Count copies of one agency text in a store as reports of their own.
    allow_private
        Let an address be one of this host or of the local network.

    """
    if not is_address(feed):
        raise UserError(f"{feed} is no address: a feed is watched at https://...")
    seconds = _interval(every)
    watched = _Watched(feed, db, rehearse(make_coder()), ReadOptions(allow_private=allow_private))
    try:
        return watched.run(None if once else seconds, keep_duplicates)
    except StoreError as error:
        raise UserError(str(error)) from error
    except KeyboardInterrupt:
        Console(stderr=True).print("stopped; what is stored stays")
        return 0


def _interval(text: str) -> int:
    match = _INTERVAL.fullmatch(text)
    if not match:
        raise UserError(f"--every {text}: write it as 10m, 90s or 1h")
    seconds = int(match[1]) * _SECONDS[match[2]]
    if seconds < _LEAST:
        raise UserError(f"--every {text}: a minute (1m) at least")
    return seconds


class _Watched:
    def __init__(self, feed: str, db: Path | None, coder: Coder, options: ReadOptions) -> None:
        self._feed = feed
        self._followed = Followed(feed, options)
        self._db = db
        self._coder = coder
        self._seen: set[str] = set()
        self._errors = Console(stderr=True, highlight=False, soft_wrap=True)

    def run(
        self,
        seconds: int | None,
        keep_duplicates: bool,
        sleep: Callable[[float], None] = time.sleep,
    ) -> int:
        """Look every so many seconds, or once where there are none."""
        first = True
        while True:
            status = 0
            try:
                status = self._look(keep_duplicates)
            except (FetchError, FeedError) as error:
                passing = isinstance(error, FetchError) and error.passing
                if seconds is None or (first and not passing):
                    raise UserError(f"{self._feed}: {error}") from error
                self._errors.print(f"{self._feed}: {error}; trying again later", markup=False)
            sys.stdout.flush()
            if seconds is None:
                return status
            first = False
            sleep(seconds)

    def _look(self, keep_duplicates: bool) -> int:
        entries = self._followed.look()
        if not entries:
            return 0
        shown = Shown()
        if self._db is None:
            self._show(entries, shown)
        else:
            # The file is closed between two looks, so that others can read it.
            with StoreFile(self._db) as store:
                names = [self._followed.source_of(entry) for entry in entries]
                stored = stored_sources(store.connection, names)
                new = [e for e, name in zip(entries, names, strict=True) if name not in stored]
                if not new:
                    return 0
                intake = Intake(store, self._coder.coded, [self._feed])
                with progress("coding", "reports") as advance:
                    coded = code_all(self._coder, intake.unseen(self._read(new)))
                    intake.take(shown.watch(coded, advance))
                if intake.written:
                    relate(store, keep_duplicates=keep_duplicates)
        return shown.summary(self._db)

    def _show(self, entries: list[Entry], shown: Shown) -> None:
        console = Console(highlight=False)
        new = [e for e in entries if self._followed.source_of(e) not in self._seen]
        with progress("coding", "reports") as advance:
            outcomes: Iterator[Outcome] = code_all(self._coder, self._read(new))
            for source, record in shown.records(shown.watch(outcomes, advance)):
                self._seen.add(source)
                show_record(console, record, source)

    def _read(self, entries: list[Entry]) -> Iterator[Found]:
        return self._followed.read(entries)
