"""Different reports with one id: archives number theirs from 1, and both are kept."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import msgspec

from dateline.reading.options import report_id
from dateline.record import Report
from dateline.record import Warning as ReportWarning

_FIELDS = ("id", "text", "title", "publisher", "published", "url")


def second_id(report: Report) -> str:
    """Return the id a report has where another report has its own."""
    return f"{report.id}-{report_id(report)[:8]}"


def ids_of(reports: Iterable[Report]) -> list[str]:
    """Return all ids that these reports may be stored under, in alphabetical order."""
    return sorted({i for r in reports for i in (r.id, second_id(r))})


def stored_contents(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, str]:
    """Return what is in the stored reports among the ids, as ``report_id`` tells it."""
    if not ids:
        return {}
    rows = connection.execute(
        f"SELECT {', '.join(_FIELDS)} FROM reports WHERE id IN ?", [ids]
    ).fetchall()
    return {row[0]: report_id(Report(**dict(zip(_FIELDS, row, strict=True)))) for row in rows}


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
