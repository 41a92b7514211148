"""Statements that contradict each other: one affirms and another denies the same event."""

from __future__ import annotations

import duckdb
import pyarrow as pa


def conflicts(connection: duckdb.DuckDBPyConnection, days: int = 31) -> pa.Table:
    """Return one row a pair: who affirms, who denies, of what event, with the words of both.

    The same event is one of the same type with an actor and a recipient in common, told of days at
    most ``days`` apart. An event is denied where it is negated, or where the statement that holds
    it is a denial; negated in a denial it is affirmed. What is hypothetical or still to come is
    neither.
    """
    return connection.sql(
        """WITH told AS (
            SELECT e.report, e.number, e.id, e.type, e.actor, e.recipient, e.statement,
                coalesce(e."date"."start", r.published) AS day, r.publisher, s.speaker,
                substring(r.text, e.clause_span[1] + 1, e.clause_span[2] - e.clause_span[1])
                    AS words,
                list_contains(e.auxiliary, 'negation') <> (coalesce(s.stance, '') = 'denied')
                    AS denied
            FROM events e JOIN reports r ON r.id = e.report
            LEFT JOIN statements s ON s.report = e.report AND s.id = e.statement
            WHERE NOT list_has_any(e.auxiliary, ['hypothetical', 'future'])
                AND len(e.actor) > 0 AND len(e.recipient) > 0),
        denials AS (SELECT *, unnest(actor) AS key FROM told WHERE denied),
        sayings AS (SELECT *, unnest(actor) AS key FROM told WHERE NOT denied)
        SELECT DISTINCT a.type, a.actor, a.recipient,
            a.speaker AS affirmed_by, a.publisher AS affirmed_in, a.day AS affirmed_day,
            a.words AS affirmed, a.report AS affirmed_report, a.id AS affirmed_event,
            a.statement AS affirmed_statement,
            b.speaker AS denied_by, b.publisher AS denied_in, b.day AS denied_day,
            b.words AS denied, b.report AS denied_report, b.id AS denied_event,
            b.statement AS denied_statement
        FROM sayings a JOIN denials b ON a.type = b.type AND a.key = b.key
            AND list_has_any(a.recipient, b.recipient)
            AND abs(date_diff('day', try_cast(a.day AS DATE), try_cast(b.day AS DATE))) <= ?
        WHERE a.speaker IS DISTINCT FROM b.speaker
        ORDER BY denied_day DESC, denied_report, denied_event, affirmed_report, affirmed_event""",
        params=[days],
    ).to_arrow_table()
