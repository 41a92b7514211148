"""The questions a reader asks of a store, each a function that returns an Arrow table.

They need the tables that ``prepared.prepare`` makes. Days are ISO strings throughout: the day of
an event is the first day it may have happened on, else the day its report was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb
import pyarrow as pa

from dateline.store.wanted import (
    Choice,
    Chosen,
    Wanted,
    chosen_events,
    chosen_statements,
    event_choices,
    statement_choice,
)

MOST = 1_000_000
_BY_ROWID = 1000
"""Up to so many rows are fetched by their number; for more the whole table is read."""
_UNITS = ("day", "month", "quarter", "year")


def _cut(first: str, last: str) -> str:
    return f"substring(r.text, {first} + 1, {last} - {first})"


_CLAUSE = _cut("e.clause_span[1]", "e.clause_span[2]")
_WORDS = (
    f"array_to_string(list_transform(s.content_spans, lambda x: {_cut('x[1]', 'x[2]')}), ' … ')"
)
_EVENT_COLUMNS = f"""
    r.published, r.publisher, r.title, e.report, e.id AS event, page.day, e.type, e.mode,
    e.score, e.actor, e.recipient, e.auxiliary, e.context, e.place.name AS place, e.statement,
    page.speaker, {_CLAUSE} AS clause, e.rule"""
_STATEMENT_COLUMNS = f"""
    r.published, r.publisher, r.title, s.report, s.id AS statement, page.day, s.speaker,
    s.stance, s.manner, s.capacity, s.via, s.within, {_WORDS} AS words, s.rule"""


def events(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the events that are wanted, the latest first."""
    chosen = chosen_events(wanted)
    sql = chosen.select("x.row, x.home, x.day, x.speaker, x.first, x.last")
    values = chosen.values
    if wanted.text:
        has, words = _contains(_cut("c.first", "c.last"), wanted.text)
        sql = f"SELECT c.* FROM ({sql}) c JOIN reports r ON r.rowid = c.home WHERE {has}"
        values += words
    return _page(connection, "events e", _EVENT_COLUMNS, sql, values, limit, offset)


