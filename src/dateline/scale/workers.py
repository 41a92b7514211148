"""Worker processes, each with a coder of its own; outcomes come in the order of the reports."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue

import msgspec

from dateline.coder import Coder
from dateline.reading import Cleaning, Failure, ReadReport
from dateline.record import Coded, Record, Report
from dateline.record import Warning as ReportWarning
from dateline.scale.coding import Found, batches, code_batch, rehearse
from dateline.store.intake import Outcome
from dateline.store.writing import CodingFailure

_AHEAD = 3
"""Batches under way for each worker: enough that none waits, few enough to hold in memory."""
_AT_ONCE = 2
"""Batches a worker has: one that it codes, and the next, so that it need not wait for it."""


class CoderOptions(msgspec.Struct, frozen=True):
    """What a coder is made with."""

    model: str | None = None
    knowledge: tuple[str, ...] = ()
    ontology: str | None = None

    def make(self) -> Coder:
        """Return a coder made with these. Raises what ``Coder`` and ``rehearse`` raise."""
        coder = Coder(
            model=self.model,
            knowledge=[Path(d) for d in self.knowledge],
            ontology=self.ontology,
        )
        return rehearse(coder)


class WorkerError(RuntimeError):
    """No worker can be kept alive."""


class _Start(msgspec.Struct, frozen=True):
    """A worker's first words: with what it codes, or why it cannot."""

    coded: Coded | None
    problem: str | None


class _Sent(msgspec.Struct, frozen=True):
    source: str
    report: Report
    warnings: tuple[ReportWarning, ...]


class _Answer(msgspec.Struct, frozen=True):
    record: Record | None
    failure: CodingFailure | None


def serve(connection: Connection, make: Callable[[], Coder]) -> None:
    """Code batches until the connection closes: the body of a worker process."""
    # Whoever has the other end may be gone: another worker could not start, or the run ended.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        _serve(connection, make)


def _serve(connection: Connection, make: Callable[[], Coder]) -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    try:
        coder = make()
    except Exception as error:
        connection.send_bytes(msgspec.msgpack.encode(_Start(None, str(error))))
        return
    connection.send_bytes(msgspec.msgpack.encode(_Start(coder.coded, None)))
    decoder = msgspec.msgpack.Decoder(list[_Sent])
    received: SimpleQueue[bytes | None] = SimpleQueue()
    threading.Thread(target=_receive, args=(connection, received), daemon=True).start()
    while (message := received.get()) is not None:
        sent = decoder.decode(message)
        found = [ReadReport(s.report, s.source, Cleaning(), s.warnings) for s in sent]
        answers = [
            _Answer(None, o) if isinstance(o, CodingFailure) else _Answer(o[1], None)
            for o in code_batch(coder, found)
        ]
        connection.send_bytes(msgspec.msgpack.encode(answers))


def _receive(connection: Connection, received: SimpleQueue[bytes | None]) -> None:
    """Take in what is sent while something is coded: the sender must never wait for it."""
    try:
        while True:
            received.put(connection.recv_bytes())
    except (EOFError, OSError):
        received.put(None)


class _Job:
    """A batch on its way: its reports, and in time its answers."""

    def __init__(self, batch: list[Found]) -> None:
        self.batch = batch
        self.reports = [r for r in batch if isinstance(r, ReadReport)]
        self.answers: dict[int, _Answer] = {}
        self.parts: deque[list[int]] = deque()
        if self.reports:
            self.parts.append(list(range(len(self.reports))))

    @property
    def done(self) -> bool:
        return len(self.answers) == len(self.reports)

    def outcomes(self) -> Iterator[Outcome]:
        number = 0
        for result in self.batch:
            if isinstance(result, Failure):
                yield CodingFailure(result.source, result.reason)
                continue
            answer = self.answers[number]
            number += 1
            if answer.record is not None:
                yield result.source, answer.record
            elif answer.failure is not None:
                yield answer.failure


