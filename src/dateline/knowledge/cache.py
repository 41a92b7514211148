"""The checked tables with the names made of them, from the user's cache where they are there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.caching import cached
from dateline.knowledge import bodies, entities, loading, naming
from dateline.knowledge.entities import Compiled
from dateline.knowledge.loading import read_tables


def load(directories: Sequence[Path], version: str) -> Compiled:
    """Return the tables and their names. Raises what ``read_tables`` raises."""

    def compiled() -> Compiled:
        tables = read_tables(directories)
        return Compiled(
            tables,
            tuple(naming.names(tables)),
            tuple(naming.surnames(tables)),
            tuple(naming.regions(tables)),
        )

    return cached("knowledge", version, (bodies, entities, loading, naming), Compiled, compiled)
