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
EVER = ("0001-01-01", "9999-12-31")

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


class _Conditions:
    """SQL conditions with their parameters, put together by ``and``."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.sql: list[str] = []
        self.values: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        self.sql.append(sql)
        self.values.extend(values)

    def party(self, column: str, party: PartyDays) -> None:
        """Ask that the actor in the column is of the party on the day of the row."""
        if all((first, last) == EVER for _, first, last in party):
            self.add(f"x.{column} IN (SELECT unnest(?::VARCHAR[]))", [id_ for id_, _, _ in party])
        else:
            # Not correlated with the rows asked for: one hash join finds all that fit.
            self.add(
                f"x.row IN (SELECT y.row FROM memory.main.{self.table} y JOIN ("
                "SELECT unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS first, "
                "unnest(?::VARCHAR[]) AS last) p "
                f"ON p.id = y.{column} AND y.day BETWEEN p.first AND p.last)",
                *([row[i] for row in party] for i in range(3)),
            )

    def rows(self, columns: str) -> str:
        """Return SQL for columns of the events or statements that fit, each once."""
        table = f"memory.main.{self.table} x"
        if self.table != "acts" or "x.lead" in self.sql:
            return f"SELECT {columns} FROM {table} {self.where}"
        # An event has a row for each pair of its actors: one of them stands for all.
        fits = f"SELECT x.row FROM {table} {self.where}"
        return f"SELECT {columns} FROM {table} WHERE x.lead AND x.row IN ({fits})"

    @property
    def where(self) -> str:
        return "WHERE " + " AND ".join(f"({c})" for c in self.sql) if self.sql else ""


def _event_conditions(wanted: Wanted) -> _Conditions:
    found = _Conditions("acts")
    if wanted.actor is not None:
        found.party("actor", wanted.actor)
    if wanted.recipient is not None:
        found.party("recipient", wanted.recipient)
    if wanted.between is not None:
        one, other = wanted.between
        there, back = _Conditions("acts"), _Conditions("acts")
        for conditions, actor, recipient in ((there, one, other), (back, other, one)):
            conditions.party("actor", actor)
            conditions.party("recipient", recipient)
        found.add(
            f"({' AND '.join(there.sql)}) OR ({' AND '.join(back.sql)})",
            *there.values,
            *back.values,
        )
    if wanted.types:
        found.add("x.type IN (SELECT unnest(?::VARCHAR[]))", list(wanted.types))
    if wanted.speaker is not None:
        found.party("speaker", wanted.speaker)
    _common(found, wanted)
    if wanted.actor is None and wanted.recipient is None and wanted.between is None:
        found.add("x.lead")
    return found


def _statement_conditions(wanted: Wanted) -> _Conditions:
    found = _Conditions("says")
    speaker = wanted.speaker if wanted.speaker is not None else wanted.actor
    if speaker is not None:
        found.party("speaker", speaker)
    about = wanted.about if wanted.about is not None else wanted.recipient
    if about is not None:
        found.add(
            "x.row IN (SELECT row FROM memory.main.about "
            "WHERE actor IN (SELECT unnest(?::VARCHAR[])))",
            sorted({id_ for id_, _, _ in about}),
        )
    if wanted.via:
        found.add("x.speaker = ? OR list_contains(x.via, ?)", wanted.via, wanted.via)
    _common(found, wanted)
    return found


def _common(found: _Conditions, wanted: Wanted) -> None:
    if wanted.since:
        found.add("x.day >= ?", wanted.since)
    if wanted.until:
        found.add("x.day <= ?", wanted.until)
    if wanted.publisher:
        found.add("x.publisher = ?", wanted.publisher.lower())


def _cut(span: str) -> str:
    return f"substring(r.text, {span}[1] + 1, {span}[2] - {span}[1])"


_WORDS = (
    "array_to_string(list_transform(s.content_spans, "
    "lambda x: substring(r.text, x[1] + 1, x[2] - x[1])), ' … ')"
)
_EVENT_COLUMNS = f"""
    r.published, r.publisher, r.title, e.report, e.id AS event, page.day, e.type, e.mode,
    e.score, e.actor, e.recipient, e.auxiliary, e.context, e.place.name AS place, e.statement,
    page.speaker, {_cut("e.clause_span")} AS clause, e.rule"""
_STATEMENT_COLUMNS = f"""
    r.published, r.publisher, r.title, s.report, s.id AS statement, page.day, s.speaker,
    s.stance, s.manner, s.capacity, s.via, s.within, {_WORDS} AS words, s.rule"""


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make tables in memory that answer questions fast: who does what to whom, and who says so.

    The store is the connection's database in use. A million events take a second or two; the
    tables hold as long as the file is the same.
    """
    connection.execute(
        f"""CREATE OR REPLACE TABLE memory.main.acts AS
        SELECT a.* EXCLUDE (report, statement), s.speaker FROM (
            SELECT row, day, type, score, publisher, report, statement, actor, happens,
                unnest(CASE WHEN len(recipient) = 0 THEN [NULL] ELSE recipient END) AS recipient,
                nth = 1 AND unnest(range(greatest(len(recipient), 1))) = 0 AS lead
            FROM (
                SELECT e.rowid AS row, {DAY} AS day, e.type, e.score, e.report, e.statement,
                    lower(r.publisher) AS publisher, e.recipient,
                    NOT list_has_any(e.auxiliary, ['negation', 'hypothetical']) AS happens,
                    unnest(CASE WHEN len(e.actor) = 0 THEN [NULL] ELSE e.actor END) AS actor,
                    unnest(range(1, greatest(len(e.actor), 1) + 1)) AS nth
                FROM events e JOIN reports r ON r.id = e.report)) a
        LEFT JOIN statements s ON s.report = a.report AND s.id = a.statement"""
    )
    connection.execute(
        f"""CREATE OR REPLACE TABLE memory.main.says AS
        SELECT s.rowid AS row, {SAID} AS day, s.speaker, lower(r.publisher) AS publisher, s.via
        FROM statements s JOIN reports r ON r.id = s.report"""
    )
    connection.execute(
        """CREATE OR REPLACE TABLE memory.main.about AS
        SELECT DISTINCT c.row, m.actor, m.form = 'pronoun' AS pronoun
        FROM (SELECT rowid AS row, report, unnest(content_spans) AS span FROM statements) c
        JOIN mentions m ON m.report = c.report AND m.start >= c.span[1] AND m."end" <= c.span[2]"""
    )


