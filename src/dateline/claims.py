"""What reports claim of offices and memberships, against what the knowledge base knows."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

import duckdb
import pyarrow as pa

from dateline.knowledge import Knowledge

Verdict = Literal["agrees", "differs", "unknown"]

_COLUMNS = (
    "report", "published", "publisher", "kind", "subject", "object", "office", "day", "verdict",
    "known", "statement", "words",
)  # fmt: skip
_SCHEMA = pa.schema([(name, pa.string()) for name in _COLUMNS])


def claims(connection: duckdb.DuckDBPyConnection, knowledge: Knowledge) -> pa.Table:
    """Return one row a claim: agrees, differs or unknown, with what is known instead.

    A claim counts for the day it gives, else for the day its report was published.
    """
    found = connection.execute(
        """SELECT f.report, r.published, r.publisher, f.kind, f.subject, f.object, f.office,
            coalesce(f."date"."start", r.published) AS day, f.statement,
            substring(r.text, f.span[1] + 1, f.span[2] - f.span[1]) AS words
        FROM facts f JOIN reports r ON r.id = f.report
        ORDER BY day DESC NULLS LAST, f.report, f.number"""
    )
    names = [column[0] for column in found.description or ()]
    rows: list[dict[str, Any]] = []
    for values in found.fetchall():
        row = dict(zip(names, values, strict=True))
        row["verdict"], row["known"] = judge(row, knowledge)
        rows.append(row)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def judge(claim: dict[str, Any], knowledge: Knowledge) -> tuple[Verdict, str]:
    """Return what the knowledge base says of a claim, and what it knows, in words."""
    if not claim["day"]:
        return "unknown", ""
    day = date.fromisoformat(claim["day"])
    subject, object_ = (claim[side].partition(":")[2] for side in ("subject", "object"))
    if claim["kind"] == "member_of":
        return _membership(subject, object_, day, knowledge)
    return _office(subject, object_.partition("/")[0], claim["office"] or "", day, knowledge)


def _membership(
    member: str, organisation: str, day: date, knowledge: Knowledge
) -> tuple[Verdict, str]:
    rows = [m for m in knowledge.memberships_of(member) if m.organisation == organisation]
    for row in rows:
        if row.holds(day):
            status = "" if row.status == "member" else f"{row.status} "
            return ("agrees" if row.status == "member" else "differs"), (
                f"{status}since {row.start.isoformat() if row.start else 'before records'}"
            )
    if rows:
        spans = ", ".join(f"{m.start or '…'} to {m.end or '…'}" for m in rows)
        return "differs", f"{rows[0].status} {spans}"
    if knowledge.memberships_in(organisation):
        return "differs", "no member"
    return "unknown", ""


def _office(
    person: str, body: str, title: str, day: date, knowledge: Knowledge
) -> tuple[Verdict, str]:
    offices = knowledge.offices_titled(body, title)
    holders = [term for office in offices for term in knowledge.holders(office.id, day)]
    if not holders:
        return "unknown", ""
    known = ", ".join(term.name for term in holders)
    return ("agrees" if any(t.person == person for t in holders) else "differs"), known
