"""Reading records back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from dateline.record import Record
from dateline.tabular import PARTS, records

_AT_ONCE = 200


def report_ids(connection: duckdb.DuckDBPyConnection, beginning: str = "") -> list[str]:
    """Return the ids of the stored reports, those that begin so, in alphabetical order."""
    rows = connection.execute(
        "SELECT id FROM reports WHERE starts_with(id, ?) ORDER BY id", [beginning]
    ).fetchall()
    return [row[0] for row in rows]


def read_records(
    connection: duckdb.DuckDBPyConnection, ids: Sequence[str] | None = None
) -> Iterator[Record]:
    """Yield stored records in the order of the ids, or all in the order of theirs."""
    wanted = report_ids(connection) if ids is None else list(ids)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        parts = {
            name: connection.sql(f'SELECT * FROM "{name}" WHERE {key} IN ?', params=[some])
            .to_arrow_table()
            .to_pylist()
            for name, key in [("reports", "id"), *((part, "report") for part in PARTS)]
        }
        places = {id_: place for place, id_ in enumerate(some)}
        parts["reports"].sort(key=lambda row: places[row["id"]])
        yield from records(parts)
