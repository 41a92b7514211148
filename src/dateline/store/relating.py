"""What is known only once all reports are in: which are copies, which events are one story."""

from __future__ import annotations

import duckdb

from dateline.store.files import StoreFile, problem, within_memory
from dateline.store.schema import roll_back
from dateline.store.stories import link_stories
from dateline.store.syndication import forget_outdated, group_copies, is_grouped

_MEMORY = 1.5
"""Times the memory of storing: with less, joins and sorts end for want of it and begin again."""


def relate(store: StoreFile, *, keep_duplicates: bool = False) -> None:
    """Group near-identical reports and link tellings of one event.

    Only what came in and what it has to do with is worked out, and the result is that of working
    out the whole store: the same reports give the same groups and stories, in whatever order and
    in how many runs they came in. With ``keep_duplicates`` no report counts as a copy of another.
    Raises StoreError where the file cannot be written.
    """
    try:
        if not keep_duplicates and is_grouped(store.connection):
            return
        connection = store.connection
        forget_outdated(connection)
        within_memory(connection, lambda: _relate(connection, keep_duplicates), _MEMORY)
    except (duckdb.Error, OSError) as error:
        raise problem(store.path, error) from error


def _relate(connection: duckdb.DuckDBPyConnection, keep_duplicates: bool) -> None:
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE OR REPLACE TEMP TABLE dateline_copies AS FROM copies")
        if keep_duplicates:
            # Without signatures nobody takes the store for grouped.
            connection.execute("DELETE FROM copies")
            connection.execute("DELETE FROM signatures")
        else:
            group_copies(connection)
        _forget_stories(connection)
        link_stories(connection)
        connection.execute("COMMIT")
    except BaseException:
        roll_back(connection)
        raise


def _forget_stories(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget the stories of reports that have another original than before."""
    connection.execute(
        """DELETE FROM tellings WHERE story IN (
            SELECT story FROM tellings SEMI JOIN (
                (FROM dateline_copies EXCEPT FROM copies)
                UNION (FROM copies EXCEPT FROM dateline_copies)
            ) USING (report)
        )"""
    )
    connection.execute("DROP TABLE dateline_copies")