def statements(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the statements that are wanted, the latest first."""
    chosen = chosen_statements(wanted)
    sql, values = chosen.select("x.row, x.home, x.day, x.speaker"), chosen.values
    if wanted.text:
        has, words = _contains(_WORDS, wanted.text)
        sql = (
            f"SELECT c.* FROM ({sql}) c JOIN reports r ON r.rowid = c.home "
            f"JOIN statements s ON s.rowid = c.row WHERE {has}"
        )
        values += words
    return _page(connection, "statements s", _STATEMENT_COLUMNS, sql, values, limit, offset)


def _contains(words: str, text: str) -> tuple[str, list[str]]:
    """Return SQL that asks for a text in words of a report ``r``, with its parameters.

    The whole report is asked first: most do not have it, and nothing need be cut out of them. The
    words of a statement may be joined from several spans, and are then not all in the report.
    """
    lowered = text.lower()
    longest = max(lowered.split(" … "), key=len)
    return f"contains(lower(r.text), ?) AND contains(lower({words}), ?)", [longest, lowered]


def _page(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    columns: str,
    chosen: str,
    values: Sequence[Any],
    limit: int,
    offset: int,
) -> pa.Table:
    """Choose the rows first; only for those items and reports are read."""
    rows = _table(
        connection,
        f"SELECT * FROM ({chosen}) ORDER BY place LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    alias = source[-1]
    narrowed = ""
    if 0 < rows.num_rows <= _BY_ROWID:
        # DuckDB goes straight to rows that are named, but reads a whole table for a join.
        items = ", ".join(str(row) for row in rows["row"].to_pylist())
        homes = ", ".join(str(row) for row in sorted(set(rows["home"].to_pylist())))
        narrowed = f"WHERE {alias}.rowid IN ({items}) AND r.rowid IN ({homes})"
    return _over(
        connection,
        rows,
        f"SELECT {columns} FROM page JOIN {source} ON {alias}.rowid = page.row "
        f"JOIN reports r ON r.rowid = page.home {narrowed} ORDER BY page.place",
    )


def reports(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = MOST, offset: int = 0
) -> pa.Table:
    """Return the reports whose title or text has the words, the latest first."""
    choice = Choice("heads")
    text = (wanted.text or "").lower()
    if text:
        choice.join("JOIN reports r ON r.rowid = x.home")
        choice.add("contains(lower(r.text), ?) OR contains(lower(r.title), ?)", text, text)
    if wanted.since:
        choice.add("x.day >= ?", wanted.since)
    if wanted.until:
        choice.add("x.day <= ?", wanted.until)
    if wanted.publisher:
        choice.add("x.publisher = ?", wanted.publisher.lower())
    rows = _table(
        connection,
        f"{choice.select('x.place, x.home')} ORDER BY x.place LIMIT {int(limit)} "
        f"OFFSET {int(offset)}",
        choice.values,
    )
    narrowed = ""
    if 0 < rows.num_rows <= _BY_ROWID:
        narrowed = f"WHERE r.rowid IN ({', '.join(map(str, rows['home'].to_pylist()))})"
    found = "coalesce(nullif(strpos(lower(r.text), ?), 0), 1)"
    return _over(
        connection,
        rows,
        f"SELECT r.id AS report, r.title, r.publisher, r.published, r.byline, "
        f"substring(r.text, greatest(1, {found} - 80), 260) AS passage "
        f"FROM page JOIN reports r ON r.rowid = page.home {narrowed} ORDER BY page.place",
        [text or "\0"],
    )


def timeline(
    connection: duckdb.DuckDBPyConnection, wanted: Wanted, unit: str = "month"
) -> pa.Table:
    """Return per day, month, quarter or year: counts by quad class and the mean score.

    What is negated or only supposed is not counted. Raises ValueError for another unit.
    """
    return by_unit(connection, daily(connection, wanted), unit)


def daily(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> pa.Table:
    """Return day, type, number and sum of scores of what happened, for ``by_unit``."""
    chosen = chosen_events(wanted, happens=True)
    return _table(
        connection,
        "SELECT day, type, count(*) AS events, sum(score) AS score "
        f"FROM ({chosen.select('x.day, x.type, x.score')}) GROUP BY day, type",
        chosen.values,
    )


def by_unit(connection: duckdb.DuckDBPyConnection, days: pa.Table, unit: str) -> pa.Table:
    """Return the timeline of what ``daily`` counted. Raises ValueError for an unknown unit."""
    if unit not in _UNITS:
        raise ValueError(f"no such unit: {unit}")
    deeds = "type IN ('COOPERATE','AID','RETREAT','PROTEST','SANCTION','MOBILIZE','COERCE',"
    deeds += "'ASSAULT')"
    good = "type IN ('AGREE','CONSULT','SUPPORT','CONCEDE','COOPERATE','AID','RETREAT')"
    # Days are few beside events: only they are read as dates, and only they are rounded.
    return _over(
        connection,
        days,
        f"""SELECT strftime(date_trunc('{unit}', try_cast(day AS DATE)), '%Y-%m-%d') AS start,
            sum(events)::BIGINT AS events,
            coalesce(sum(events) FILTER ({good} AND NOT {deeds}), 0)::BIGINT AS verbal_cooperation,
            coalesce(sum(events) FILTER ({good} AND {deeds}), 0)::BIGINT AS material_cooperation,
            coalesce(sum(events) FILTER (NOT {good} AND NOT {deeds}), 0)::BIGINT AS verbal_conflict,
            coalesce(sum(events) FILTER (NOT {good} AND {deeds}), 0)::BIGINT AS material_conflict,
            round(sum(score) / sum(events), 3) AS score
        FROM page GROUP BY start HAVING start IS NOT NULL ORDER BY start""",
    )


def links(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who acts upon whom, how often and with what mean score, the most frequent first.

    What is negated or only supposed is not counted.
    """
    choices = event_choices(wanted)
    for choice in choices:
        choice.add("x.happens")
        choice.add("x.actor <> x.recipient")
    pairs = Chosen(choices, single=len(choices) == 1)
    return _table(
        connection,
        f"""SELECT actor, recipient, count(*) AS events, sum(score) / count(*) AS score
        FROM ({pairs.select("x.actor, x.recipient, x.score")}) GROUP BY actor, recipient
        ORDER BY events DESC, actor, recipient LIMIT {int(limit)}""",
        pairs.values,
    )


def speech(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who speaks of whom, how often: the speakers of statements and whom they mention."""
    choice = statement_choice(wanted, mentions=True)
    choice.add("m.actor <> x.speaker AND NOT m.pronoun")
    return _table(
        connection,
        f"""SELECT actor, recipient, count(*) AS events, NULL::DOUBLE AS score
        FROM ({choice.select("x.speaker AS actor, m.actor AS recipient")})
        GROUP BY actor, recipient ORDER BY events DESC, actor, recipient LIMIT {int(limit)}""",
        choice.values,
    )


def types_of(connection: duckdb.DuckDBPyConnection, wanted: Wanted) -> pa.Table:
    """Return how many events there are of each type, the most frequent first."""
    chosen = chosen_events(wanted)
    return _table(
        connection,
        f"SELECT type, count(*) AS events FROM ({chosen.select('x.type')}) "
        "GROUP BY type ORDER BY events DESC, type",
        chosen.values,
    )


def sources(connection: duckdb.DuckDBPyConnection, wanted: Wanted, limit: int = 400) -> pa.Table:
    """Return the chains of sources: speaker, via (nearest first), publisher, and how often.

    Only what came through somebody, or what an outlet or a document itself says, is a chain.
    """
    choice = statement_choice(wanted)
    choice.add(
        "len(x.via) > 0 OR x.speaker IN "
        "(SELECT DISTINCT a.id FROM actors a WHERE a.kind IN ('media', 'document'))"
    )
    return _table(
        connection,
        f"""SELECT x.speaker, x.via, r.publisher, count(*) AS statements,
            count(DISTINCT x.home) AS reports
        FROM ({choice.select("x.speaker, x.via, x.home")}) x JOIN reports r ON r.rowid = x.home
        GROUP BY x.speaker, x.via, r.publisher
        ORDER BY statements DESC, x.speaker, x.via, r.publisher LIMIT {int(limit)}""",
        choice.values,
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


def _table(connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any]) -> pa.Table:
    return connection.sql(sql, params=list(values)).to_arrow_table()


def _over(
    connection: duckdb.DuckDBPyConnection, page: pa.Table, sql: str, values: Sequence[Any] = ()
) -> pa.Table:
    """Ask over a table of ours, called ``page`` in the question."""
    connection.register("page", page)
    try:
        return _table(connection, sql, values)
    finally:
        connection.unregister("page")
