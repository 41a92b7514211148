"""Stores to other programs and to each other: ``dateline export``, ``diff`` and ``store``."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Annotated, Literal

import cyclopts
import duckdb
import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from dateline.cli.failure import UserError
from dateline.store import StoreError, StoreFile, open_store
from dateline.store.difference import Difference, differences
from dateline.store.exporting import Format
from dateline.store.exporting import citation as citation_of
from dateline.store.exporting import export as write_export

store = cyclopts.App(name="store", help="Look after a DuckDB file of records.")


def export(
    file: Path,
    *,
    format: Format = "csv",  # noqa: A002 - the option's name
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    table: str = "events_flat",
    citation: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write a store in the form of another program, and say how to cite it.

    Examples
    --------
        dateline export records.duckdb --format csv -o events.csv

        dateline export records.duckdb --table dyads

        dateline export records.duckdb --format icews -o events.tab

        dateline export records.duckdb --citation

    Parameters
    ----------
    file
        The DuckDB file.
    format
        csv or parquet (one table or view), jsonl (whole records), plover (JSON, one event a
        line) or icews (tab-separated, with CAMEO codes).
    output
        File to write to instead of standard output.
    table
        The table or view for csv and parquet: events_flat, statements_flat, stories, dyads,
        speakers, or a table of records.
    citation
        Only print the line to cite the data by.

    """
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    if format == "parquet" and output is None:
        raise UserError("parquet is written to a file: name it with --output FILE")
    with closing(_open(file)) as connection:
        line = citation_of(connection, file)
        if citation:
            print(line)
            return 0
        try:
            with output.open("wb") if output else nullcontext(sys.stdout.buffer) as stream:
                write_export(connection, stream, format, table)
                stream.flush()
        except StoreError as error:
            raise UserError(str(error)) from error
        except OSError as error:
            if output is None:
                raise
            raise UserError(f"{output} cannot be written: {error.strerror or error}") from error
    if output is not None:
        errors.print(f"cite as: {line}", markup=False)
    return 0


def diff(old: Path, new: Path, *, format: Literal["text", "jsonl"] = "text") -> int:  # noqa: A002
    """Show which events and statements a new coding added, lost or altered.

    Code the same sources into a second file after a change of lexicon, knowledge or version.

    Examples
    --------
        dateline diff old.duckdb new.duckdb

    Parameters
    ----------
    old
        The file of the earlier coding.
    new
        The file of the later one.
    format
        text, or jsonl with one difference a line.

    """
    counts: Counter[str] = Counter()
    console = Console(highlight=False, soft_wrap=True)
    with closing(_open(old)) as before, closing(_open(new)) as after:
        for found in differences(before, after):
            counts[f"{found.kind}s {found.change}"] += 1
            if format == "jsonl":
                print(msgspec.json.encode(found).decode())
            else:
                _show(console, found)
    summary = ", ".join(f"{n} {what}" for what, n in sorted(counts.items())) or "no differences"
    Console(stderr=True, highlight=False).print(summary, markup=False)
    return 0


_SIGNS = {"added": ("+", "green"), "lost": ("-", "red"), "altered": ("~", "yellow")}


def _show(console: Console, found: Difference) -> None:
    sign, colour = _SIGNS[found.change]
    line = Text(f"{sign} {found.kind} {found.report}  ", style=colour)
    line.append(f"“{found.words}”", style="italic")
    console.print(line)
    for label, value in (("was", found.old), ("is", found.new)):
        if value:
            console.print(Text(f"      {label:>3}: {value}", style="dim"))


@store.command
def migrate(file: Path) -> int:
    """Bring a file of an older dateline to the schema of this one; a copy stays beside it.

    Examples:
        dateline store migrate records.duckdb

    """
    if not file.exists():
        raise UserError(f"no such file: {file}")
    with closing(_open(file, write=True)):
        Console(stderr=True, highlight=False).print(f"{file} has the newest schema", markup=False)
    return 0


@store.command(name="import")
def import_(source: Path, db: Path) -> int:
    """Bring records that ``dateline scale`` wrote, or a JSONL of records, into a DuckDB file.

    Examples:
        dateline store import coded/ records.duckdb

    """
    from dateline.store.importing import import_records

    try:
        with StoreFile(db) as opened:
            done = import_records(opened, source)
    except StoreError as error:
        raise UserError(str(error)) from error
    Console(stderr=True, highlight=False).print(f"{done} reports into {db}", markup=False)
    return 0


def _open(file: Path, *, write: bool = False) -> duckdb.DuckDBPyConnection:
    try:
        return open_store(file, write=write)
    except StoreError as error:
        raise UserError(str(error)) from error
