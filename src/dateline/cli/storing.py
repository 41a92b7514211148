"""Records in DuckDB files: ``dateline show``, and what ``code`` and ``explain`` share with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from dateline.cli.display import show_record
from dateline.cli.failure import UserError
from dateline.record import Record
from dateline.store import StoreError, open_store, read_records, report_ids
from dateline.tabular import Format, write


def show(
    file: Path,
    report: str | None = None,
    *,
    format: Format | None = None,  # noqa: A002 - the option's name
    output: Path | None = None,
) -> int:
    """Show stored records.

    Examples
    --------
        dateline show records.duckdb

        dateline show records.duckdb 5f0c2a91 --format json

    Parameters
    ----------
    file
        The DuckDB file.
    report
        Id of a report, or its beginning; all reports where none is given.
    format
        json, jsonl, csv or parquet instead of text.
    output
        File to write to instead of standard output.

    """
    found = _stored(file, report)
    if format is None and output is None:
        console = Console(highlight=False)
        for record in found:
            show_record(console, record)
    else:
        write(found, format or "json", output)
    return 0


def stored_report(file: Path, beginning: str) -> Record:
    """Return the one stored record whose id begins so. Raises UserError where it is not one."""
    found = list(_stored(file, beginning))
    if len(found) > 1:
        raise UserError(f"{len(found)} reports have an id that begins with {beginning!r}")
    return found[0]


def _stored(file: Path, beginning: str | None) -> Iterable[Record]:
    try:
        connection = open_store(file)
    except StoreError as error:
        raise UserError(str(error)) from error
    ids = report_ids(connection, beginning or "")
    if not ids:
        problem = f"no report {beginning!r} in {file}" if beginning else f"{file} holds no reports"
        raise UserError(problem)
    return read_records(connection, ids)
