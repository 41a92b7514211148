"""Records that were coded elsewhere into a store: Parquet of a cluster, JSONL of ``code``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import msgspec

from dateline.reading.options import report_id
from dateline.record import Record
from dateline.store.files import StoreError, StoreFile, problem
from dateline.store.ids import distinct, ids_of, stored_reports
from dateline.store.partitions import MARK, finished_parts
from dateline.store.relating import relate
from dateline.store.writing import CodingFailure, write_batch

_AT_ONCE = 256


def import_records(store: StoreFile, source: Path) -> int:
    """Store the records of a file or folder and return how many were new or changed.

    Parquet has the columns ``source`` and ``record`` (its JSON) or ``reason`` and ``traceback``,
    as ``dateline scale`` writes them; of its output the parts that are finished are taken. The
    store is then the same as if all had been coded into it. Raises StoreError where there is
    nothing to import or something in it is no record; what was stored before stays.
    """
    files = _files(source)
    done = 0
    for file in files:
        pairs: list[tuple[str, Record]] = []
        failures: list[CodingFailure] = []
        for item in _items(file):
            if isinstance(item, CodingFailure):
                failures.append(item)
            else:
                pairs.append(item)
            if len(pairs) + len(failures) >= _AT_ONCE:
                done += _write(store, pairs, failures)
                pairs, failures = [], []
        done += _write(store, pairs, failures)
    relate(store)
    return done


def _files(source: Path) -> list[Path]:
    if not source.is_dir():
        files = [source] if source.is_file() else []
    elif (source / MARK).exists():
        files = list(finished_parts(source))
    else:
        files = sorted(source.rglob("*.parquet"))
    if not files:
        raise StoreError(f"no Parquet or JSONL file of records in {source}")
    return files


def _write(store: StoreFile, pairs: list[tuple[str, Record]], failures: list[CodingFailure]) -> int:
    try:
        pairs = _with_own_ids(store.connection, pairs)
        sources = [(record.report.id, source) for source, record in pairs]
        records = [record for _, record in pairs]
        written = write_batch(store.connection, records, sources, failures)
    except duckdb.Error as error:
        raise problem(store.path, error) from error
    store.count(len(pairs))
    return written


def _with_own_ids(
    connection: duckdb.DuckDBPyConnection, pairs: list[tuple[str, Record]]
) -> list[tuple[str, Record]]:
    """Give reports a second id where another has theirs, as a run into the store does."""
    stored = stored_reports(connection, ids_of(record.report for _, record in pairs))
    contents = {id_: its.contents for id_, its in stored.items()}
    found = []
    for source, record in pairs:
        report, warning = distinct(record.report, contents.get(record.report.id))
        if warning is not None:
            record = msgspec.structs.replace(
                record, report=report, warnings=(warning, *record.warnings)
            )
        contents.setdefault(report.id, report_id(record.report))
        found.append((source, record))
    return found


def _items(file: Path) -> Iterator[tuple[str, Record] | CodingFailure]:
    try:
        if file.suffix == ".parquet":
            yield from _parquet(file)
            return
        with file.open("rb") as stream:
            for number, line in enumerate(stream, 1):
                if line.strip():
                    yield f"{file}:{number}", Record.from_json(line)
    except (OSError, ValueError, msgspec.DecodeError) as error:
        raise StoreError(f"{file} holds something that is no record: {error}") from error


def _parquet(file: Path) -> Iterator[tuple[str, Record] | CodingFailure]:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(file) as opened:
        if not {"source", "record"} <= set(opened.schema_arrow.names):
            raise ValueError("no columns source and record: was it written by dateline scale?")
        for batch in opened.iter_batches(_AT_ONCE):
            for row in batch.to_pylist():
                if row["record"] is not None:
                    yield row["source"], Record.from_json(row["record"])
                else:
                    yield CodingFailure(
                        row["source"], row["reason"] or "", row.get("report"), row.get("traceback")
                    )
