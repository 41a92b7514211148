"""The store behind the pages: opened for a request, let go of as soon as nobody asks."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb

from dateline.knowledge import Knowledge
from dateline.parties import Directory
from dateline.records import Records, attach
from dateline.store import StoreError, open_store
from dateline.store.prepared import Numbers, Prepared

IDLE_SECONDS = 0.25
LOOK_SECONDS = 1.0
"""How often the file is looked at, to see whether it has changed."""
ATTENDED_SECONDS = 600.0
"""So long after a page was asked for a file that changes is read again at once."""


class BusyError(Exception):
    """The file is being written by another process; it will be free again."""


class Shelf:
    """Opens the store for requests.

    DuckDB lets a writer in only while no reader has the file, so the store is attached when a
    request comes and let go of ``IDLE_SECONDS`` after the last of them. What makes questions fast
    is kept in memory as long as the file stays the same.
    """

    def __init__(
        self, path: Path, knowledge: Callable[[], Knowledge], idle: float = IDLE_SECONDS
    ) -> None:
        self.path = path
        self._knowledge = knowledge
        self._idle = idle
        self._lock = threading.Lock()
        self._base: duckdb.DuckDBPyConnection | None = None
        self._attached = False
        self._version: tuple[int, int] | None = None
        self._directory: Directory | None = None
        self._numbers: Numbers | None = None
        self._users = 0
        self._timer: threading.Timer | None = None
        self._ended = threading.Event()
        self._asked = time.monotonic()

    def keep_ready(self) -> None:
        """Make what is kept in memory now, and again when the file has changed, in a thread.

        Nobody then waits for it but who asks at that moment. A file that is being written is left
        alone until it has been the same for two looks.
        """
        threading.Thread(target=self._keep_ready, name="dateline-shelf", daemon=True).start()

    def _keep_ready(self) -> None:
        before: tuple[int, int] | None = self._state_or_none()
        while True:
            state = self._state_or_none()
            attended = time.monotonic() - self._asked < ATTENDED_SECONDS
            if state is not None and state == before and state != self._version and attended:
                # Being written, or no store at all: the pages say so.
                with suppress(BusyError, StoreError), self._held():
                    pass
            before = state
            if self._ended.wait(LOOK_SECONDS):
                return

    @contextmanager
    def records(self) -> Iterator[Records]:
        """Give the records for one request. Raises BusyError or StoreError."""
        self._asked = time.monotonic()
        with self._held() as records:
            yield records

    @contextmanager
    def _held(self) -> Iterator[Records]:
        with self._lock:
            base = self._open()
            self._users += 1
            if self._timer:
                self._timer.cancel()
            # A cursor is a connection of its own: requests run side by side.
            cursor = base.cursor()
        try:
            cursor.execute("USE store")
            yield Records(cursor, self._knowledge(), self._directory, self._numbers)
        finally:
            cursor.close()
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._timer = threading.Timer(self._idle, self.close_if_idle)
                    self._timer.daemon = True
                    self._timer.start()

    def close_if_idle(self) -> None:
        """Let go of the file unless a request uses it."""
        with self._lock:
            if self._base and self._attached and not self._users:
                self._base.execute("USE memory")
                self._base.execute("DETACH store")
                self._attached = False

    def close(self) -> None:
        """Let go of everything at the end."""
        self._ended.set()
        if self._timer:
            self._timer.cancel()
        self.close_if_idle()
        with self._lock:
            if self._base and not self._users:
                self._base.close()
                self._base = None

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._base is not None and self._attached:
            return self._base
        try:
            open_store(self.path).close()
            if self._base is not None and self._version == self._state():
                attach(self._base, self.path)
            else:
                self._base = self._made()
        except StoreError as error:
            if "another process" in str(error):
                raise BusyError(str(error)) from error
            raise
        except duckdb.IOException as error:
            # The writer came between the look and the opening.
            raise BusyError(str(error)) from error
        self._attached = True
        return self._base

    def _made(self) -> duckdb.DuckDBPyConnection:
        if self._base is not None:
            self._base.close()
            self._base = None
        base = duckdb.connect()
        attach(base, self.path)
        self._version = self._state()
        prepared = Prepared(base)
        prepared.make_all()
        self._numbers = prepared.numbers
        self._directory = Directory(base)
        # Loaded here, where no two requests do it at once.
        self._knowledge()
        return base

    def _state_or_none(self) -> tuple[int, int] | None:
        with suppress(OSError):
            return self._state()
        return None

    def _state(self) -> tuple[int, int]:
        state = self.path.stat()
        return state.st_mtime_ns, state.st_size
