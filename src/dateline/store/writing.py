"""Writing records: Arrow batches, one transaction a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from dateline.record import Record
from dateline.tabular import PARTS, tables

BATCH = 256


def write_records(connection: duckdb.DuckDBPyConnection, records: Iterable[Record]) -> int:
    """Store records, each report once: one that is there already is replaced by its new coding.

    Returns how many were written. A record that is there unchanged is left as it is.
    """
    batch: list[Record] = []
    written = 0
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            written += _write_batch(connection, batch)
            batch = []
    return written + _write_batch(connection, batch)


def _write_batch(connection: duckdb.DuckDBPyConnection, batch: Sequence[Record]) -> int:
    latest = {record.report.id: record for record in batch}
    stored = _stored_versions(connection, list(latest))
    fresh = [r for id_, r in latest.items() if stored.get(id_) != _version(r)]
    if not fresh:
        return 0
    connection.execute("BEGIN")
    try:
        replaced = [r.report.id for r in fresh if r.report.id in stored]
        if replaced:
            for part in PARTS:
                connection.execute(f'DELETE FROM "{part}" WHERE report IN ?', [replaced])
        for name, table in tables(fresh).items():
            connection.register("incoming", table)
            verb = "INSERT OR REPLACE INTO" if name == "reports" else "INSERT INTO"
            connection.execute(f'{verb} "{name}" SELECT * FROM incoming')
            connection.unregister("incoming")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return len(fresh)


def _version(record: Record) -> tuple[str, ...]:
    coded = record.coded
    return (
        coded.dateline,
        coded.language_model,
        coded.ontology,
        coded.lexicon,
        coded.knowledge,
    )


def _stored_versions(
    connection: duckdb.DuckDBPyConnection, ids: list[str]
) -> dict[str, tuple[str, ...]]:
    rows = connection.execute(
        "SELECT id, coded.dateline, coded.language_model, coded.ontology, coded.lexicon, "
        "coded.knowledge FROM reports WHERE id IN ?",
        [ids],
    ).fetchall()
    return {row[0]: tuple(row[1:]) for row in rows}
