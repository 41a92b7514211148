"""The tables of a store, their version, and the steps from one version to the next.

The tables of records have the fields of a record as columns; those beside them keep how the
records came to be: where each report was read, what failed, which runs there were, which reports
are copies of one text and which events are tellings of one.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping

import duckdb
import pyarrow as pa

from dateline.store.views import create_views
from dateline.tabular import SCHEMAS

SCHEMA_VERSION = 3
"""Goes up with every change of a table or view; ``tests/test_store_stories.py`` holds us to it."""
MARK = "dateline_schema"

_TEXT = pa.string()
BESIDE: Mapping[str, pa.Schema] = {
    "sources": pa.schema([("report", _TEXT), ("source", _TEXT)]),
    "failures": pa.schema(
        [("source", _TEXT), ("report", _TEXT), ("reason", _TEXT), ("traceback", _TEXT)]
    ),
    "runs": pa.schema(
        [
            ("id", pa.int32()),
            ("started", _TEXT),
            ("finished", _TEXT),
            ("dateline", _TEXT),
            ("sources", pa.list_(_TEXT)),
            ("coded", pa.int32()),
            ("failed", pa.int32()),
        ]
    ),
    "copies": pa.schema([("report", _TEXT), ("original", _TEXT)]),
    "signatures": pa.schema([("report", _TEXT), ("bands", pa.list_(pa.int64()))]),
    "tellings": pa.schema(
        [("story", _TEXT), ("report", _TEXT), ("event", _TEXT), ("source", pa.int32())]
    ),
}
"""The tables beside those of the records. ``tellings.source`` numbers the independent sources of
a story from 0."""


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables in an empty file."""
    connection.execute("BEGIN")
    connection.execute(f"CREATE TABLE {MARK} (version INTEGER NOT NULL)")
    connection.execute(f"INSERT INTO {MARK} VALUES (?)", [SCHEMA_VERSION])
    for name, schema in SCHEMAS.items():
        _create(connection, name, schema, key="id" if name == "reports" else None)
    _create_beside(connection)
    create_views(connection)
    connection.execute("COMMIT")


def _create_beside(connection: duckdb.DuckDBPyConnection) -> None:
    for name, schema in BESIDE.items():
        _create(connection, name, schema)


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, schema: pa.Schema, key: str | None = None
) -> None:
    columns = ", ".join(f'"{field.name}" {_type(field.type)}' for field in schema)
    primary = f", PRIMARY KEY ({key})" if key else ""
    connection.execute(f'CREATE TABLE "{name}" ({columns}{primary})')


def migrate(connection: duckdb.DuckDBPyConnection, version: int) -> None:
    """Bring the tables from a version to ours, all steps in one transaction."""
    connection.execute("BEGIN")
    try:
        for step in range(version, SCHEMA_VERSION):
            _STEPS[step](connection)
        create_views(connection)
        connection.execute(f"UPDATE {MARK} SET version = ?", [SCHEMA_VERSION])
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def _leave_tables(_: duckdb.DuckDBPyConnection) -> None:
    """Do nothing: only views have changed, and those are made anew in any case."""


_STEPS: Mapping[int, Callable[[duckdb.DuckDBPyConnection], None]] = {
    1: _create_beside,
    2: _leave_tables,
}
"""From each version to the one after it."""


def _type(type_: pa.DataType) -> str:
    if pa.types.is_fixed_size_list(type_) or pa.types.is_list(type_):
        return f"{_type(type_.value_type)}[]"
    if pa.types.is_struct(type_):
        return "STRUCT(" + ", ".join(f'"{f.name}" {_type(f.type)}' for f in type_) + ")"
    if pa.types.is_int64(type_):
        return "BIGINT"
    if pa.types.is_integer(type_):
        return "INTEGER"
    if pa.types.is_floating(type_):
        return "DOUBLE"
    return "VARCHAR"


def roll_back(connection: duckdb.DuckDBPyConnection) -> None:
    """Undo the transaction that failed.

    DuckDB has undone it already after some errors, such as a full disk; to say so would hide the
    error that matters.
    """
    with contextlib.suppress(duckdb.Error):
        connection.execute("ROLLBACK")
