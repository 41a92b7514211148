"""Near-identical reports: one agency text in twenty papers.

Candidates are found by MinHash: a report has a signature of 16 bands of 4 hashes over the shingles
of its words, and two reports are compared where a band is the same. They are copies where the
shingles themselves overlap enough. The groups depend on the reports alone: within a band the
reports are compared in the order of their ids.

Reports that share no band, not even over others, have nothing to do with each other. So where
reports came in, only those are grouped anew that share bands with them.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import lru_cache
from typing import NamedTuple

import duckdb
import pyarrow as pa
from rensa import RMinHash

BANDS = 16
ROWS = 4
SHINGLE = 4
"""Words of a shingle."""
SAME = 0.7
"""Least Jaccard similarity of copies: an agency text with another headline and a cut last
paragraph is well above, two reports on one event by different hands well below."""
_COMPARED = 8
"""Originals within a band that a report is compared with: more are only found in boilerplate."""
_SEED = 1
_AT_ONCE = 256
_READ = 4096
"""Texts that are read at once, and at most of so many characters: each reading goes through all."""
_MOST_TEXT = 8_000_000
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Return the runs of four words of a text, case and punctuation aside."""
    return frozenset(_runs(text))


def _runs(text: str) -> list[str]:
    words = _WORD.findall(text.casefold())
    if len(words) <= SHINGLE:
        return [" ".join(words)]
    return list(map(" ".join, zip(*(words[i:] for i in range(SHINGLE)), strict=False)))


def bands(text: str) -> list[int]:
    """Return 16 numbers of which near-identical texts share some."""
    signature = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    signature.update(_runs(text))
    digest = struct.pack(f">{BANDS * ROWS}Q", *signature.digest())
    return [_number(digest[i : i + 8 * ROWS]) for i in range(0, len(digest), 8 * ROWS)]


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard similarity of two sets of shingles."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared or 1)


def is_grouped(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say if each report was there, as it is, when the copies were last grouped.

    A report gets its signature in the transaction that groups it and loses it when it is replaced.
    """
    rows = connection.execute(
        """SELECT EXISTS (FROM reports r ANTI JOIN signatures s ON s.report = r.id),
            EXISTS (FROM signatures s ANTI JOIN reports r ON s.report = r.id)"""
    ).fetchall()
    return not any(rows[0])


def forget_outdated(connection: duckdb.DuckDBPyConnection) -> None:
    """Forget all signatures where a report is gone: nobody can say what it had to do with."""
    connection.execute(
        "DELETE FROM signatures WHERE EXISTS "
        "(FROM signatures s ANTI JOIN reports r ON s.report = r.id)"
    )


def group_copies(connection: duckdb.DuckDBPyConnection) -> None:
    """Bring the table ``copies`` up to date: each report that is a copy, with its original.

    The original of a group is the report published first, and among those the one whose id comes
    first. Reports without a signature are new.
    """
    _sign(connection)
    _find_touched(connection)
    # By numbers in the order of the ids: groups of millions are small in memory.
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dateline_numbers AS "
        "SELECT (row_number() OVER (ORDER BY s.report))::INTEGER AS number, s.report, s.bands, "
        "r.characters FROM signatures s SEMI JOIN dateline_touched USING (report) "
        # The lengths first: the texts themselves would be held by the join and the sort.
        "JOIN (SELECT id, length(text) AS characters FROM reports) r ON r.id = s.report"
    )
    groups = _Groups()
    for buckets in _gathered(_buckets(connection), groups):
        if len(buckets) == 1:
            # It may have more texts than can be held.
            texts = _texts(connection, buckets[0].numbers, buckets[0].readable)
            _compare(texts, groups, shingles)
            continue
        # Texts that several buckets have are read once.
        wanted = sorted({number for bucket in buckets for number in bucket.numbers})
        held = dict(_texts(connection, wanted))
        shingles_of = lru_cache(maxsize=_AT_ONCE)(shingles)
        for bucket in buckets:
            _compare(((number, held[number]) for number in bucket.numbers), groups, shingles_of)
    _write(connection, groups)
    for table in ("dateline_numbers", "dateline_touched"):
        connection.execute(f"DROP TABLE {table}")


def _find_touched(connection: duckdb.DuckDBPyConnection) -> None:
    """Find the reports that share a band with a new one, or with others that do, and so on."""
    connection.execute("CREATE OR REPLACE TEMP TABLE dateline_touched AS FROM dateline_unsigned")
    connection.execute("CREATE OR REPLACE TEMP TABLE dateline_last AS FROM dateline_touched")
    while _count(connection, "dateline_last") and (
        _count(connection, "dateline_touched") < _count(connection, "signatures")
    ):
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE dateline_next AS SELECT DISTINCT report FROM (
                SELECT report, unnest(bands) AS band, generate_subscripts(bands, 1) AS place
                FROM signatures ANTI JOIN dateline_touched USING (report)
            ) SEMI JOIN (
                SELECT unnest(bands) AS band, generate_subscripts(bands, 1) AS place
                FROM signatures SEMI JOIN dateline_last USING (report)
            ) USING (band, place)"""
        )
        connection.execute("INSERT INTO dateline_touched FROM dateline_next")
        connection.execute("CREATE OR REPLACE TEMP TABLE dateline_last AS FROM dateline_next")
    for table in ("dateline_unsigned", "dateline_last"):
        connection.execute(f"DROP TABLE {table}")
    connection.execute("DROP TABLE IF EXISTS dateline_next")


