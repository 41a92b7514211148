"""The questions a reader asks of a store, each a function that returns an Arrow table.

Days are ISO strings throughout: the day of an event is the first day it may have happened on, else
the day its report was published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dateline.store.prepared import Prepared
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
_PASSAGE = 260
"""Characters of a report shown around the words that were looked for."""
_NEWEST = (20_000, 2**31 - 1)
"""Words are looked for in so many of the latest reports first: common ones are found there."""
_UNITS = {
    "day": "day",
    "month": "day // 100 * 100 + 1",
    "quarter": "day // 10000 * 10000 + (day // 100 % 100 - 1) // 3 * 300 + 101",
    "year": "day // 10000 * 10000 + 101",
}
"""The first day of the unit that a day is in, days being numbers such as 20110117."""
_QUADS = {
    "verbal_cooperation": 0, "material_cooperation": 1, "verbal_conflict": 2,
    "material_conflict": 3,
}  # fmt: skip


def _cut(first: str, last: str, text: str = "r.text") -> str:
    return f"substring({text}, {first} + 1, {last} - {first})"


_CLAUSE = _cut("e.clause_span[1]", "e.clause_span[2]")
_WORDS = (
    f"array_to_string(list_transform(s.content_spans, lambda x: {_cut('x[1]', 'x[2]')}), ' … ')"
)
_PAGED = "x.row, x.home, x.speaker, x.first, x.last"
_EVENT_DAY = 'coalesce(e."date"."start", r.published)'
_STATEMENT_DAY = 'coalesce(s.said_on."start", r.published)'
_EVENT_COLUMNS = f"""
    r.published, r.publisher, r.title, e.report, e.id AS event, {_EVENT_DAY} AS day, e.type, e.mode,
    e.score, e.actor, e.recipient, e.auxiliary, e.context, e.place.name AS place, e.statement,
    p.id AS speaker, {_CLAUSE} AS clause, e.rule"""
_STATEMENT_COLUMNS = f"""
    r.published, r.publisher, r.title, s.report, s.id AS statement, {_STATEMENT_DAY} AS day,
    s.speaker, s.stance, s.manner, s.capacity, s.via, s.within, {_WORDS} AS words, s.rule"""


def events(prepared: Prepared, wanted: Wanted, limit: int = MOST, offset: int = 0) -> pa.Table:
    """Return the events that are wanted, the latest first."""
    chosen = chosen_events(prepared, wanted)
    sql, values = chosen.select(_PAGED), chosen.values
    if wanted.text:
        sql = f"""SELECT c.* FROM ({sql}) c JOIN hits ON hits.home = c.home
            WHERE contains(lower({_cut("c.first", "c.last", "hits.text")}), ?)"""
        values.append(wanted.text.lower())
    return _page(prepared, "events e", _EVENT_COLUMNS, sql, values, limit, offset, wanted.text)


def statements(prepared: Prepared, wanted: Wanted, limit: int = MOST, offset: int = 0) -> pa.Table:
    """Return the statements that are wanted, the latest first."""
    chosen = chosen_statements(prepared, wanted)
    sql, values = chosen.select("x.row, x.home, x.speaker"), chosen.values
    if wanted.text:
        sql = f"""SELECT c.* FROM ({sql}) c JOIN hits r ON r.home = c.home
            JOIN statements s ON s.rowid = c.row WHERE contains(lower({_WORDS}), ?)"""
        values.append(wanted.text.lower())
    return _page(
        prepared, "statements s", _STATEMENT_COLUMNS, sql, values, limit, offset, wanted.text
    )


def _page(
    prepared: Prepared,
    source: str,
    columns: str,
    chosen: str,
    values: Sequence[Any],
    limit: int,
    offset: int,
    text: str | None,
) -> pa.Table:
    """Choose the rows first; only for those items and reports are read.

    With a text ``chosen`` may ask the table ``hits``: the reports that have the words at all.
    """
    if text:
        # The words of a statement may be joined from several spans, and not stand in the report.
        longest = max(text.lower().split(" … "), key=len)
        hits = _table(
            prepared,
            "SELECT rowid AS home, text FROM reports WHERE contains(lower(text), ?)",
            [longest],
        )
        prepared.connection.register("hits", hits)
    rows = _table(
        prepared,
        f"SELECT * FROM ({chosen}) ORDER BY place LIMIT {int(limit)} OFFSET {int(offset)}",
        values,
    )
    if text:
        prepared.connection.unregister("hits")
    return _read(prepared, source, columns, rows)


def _read(prepared: Prepared, source: str, columns: str, rows: pa.Table) -> pa.Table:
    """Return the columns of the items that were chosen."""
    alias = source[-1]
    narrowed = ""
    if 0 < rows.num_rows <= _BY_ROWID:
        # DuckDB goes straight to rows that are named, but reads a whole table for a join.
        items = ", ".join(str(row) for row in rows["row"].to_pylist())
        homes = ", ".join(str(row) for row in sorted(set(rows["home"].to_pylist())))
        narrowed = f"WHERE {alias}.rowid IN ({items}) AND r.rowid IN ({homes})"
    return _over(
        prepared,
        rows,
        f"SELECT {columns} FROM page JOIN {source} ON {alias}.rowid = page.row "
        f"JOIN reports r ON r.rowid = page.home "
        f"LEFT JOIN memory.main.people p ON p.no = page.speaker {narrowed} ORDER BY page.place",
    )


def reports(prepared: Prepared, wanted: Wanted, limit: int = MOST, offset: int = 0) -> pa.Table:
    """Return the reports whose title or text has the words, the latest first."""
    choice = Choice("heads", prepared)
    text = (wanted.text or "").lower()
    if text:
        choice.join("JOIN reports r ON r.rowid = x.home")
        choice.add("contains(lower(r.text), ?) OR contains(lower(r.title), ?)", text, text)
    choice.common(wanted)
    end = f"ORDER BY x.place LIMIT {int(limit)} OFFSET {int(offset)}"
    for newest in _NEWEST if text else _NEWEST[-1:]:
        chosen = choice.select("x.place, x.home", f"x.place <= {newest}")
        rows = _table(prepared, f"{chosen} {end}", choice.values)
        if rows.num_rows == limit:
            break
    narrowed = ""
    if 0 < rows.num_rows <= _BY_ROWID:
        narrowed = f"WHERE r.rowid IN ({', '.join(map(str, rows['home'].to_pylist()))})"
    found = "coalesce(nullif(strpos(lower(r.text), ?), 0), 1)"
    return _over(
        prepared,
        rows,
        f"SELECT * EXCLUDE (text, place, start), substring(text, start, {_PASSAGE}) AS passage, "
        f"start > 1 AS cut_before, length(text) >= start + {_PASSAGE} AS cut_after FROM ("
        f"SELECT r.id AS report, r.title, r.publisher, r.published, r.byline, r.text, page.place, "
        f"greatest(1, {found} - 80) AS start "
        f"FROM page JOIN reports r ON r.rowid = page.home {narrowed}) ORDER BY place",
        [text or "\0"],
    )


def timeline(prepared: Prepared, wanted: Wanted, unit: str = "month") -> pa.Table:
    """Return per day, month, quarter or year: counts by quad class and the mean score.

    What is negated or only supposed is not counted. Raises ValueError for another unit.
    """
    return by_unit(prepared, daily(prepared, wanted), unit)


def daily(prepared: Prepared, wanted: Wanted) -> pa.Table:
    """Return day, quad class, number and sum of scores of what happened, for ``by_unit``."""
    chosen = chosen_events(prepared, wanted, happens=True)
    sql = _daily(f"({chosen.select('x.day, x.quad, x.score')})")
    return _table(prepared, sql, chosen.values)


def _daily(chosen: str) -> str:
    return (
        f"SELECT day, quad, count(*) AS events, sum(score) AS score FROM {chosen} "
        "WHERE day BETWEEN 10101 AND 99991231 GROUP BY day, quad"
    )


def by_unit(prepared: Prepared, days: pa.Table, unit: str) -> pa.Table:
    """Return the timeline of what ``daily`` counted. Raises ValueError for an unknown unit."""
    if unit not in _UNITS:
        raise ValueError(f"no such unit: {unit}")
    counts = ", ".join(
        f"coalesce(sum(events) FILTER (quad = {quad}), 0)::BIGINT AS {name}"
        for name, quad in _QUADS.items()
    )
    return _over(
        prepared,
        days,
        f"""SELECT printf('%04d-%02d-%02d', start // 10000, start // 100 % 100, start % 100)
            AS start, events, {", ".join(_QUADS)}, score
        FROM (SELECT {_UNITS[unit]} AS start, sum(events)::BIGINT AS events, {counts},
            round(sum(score) / sum(events), 3) AS score FROM page GROUP BY 1)
        ORDER BY start""",
    )


def links(prepared: Prepared, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who acts upon whom, how often and with what mean score, the most frequent first.

    What is negated or only supposed is not counted.
    """
    choices = event_choices(prepared, wanted)
    for choice in choices:
        choice.add("x.happens")
        choice.add("x.actor <> x.recipient")
    pairs = Chosen(choices, single=len(choices) == 1)
    return _linked(
        prepared,
        "SELECT actor, recipient, count(*) AS events, sum(score) / count(*) AS score "
        f"FROM ({pairs.select('x.actor, x.recipient, x.score')}) GROUP BY actor, recipient",
        pairs.values,
        limit,
    )


def speech(prepared: Prepared, wanted: Wanted, limit: int = 2000) -> pa.Table:
    """Return who speaks of whom, how often: the speakers of statements and whom they mention."""
    choice = statement_choice(prepared, wanted, mentions=True)
    choice.add("m.actor <> x.speaker AND NOT m.pronoun")
    return _linked(
        prepared,
        "SELECT actor, recipient, count(*) AS events, NULL::DOUBLE AS score "
        f"FROM ({choice.select('x.speaker AS actor, m.actor AS recipient')}) "
        "GROUP BY actor, recipient",
        choice.values,
        limit,
    )


def _linked(prepared: Prepared, pairs: str, values: Sequence[Any], limit: int) -> pa.Table:
    # People are numbered in the order of their ids.
    order = "ORDER BY events DESC, actor, recipient"
    return _table(
        prepared,
        f"""SELECT a.id AS actor, b.id AS recipient, x.events, x.score
        FROM ({pairs} {order} LIMIT {int(limit)}) x JOIN memory.main.people a ON a.no = x.actor
        JOIN memory.main.people b ON b.no = x.recipient {order}""",
        values,
    )


def types_of(prepared: Prepared, wanted: Wanted) -> pa.Table:
    """Return how many events there are of each type, the most frequent first."""
    chosen = chosen_events(prepared, wanted)
    return _table(prepared, _types(f"({chosen.select('x.type')})"), chosen.values)


def _types(chosen: str) -> str:
    return (
        f"SELECT t.id AS type, x.events FROM (SELECT type, count(*) AS events FROM {chosen} "
        "GROUP BY type) x JOIN memory.main.types t ON t.no = x.type ORDER BY events DESC, t.id"
    )


class Picked:
    """The events that a question without words wants, chosen once and asked several things."""

    def __init__(self, prepared: Prepared, wanted: Wanted) -> None:
        """Choose them: this costs more than all that is asked of them."""
        chosen = chosen_events(prepared, wanted)
        columns = f"{_PAGED}, x.day, x.quad, x.type, x.score, x.happens"
        self._prepared = prepared
        self._rows = _table(prepared, chosen.select(columns), chosen.values)

    def events(self, limit: int) -> pa.Table:
        """Return the latest events, as the question ``events`` does."""
        latest = pc.select_k_unstable(self._rows, limit, sort_keys=[("place", "ascending")])
        return _read(self._prepared, "events e", _EVENT_COLUMNS, self._rows.take(latest))

    def daily(self) -> pa.Table:
        """Return what the question ``daily`` does."""
        return self._ask(_daily("(SELECT * FROM page WHERE happens)"))

    def types(self) -> pa.Table:
        """Return what the question ``types_of`` does."""
        return self._ask(_types("page"))

    def _ask(self, sql: str) -> pa.Table:
        return _over(self._prepared, self._rows, sql)


def sources(prepared: Prepared, wanted: Wanted, limit: int = 400) -> pa.Table:
    """Return the chains of sources: speaker, via (nearest first), publisher, and how often.

    Only what came through somebody, or what an outlet or a document itself says, is a chain.
    """
    choice = statement_choice(prepared, wanted)
    choice.add("x.chained")
    return _table(
        prepared,
        f"""SELECT p.id AS speaker, c.via, n.name AS publisher, x.statements, x.reports
        FROM (SELECT speaker, chain, publisher, count(*) AS statements,
                count(DISTINCT home) AS reports
            FROM ({choice.select("x.speaker, x.chain, x.publisher, x.home")})
            GROUP BY speaker, chain, publisher) x
        JOIN memory.main.chains c ON c.no = x.chain
        LEFT JOIN memory.main.people p ON p.no = x.speaker
        LEFT JOIN memory.main.publishers n ON n.no = x.publisher
        ORDER BY statements DESC, p.id, c.via, n.name LIMIT {int(limit)}""",
        choice.values,
    )


def totals(prepared: Prepared) -> dict[str, Any]:
    """Return how much the store holds, and the first and last day of publication."""
    rows = prepared.connection.execute(
        "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM statements), "
        "(SELECT count(*) FROM events), (SELECT min(published) FROM reports), "
        "(SELECT max(published) FROM reports)"
    ).fetchall()
    names = ("reports", "statements", "events", "first", "last")
    return dict(zip(names, rows[0], strict=True))


def _table(prepared: Prepared, sql: str, values: Sequence[Any]) -> pa.Table:
    return prepared.connection.sql(sql, params=list(values)).to_arrow_table()


def _over(prepared: Prepared, page: pa.Table, sql: str, values: Sequence[Any] = ()) -> pa.Table:
    """Ask over a table of ours, called ``page`` in the question."""
    prepared.connection.register("page", page)
    try:
        return _table(prepared, sql, values)
    finally:
        prepared.connection.unregister("page")
