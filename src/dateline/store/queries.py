"""The questions a reader asks of a store, each a function that returns an Arrow table.

Days are ISO strings throughout: the day of an event is the first day it may have happened on,
else the day its report was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

DAY = 'coalesce(e."date"."start", r.published)'
SAID = 'coalesce(s.said_on."start", r.published)'
MOST = 1_000_000

PartyDays = Sequence[tuple[str, str, str]]
"""Actor ids with the first and last day (inclusive) on which each counts."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a question asks for; everything given must hold."""

    actor: PartyDays | None = None
    recipient: PartyDays | None = None
    speaker: PartyDays | None = None
    about: PartyDays | None = None
    between: tuple[PartyDays, PartyDays] | None = None
    """Two parties, either of them acting upon the other."""
    types: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    via: str | None = None
    """Id of an outlet, leak or document that the words came through, or that speaks itself."""
    publisher: str | None = None
    text: str | None = None
    """Words that the clause, the statement or the report must contain, whatever the case."""
    report: str | None = None


class _Conditions:
    """SQL conditions with their parameters, put together by ``and``."""

    def __init__(self) -> None:
        self.sql: list[str] = []
        self.values: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        self.sql.append(sql)
        self.values.extend(values)

    def party(self, table: str, column: str, day: str, party: PartyDays) -> None:
        """Ask that one of the column's actors is of the party on the day."""
        by_days: dict[tuple[str, str], list[str]] = {}
        for id_, first, last in party:
            by_days.setdefault((first, last), []).append(id_)
        always = by_days.pop(("0001-01-01", "9999-12-31"), [])
        ids = sorted({id_ for id_, _, _ in party})
        holds = f"list_has_any({table}.{column}, ?)"
        if column in ("speaker",):
            holds = f"{table}.{column} IN ?"
        if not by_days:
            self.add(holds, ids)
            return
        # The cheap test first: most rows have none of the actors on any day.
        days = " OR ".join(f"({holds} AND {day} BETWEEN ? AND ?)" for _ in by_days)
        either = f"({holds} OR {days})" if always else f"({days})"
        values: list[Any] = [always] if always else []
        for (first, last), some in by_days.items():
            values += [some, first, last]
        self.add(f"{holds} AND {either}", ids, *values)

    @property
    def where(self) -> str:
        return "WHERE " + " AND ".join(f"({c})" for c in self.sql) if self.sql else ""


def _event_conditions(wanted: Wanted) -> _Conditions:
    found = _Conditions()
    if wanted.actor is not None:
        found.party("e", "actor", DAY, wanted.actor)
    if wanted.recipient is not None:
        found.party("e", "recipient", DAY, wanted.recipient)
    if wanted.between is not None:
        one, other = wanted.between
        there, back = _Conditions(), _Conditions()
        for conditions, actor, recipient in ((there, one, other), (back, other, one)):
            conditions.party("e", "actor", DAY, actor)
            conditions.party("e", "recipient", DAY, recipient)
        found.add(
            f"({' AND '.join(there.sql)}) OR ({' AND '.join(back.sql)})",
            *there.values,
            *back.values,
        )
    if wanted.types:
        found.add("e.type IN ?", list(wanted.types))
    if wanted.speaker is not None:
        # A hash join finds the few statements of the speaker; a subquery a row would not.
        found.add(
            "(e.report, e.statement) IN (SELECT (s.report, s.id) FROM statements s "
            "WHERE s.speaker IN ?)",
            sorted({id_ for id_, _, _ in wanted.speaker}),
        )
    _common(found, wanted, "e", DAY)
    if wanted.text:
        found.add(f"contains(lower({_cut('e.clause_span')}), ?)", wanted.text.lower())
    return found


def _statement_conditions(wanted: Wanted) -> _Conditions:
    found = _Conditions()
    speaker = wanted.speaker if wanted.speaker is not None else wanted.actor
    if speaker is not None:
        found.party("s", "speaker", SAID, speaker)
    about = wanted.about if wanted.about is not None else wanted.recipient
    if about is not None:
        found.add(
            "(s.report, s.number) IN ("
            "SELECT (c.report, c.number) FROM mentions m JOIN ("
            "SELECT report, number, unnest(content_spans) AS span FROM statements) c "
            'ON m.report = c.report AND m.start >= c.span[1] AND m."end" <= c.span[2] '
            "WHERE m.actor IN ?)",
            sorted({id_ for id_, _, _ in about}),
        )
    if wanted.via:
        found.add("s.speaker = ? OR list_contains(s.via, ?)", wanted.via, wanted.via)
    _common(found, wanted, "s", SAID)
    if wanted.text:
        found.add(f"contains(lower({_WORDS}), ?)", wanted.text.lower())
    return found


