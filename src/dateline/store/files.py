"""Opening the DuckDB file of a store, and saying plainly why it cannot be opened."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dateline.store.schema import SCHEMA_VERSION, create_tables

_MARK = "dateline_schema"


class StoreError(Exception):
    """The file cannot be used as a store; the message says what to do."""


def open_store(path: Path, *, write: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a store, making the file where it is not there and ``write`` is asked for.

    Raises StoreError where the file is another program's, is held by another process, or cannot
    be written.
    """
    fresh = not path.exists()
    if fresh and not write:
        raise StoreError(
            f"no such file: {path}; code reports into it with: dateline code --db {path}"
        )
    try:
        connection = duckdb.connect(str(path), read_only=not write)
    except duckdb.IOException as error:
        raise StoreError(_why(path, str(error))) from error
    except duckdb.Error as error:
        raise StoreError(
            f"{path} is no DuckDB file that can be read: {_first_line(error)}"
        ) from error
    try:
        if fresh:
            create_tables(connection)
        else:
            _check(connection, path)
    except StoreError:
        connection.close()
        raise
    return connection


def _check(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    known = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [_MARK]
    ).fetchone()
    if not known or not known[0]:
        raise StoreError(
            f"{path} is a DuckDB file of another program: name a new file for the records"
        )
    row = connection.execute(f"SELECT version FROM {_MARK}").fetchone()  # noqa: S608 - a constant
    version = row[0] if row else 0
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer dateline (schema {version}, this one knows "
            f"{SCHEMA_VERSION}): update dateline"
        )


def _why(path: Path, message: str) -> str:
    if "lock" in message.lower():
        return f"{path} is open in another process: wait for it to finish, or close it"
    if "permission" in message.lower() or "read-only" in message.lower():
        return f"{path} cannot be written: check the permissions of the folder"
    if not path.parent.is_dir():
        return f"no such folder: {path.parent}"
    if "not a valid duckdb" in message.lower():
        return f"{path} is no DuckDB file: name a new file for the records"
    return f"{path} cannot be opened: {message.splitlines()[0]}"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
