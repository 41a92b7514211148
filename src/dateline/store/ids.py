"""Different reports with one id: archives number theirs from 1, and both are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import duckdb
import msgspec

from dateline.reading.options import report_id
from dateline.record import Coded, Report
from dateline.record import Warning as ReportWarning

_FIELDS = ("id", "text", "title", "publisher", "published", "url")


def second_id(report: Report) -> str:
    """Return the id a report has where another report has its own."""
    return f"{report.id}-{report_id(report)[:8]}"


def ids_of(reports: Iterable[Report]) -> list[str]:
    """Return all ids that these reports may be stored under, in alphabetical order."""
    return sorted({i for r in reports for i in (r.id, second_id(r))})


class Stored(NamedTuple):
    """A report that the store has."""

    contents: str
    """What is in it, as ``report_id`` tells it."""
    coded: Coded


def stored_reports(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Stored]:
    """Return the stored reports among the ids, by id."""
    if not ids:
        return {}
    rows = connection.execute(
        f"SELECT coded, {', '.join(_FIELDS)} FROM reports WHERE id IN ?", [ids]
    ).fetchall()
    found = {}
    for coded, *fields in rows:
        report = Report(**dict(zip(_FIELDS, fields, strict=True)))
        found[report.id] = Stored(report_id(report), msgspec.convert(coded, Coded))
    return found


def distinct(report: Report, held: str | None) -> tuple[Report, ReportWarning | None]:
    """Return a report under an id of its own, and a warning where that is a second one.

    ``held`` is what the report has in it that holds the id already.
    """
    if held is None or held == report_id(report):
        return report, None
    warning = ReportWarning(
        code="id-taken", message=f"another report has the id {report.id!r}; this one has a second"
    )
    return msgspec.structs.replace(report, id=second_id(report)), warning