def _common(found: _Conditions, wanted: Wanted, table: str, day: str) -> None:
    if wanted.since:
        found.add(f"{day} >= ?", wanted.since)
    if wanted.until:
        found.add(f"{day} <= ?", wanted.until)
    if wanted.publisher:
        found.add("lower(r.publisher) = ?", wanted.publisher.lower())
    if wanted.report:
        found.add(f"starts_with({table}.report, ?)", wanted.report)


def _cut(span: str) -> str:
    return f"substring(r.text, {span}[1] + 1, {span}[2] - {span}[1])"


_WORDS = (
    "array_to_string(list_transform(s.content_spans, "
    "lambda x: substring(r.text, x[1] + 1, x[2] - x[1])), ' … ')"
)
_EVENT_COLUMNS = f"""
    r.published, r.publisher, r.title, e.report, e.id AS event, {DAY} AS day, e.type, e.mode,
    e.score, e.actor, e.recipient, e.auxiliary, e.context, e.place.name AS place, e.statement,
    (SELECT any_value(s.speaker) FROM statements s
     WHERE s.report = e.report AND s.id = e.statement) AS speaker,
    {_cut("e.clause_span")} AS clause, e.rule"""
_STATEMENT_COLUMNS = f"""
    r.published, r.publisher, r.title, s.report, s.id AS statement, {SAID} AS day, s.speaker,
    s.stance, s.manner, s.capacity, s.via, s.within, {_WORDS} AS words, s.rule"""


def _table(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any]) -> pa.Table:
    return connection.sql(sql, params=list(values)).to_arrow_table()


