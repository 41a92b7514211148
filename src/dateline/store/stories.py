"""One event, many tellings: events across reports linked into stories, sources counted.

Two events are tellings of one story where the same actors do the same type of thing to the same
recipients, within a day, and their clauses share words. A story begins with its earliest telling;
others are compared with that one, so that a chain of days does not make one story of a war.

Tellings that rest on one source are one source: copies of one text, words that came through one
agency, leak or document, or reports of one publisher. A newspaper that brings out a leak and those
that quote the newspaper are one source, too.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

import duckdb

from dateline.store.writing import insert_rows

_SHARED = 0.3
"""Least part of the shorter clause's words that the other has too."""
_DAYS = 1
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_COMMON = frozenset({
    "the", "and", "that", "with", "for", "from", "was", "were", "has", "had", "have", "been",
    "its", "his", "her", "their", "this", "which", "who", "will", "would", "not", "but", "said",
    "says", "after", "before", "into", "over", "about", "against", "between", "because", "than",
    "then", "also", "are", "they", "them", "there", "when", "where", "while",
})  # fmt: skip
_CREDIT = re.compile(
    r"[^\n]{0,80}?\((?P<agency>[A-Z][\w .&/'’-]{1,30})\) ?(?:--|-|–|—)"
    r"|[^\n]{0,60}?,? [A-Z][a-z]+\.? \d{1,2} ?/(?P<tass>[A-Z]{3,12})/"
)
_AT_ONCE = 1000
_PART = 25_000
"""Events that are linked together, so few that joining them needs no more memory than there is."""


class _Telling:
    def __init__(self, row: Sequence[Any]) -> None:
        (self.report, self.event, _, self.day, self.clause, self.original, self.carriers,
         self.head, self.publisher, self.url) = row  # fmt: skip
        self.ordinal = date.fromisoformat(self.day).toordinal() if self.day else None

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that say what happened."""
        return frozenset(_WORD.findall(self.clause.casefold())) - _COMMON

    def tells_as(self, other: _Telling) -> bool:
        """Say if the two clauses share enough words."""
        least = min(len(self.words), len(other.words))
        return least == 0 or len(self.words & other.words) >= _SHARED * least

    def rests_on(self) -> list[str]:
        """Return the sources the telling rests on, by name; the same name is the same source."""
        found = [f"text {self.original}"]
        outlets = [carrier for carrier in self.carriers or () if carrier["kind"] == "media"]
        for carrier in self.carriers or ():
            # A cable and a leaked cable that say the same are one.
            head = carrier["id"].rpartition("-")[2] if carrier["kind"] == "document" else ""
            found.append(f"via {head.rpartition(':')[2] or carrier['id']}")
        for outlet in outlets:
            # A publisher or a credit goes by the name or by the short name that the id has.
            short = outlet["id"].rpartition(":")[2].replace("-", " ")
            found += [_by(outlet["name"]), _by(short)]
        if not outlets:
            credit = _CREDIT.match(self.head)
            agency = credit and (credit["agency"] or credit["tass"])
            name = agency or self.publisher or urlsplit(self.url or "").hostname
            found += [_by(name)] if name else []
        return found


def _by(name: str) -> str:
    return f"by {name.casefold().removeprefix('the ')}"


_KEY = """[e.type, array_to_string(list_sort(e.actor), ' '),
    array_to_string(list_sort(e.recipient), ' '), array_to_string(list_sort(e.auxiliary), ' ')]"""
_DAY = 'try_cast(coalesce(e."date"."start", r.published) AS DATE)'

# Runs of days of the events with one key: a story never has events of two of them.
_DUE = f"""
WITH dated AS (
    SELECT e.report, e.number, e.id AS event, hash({_KEY}) AS key, {_DAY} AS day,
        t.report IS NULL AS untold
    FROM events e
    JOIN reports r ON r.id = e.report
    LEFT JOIN tellings t ON t.report = e.report AND t.event = e.id
), parted AS (
    SELECT *, day - lag(day) OVER (PARTITION BY key, day IS NULL ORDER BY day) > {_DAYS} AS parts
    FROM dated
    WHERE key IN (SELECT key FROM dated WHERE untold)
), numbered AS (
    SELECT *, count(*) FILTER (parts) OVER (
        PARTITION BY key, day IS NULL ORDER BY day RANGE UNBOUNDED PRECEDING
    ) AS run
    FROM parted
), due AS (
    SELECT report, number, event, key,
        bool_or(untold) OVER (PARTITION BY key, day IS NULL, run) AS due
    FROM numbered
)
SELECT report, number, event, key FROM due WHERE due
"""

# In steps: each join and sort of one long query would hold its own share of the memory.
_CARRIERS = """
SELECT a.report, s.statement,
    list(struct_pack(id := a.id, name := a.name, kind := a.kind) ORDER BY a.id) AS carriers
FROM (
    SELECT report, id AS statement, speaker, unnest(list_append(via, speaker)) AS one
    FROM statements WHERE report IN (SELECT report FROM dateline_part)
) s
JOIN actors a ON a.report = s.report AND a.id = s.one
-- Who is not named ("officials") may be somebody else in each report.
WHERE a.id NOT LIKE '%:unnamed/%'
    AND (a.kind IN ('media', 'document') OR a.id IS DISTINCT FROM s.speaker)
