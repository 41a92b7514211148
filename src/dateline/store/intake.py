"""A run's way into the store: what is there is not coded again, what comes is stored in batches.

A run that was killed is started again with the same command. Every report that its last whole
batch brought into the store is passed over, the others are coded, and the store is in the end the
same as after a run that nothing disturbed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import duckdb
import msgspec

from dateline.reading import Failure, ReadReport
from dateline.reading.options import report_id
from dateline.record import Coded, Record
from dateline.store.files import StoreFile, problem
from dateline.store.ids import distinct, ids_of, stored_reports
from dateline.store.writing import (
    BATCH,
    CodingFailure,
    insert_rows,
    write_batch,
)

_AT_ONCE = 4 * BATCH
_MOST_TEXT = 500_000
"""So many reports, or characters of reports, are written at once: short ones cost little to code,
and each writing costs the same."""
_MOST_SOURCES = 4 * BATCH
"""Sources of stored reports that are held in memory before they are written."""

Outcome = tuple[str, Record] | CodingFailure
"""A source with its record, or why there is none."""


class Intake:
    """One run into a store."""

    def __init__(self, store: StoreFile, coded: Coded, sources: list[str]) -> None:
        """Begin a run. ``coded`` is what the run codes with."""
        self.already = 0
        """Reports passed over since they are stored with the same coding."""
        self.written = 0
        self.failed = 0
        self._store = store
        self._coded = coded
        self._coming: dict[str, str] = {}
        """Reports that are being coded: id to what is in them."""
        self._sources: list[tuple[str, str]] = []
        found = store.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchall()
        self._run = int(found[0][0])
        run = {
            "id": self._run,
            "started": _now(),
            "finished": None,
            "dateline": coded.dateline,
            "sources": sources,
            "coded": 0,
            "failed": 0,
        }
        insert_rows(store.connection, "runs", [run])

    def unseen(self, found: Iterable[ReadReport | Failure]) -> Iterator[ReadReport | Failure]:
        """Yield the reports that the store does not have in this coding, and the failures."""
        batch: list[ReadReport | Failure] = []
        for result in found:
            batch.append(result)
            if len(batch) == BATCH:
                yield from self._unseen_of(batch)
                batch = []
        yield from self._unseen_of(batch)

    def _unseen_of(self, batch: list[ReadReport | Failure]) -> Iterator[ReadReport | Failure]:
        ids = ids_of(r.report for r in batch if isinstance(r, ReadReport))
        stored = stored_reports(self._store.connection, ids)
        for result in batch:
            if isinstance(result, Failure):
                yield result
                continue
            there = stored.get(result.report.id)
            held = self._coming.get(result.report.id) or (there and there.contents)
            result = _distinct(result, held)
            id_ = result.report.id
            there = stored.get(id_)
            if id_ in self._coming:
                self._sources.append((id_, result.source))
            elif there and there.coded == self._coded:
                self.already += 1
                self._sources.append((id_, result.source))
            else:
                self._coming[id_] = report_id(result.report)
                yield result
        if len(self._sources) >= _MOST_SOURCES:
            # A run over what is stored already codes nothing that would bring them in.
            self._flush([], [])

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Store what comes. Raises StoreError where the file cannot be written."""
        records: list[tuple[str, Record]] = []
        failures: list[CodingFailure] = []
        text = 0
        for outcome in outcomes:
            if isinstance(outcome, CodingFailure):
                failures.append(outcome)
            else:
                records.append(outcome)
                text += len(outcome[1].report.text)
            if len(records) + len(failures) == _AT_ONCE or text >= _MOST_TEXT:
                self._flush(records, failures)
                records, failures, text = [], [], 0
        self._flush(records, failures)
        self._execute("UPDATE runs SET finished = ? WHERE id = ?", [_now(), self._run])

    def _flush(self, records: list[tuple[str, Record]], failures: list[CodingFailure]) -> None:
        # A copy of a report that is still being coded waits for it.
        done = {record.report.id for _, record in records}
        broken = {f.report for f in failures}
        waiting = [
            (id_, source)
            for id_, source in self._sources
            if id_ in self._coming and id_ not in done and id_ not in broken
        ]
        held_back = set(waiting)
        ready = [s for s in self._sources if s not in held_back and s[0] not in broken]
        sources = [(record.report.id, source) for source, record in records] + ready
        try:
            self.written += write_batch(
                self._store.connection, [record for _, record in records], sources, failures
            )
        except (duckdb.Error, OSError) as error:
            raise problem(self._store.path, error) from error
        self.failed += len(failures)
        self._sources = waiting
        for id_ in (*done, *broken):
            self._coming.pop(id_ or "", None)
        self._execute(
            "UPDATE runs SET coded = ?, failed = ? WHERE id = ?",
            [self.written, self.failed, self._run],
        )
        self._store.count(len(records))

    def _execute(self, sql: str, values: list[object]) -> None:
        try:
            self._store.connection.execute(sql, values)
        except duckdb.Error as error:
            raise problem(self._store.path, error) from error


def _distinct(read: ReadReport, held: str | None) -> ReadReport:
    report, warning = distinct(read.report, held)
    if warning is None:
        return read
    return msgspec.structs.replace(read, report=report, warnings=(warning, *read.warnings))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