class _Worker:
    def __init__(self, make: Callable[[], Coder]) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(
            target=serve, args=(theirs, make), daemon=True, name="dateline worker"
        )
        self.process.start()
        theirs.close()
        self.ready = False
        self.given: deque[tuple[_Job, list[int]]] = deque()
        """What it has been sent, in order: it codes the first."""

    def give(self, job: _Job, part: list[int]) -> None:
        self.given.append((job, part))
        sent = [
            _Sent(r.source, r.report, r.warnings) for r in (job.reports[number] for number in part)
        ]
        self.connection.send_bytes(msgspec.msgpack.encode(sent))

    def stop(self) -> None:
        self.connection.close()
        self.process.join(timeout=2)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Workers:
    """A pool of coders, to be used as a context manager."""

    def __init__(self, count: int, make: Callable[[], Coder]) -> None:
        """Start the processes; ``make`` is pickled and called in each."""
        self._make = make
        self._decoder = msgspec.msgpack.Decoder(list[_Answer])
        self._coded: Coded | None = None
        self._workers = [_Worker(make) for _ in range(count)]

    @property
    def coded(self) -> Coded:
        """With what the workers code; waits until the first of them is ready."""
        while self._coded is None:
            self._collect()
        return self._coded

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()

    def code(self, found: Iterable[Found]) -> Iterator[Outcome]:
        """Yield an outcome for each report and failure, in order.

        A report on which a worker dies is set aside; the worker is replaced.
        """
        source = batches(found)
        jobs: deque[_Job] = deque()
        open_ = True
        while True:
            while open_ and len(jobs) < _AHEAD * len(self._workers):
                batch = next(source, None)
                if batch is None:
                    open_ = False
                else:
                    jobs.append(_Job(batch))
                self._dispatch(jobs)
            while jobs and jobs[0].done:
                yield from jobs.popleft().outcomes()
            if not jobs and not open_:
                return
            if jobs and not jobs[0].done:
                self._dispatch(jobs)
                self._collect()

    def _dispatch(self, jobs: Iterable[_Job]) -> None:
        for job in jobs:
            while job.parts:
                worker = self._least_busy()
                if worker is None:
                    return
                try:
                    worker.give(job, job.parts.popleft())
                except OSError:
                    self._replace(worker)

    def _least_busy(self) -> _Worker | None:
        free = [w for w in self._workers if w.ready and len(w.given) < _AT_ONCE]
        return min(free, key=lambda w: len(w.given), default=None)

    def _collect(self) -> None:
        """Wait for a worker to answer or to die, and see to it."""
        by_connection = {w.connection: w for w in self._workers}
        for connection in wait(list(by_connection)):
            worker = by_connection[connection]  # type: ignore[index]
            try:
                message = worker.connection.recv_bytes()
            except (EOFError, OSError):
                self._replace(worker)
                continue
            if not worker.ready:
                start = msgspec.msgpack.decode(message, type=_Start)
                if start.coded is None:
                    raise WorkerError(start.problem or "a worker could not start")
                self._coded = start.coded
                worker.ready = True
                continue
            job, part = worker.given.popleft()
            for number, answer in zip(part, self._decoder.decode(message), strict=True):
                job.answers[number] = answer

    def _replace(self, worker: _Worker) -> None:
        worker.process.join(timeout=5)
        code = worker.process.exitcode
        worker.stop()
        if not worker.given:
            raise WorkerError(
                f"a worker process ended before it had work (exit code {code}): "
                "is there memory for so many? Try fewer with --workers"
            )
        (job, part), *waiting = worker.given
        for other, numbers in waiting:
            other.parts.append(numbers)
        if len(part) == 1:
            read = job.reports[part[0]]
            job.answers[part[0]] = _Answer(None, _death(read, code))
        else:
            # Which report it was shows when each goes alone.
            job.parts.extend([number] for number in part)
        self._workers[self._workers.index(worker)] = _Worker(self._make)


def _death(read: ReadReport, code: int | None) -> CodingFailure:
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    return CodingFailure(
        read.source,
        f"the worker process that coded it died ({how}): it was set aside",
        read.report.id,
        f"no traceback: the process ended with {how}",
    )
