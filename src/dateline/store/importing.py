"""Records that were coded elsewhere into a store: Parquet of a cluster, JSONL of ``code``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import msgspec

from dateline.record import Record
from dateline.store.files import StoreError, problem
from dateline.store.relating import relate
from dateline.store.writing import CodingFailure, write_batch

_AT_ONCE = 256


def import_records(connection: duckdb.DuckDBPyConnection, source: Path, path: Path) -> int:
    """Store the records of a file or folder and return how many were new or changed.

    Parquet has the columns ``source`` and ``record`` (its JSON) or ``reason`` and ``traceback``,
    as ``dateline scale`` writes them. Raises StoreError where there is nothing to import or
    something in it is no record; what was stored before stays.
    """
    files = sorted(source.rglob("*.parquet")) if source.is_dir() else [source]
    if not files or not files[0].is_file():
        raise StoreError(f"no Parquet or JSONL file of records in {source}")
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
                done += _store(connection, path, pairs, failures)
                pairs, failures = [], []
        done += _store(connection, path, pairs, failures)
    relate(connection, path)
    return done


def _store(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    pairs: list[tuple[str, Record]],
    failures: list[CodingFailure],
) -> int:
    sources = [(record.report.id, source) for source, record in pairs]
    try:
        return write_batch(connection, [record for _, record in pairs], sources, failures)
    except duckdb.Error as error:
        raise problem(path, error) from error


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