def events(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the events that are wanted, the latest first."""
    found = _event_conditions(wanted)
    return _page(connection, "events", "e", _EVENT_COLUMNS, DAY, found, limit, offset)


def statements(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the statements that are wanted, the latest first."""
    found = _statement_conditions(wanted)
    return _page(connection, "statements", "s", _STATEMENT_COLUMNS, SAID, found, limit, offset)


def _page(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    alias: str,
    columns: str,
    day: str,
    found: _Conditions,
    limit: int,
    offset: int,
) -> pa.Table:
    # The words are cut out of the texts only for the rows of the page, which are chosen first.
    chosen = (
        f"SELECT {alias}.rowid AS row FROM {table} {alias} "
        f"JOIN reports r ON r.id = {alias}.report {found.where} "
        f"ORDER BY {day} DESC NULLS LAST, {alias}.report, {alias}.number LIMIT ? OFFSET ?"
    )
    rows = _table(connection, chosen, [*found.values, limit, offset])
    keys = rows.column("row").to_pylist()
    sql = (
        f"SELECT {columns} FROM {table} {alias} JOIN reports r ON r.id = {alias}.report "
        f"WHERE {alias}.rowid IN ? "
        f"ORDER BY {day} DESC NULLS LAST, {alias}.report, {alias}.number"
    )
    return _table(connection, sql, [keys])


def count_events(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> int:
    """Return how many events are wanted."""
    return _count(connection, "events", "e", _event_conditions(wanted))


def count_statements(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> int:
    """Return how many statements are wanted."""
    return _count(connection, "statements", "s", _statement_conditions(wanted))


def _count(
    connection: duckdb.DuckDBPyConnection, table: str, alias: str, found: _Conditions
) -> int:
    rows = connection.execute(
        f"SELECT count(*) FROM {table} {alias} JOIN reports r ON r.id = {alias}.report "
        f"{found.where}",
        found.values,
    ).fetchall()
    return int(rows[0][0])


def reports(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the reports whose title or text has the words, the latest first."""
    found = _Conditions()
    if wanted.text:
        found.add(
            "contains(lower(r.text), ?) OR contains(lower(coalesce(r.title, '')), ?)",
            wanted.text.lower(),
            wanted.text.lower(),
        )
    if wanted.since:
        found.add("r.published >= ?", wanted.since)
    if wanted.until:
        found.add("r.published <= ?", wanted.until)
    if wanted.publisher:
        found.add("lower(r.publisher) = ?", wanted.publisher.lower())
    sql = (
        "SELECT r.id AS report, r.title, r.publisher, r.published, r.byline, "
        "substring(r.text, greatest(1, coalesce(nullif(strpos(lower(r.text), ?), 0), 1) - 80), 260)"
        f" AS passage FROM reports r {found.where} "
        "ORDER BY r.published DESC NULLS LAST, r.id LIMIT ? OFFSET ?"
    )
    values = [(wanted.text or "").lower() or "\0", *found.values, limit, offset]
    return _table(connection, sql, values)


def timeline(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, unit: str = "month"
) -> pa.Table:
    """Return per day, month, quarter or year: counts by quad class and the mean score.

    ``wanted.types`` is not looked at a second time: the quad class follows from the sign of the
    score and whether the type is one of deeds. Raises ValueError for another unit.
    """
    if unit not in ("day", "month", "quarter", "year"):
        raise ValueError(f"no such unit: {unit}")
    found = _event_conditions(wanted)
    found.add(f"{DAY} IS NOT NULL")
    first = f"strftime(date_trunc('{unit}', try_cast({DAY} AS DATE)), '%Y-%m-%d')"
    deeds = "e.type IN ('COOPERATE','AID','RETREAT','PROTEST','SANCTION','MOBILIZE','COERCE',"
    deeds += "'ASSAULT')"
    good = "e.type IN ('AGREE','CONSULT','SUPPORT','CONCEDE','COOPERATE','AID','RETREAT')"
    return _table(
        connection,
        f"""SELECT {first} AS start, count(*) AS events,
            count(*) FILTER ({good} AND NOT {deeds}) AS verbal_cooperation,
            count(*) FILTER ({good} AND {deeds}) AS material_cooperation,
            count(*) FILTER (NOT {good} AND NOT {deeds}) AS verbal_conflict,
            count(*) FILTER (NOT {good} AND {deeds}) AS material_conflict,
            round(avg(e.score), 3) AS score
        FROM events e JOIN reports r ON r.id = e.report {found.where}
        GROUP BY start HAVING start IS NOT NULL ORDER BY start""",
        found.values,
    )


def links(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who acts upon whom, how often and with what mean score, the most frequent first."""
    found = _event_conditions(wanted)
    return _table(
        connection,
        f"""SELECT actor, recipient, count(*) AS events, avg(score) AS score FROM (
            SELECT actor, unnest(recipient) AS recipient, score FROM (
                SELECT unnest(e.actor) AS actor, e.recipient, e.score
                FROM events e JOIN reports r ON r.id = e.report {found.where}))
        WHERE actor <> recipient GROUP BY actor, recipient
        ORDER BY events DESC, actor, recipient LIMIT ?""",
        [*found.values, limit],
    )


def speech(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who speaks of whom, how often: the speakers of statements and whom they mention."""
    found = _Conditions()
    _common(found, wanted, "s", SAID)
    return _table(
        connection,
        f"""WITH said AS (
            SELECT s.report, s.number, s.speaker, unnest(s.content_spans) AS span
            FROM statements s JOIN reports r ON r.id = s.report
            {found.where or "WHERE true"} AND s.speaker IS NOT NULL)
        SELECT said.speaker AS actor, m.actor AS recipient,
            count(DISTINCT (said.report, said.number)) AS events, NULL::DOUBLE AS score
        FROM said JOIN mentions m ON m.report = said.report AND m.start >= said.span[1]
            AND m."end" <= said.span[2] AND m.actor <> said.speaker AND m.form <> 'pronoun'
        GROUP BY said.speaker, m.actor ORDER BY events DESC, said.speaker, m.actor LIMIT ?""",
        [*found.values, limit],
    )


def types_of(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> pa.Table:
    """Return how many events there are of each type, the most frequent first."""
    found = _event_conditions(wanted)
    return _table(
        connection,
        f"SELECT e.type, count(*) AS events FROM events e JOIN reports r ON r.id = e.report "
        f"{found.where} GROUP BY e.type ORDER BY events DESC, e.type",
        found.values,
    )


def sources(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 400) -> pa.Table:
    """Return the chains of sources: speaker, via (nearest first), publisher, and how often.

    Only what came through somebody, or what an outlet or a document itself says, is a chain.
    """
    found = _statement_conditions(wanted)
    found.add(
        "len(s.via) > 0 OR s.speaker IN "
        "(SELECT DISTINCT a.id FROM actors a WHERE a.kind IN ('media', 'document'))"
    )
    return _table(
        connection,
        f"""SELECT s.speaker, s.via, r.publisher, count(*) AS statements,
            count(DISTINCT s.report) AS reports
        FROM statements s JOIN reports r ON r.id = s.report {found.where}
        GROUP BY s.speaker, s.via, r.publisher
        ORDER BY statements DESC, s.speaker, s.via, r.publisher LIMIT ?""",
        [*found.values, limit],
    )


def totals(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return how much the store holds, and the first and last day of publication."""
    rows = connection.execute(
        "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM statements), "
        "(SELECT count(*) FROM events), (SELECT min(published) FROM reports), "
        "(SELECT max(published) FROM reports)"
    ).fetchall()
    names = ("reports", "statements", "events", "first", "last")
    return dict(zip(names, rows[0], strict=True))
