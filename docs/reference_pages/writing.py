"""Markdown tables, and meanings that the code itself does not give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from dateline.tables import read_table

HERE = Path(__file__).parent


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_cell(c) for c in line)} |" for line in lines) + "\n"


def code(text: object) -> str:
    """Return the text as code, or nothing where there is none."""
    return f"`{text}`" if text not in (None, "") else ""


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


class Meanings:
    """The meanings in a table of ours: ``of`` (a type, view or table), ``name``, ``meaning``.

    ``done`` holds it to the code: a name that the code no longer has is an error, as is one that
    the table lacks, so the pages cannot go stale.
    """

    def __init__(self, name: str) -> None:
        self._path = HERE / name
        self._meanings: dict[tuple[str, str], str] = {}
        for row in read_table(self._path, ("of", "name", "meaning")):
            self._meanings[row.required("of"), row.required("name")] = row.required("meaning")
        self._asked: set[tuple[str, str]] = set()

    def of(self, thing: str, name: str) -> str:
        """Return the meaning. Raises LookupError where the table lacks it."""
        self._asked.add((thing, name))
        try:
            return self._meanings[thing, name]
        except KeyError:
            raise LookupError(f"{self._path} lacks the meaning of {thing} {name}") from None

    def done(self) -> None:
        """Raise LookupError where a meaning was not asked for."""
        left: Collection[tuple[str, str]] = self._meanings.keys() - self._asked
        if left:
            raise LookupError(f"{self._path} has meanings of what is not there: {sorted(left)}")
