"""The page of the store: its tables and views, as a new file has them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import duckdb

from dateline.store.schema import BESIDE, MARK, SCHEMA_VERSION, create_tables
from dateline.store.views import VIEWS
from dateline.tabular import SCHEMAS
from reference_pages.writing import Meanings, code, table

_INTRODUCTION = f"""# Tables and views of a store

`dateline code --db FILE` writes one DuckDB file, which any DuckDB opens without dateline.
[Corpora](../corpora.md) says how it comes to be; this page is made from the schema of a new file,
version {SCHEMA_VERSION}.

Begin with the views: they join what belongs together and have one row for what is counted.

## Views

"""
_RECORDS = """## Tables of records

One row is an item of a record. The columns are the fields of [the record](record.md), where their
meaning stands, after `report` (the id of the report) and `number` (the item's place among its kind,
from 0). In `reports` there is one row a report.

Spans are lists of two numbers, from 0 and without the end: the words are
`substring(text, span[1] + 1, span[2] - span[1])`, since lists and characters are counted from 1 in
SQL.

"""
_BESIDE = f"""## Tables beside them

How the records came to be. `{MARK}` holds the version of the schema.

"""


def page() -> str:
    """Return the page."""
    meanings = Meanings("store.tsv")
    parts = [_INTRODUCTION]
    with closing(duckdb.connect()) as connection:
        create_tables(connection)
        for view in VIEWS:
            parts.append(f"### {view}\n\n{meanings.of('view', view)}\n")
            rows = _described(connection, view, meanings)
            parts.append(table(("column", "type", "meaning"), rows))
        parts.append(_RECORDS)
        for name in SCHEMAS:
            columns = ", ".join(code(column) for column, _ in _columns(connection, name))
            parts.append(f"### {name}\n\n{columns}\n")
        parts.append(_BESIDE)
        for name in BESIDE:
            parts.append(f"### {name}\n\n{meanings.of('table', name)}\n")
            rows = _described(connection, name, meanings)
            parts.append(table(("column", "type", "meaning"), rows))
    meanings.done()
    return "\n".join(parts)


def _columns(connection: duckdb.DuckDBPyConnection, name: str) -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in connection.execute(f"DESCRIBE {name}").fetchall()]


def _described(
    connection: duckdb.DuckDBPyConnection, name: str, meanings: Meanings
) -> Iterator[tuple[str, ...]]:
    for column, type_ in _columns(connection, name):
        yield code(column), type_.lower(), meanings.of(name, column)
