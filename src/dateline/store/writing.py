"""Writing records: Arrow batches, one transaction a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import duckdb
import msgspec
import pyarrow as pa

from dateline.record import Coded, Record
from dateline.store.files import within_memory
from dateline.store.schema import BESIDE, roll_back
from dateline.tabular import PARTS, table_of, tables

BATCH = 256


class CodingFailure(msgspec.Struct, frozen=True):
    """A source that gave no record: it could not be read, or the coder broke on it."""

    source: str
    reason: str
    """One line."""
    report: str | None = None
    """Id of the report, where it could be read."""
    traceback: str | None = None


def write_records(connection: duckdb.DuckDBPyConnection, records: Iterable[Record]) -> int:
    """Store records, each report once: one that is there already is replaced by its new coding.

    Returns how many were written. A record that is there unchanged is left as it is.
    """
    batch: list[Record] = []
    written = 0
    for record in records:
        batch.append(record)
        if len(batch) == BATCH:
            written += write_batch(connection, batch)
            batch = []
    return written + write_batch(connection, batch)


def write_batch(
    connection: duckdb.DuckDBPyConnection,
    batch: Sequence[Record],
    sources: Sequence[tuple[str, str]] = (),
    failures: Sequence[CodingFailure] = (),
) -> int:
    """Store records, where they were read (report id, source) and what failed, all or nothing.

    Returns how many records were new or changed.
    """
    latest = {record.report.id: record for record in batch}
    stored = stored_versions(connection, list(latest))
    fresh = [r for id_, r in latest.items() if stored.get(id_) != r.coded]
    if not fresh and not sources and not failures:
        return 0
    replaced = [r.report.id for r in fresh if r.report.id in stored]
    incoming = tables(fresh) if fresh else {}

    def write() -> None:
        connection.execute("BEGIN")
        try:
            if replaced:
                _remove(connection, replaced, fresh)
            for name, table in incoming.items():
                verb = "INSERT OR REPLACE INTO" if name == "reports" else "INSERT INTO"
                _insert(connection, name, table, verb)
            _write_sources(connection, sources, failures)
            connection.execute("COMMIT")
        except BaseException:
            roll_back(connection)
            raise

    within_memory(connection, write)
    return len(fresh)


def _remove(
    connection: duckdb.DuckDBPyConnection, replaced: list[str], fresh: Sequence[Record]
) -> None:
    """Remove what there is of reports, and what ``relate`` must work out anew without them."""
    texts = pa.table({"id": [r.report.id for r in fresh], "text": [r.report.text for r in fresh]})
    connection.register("incoming", texts)
    other = connection.execute(
        "SELECT EXISTS (FROM reports r JOIN incoming i USING (id) WHERE r.text <> i.text)"
    ).fetchall()
    connection.unregister("incoming")
    if other[0][0]:
        # By its new text a report is no longer found beside those that its old one was like.
        connection.execute("DELETE FROM signatures")
    connection.execute(
        "DELETE FROM tellings WHERE story IN (SELECT story FROM tellings WHERE report IN ?)",
        [replaced],
    )
    for name in (*PARTS, "copies", "signatures"):
        connection.execute(f'DELETE FROM "{name}" WHERE report IN ?', [replaced])


def _write_sources(
    connection: duckdb.DuckDBPyConnection,
    sources: Sequence[tuple[str, str]],
    failures: Sequence[CodingFailure],
) -> None:
    named = sorted({s for _, s in sources} | {f.source for f in failures})
    if not named:
        return
    # What a source gave in an earlier run, as a report or a failure, is told anew.
    for name in ("sources", "failures"):
        connection.execute(f"DELETE FROM {name} WHERE source IN ?", [named])
    rows: list[dict[str, Any]] = [{"report": r, "source": s} for r, s in dict.fromkeys(sources)]
    insert_rows(connection, "sources", rows)
    latest = {f.source: f for f in failures}
    insert_rows(connection, "failures", [msgspec.structs.asdict(f) for f in latest.values()])


def insert_rows(
    connection: duckdb.DuckDBPyConnection, name: str, rows: Sequence[dict[str, Any]]
) -> None:
    """Add rows to one of the tables beside those of the records."""
    if rows:
        _insert(connection, name, table_of(rows, BESIDE[name]), "INSERT INTO")


def _insert(connection: duckdb.DuckDBPyConnection, name: str, table: pa.Table, verb: str) -> None:
    if not table.num_rows:
        return
    connection.register("incoming", table)
    connection.execute(f'{verb} "{name}" BY NAME SELECT * FROM incoming')
    connection.unregister("incoming")


def stored_versions(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> dict[str, Coded]:
    """Return with what the reports among the ids that are stored were coded."""
    if not ids:
        return {}
    rows = connection.execute("SELECT id, coded FROM reports WHERE id IN ?", [ids]).fetchall()
    return {row[0]: msgspec.convert(row[1], Coded) for row in rows}
