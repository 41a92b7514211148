"""A run's way into the store: what is there is not coded again, what comes is stored in batches.

A run that was killed is started again with the same command. Every report that its last whole
batch brought into the store is passed over, the others are coded, and the store is in the end the
same as after a run that nothing disturbed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import msgspec

from dateline.reading import Failure, ReadReport
from dateline.reading.options import report_id
from dateline.record import Coded, Record, Report
from dateline.record import Warning as ReportWarning
from dateline.store.files import problem
from dateline.store.writing import (
    BATCH,
    CodingFailure,
    insert_rows,
    stored_versions,
    write_batch,
)

Outcome = tuple[str, Record] | CodingFailure
"""A source with its record, or why there is none."""


class Intake:
    """One run into a store."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, path: Path, coded: Coded, sources: list[str]
    ) -> None:
        """Begin a run. ``path`` names the file in errors; ``coded`` is what the run codes with."""
        self.connection = connection
        self.already = 0
        """Reports passed over since they are stored with the same coding."""
        self.written = 0
        self.failed = 0
        self._path = path
        self._coded = coded
        self._coming: dict[str, str] = {}
        """Reports that are being coded: id to what is in them."""
        self._sources: list[tuple[str, str]] = []
        found = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchall()
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
        insert_rows(connection, "runs", [run])

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
        read = [r for r in batch if isinstance(r, ReadReport)]
        ids = {i for r in read for i in (r.report.id, _second_id(r.report))}
        versions = stored_versions(self.connection, sorted(ids))
        contents = self._contents(sorted(versions))
        for result in batch:
            if isinstance(result, Failure):
                yield result
                continue
            result = _distinct(result, {**contents, **self._coming})
            id_ = result.report.id
            if id_ in self._coming:
                self._sources.append((id_, result.source))
            elif versions.get(id_) == self._coded:
                self.already += 1
                self._sources.append((id_, result.source))
            else:
                self._coming[id_] = report_id(result.report)
                yield result

    def _contents(self, ids: list[str]) -> dict[str, str]:
        if not ids:
            return {}
        fields = "id, text, title, publisher, published, url"
        rows = self.connection.execute(
            f"SELECT {fields} FROM reports WHERE id IN ?", [ids]
        ).fetchall()
        names = fields.split(", ")
        return {row[0]: report_id(Report(**dict(zip(names, row, strict=True)))) for row in rows}

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Store what comes. Raises StoreError where the file cannot be written."""
        records: list[tuple[str, Record]] = []
        failures: list[CodingFailure] = []
        for outcome in outcomes:
            if isinstance(outcome, CodingFailure):
                failures.append(outcome)
            else:
                records.append(outcome)
            if len(records) + len(failures) == BATCH:
                self._flush(records, failures)
                records, failures = [], []
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
        ready = [s for s in self._sources if s not in set(waiting) and s[0] not in broken]
        sources = [(record.report.id, source) for source, record in records] + ready
        try:
            self.written += write_batch(
                self.connection, [record for _, record in records], sources, failures
            )
        except (duckdb.Error, OSError) as error:
            raise problem(self._path, error) from error
        self.failed += len(failures)
        self._sources = waiting
        for id_ in (*done, *broken):
            self._coming.pop(id_ or "", None)
        self._execute(
            "UPDATE runs SET coded = ?, failed = ? WHERE id = ?",
            [self.written, self.failed, self._run],
        )

    def _execute(self, sql: str, values: list[object]) -> None:
        try:
            self.connection.execute(sql, values)
        except duckdb.Error as error:
            raise problem(self._path, error) from error


def _second_id(report: Report) -> str:
    return f"{report.id}-{report_id(report)[:8]}"


def _distinct(read: ReadReport, contents: dict[str, str]) -> ReadReport:
    """Give a report another id where a different report has its own: archives number from 1."""
    report = read.report
    held = contents.get(report.id)
    if held is None or held == report_id(report):
        return read
    second = msgspec.structs.replace(report, id=_second_id(report))
    warning = ReportWarning(
        code="id-taken", message=f"another report has the id {report.id!r}; this one has a second"
    )
    return msgspec.structs.replace(read, report=second, warnings=(*read.warnings, warning))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
