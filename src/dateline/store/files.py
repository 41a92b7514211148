"""Opening the DuckDB file of a store, and saying plainly why it cannot be opened."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

import duckdb

from dateline.store.schema import MARK, SCHEMA_VERSION, create_tables, migrate

_MEMORY = 32_000_000
"""Bytes DuckDB may hold while it writes: what needs more goes through files beside the store. Its
own limit is most of the machine, which the workers need."""
_MEMORY_OF_REPORT = 50
"""Bytes more for each report: so large is the index of the ids, which must stay in memory."""
_REOPENED = 10_000
"""Reports after which a store is closed and opened again."""
_PATIENCE = 30.0
"""Seconds to wait for a reader that has opened the file meanwhile."""
_TRIED = (1, 2, 4, 8, 16, 64, 256)
Result = TypeVar("Result")


class StoreError(Exception):
    """The file cannot be used as a store; the message says what to do."""


def open_store(path: Path, *, write: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a store, making the file where it is not there and ``write`` is asked for.

    A file of an older schema is brought to ours when it is opened for writing; a copy of it as it
    was stays beside it. Raises StoreError where the file is another program's, is held by another
    process, has another schema than can be used, or cannot be written.
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
        if fresh or (write and _is_empty(connection)):
            create_tables(connection)
        else:
            version = _version(connection, path)
            if version < SCHEMA_VERSION:
                connection = _older(connection, path, version, write)
        if write:
            # The other processors are for the workers.
            connection.execute("SET threads = 1")
    except StoreError:
        connection.close()
        raise
    except duckdb.Error as error:
        connection.close()
        raise problem(path, error) from error
    return connection


class StoreFile:
    """A store that is written, however long that takes; to be used as a context manager.

    For what it has written DuckDB keeps some 200 bytes a report, beside the memory it is held to,
    until the file is closed. So it is closed and opened again now and then.
    """

    def __init__(self, path: Path) -> None:
        """Open it as ``open_store`` does, and raise what that raises."""
        self.path = path
        self.connection = open_store(path, write=True)
        """The connection of now: another one once reports were counted."""
        self._reports = 0

    def __enter__(self) -> StoreFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def count(self, reports: int) -> None:
        """Say that so many reports were written, between two transactions."""
        self._reports += reports
        if self._reports >= _REOPENED:
            self.reopen()

    def reopen(self) -> None:
        """Close the file and open it again. Raises StoreError where a reader does not let go."""
        self._reports = 0
        try:
            self.connection.close()
        except duckdb.Error as error:
            raise problem(self.path, error) from error
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                self.connection = open_store(self.path, write=True)
                return
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)


def within_memory(
    connection: duckdb.DuckDBPyConnection, work: Callable[[], Result], least: float = 1
) -> Result:
    """Let DuckDB do something with what memory a store of this size needs, ``least`` times that.

    What ends for want of it is done again with more: rather that than a run that fails. ``work``
    must leave nothing behind where it raises.
    """
    reports = connection.execute("SELECT count(*) FROM reports").fetchall()[0][0]
    for times in _TRIED:
        limit = int(least * times * (_MEMORY + _MEMORY_OF_REPORT * int(reports)))
        connection.execute(f"SET memory_limit = '{limit}B'")
        try:
            return work()
        except duckdb.OutOfMemoryException:
            if times == _TRIED[-1]:
                raise
    raise AssertionError("never reached")


def problem(path: Path, error: Exception) -> StoreError:
    """Return in one line what went wrong while the store was written."""
    message = str(error)
    if "no space" in message.lower() or getattr(error, "errno", None) == errno.ENOSPC:
        return StoreError(
            f"the disk is full: {path} holds what was stored before; make room and run the same "
            "command again, it goes on where it stopped"
        )
    if "file too large" in message.lower():
        return StoreError(f"{path} has reached the largest size the system allows for a file")
    return StoreError(f"{path} cannot be written: {_first_line(error)}")


def _older(
    connection: duckdb.DuckDBPyConnection, path: Path, version: int, write: bool
) -> duckdb.DuckDBPyConnection:
    if not write:
        connection.close()
        raise StoreError(
            f"{path} has an older schema ({version}, this dateline has {SCHEMA_VERSION}): bring it "
            f"forward with: dateline store migrate {path}"
        )
    connection.execute("CHECKPOINT")
    connection.close()
    backup = path.with_name(f"{path.name}.schema{version}")
    try:
        # A backup is never overwritten: the first one is the file as it was.
        if not backup.exists():
            partial = backup.with_name(f"{backup.name}.partial")
            shutil.copy2(path, partial)
            partial.rename(backup)
    except OSError as error:
        raise StoreError(f"no backup of {path} could be made: {error.strerror}") from error
    connection = duckdb.connect(str(path))
    migrate(connection, version)
    return connection


def _is_empty(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say if a file has no tables: the run that made it was killed before it had any."""
    found = connection.execute("SELECT count(*) FROM information_schema.tables").fetchall()
    return bool(found[0][0] == 0)


def _version(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    known = connection.execute(
        "SELECT count(*) FROM information_schema.tables WHERE table_name = ?", [MARK]
    ).fetchall()
    if not known[0][0]:
        raise StoreError(
            f"{path} is a DuckDB file of another program: name a new file for the records"
        )
    rows = connection.execute(f"SELECT version FROM {MARK}").fetchall()
    version = int(rows[0][0]) if rows else 0
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{path} was written by a newer dateline (schema {version}, this one knows "
            f"{SCHEMA_VERSION}): update dateline"
        )
    return version


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
