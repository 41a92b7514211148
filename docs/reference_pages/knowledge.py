"""The page of the knowledge tables: their columns, and a row of each as an example."""

from __future__ import annotations

from dateline.knowledge.loading import (
    COLUMNS,
    DATA,
    OFFICE_KINDS,
    ORGANISATION_KINDS,
    SECTORS,
    STATUSES,
    tables_of,
)
from dateline.tables import read_table
from reference_pages.writing import Meanings, code, table

_INTRODUCTION = """# Knowledge tables

What dateline knows of the world lies in tables, one fact a row. `--knowledge DIR` adds tables of
your own, in the same forms: [Your own knowledge](../how-to-knowledge.md) shows how. This page is
made from the loader and the tables themselves.

A table is UTF-8 text whose cells are separated by tabs. The first line names the columns, all of
them in this order. A line that begins with `#` is a comment. An empty cell means unknown, or that
there is none. Alternatives in one cell are separated by `|`. A date is a day, month or year
(`1991-12-26`, `1991-12`, `1991`): as a start it is the first day of that time, as an end the last.
An empty end means: to this day.

"""


def page() -> str:
    """Return the page."""
    meanings = Meanings("knowledge.tsv")
    files = tables_of(DATA)
    parts = [_INTRODUCTION]
    for name, columns in COLUMNS.items():
        names = columns.split()
        file = "terms_*.tsv" if name == "terms" else f"{name}.tsv"
        rows = [row for path in files[name] for row in read_table(path, names)]
        wanted = meanings.of("example", name)
        example = next((r for r in rows if r[names[0]] == wanted), None)
        if example is None:
            raise LookupError(f"{name} has no row {wanted!r} to show as an example")
        parts.append(f"## {file}\n\n{meanings.of('table', name)} {len(rows):,} rows.\n")
        parts.append(
            table(
                ("column", "meaning", "example"),
                ((code(c), meanings.of(name, c), code(example[c])) for c in names),
            )
        )
    parts.append("## Values\n")
    for title, values in (
        ("Kinds of organisations", ORGANISATION_KINDS),
        ("Kinds of offices", OFFICE_KINDS),
        ("Statuses of members", STATUSES),
    ):
        parts.append(f"**{title}**: {', '.join(map(code, values))}.\n")
    parts.append("### Sectors\n\nPLOVER's codes for what kind of actor somebody is.\n")
    sectors = ((code(s), meanings.of("sector", s)) for s in SECTORS if s)
    parts.append(table(("code", "who"), sectors))
    meanings.done()
    return "\n".join(parts)
