"""Tables in memory that answer questions fast: who does what to whom, and who says so.

They hold as long as the file is the same. A million events take five to ten seconds on two cores
(``benchmarks/reader.py`` tells how long), so the reader makes them when it starts and when the
file has changed, and a single question makes only those it needs.

Actors, types and publishers are numbers, and days are numbers such as 20110117: comparing them
costs a tenth of comparing text. Rows stand in the order in which answers are given, the latest day
first, and ``place`` numbers that order; ``row`` and ``home`` are the rowids of the item and of its
report in the store.

- ``people``, ``types``, ``publishers``, ``chains``: what each number means.
- ``heads``: a row for each report.
- ``says``: a row for each statement; ``chained`` marks those that came through somebody, or that
  an outlet or a document makes.
- ``acts``: a row for each pair of an event's actors and recipients; ``lead`` marks one of them,
  ``alone`` those of events that have no other, ``happens`` those neither negated nor only supposed.
- ``about``: a row for each actor mentioned in a statement.
"""

from __future__ import annotations

from collections.abc import Mapping

import duckdb

_LATEST = "ORDER BY day DESC NULLS LAST, row"

COOPERATION = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
CONFLICT = (
    "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE",
    "ASSAULT",
)  # fmt: skip
DEEDS = (
    "COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""What PLOVER calls material: the other types are words."""

_NUMBERED = {
    "people": "SELECT row_number() OVER (ORDER BY id)::INTEGER AS no, id, outlet FROM (SELECT id, "
    "bool_or(kind IN ('media', 'document')) AS outlet FROM actors GROUP BY id)",
    "types": "SELECT row_number() OVER (ORDER BY id)::INTEGER AS no, id, "
    f"(CASE WHEN id IN {COOPERATION} THEN 0 ELSE 2 END + CASE WHEN id IN {DEEDS} THEN 1 ELSE 0 END)"
    "::TINYINT AS quad FROM (SELECT DISTINCT type AS id FROM events)",
    "publishers": "SELECT row_number() OVER (ORDER BY id)::INTEGER AS no, id, name FROM (SELECT "
    "lower(publisher) AS id, mode(publisher ORDER BY publisher) AS name FROM reports "
    "WHERE publisher IS NOT NULL GROUP BY lower(publisher))",
    "chains": "SELECT row_number() OVER (ORDER BY via)::INTEGER AS no, via "
    "FROM (SELECT DISTINCT via FROM statements)",
}


def _number(day: str) -> str:
    """Return SQL for an ISO day as a number; what is no day of our calendar is NULL."""
    parsed = f"try_cast({day} AS DATE)"
    return f"(year({parsed}) * 10000 + month({parsed}) * 100 + day({parsed}))::INTEGER"


_HEADS = f"""
SELECT row_number() OVER (ORDER BY published DESC NULLS LAST, r.id)::INTEGER AS place, r.id,
    r.rowid::INTEGER AS home, {_number("r.published")} AS day, p.no AS publisher
FROM reports r LEFT JOIN memory.main.publishers p ON p.id = lower(r.publisher) ORDER BY place"""

_SAYS = f"""
SELECT row_number() OVER ({_LATEST})::INTEGER AS place, * FROM (
    SELECT s.rowid::INTEGER AS row, h.home,
        coalesce({_number('s.said_on."start"')}, h.day) AS day, p.no AS speaker, h.publisher,
        c.no AS chain, len(s.via) > 0 OR coalesce(p.outlet, FALSE) AS chained, s.id
    FROM statements s JOIN memory.main.heads h ON h.id = s.report
    LEFT JOIN memory.main.people p ON p.id = s.speaker
    LEFT JOIN memory.main.chains c ON c.via = s.via)
ORDER BY place"""

_ACTS = f"""
SELECT a.* EXCLUDE (actor, recipient), p.no AS actor, q.no AS recipient FROM (
    SELECT * EXCLUDE (actors, recipients, number), number = 1 AND unnest(
            range(greatest(len(recipients), 1))) = 0 AS lead,
        unnest(CASE WHEN len(recipients) = 0 THEN [NULL] ELSE recipients END) AS recipient
    FROM (
        SELECT *, unnest(CASE WHEN len(actors) = 0 THEN [NULL] ELSE actors END) AS actor,
            unnest(range(1, greatest(len(actors), 1) + 1)) AS number
        FROM (
            SELECT row_number() OVER ({_LATEST})::INTEGER AS place, * FROM (
                SELECT e.rowid::INTEGER AS row, h.home, t.no AS type, t.quad, e.score, h.publisher,
                    coalesce({_number('e."date"."start"')}, h.day) AS day, s.speaker,
                    e.clause_span[1]::INTEGER AS first, e.clause_span[2]::INTEGER AS last,
                    e.actor AS actors, e.recipient AS recipients,
                    NOT list_has_any(e.auxiliary, ['negation', 'hypothetical']) AS happens,
                    len(e.actor) < 2 AND len(e.recipient) < 2 AS alone
                FROM events e JOIN memory.main.heads h ON h.id = e.report
                JOIN memory.main.types t ON t.id = e.type
                LEFT JOIN memory.main.says s ON s.home = h.home AND s.id = e.statement)))) a
LEFT JOIN memory.main.people p ON p.id = a.actor
LEFT JOIN memory.main.people q ON q.id = a.recipient
ORDER BY place"""

_ABOUT = """
SELECT x.place, x.day, x.speaker, p.no AS actor, bool_and(m.form = 'pronoun') AS pronoun
FROM (SELECT rowid AS row, report, unnest(content_spans) AS span FROM statements) c
JOIN mentions m ON m.report = c.report AND m.start >= c.span[1] AND m."end" <= c.span[2]
JOIN memory.main.says x ON x.row = c.row
JOIN memory.main.people p ON p.id = m.actor
GROUP BY x.place, x.day, x.speaker, p.no ORDER BY x.place"""

_TABLES = {**_NUMBERED, "heads": _HEADS, "says": _SAYS, "acts": _ACTS, "about": _ABOUT}
"""Each may ask those before it."""
_NEEDS = {"acts": ("says",), "about": ("says",)}
"""What is made before a table, beside the numbers and ``heads``, which every question needs."""


class Numbers:
    """The numbers of a store's actors, types and publishers."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        """Read them from the tables that ``Prepared`` makes first."""

        def of(table: str) -> Mapping[str, int]:
            rows = connection.execute(f"SELECT id, no FROM memory.main.{table} ORDER BY no")
            return dict(rows.fetchall())

        self.people = of("people")
        self.types = of("types")
        self.publishers = of("publishers")


class Prepared:
    """A store, as the database in use of a connection, with the tables made when needed."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, numbers: Numbers | None = None
    ) -> None:
        """With ``numbers`` another connection to the same database made all tables already."""
        self.connection = connection
        self._made = set(_TABLES) if numbers else set[str]()
        if numbers is None:
            for name in (*_NUMBERED, "heads"):
                self._make(name)
        self.numbers = numbers or Numbers(connection)

    def need(self, table: str) -> None:
        """Make a table that is not there yet."""
        for name in (*_NEEDS.get(table, ()), table):
            if name not in self._made:
                self._make(name)

    def make_all(self) -> None:
        """Make every table, for many questions."""
        for name in _TABLES:
            self.need(name)

    def _make(self, name: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TABLE memory.main.{name} AS {_TABLES[name]}")
        self._made.add(name)
