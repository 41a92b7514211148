"""The store behind the pages: opened for a request, let go of as soon as nobody asks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dateline.knowledge import Knowledge
from dateline.parties import Directory
from dateline.records import Records
from dateline.store import StoreError, open_store

IDLE_SECONDS = 2.0


class BusyError(Exception):
    """The file is being written by another process; it will be free again."""


class Shelf:
    """Opens the store for requests.

    DuckDB lets a writer in only while no reader has the file, so the connection is shared by
    requests that follow each other closely and closed ``IDLE_SECONDS`` after the last of them.
    """

    def __init__(
        self,
        path: Path,
        knowledge: Callable[[], Knowledge],
        idle: float = IDLE_SECONDS,
    ) -> None:
        self.path = path
        self._knowledge = knowledge
        self._idle = idle
        self._lock = threading.Lock()
        self._records: Records | None = None
        self._users = 0
        self._timer: threading.Timer | None = None
        self._directory: tuple[tuple[int, int], Directory] | None = None

    @contextmanager
    def records(self) -> Iterator[Records]:
        """Give the records for one request. Raises BusyError or StoreError."""
        with self._lock:
            shared = self._open()
            self._users += 1
            if self._timer:
                self._timer.cancel()
        try:
            # A cursor is a connection of its own: requests run side by side.
            yield Records(shared.connection.cursor(), self._knowledge(), shared.directory)
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._timer = threading.Timer(self._idle, self.close_if_idle)
                    self._timer.daemon = True
                    self._timer.start()

    def close_if_idle(self) -> None:
        """Let go of the file unless a request uses it."""
        with self._lock:
            if self._records and not self._users:
                self._records.close()
                self._records = None

    def close(self) -> None:
        """Let go of the file at the end."""
        if self._timer:
            self._timer.cancel()
        self.close_if_idle()

    def _open(self) -> Records:
        if self._records is None:
            try:
                connection = open_store(self.path)
            except StoreError as error:
                if "another process" in str(error):
                    raise BusyError(str(error)) from error
                raise
            state = self.path.stat()
            version = (state.st_mtime_ns, state.st_size)
            if self._directory is None or self._directory[0] != version:
                self._directory = (version, Directory(connection))
            self._records = Records(connection, self._knowledge(), self._directory[1])
        return self._records
