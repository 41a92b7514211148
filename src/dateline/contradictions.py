"""Statements that contradict each other: one affirms and another denies the same event."""

from __future__ import annotations

import duckdb
import pyarrow as pa

# A state, its bodies and its groups are one side: Russia denies what Russian troops are said to do.
_SIDE = r"regexp_replace({}, '^(state|office|group):([^/]+)(/.*)?$', '\2')"


def _sides(column: str) -> str:
    return f"list_transform({column}, lambda x: {_SIDE.format('x')})"


def _words(event: str, report: str) -> str:
    span = f"{event}.clause_span"
    return f"substring({report}.text, {span}[1] + 1, {span}[2] - {span}[1])"


# Words are cut out of the texts of the pairs alone.
_CONFLICTS = rf"""
WITH told AS (
    SELECT e.rowid AS row, e.report, e.type, e.statement, s.speaker, r.rowid AS home,
        coalesce(e."date"."start", r.published) AS day,
        list_contains(e.auxiliary, 'negation') AS denied,
        {_sides("e.recipient")} AS whom, unnest(list_distinct({_sides("e.actor")})) AS who,
        regexp_extract(e.rule, '[A-Z]+\.([^.+]+)\.\d+$', 1) AS lemma
    FROM events e JOIN reports r ON r.id = e.report
    LEFT JOIN statements s ON s.report = e.report AND s.id = e.statement
    WHERE NOT list_has_any(e.auxiliary, ['hypothetical', 'future', 'historical'])),
pairs AS (
    SELECT DISTINCT a.row AS one, a.home AS here, a.speaker AS affirmed_by, a.day AS affirmed_day,
        b.row AS other, b.home AS there, b.speaker AS denied_by, b.day AS denied_day
    FROM told a JOIN told b ON a.type = b.type AND a.who = b.who
        AND (list_has_any(a.whom, b.whom)
            OR (len(a.whom) = 0 OR len(b.whom) = 0) AND a.lemma = b.lemma AND a.lemma <> '')
        AND abs(date_diff('day', try_cast(a.day AS DATE), try_cast(b.day AS DATE))) <= ?
    WHERE NOT a.denied AND b.denied AND a.who <> 'unnamed' AND CASE
        WHEN a.speaker IS NULL AND b.speaker IS NULL
        THEN a.report <> b.report OR a.statement IS DISTINCT FROM b.statement
        ELSE a.speaker IS DISTINCT FROM b.speaker END)
SELECT a.type, a.actor,
    CASE WHEN len(a.recipient) > 0 THEN a.recipient ELSE b.recipient END AS recipient,
    affirmed_by, q.publisher AS affirmed_in, affirmed_day, {_words("a", "q")} AS affirmed,
    a.report AS affirmed_report, a.id AS affirmed_event, a.statement AS affirmed_statement,
    denied_by, r.publisher AS denied_in, denied_day, {_words("b", "r")} AS denied,
    b.report AS denied_report, b.id AS denied_event, b.statement AS denied_statement
FROM pairs JOIN events a ON a.rowid = one JOIN events b ON b.rowid = other
JOIN reports q ON q.rowid = here JOIN reports r ON r.rowid = there
ORDER BY denied_day DESC NULLS LAST, b.report, b.number, a.report, a.number"""


def conflicts(connection: duckdb.DuckDBPyConnection, days: int = 31) -> pa.Table:
    """Return one row a pair: who affirms, who denies, of what event, with the words of both.

    The same event is one of the same type, by the same side, told of days at most ``days`` apart,
    and to the same side; where one does not say to whom, both must use the same verb or noun. An
    event is denied where it is negated, as it is in a denial. What is past history, hypothetical
    or still to come is neither. Nobody contradicts himself: a speaker is somebody else, or the
    report's own words in another report.
    """
    return connection.sql(_CONFLICTS, params=[days]).to_arrow_table()
