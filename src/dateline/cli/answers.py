"""How an answer is given: a table in the terminal, a stream of rows where it is piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.failure import UserError

AnswerFormat = Literal["table", "json", "csv", "parquet"]
_MOST_ROWS = 200


def answer(
    table: pa.Table,
    columns: Sequence[str],
    *,
    format_: AnswerFormat | None,
    output: Path | None,
    name: Callable[[str], str],
) -> int:
    """Show a table, or write all of its columns.

    Without a format it is shown in a terminal, and written as JSON where it is piped. ``name``
    gives the names of actors, in place of their ids, for the table that is shown.
    """
    chosen = format_ or ("json" if output or not sys.stdout.isatty() else "table")
    if chosen == "parquet":
        if output is None:
            raise UserError("Parquet needs a file: --output FILE")
        import pyarrow.parquet

        pyarrow.parquet.write_table(table, output)
    elif chosen == "csv":
        _write(output, _csv(table))
    elif chosen == "json":
        rows = msgspec.json.format(msgspec.json.encode(table.to_pylist()), indent=1)
        _write(output, rows + b"\n")
    else:
        _show(table, columns, name)
    return 0


def _write(output: Path | None, content: bytes) -> None:
    if output is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
    else:
        output.write_bytes(content)


def _csv(table: pa.Table) -> bytes:
    import pyarrow.csv

    columns = [
        pa.array([";".join(map(str, v)) if v else None for v in column.to_pylist()])
        if pa.types.is_list(column.type)
        else column
        for column in table.columns
    ]
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(pa.table(columns, names=table.column_names), sink)
    content: bytes = sink.getvalue().to_pybytes()
    return content


def _show(table: pa.Table, columns: Sequence[str], name: Callable[[str], str]) -> None:
    console = Console(highlight=False)
    if not table.num_rows:
        console.print("nothing found")
        return
    shown = Table(box=None, header_style="dim", pad_edge=False, expand=True)
    for column in columns:
        wide = column in ("clause", "words", "affirmed", "denied")
        short = column in ("day", "report", "type")
        ratio = None if short else 5 if wide else 2
        shown.add_column(column.replace("_", " "), ratio=ratio, no_wrap=short)
    for row in table.slice(0, _MOST_ROWS).select(list(columns)).to_pylist():
        shown.add_row(*(_cell(column, value, name) for column, value in row.items()))
    console.print(shown)
    left = table.num_rows - _MOST_ROWS
    if left > 0:
        console.print(Text(f"and {left} more: --format csv or json gives all", style="dim"))


def _cell(column: str, value: Any, name: Callable[[str], str]) -> Text:
    if value is None:
        return Text("")
    if isinstance(value, list):
        return Text(", ".join(name(v) for v in value), style="cyan")
    if column in ("speaker", "subject", "object", "affirmed_by", "denied_by"):
        return Text(name(value), style="magenta")
    if column == "report":
        return Text(value[:8], style="dim")
    if isinstance(value, float):
        return Text(f"{value:+.1f}", style="green" if value >= 0 else "red")
    words = " ".join(str(value).split())
    return Text(words if len(words) < 240 else words[:239] + "…")