GROUP BY a.report, s.statement
"""

# Of the texts only what is needed of them goes into the joins.
_CLAUSES = """
SELECT e.report, e.number, r.published, r.publisher, r.url, left(r.text, 160) AS head,
    substring(r.text, e.clause_span[1] + 1, e.clause_span[2] - e.clause_span[1]) AS clause
FROM events e
SEMI JOIN dateline_part d ON d.report = e.report AND d.number = e.number
JOIN reports r ON r.id = e.report
"""

_TELLINGS = f"""
SELECT e.report, e.id, {_KEY} AS key, {_DAY}::VARCHAR AS day, r.clause,
    coalesce(c.original, e.report), s.carriers, r.head, r.publisher, r.url
FROM events e
JOIN dateline_clauses r ON r.report = e.report AND r.number = e.number
LEFT JOIN copies c ON c.report = e.report
LEFT JOIN dateline_carriers s ON s.report = e.report AND s.statement = e.statement
ORDER BY key, day NULLS LAST, coalesce(r.published, '9999'), e.report, e.number
"""


def link_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the table ``tellings`` up to date.

    Events without a telling are new. With them all events are linked anew that may have to do with
    them: those of the same key on the days around.
    """
    connection.execute(f"CREATE OR REPLACE TEMP TABLE dateline_due AS {_DUE}")
    connection.execute(
        "DELETE FROM tellings t USING dateline_due d "
        "WHERE t.report = d.report AND t.event = d.event"
    )
    total = connection.execute("SELECT count(*) FROM dateline_due").fetchall()[0][0]
    # In parts, each with all events of its keys: what is held at once does not grow.
    parts = 1 + total // _PART
    for part in range(parts):
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE dateline_part AS "
            "SELECT report, number FROM dateline_due WHERE key % ? = ?",
            [parts, part],
        )
        _link_part(connection)
    for table in ("dateline_due", "dateline_part"):
        connection.execute(f"DROP TABLE {table}")


def _link_part(connection: duckdb.DuckDBPyConnection) -> None:
    rows: list[dict[str, Any]] = []
    for name, query in (("dateline_carriers", _CARRIERS), ("dateline_clauses", _CLAUSES)):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dateline_tellings AS "
        f"SELECT *, row_number() OVER () AS place FROM ({_TELLINGS})"
    )
    total = connection.execute("SELECT count(*) FROM dateline_tellings").fetchall()[0]
    for _, same in groupby(_rows(connection, int(total[0])), key=lambda row: row[2]):
        for story in _stories(same):
            rows.extend(_told(story))
            if len(rows) >= _AT_ONCE:
                insert_rows(connection, "tellings", rows)
                rows = []
    insert_rows(connection, "tellings", rows)
    for name in ("dateline_tellings", "dateline_clauses", "dateline_carriers"):
        connection.execute(f"DROP TABLE {name}")


def _rows(connection: duckdb.DuckDBPyConnection, total: int) -> Iterator[Sequence[Any]]:
    for start in range(0, total, _AT_ONCE):
        yield from connection.execute(
            "SELECT * EXCLUDE (place) FROM dateline_tellings WHERE place > ? AND place <= ? "
            "ORDER BY place",
            [start, start + _AT_ONCE],
        ).fetchall()


def _stories(rows: Iterator[Sequence[Any]]) -> Iterator[list[_Telling]]:
    """Yield the stories among events of one key, which come in the order of their days."""
    running: list[list[_Telling]] = []
    day: int | None = None
    for row in rows:
        telling = _Telling(row)
        if telling.ordinal != day:
            day = telling.ordinal
            # Those without a day come last, and without a day nothing says that it is the same
            # event as one that has a day.
            past = [s for s in running if day is None or _is_past(s[0], day)]
            yield from past
            running = [s for s in running if day is not None and not _is_past(s[0], day)]
        for story in running:
            # Nor as another without one, except a copy's same words.
            if (day is not None or story[0].original == telling.original) and (
                story[0].tells_as(telling)
            ):
                story.append(telling)
                break
        else:
            running.append([telling])
    yield from running


def _is_past(first: _Telling, day: int) -> bool:
    return first.ordinal is not None and day - first.ordinal > _DAYS


def _told(story: list[_Telling]) -> Iterator[dict[str, Any]]:
    first = story[0]
    id_ = hashlib.sha256(f"{first.report}/{first.event}".encode()).hexdigest()[:16]
    for telling, source in zip(story, _sources(story), strict=True):
        yield {"story": id_, "report": telling.report, "event": telling.event, "source": source}


def _sources(story: list[_Telling]) -> list[int]:
    """Return a number for the source of each telling: those that share one have the same."""
    if len(story) == 1:
        return [0]
    group: dict[str, str] = {}

    def root(name: str) -> str:
        while group.setdefault(name, name) != name:
            name = group[name]
        return name

    rests = [telling.rests_on() for telling in story]
    for names in rests:
        for name in names[1:]:
            group[root(name)] = root(names[0])
    numbers: dict[str, int] = {}
    return [numbers.setdefault(root(names[0]), len(numbers)) for names in rests]
