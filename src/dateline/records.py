"""The records of a DuckDB file, asked questions from Python.

>>> from dateline.records import open_records
>>> with open_records("records.duckdb") as records:                     # doctest: +SKIP
...     records.events(actor="NATO", type="ACCUSE", since="2010").to_pandas()

Every answer but a footnote is an Arrow table: ``.to_pandas()`` makes a pandas frame of it,
``polars.from_arrow`` a polars frame.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Literal

import duckdb
import pyarrow as pa

from dateline.citing import chain, footnote, text_columns
from dateline.claims import claims
from dateline.contradictions import conflicts
from dateline.knowledge import Knowledge
from dateline.knowledge.questions import members as members_of
from dateline.parties import Directory, Party, resolve
from dateline.reading import parse_day
from dateline.record import Record, Statement
from dateline.store import open_store, queries, read_records, report_ids
from dateline.store.prepared import CONFLICT, COOPERATION, Numbers, Prepared
from dateline.store.wanted import PartyDays, Wanted

Unit = Literal["day", "month", "quarter", "year"]
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Records:
    """A store opened for reading, as a context manager.

    While it is open no other process can write to the file: close it when done.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        knowledge: Knowledge | None = None,
        directory: Directory | None = None,
        numbers: Numbers | None = None,
    ) -> None:
        """Ask over a connection whose database in use is the store, beside one in memory.

        With ``numbers`` that database has all the tables of ``Prepared`` already.
        """
        self._connection = connection
        self._prepared = Prepared(connection, numbers) if numbers else None
        self._knowledge = knowledge
        self._directory = directory

    def __enter__(self) -> Records:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @property
    def prepared(self) -> Prepared:
        """The store, with the tables that answer questions made when a question needs them."""
        if self._prepared is None:
            self._prepared = Prepared(self._connection)
        return self._prepared

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The store itself, to be read."""
        return self._connection

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge base that names and memberships are looked up in."""
        if self._knowledge is None:
            self._knowledge = Knowledge.load()
        return self._knowledge

    @property
    def directory(self) -> Directory:
        """The actors of the store."""
        if self._directory is None:
            self._directory = Directory(self._connection)
        return self._directory

    def party(self, text: str) -> Party:
        """Return whom a name means. Raises UnknownNameError where nobody is called so."""
        return resolve(text, self.directory, self.knowledge)

    def wanted(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        by: str | None = None,
        about: str | None = None,
        between: tuple[str, str] | None = None,
        type: str | Sequence[str] | None = None,  # noqa: A002 - the record's word
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        text: str | None = None,
    ) -> Wanted:
        """Return a question with its names looked up.

        ``since`` and ``until`` are days, months or years (``2011``, ``2011-01``), both inclusive.
        Raises UnknownNameError for an unknown name, ValueError for a date that is none.
        """
        types = [type] if isinstance(type, str) else type or []
        return Wanted(
            actor=self._days(actor),
            recipient=self._days(recipient),
            speaker=self._days(by),
            about=self._days(about),
            between=(self._days(between[0]) or (), self._days(between[1]) or ())
            if between
            else None,
            types=[t.upper() for t in types],
            since=first_day(since) if since else None,
            until=last_day(until) if until else None,
            publisher=publisher or None,
            text=text or None,
        )

    def _days(self, text: str | None) -> PartyDays | None:
        if not text:
            return None
        return [(s.id, s.first, s.last) for s in self.party(text).spells]

    def events(
        self,
        *,
        actor: str | None = None,
        recipient: str | None = None,
        by: str | None = None,
        type: str | Sequence[str] | None = None,  # noqa: A002 - the record's word
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        text: str | None = None,
        limit: int = queries.MOST,
    ) -> pa.Table:
        """Return events, the latest first. ``by`` is the speaker who asserts them.

        Raises UnknownNameError for an unknown name, ValueError for a type or date that is none.
        """
        wanted = self.wanted(
            actor=actor, recipient=recipient, by=by, type=type, since=since, until=until,
            publisher=publisher, text=text,
        )  # fmt: skip
        known = {*COOPERATION, *CONFLICT, *self.prepared.numbers.types}
        for one in wanted.types:
            if one not in known:
                raise ValueError(f"no event type {one!r}: it is one of {', '.join(sorted(known))}")
        return queries.events(self.prepared, wanted, limit)

    def statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publisher: str | None = None,
        text: str | None = None,
        limit: int = queries.MOST,
    ) -> pa.Table:
        """Return statements, the latest first; ``about`` is someone mentioned in their words."""
        wanted = self.wanted(
            by=by, about=about, since=since, until=until, publisher=publisher, text=text
        )
        return queries.statements(self.prepared, wanted, limit)

    def timeline(
        self,
        actor: str,
        recipient: str | None = None,
        *,
        unit: Unit = "month",
        since: str | None = None,
        until: str | None = None,
    ) -> pa.Table:
        """Return counts by quad class and the mean PLOVER score for each month.

        With two parties: what either does to the other.
        """
        if recipient:
            wanted = self.wanted(between=(actor, recipient), since=since, until=until)
        else:
            wanted = self.wanted(actor=actor, since=since, until=until)
        return queries.timeline(self.prepared, wanted, unit)

    def links(self, *, since: str | None = None, until: str | None = None) -> pa.Table:
        """Return who acts upon whom in a period, how often, and with what mean score."""
        return queries.links(self.prepared, self.wanted(since=since, until=until))

    def claims(self) -> pa.Table:
        """Return the facts that reports claim, each against the knowledge base."""
        return claims(self._connection, self.knowledge)

    def conflicts(self, *, days: int = 31) -> pa.Table:
        """Return pairs where one affirms and another denies the same event within the days."""
        return conflicts(self._connection, days)

    def members(self, organisation: str, *, on: str | date | None = None) -> pa.Table:
        """Return the members of an organisation on a day, today where it is not given.

        Raises UnknownNameError for an unknown name, ValueError for a day that is none.
        """
        return members(self.knowledge, organisation, on=on)

    def chain(self, reference: str) -> pa.Table:
        """Return how the words of a statement came to the reader, from the publisher inwards.

        A row for each who passed them on (``role`` publisher, through or speaker), the last the
        speaker of the statement itself. Raises LookupError where there is no such statement.
        """
        record, statement = self.statement(reference)
        return chain(record, statement)

    def cite(self, reference: str) -> str:
        """Return a footnote for a statement. Raises LookupError where there is none."""
        return footnote(*self.statement(reference))

    def record(self, beginning: str) -> Record:
        """Return the one record whose report's id begins so. Raises LookupError otherwise."""
        ids = report_ids(self._connection, beginning)
        if len(ids) != 1:
            raise LookupError(
                f"no report {beginning!r}" if not ids else f"{len(ids)} reports begin so"
            )
        return next(iter(read_records(self._connection, ids)))

    def statement(self, reference: str) -> tuple[Record, Statement]:
        """Return the statement of a reference such as ``5f0c2a91/s3``, with its record.

        Raises LookupError where there is none.
        """
        report, _, id_ = reference.partition("/")
        record = self.record(report)
        for statement in record.statements:
            if statement.id == id_:
                return record, statement
        raise LookupError(f"report {record.report.id} has no statement {id_!r}: write REPORT/s1")


