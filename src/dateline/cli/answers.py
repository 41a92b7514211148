"""How an answer is given: a table in the terminal, a stream of rows where it is piped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import pyarrow as pa
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dateline.cli.failure import UserError

AnswerFormat = Literal["table", "json", "csv", "parquet"]
Row = Mapping[str, Any]
Name = Callable[[str], str]
_MOST_ROWS = 200
_WIDE = 96


class Column(msgspec.Struct, frozen=True):
    """A column of a table that is shown: its head, what stands in a row, and how wide it may be."""

    head: str
    show: Callable[[Row, Name], Text | str]
    share: int = 0
    """Its share of the width that is left; 0 for a column that is never wrapped."""


def answer(
    table: pa.Table,
    *,
    columns: Sequence[Column] = (),
    format_: AnswerFormat | None = None,
    output: Path | None = None,
    name: Name = str,
) -> int:
    """Show a table, or write all of its columns.

    Without a format it is shown in a terminal, and written as JSON where it is piped. ``name``
    gives the names of actors, in place of their ids, for the ``columns`` that are shown; without
    columns all of the table are shown as they are.
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
    elif output is not None:
        raise UserError("a table is shown, not written: --format json, csv or parquet")
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


def _show(table: pa.Table, columns: Sequence[Column], name: Name) -> None:
    console = Console(highlight=False)
    if not table.num_rows:
        console.print("nothing found")
        return
    shown = Table(box=None, header_style="dim", pad_edge=False, expand=True)
    if columns:
        for column in columns:
            shown.add_column(
                column.head, ratio=column.share or None, no_wrap=not column.share, overflow="fold"
            )
    else:
        # Names of columns are as wide as a narrow terminal: only a wide one has room to share.
        ratio = 2 if console.width >= _WIDE else None
        for head in table.column_names:
            shown.add_column(head.replace("_", " "), ratio=ratio, overflow="fold")
    for row in table.slice(0, _MOST_ROWS).to_pylist():
        if columns:
            shown.add_row(*(column.show(row, name) for column in columns))
        else:
            shown.add_row(*map(_plain, row.values()))
    console.print(shown)
    left = table.num_rows - _MOST_ROWS
    if left > 0:
        console.print(Text(f"and {left} more: --format csv or json gives all", style="dim"))


def _plain(value: Any) -> Text:
    if isinstance(value, float):
        return Text(f"{value:+.1f}", style="green" if value >= 0 else "red")
    return Text("" if value is None else str(value))