def _table(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any]) -> pa.Table:
    return connection.sql(sql, params=list(values)).to_arrow_table()


def events(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the events that are wanted, the latest first."""
    found = _event_conditions(wanted)
    words = _cut("e.clause_span")
    return _page(connection, "events e", _EVENT_COLUMNS, words, found, wanted, limit, offset)


def statements(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the statements that are wanted, the latest first."""
    found = _statement_conditions(wanted)
    return _page(
        connection, "statements s", _STATEMENT_COLUMNS, _WORDS, found, wanted, limit, offset
    )


def _page(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    columns: str,
    words: str,
    found: _Conditions,
    wanted: Wanted,
    limit: int,
    offset: int,
) -> pa.Table:
    """Choose the rows first; only for those are words cut out of the texts."""
    alias = source[-1]
    chosen = found.rows("x.row, x.day, x.speaker")
    values = list(found.values)
    if wanted.text:
        chosen = (
            f"WITH fit AS MATERIALIZED ({chosen}) SELECT fit.* FROM fit "
            f"JOIN {source} ON {alias}.rowid = fit.row JOIN reports r ON r.id = {alias}.report "
            f"WHERE contains(lower({words}), ?)"
        )
        values.append(wanted.text.lower())
    order = "day DESC NULLS LAST, row"
    page = f"SELECT * FROM ({chosen}) ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}"
    return _table(
        connection,
        f"WITH page AS MATERIALIZED ({page}) SELECT {columns} FROM page "
        f"JOIN {source} ON {alias}.rowid = page.row JOIN reports r ON r.id = {alias}.report "
        f"ORDER BY page.{order.replace(', row', ', page.row')}",
        values,
    )


def reports(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the reports whose title or text has the words, the latest first."""
    found = _Conditions("reports")
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

    What is negated or only supposed is not counted. Raises ValueError for another unit.
    """
    if unit not in ("day", "month", "quarter", "year"):
        raise ValueError(f"no such unit: {unit}")
    found = _event_conditions(wanted)
    found.add("x.happens")
    deeds = "type IN ('COOPERATE','AID','RETREAT','PROTEST','SANCTION','MOBILIZE','COERCE',"
    deeds += "'ASSAULT')"
    good = "type IN ('AGREE','CONSULT','SUPPORT','CONCEDE','COOPERATE','AID','RETREAT')"
    return _table(
        connection,
        f"""SELECT strftime(date_trunc('{unit}', try_cast(day AS DATE)), '%Y-%m-%d') AS start,
            count(*) AS events,
            count(*) FILTER ({good} AND NOT {deeds}) AS verbal_cooperation,
            count(*) FILTER ({good} AND {deeds}) AS material_cooperation,
            count(*) FILTER (NOT {good} AND NOT {deeds}) AS verbal_conflict,
            count(*) FILTER (NOT {good} AND {deeds}) AS material_conflict,
            round(avg(score), 3) AS score
        FROM ({found.rows("x.day, x.type, x.score")})
        GROUP BY start HAVING start IS NOT NULL ORDER BY start""",
        found.values,
    )


def links(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who acts upon whom, how often and with what mean score, the most frequent first.

    What is negated or only supposed is not counted.
    """
    found = _event_conditions(wanted)
    found.add("x.happens")
    found.sql = [sql for sql in found.sql if sql != "x.lead"]
    found.add("x.actor <> x.recipient")
    return _table(
        connection,
        f"""SELECT x.actor, x.recipient, count(*) AS events, avg(x.score) AS score
        FROM memory.main.acts x {found.where} GROUP BY x.actor, x.recipient
        ORDER BY events DESC, x.actor, x.recipient LIMIT ?""",
        [*found.values, limit],
    )


def speech(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who speaks of whom, how often: the speakers of statements and whom they mention."""
    found = _statement_conditions(wanted)
    return _table(
        connection,
        f"""SELECT x.speaker AS actor, m.actor AS recipient,
            count(DISTINCT x.row) AS events, NULL::DOUBLE AS score
        FROM (SELECT * FROM memory.main.says x {found.where}) x
        JOIN memory.main.about m ON m.row = x.row
        WHERE m.actor <> x.speaker AND NOT m.pronoun
        GROUP BY x.speaker, m.actor ORDER BY events DESC, x.speaker, m.actor LIMIT ?""",
        [*found.values, limit],
    )


def types_of(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> pa.Table:
    """Return how many events there are of each type, the most frequent first."""
    found = _event_conditions(wanted)
    return _table(
        connection,
        f"""SELECT type, count(*) AS events
        FROM ({found.rows("x.type")})
        GROUP BY type ORDER BY events DESC, type""",
        found.values,
    )


def sources(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 400) -> pa.Table:
    """Return the chains of sources: speaker, via (nearest first), publisher, and how often.

    Only what came through somebody, or what an outlet or a document itself says, is a chain.
    """
    found = _statement_conditions(wanted)
    found.add(
        "len(x.via) > 0 OR x.speaker IN "
        "(SELECT DISTINCT a.id FROM actors a WHERE a.kind IN ('media', 'document'))"
    )
    return _table(
        connection,
        f"""SELECT s.speaker, s.via, r.publisher, count(*) AS statements,
            count(DISTINCT s.report) AS reports
        FROM (SELECT x.row FROM memory.main.says x {found.where}) x
        JOIN statements s ON s.rowid = x.row JOIN reports r ON r.id = s.report
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