def open_records(path: str | os.PathLike[str]) -> Records:
    """Open a store for questions. Raises StoreError where it cannot be read."""
    return Records(attached(Path(path)))


def members(knowledge: Knowledge, organisation: str, *, on: str | date | None = None) -> pa.Table:
    """Return member, name, status, first and last day of the members on a day (today)."""
    day = parse_day(on) if isinstance(on, str) else on or date.today()
    names = ("member", "name", "status", "start", "end")
    rows = [
        (m.actor.id, m.actor.name, m.membership.status,
         *(d.isoformat() if d else None for d in (m.membership.start, m.membership.end)))
        for m in members_of(knowledge, organisation, day)
    ]  # fmt: skip
    return text_columns(names, rows)


def attached(path: Path) -> duckdb.DuckDBPyConnection:
    """Return a database in memory with the store attached to it and in use.

    Raises StoreError where the store cannot be read.
    """
    open_store(path).close()
    connection = duckdb.connect()
    attach(connection, path)
    return connection


def attach(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Attach the store to a database in memory, to be read, and use it."""
    quoted = str(path).replace("'", "''")
    connection.execute(f"ATTACH '{quoted}' AS store (READ_ONLY)")
    connection.execute("USE store")


def first_day(text: str) -> str:
    """Return the first day of a day, month or year. Raises ValueError for anything else."""
    return _checked(text) + {4: "-01-01", 7: "-01", 10: ""}[len(text)]


def last_day(text: str) -> str:
    """Return the last day of a day, month or year, or a later one that no date reaches."""
    # Days are compared as text, and no month has a day after the 31st.
    return _checked(text) + {4: "-12-31", 7: "-31", 10: ""}[len(text)]


def _checked(text: str) -> str:
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text!r} is no date: write 2011, 2011-01 or 2011-01-17")
    return text


__all__ = [
    "Records",
    "Unit",
    "attach",
    "attached",
    "first_day",
    "last_day",
    "members",
    "open_records",
]
