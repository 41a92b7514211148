"""The tables of a store. Their columns are the fields of a record."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from dateline.tabular import SCHEMAS

SCHEMA_VERSION = 1


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables in an empty file."""
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE dateline_schema (version INTEGER NOT NULL)")
    connection.execute("INSERT INTO dateline_schema VALUES (?)", [SCHEMA_VERSION])
    for name, schema in SCHEMAS.items():
        columns = ", ".join(f'"{field.name}" {_type(field.type)}' for field in schema)
        key = ", PRIMARY KEY (id)" if name == "reports" else ""
        connection.execute(f'CREATE TABLE "{name}" ({columns}{key})')
    connection.execute("COMMIT")


def _type(type_: pa.DataType) -> str:
    if pa.types.is_fixed_size_list(type_) or pa.types.is_list(type_):
        return f"{_type(type_.value_type)}[]"
    if pa.types.is_struct(type_):
        return "STRUCT(" + ", ".join(f'"{f.name}" {_type(f.type)}' for f in type_) + ")"
    if pa.types.is_integer(type_):
        return "INTEGER"
    if pa.types.is_floating(type_):
        return "DOUBLE"
    return "VARCHAR"
