"""Which sources a store has reports of."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb


def stored_sources(connection: duckdb.DuckDBPyConnection, sources: Sequence[str]) -> frozenset[str]:
    """Return those of the sources, paths or addresses, that a stored report was read from."""
    if not sources:
        return frozenset()
    rows = connection.execute(
        "SELECT DISTINCT source FROM sources WHERE source IN ?", [list(sources)]
    ).fetchall()
    return frozenset(row[0] for row in rows)