class _Groups:
    """Reports known to be copies of each other; a group goes by the first of its numbers."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}

    def root(self, number: int) -> int:
        parent = self.parent
        while (above := parent.get(number, number)) != number:
            parent[number] = parent.get(above, above)
            number = above
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self.parent[high] = low


class _Bucket(NamedTuple):
    """Reports that share a band."""

    numbers: list[int]
    characters: int
    """Of all their texts."""

    @property
    def readable(self) -> int:
        """How many of the texts can be held at once, if they are of one length."""
        fitting = _MOST_TEXT * len(self.numbers) // max(self.characters, 1)
        return max(1, min(_READ, fitting))


def _compare(
    texts: Iterable[tuple[int, str]],
    groups: _Groups,
    shingles_of: Callable[[str], frozenset[str]],
) -> None:
    """Join the reports of a bucket that are copies."""
    originals: list[tuple[int, frozenset[str]]] = []
    for number, text in texts:
        if groups.root(number) in {groups.root(other) for other, _ in originals}:
            continue
        its = shingles_of(text)
        for other, others in originals:
            if similarity(its, others) >= SAME:
                groups.join(number, other)
                break
        else:
            if len(originals) < _COMPARED:
                originals.append((number, its))


def _gathered(buckets: Iterable[_Bucket], groups: _Groups) -> Iterator[list[_Bucket]]:
    """Yield the buckets that may join something, as many as have their texts read at once."""
    gathered: list[_Bucket] = []
    count = characters = 0
    for bucket in buckets:
        if len({groups.root(number) for number in bucket.numbers}) == 1:
            continue
        count += len(bucket.numbers)
        characters += bucket.characters
        if gathered and (count > _READ or characters > _MOST_TEXT):
            yield gathered
            gathered, count, characters = [], len(bucket.numbers), bucket.characters
        gathered.append(bucket)
    if gathered:
        yield gathered


def _write(connection: duckdb.DuckDBPyConnection, groups: _Groups) -> None:
    numbers = sorted(groups.parent)
    roots = [groups.root(number) for number in numbers]
    grouped = pa.table(
        {"number": pa.array(numbers, pa.int32()), "root": pa.array(roots, pa.int32())}
    )
    connection.execute(
        "DELETE FROM copies WHERE report IN (SELECT report FROM dateline_touched) "
        "OR report NOT IN (SELECT report FROM signatures)"
    )
    connection.register("grouped", grouped)
    connection.execute(
        """INSERT INTO copies
        SELECT report, original FROM (
            SELECT n.report, first_value(n.report) OVER (
                PARTITION BY g.root ORDER BY coalesce(r.published, '9999'), n.report
            ) AS original
            FROM (FROM grouped UNION SELECT root, root FROM grouped) g
            JOIN dateline_numbers n USING (number)
            JOIN reports r ON r.id = n.report
        ) WHERE report <> original ORDER BY report"""
    )
    connection.unregister("grouped")


def _sign(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dateline_unsigned AS "
        "SELECT id AS report FROM reports r ANTI JOIN signatures s ON s.report = r.id"
    )
    # Read in one pass beside the transaction, which changes no report.
    with closing(connection.cursor()) as reading:
        reading.execute("SELECT id, text FROM reports r ANTI JOIN signatures s ON s.report = r.id")
        while rows := reading.fetchmany(_AT_ONCE):
            signed = pa.table(
                {
                    "report": pa.array((id_ for id_, _ in rows), pa.string()),
                    "bands": pa.array((bands(text) for _, text in rows), pa.list_(pa.int64())),
                }
            )
            connection.register("signed", signed)
            connection.execute("INSERT INTO signatures SELECT * FROM signed")
            connection.unregister("signed")


def _buckets(connection: duckdb.DuckDBPyConnection) -> Iterator[_Bucket]:
    """Yield the reports that share a band, each such set once, in order."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dateline_shared (numbers INTEGER[], characters BIGINT)"
    )
    # One band after the other: a table of all bands of all reports would be 16 times as large.
    for band in range(1, BANDS + 1):
        connection.execute(
            "INSERT INTO dateline_shared SELECT list(number ORDER BY number), sum(characters) "
            "FROM dateline_numbers GROUP BY bands[?] HAVING count(*) > 1",
            [band],
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dateline_buckets AS "
        "SELECT *, row_number() OVER (ORDER BY numbers) AS place "
        "FROM (SELECT DISTINCT * FROM dateline_shared)"
    )
    connection.execute("DROP TABLE dateline_shared")
    for start, end in _steps(connection, "dateline_buckets"):
        rows = connection.execute(
            "SELECT numbers, characters FROM dateline_buckets "
            "WHERE place > ? AND place <= ? ORDER BY place",
            [start, end],
        ).fetchall()
        yield from map(_Bucket._make, rows)
    connection.execute("DROP TABLE dateline_buckets")


def _texts(
    connection: duckdb.DuckDBPyConnection, numbers: list[int], at_once: int = _READ
) -> Iterator[tuple[int, str]]:
    """Yield the texts of reports, in the order of their numbers, which are ascending."""
    for start in range(0, len(numbers), at_once):
        yield from connection.execute(
            "SELECT n.number, r.text FROM dateline_numbers n JOIN reports r ON r.id = n.report "
            "WHERE n.number IN ? ORDER BY n.number",
            [numbers[start : start + at_once]],
        ).fetchall()


def _steps(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[tuple[int, int]]:
    """Yield ranges (from, to] over the places of a table, from 1."""
    for start in range(0, _count(connection, table), _AT_ONCE):
        yield start, start + _AT_ONCE


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])
