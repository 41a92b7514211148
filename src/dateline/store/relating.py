"""What is known only once all reports are in: which are copies, which events are one story."""

from __future__ import annotations

from pathlib import Path

import duckdb

from dateline.store.files import problem
from dateline.store.schema import roll_back
from dateline.store.stories import link_stories
from dateline.store.syndication import group_copies, is_grouped


def relate(
    connection: duckdb.DuckDBPyConnection, path: Path, *, keep_duplicates: bool = False
) -> None:
    """Group near-identical reports and link tellings of one event, over the whole store.

    The same reports give the same groups and stories, in whatever order and in how many runs they
    came in. With ``keep_duplicates`` no report counts as a copy of another. Where no report came in
    since, nothing is done. Raises StoreError where the file cannot be written.
    """
    try:
        if not keep_duplicates and is_grouped(connection):
            return
        connection.execute("BEGIN")
        try:
            if keep_duplicates:
                # Without signatures nobody takes the store for grouped.
                connection.execute("DELETE FROM copies")
                connection.execute("DELETE FROM signatures")
            else:
                group_copies(connection)
            link_stories(connection)
            connection.execute("COMMIT")
        except BaseException:
            roll_back(connection)
            raise
    except (duckdb.Error, OSError) as error:
        raise problem(path, error) from error
