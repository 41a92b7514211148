"""Tables in memory that answer questions fast: who does what to whom, and who says so.

They hold as long as the file is the same; a million events take a second or two. Rows of all of
them stand in the order in which answers are given, the latest day first, and ``place`` numbers
that order; ``row`` and ``home`` are the rowids of the item and of its report in the store.

- ``acts``: a row for each pair of an event's actors and recipients; ``lead`` marks one of them,
  ``happens`` those neither negated nor only supposed.
- ``says``: a row for each statement.
- ``about``: a row for each actor mentioned in a statement.
- ``heads``: a row for each report.
"""

from __future__ import annotations

import duckdb

_DAY = 'coalesce(e."date"."start", r.published)'
_SAID = 'coalesce(s.said_on."start", r.published)'
_LATEST = "ORDER BY day DESC NULLS LAST, row"

_ACTS = f"""
SELECT a.* EXCLUDE (report, statement, number), s.speaker FROM (
    SELECT place, row, home, day, type, score, publisher, first, last, report, statement, number,
        actor, happens,
        unnest(CASE WHEN len(recipient) = 0 THEN [NULL] ELSE recipient END) AS recipient,
        number = 1 AND unnest(range(greatest(len(recipient), 1))) = 0 AS lead
    FROM (
        SELECT *, unnest(CASE WHEN len(actors) = 0 THEN [NULL] ELSE actors END) AS actor,
            unnest(range(1, greatest(len(actors), 1) + 1)) AS number
        FROM (
            SELECT row_number() OVER ({_LATEST}) AS place, * FROM (
                SELECT e.rowid AS row, r.rowid AS home, {_DAY} AS day, e.type, e.score,
                    lower(r.publisher) AS publisher, e.clause_span[1] AS first,
                    e.clause_span[2] AS last, e.report, e.statement, e.actor AS actors,
                    e.recipient,
                    NOT list_has_any(e.auxiliary, ['negation', 'hypothetical']) AS happens
                FROM events e JOIN reports r ON r.id = e.report)))) a
LEFT JOIN statements s ON s.report = a.report AND s.id = a.statement
ORDER BY place"""

_SAYS = f"""
SELECT row_number() OVER ({_LATEST}) AS place, * FROM (
    SELECT s.rowid AS row, r.rowid AS home, {_SAID} AS day, s.speaker,
        lower(r.publisher) AS publisher, s.via
    FROM statements s JOIN reports r ON r.id = s.report)
ORDER BY place"""

_ABOUT = """
SELECT x.place, x.day, m.actor, bool_and(m.form = 'pronoun') AS pronoun
FROM (SELECT rowid AS row, report, unnest(content_spans) AS span FROM statements) c
JOIN mentions m ON m.report = c.report AND m.start >= c.span[1] AND m."end" <= c.span[2]
JOIN memory.main.says x ON x.row = c.row
GROUP BY x.place, x.day, m.actor ORDER BY x.place"""

_HEADS = """
SELECT row_number() OVER (ORDER BY published DESC NULLS LAST, id) AS place, rowid AS home,
    published AS day, lower(publisher) AS publisher
FROM reports ORDER BY place"""

_TABLES = {"acts": _ACTS, "says": _SAYS, "about": _ABOUT, "heads": _HEADS}


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables. The store is the connection's database in use."""
    for name, sql in _TABLES.items():
        connection.execute(f"CREATE OR REPLACE TABLE memory.main.{name} AS {sql}")
