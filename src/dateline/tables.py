"""Reads the tab-separated tables in which linguistic and political knowledge is kept.

A table is UTF-8 text with a header row that names its columns. Lines that start with ``#`` are
comments, empty lines are skipped, cells are stripped. Every complaint names file and line.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec


class TableError(ValueError):
    """A table has a row that cannot be right; the message names file and line."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path}:{line}: {problem}")
        self.path = path
        self.line = line
        self.problem = problem


class Row(msgspec.Struct, frozen=True):
    """One row of a table, with where it stands."""

    path: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, empty where it is."""
        return self.cells[column]

    def required(self, column: str) -> str:
        """Return the cell. Raises TableError where it is empty."""
        value = self.cells[column]
        if not value:
            raise self.error(f"column {column!r} is empty")
        return value

    def alternatives(self, column: str, separator: str = "|") -> tuple[str, ...]:
        """Return the alternatives in the cell. Raises TableError where one stands twice."""
        values = tuple(v for v in (p.strip() for p in self.cells[column].split(separator)) if v)
        if len(set(values)) != len(values):
            raise self.error(f"column {column!r} repeats a value: {self.cells[column]!r}")
        return values

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        """Return the cell. Raises TableError where it is not one of those allowed."""
        value = self.cells[column]
        if value not in allowed:
            raise self.error(f"column {column!r} is {value!r}, not one of {', '.join(allowed)}")
        return value

    def first_day(self, column: str) -> date | None:
        """Return the first day of the date in the cell. Raises TableError for a wrong date."""
        parts = self._date_parts(column)
        return date(*[*parts, 1, 1][:3]) if parts else None

    def last_day(self, column: str) -> date | None:
        """Return the last day of the date in the cell. Raises TableError for a wrong date."""
        parts = self._date_parts(column)
        if not parts:
            return None
        if len(parts) == 1:
            parts = [*parts, 12]
        if len(parts) == 2:
            parts = [*parts, monthrange(*parts)[1]]
        return date(*parts)

    def _date_parts(self, column: str) -> list[int]:
        value = self.cells[column]
        if not value:
            return []
        try:
            parts = [int(part) for part in value.split("-")]
            if len(value) not in (4, 7, 10):
                raise ValueError
            date(*[*parts, 1, 1][:3])
        except (TypeError, ValueError):
            raise self.error(f"column {column!r} is no date: {value!r}") from None
        return parts

    def error(self, problem: str) -> TableError:
        """Return an error that names this row."""
        return TableError(self.path, self.line, problem)


def read_table(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a table.

    ``columns`` are the columns the table must have, in order. Raises TableError where the header
    or the number of cells is wrong, FileNotFoundError where there is no such file.
    """
    header: list[str] | None = None
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, raw in enumerate(lines, 1):
            line = raw.rstrip("\r\n")
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in line.split("\t")]
            if header is None:
                header = cells
                if header != list(columns):
                    raise TableError(
                        path, number, f"columns are {', '.join(header)}, not {', '.join(columns)}"
                    )
                continue
            if len(cells) > len(header):
                raise TableError(path, number, f"{len(cells)} cells for {len(header)} columns")
            cells += [""] * (len(header) - len(cells))
            yield Row(path, number, dict(zip(header, cells, strict=True)))
    if header is None:
        raise TableError(path, 1, "the table has no header row")
