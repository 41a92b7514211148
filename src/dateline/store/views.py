"""The views analysts want, in plain SQL: they work in DuckDB without dateline.

``docs/corpora.md`` says what every column means.
"""

from __future__ import annotations

import duckdb

_DAY = 'coalesce(e."date"."start", r.published)'


def _words(span: str) -> str:
    return f"substring(r.text, {span}[1] + 1, {span}[2] - {span}[1])"


_EVENTS_FLAT = f"""
SELECT e.report, e.id AS event, coalesce(t.story, e.report || '/' || e.id) AS story,
    coalesce(c.original, e.report) AS original,
    {_DAY} AS day, e."date"."start" AS date_start, e."date"."end" AS date_end,
    e.type, e.mode, e.cameo, e.score,
    array_to_string(e.context, ';') AS context, array_to_string(e.auxiliary, ';') AS auxiliary,
    e.one AS actor, a.name AS actor_name, a.kind AS actor_kind, a.country AS actor_country,
    a.sector AS actor_sector,
    e.other AS recipient, b.name AS recipient_name, b.kind AS recipient_kind,
    b.country AS recipient_country, b.sector AS recipient_sector,
    e.place.name AS place, e.place.country AS place_country, e.place.latitude AS latitude,
    e.place.longitude AS longitude,
    e.statement, s.speaker, s.stance,
    {_words("e.clause_span")} AS clause, {_words("e.trigger_span")} AS trigger, e.rule,
    r.published, r.publisher, r.title, r.url
FROM (
    SELECT *, unnest(CASE WHEN len(recipient) = 0 THEN [NULL] ELSE recipient END) AS other
    FROM (
        SELECT *, unnest(CASE WHEN len(actor) = 0 THEN [NULL] ELSE actor END) AS one FROM events
    )
) e
JOIN reports r ON r.id = e.report
LEFT JOIN actors a ON a.report = e.report AND a.id = e.one
LEFT JOIN actors b ON b.report = e.report AND b.id = e.other
LEFT JOIN statements s ON s.report = e.report AND s.id = e.statement
LEFT JOIN tellings t ON t.report = e.report AND t.event = e.id
LEFT JOIN copies c ON c.report = e.report
"""

_STATEMENTS_FLAT = """
SELECT s.report, s.id AS statement, coalesce(c.original, s.report) AS original,
    coalesce(s.said_on."start", r.published) AS day,
    s.speaker, a.name AS speaker_name, a.kind AS speaker_kind, a.country AS speaker_country,
    a.sector AS speaker_sector, s.stance, s.manner, s.capacity,
    array_to_string(s.via, ';') AS via, s.within,
    array_to_string(list_transform(s.content_spans,
        lambda x: substring(r.text, x[1] + 1, x[2] - x[1])), ' … ') AS words, s.rule,
    r.published, r.publisher, r.title, r.url
FROM statements s
JOIN reports r ON r.id = s.report
LEFT JOIN actors a ON a.report = s.report AND a.id = s.speaker
LEFT JOIN copies c ON c.report = s.report
"""

HAPPENS = "NOT regexp_matches(auxiliary, 'negation|hypothetical')"
"""Holds for a row of ``events_flat`` that tells of something that happens or will."""

_STORIES = """
SELECT t.story, min(coalesce(e."date"."start", r.published)) AS day,
    any_value(e.type ORDER BY e.report, e.number) AS type,
    any_value(e.actor ORDER BY e.report, e.number) AS actor,
    any_value(e.recipient ORDER BY e.report, e.number) AS recipient,
    count(*) AS tellings, count(DISTINCT t.report) AS reports,
    count(DISTINCT t.source) AS independent_sources,
    list_sort(list_distinct(list(r.publisher))) AS publishers,
    list_sort(list_distinct(list(r.url))) AS urls
FROM tellings t
JOIN events e ON e.report = t.report AND e.id = t.event
JOIN reports r ON r.id = t.report
GROUP BY t.story
"""

_DYADS = f"""
SELECT actor_country, recipient_country, count(DISTINCT story) AS stories,
    count(DISTINCT report || '/' || event) AS tellings,
    count(DISTINCT story) FILTER (score > 0) AS cooperation,
    count(DISTINCT story) FILTER (score < 0) AS conflict,
    round(avg(score), 3) AS score, min(day) AS first_day, max(day) AS last_day
FROM events_flat
WHERE actor_country IS NOT NULL AND recipient_country IS NOT NULL AND {HAPPENS}
GROUP BY actor_country, recipient_country
"""

_SPEAKERS = """
SELECT speaker, any_value(speaker_name ORDER BY report) AS name,
    any_value(speaker_country ORDER BY report) AS country,
    count(DISTINCT original || '/' || statement) AS statements,
    count(DISTINCT original) AS reports, min(day) AS first_day, max(day) AS last_day
FROM statements_flat WHERE speaker IS NOT NULL
GROUP BY speaker
"""

VIEWS = {
    "events_flat": _EVENTS_FLAT,
    "statements_flat": _STATEMENTS_FLAT,
    "stories": _STORIES,
    "dyads": _DYADS,
    "speakers": _SPEAKERS,
}


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views, or make them anew."""
    for name, sql in VIEWS.items():
        connection.execute(f"CREATE OR REPLACE VIEW {name} AS {sql}")
