"""Near-identical reports: one agency text in twenty papers.

Candidates are found by MinHash: a report has a signature of 16 bands of 4 hashes over the shingles
of its words, and two reports are compared where a band is the same. They are copies where the
shingles themselves overlap enough. The groups depend on the reports alone: within a band the
reports are compared in the order of their ids.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

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
_AT_ONCE = 512
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """Return the runs of four words of a text, case and punctuation aside."""
    words = _WORD.findall(text.casefold())
    if len(words) <= SHINGLE:
        return frozenset([" ".join(words)])
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def bands(text: str) -> list[int]:
    """Return 16 numbers of which near-identical texts share some."""
    signature = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    signature.update(sorted(shingles(text)))
    digest = signature.digest()
    return [
        _number(b"".join(int(h).to_bytes(8, "big") for h in digest[i : i + ROWS]))
        for i in range(0, BANDS * ROWS, ROWS)
    ]


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big", signed=True)


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard similarity of two sets of shingles."""
    return len(one & other) / (len(one | other) or 1)


def is_grouped(connection: duckdb.DuckDBPyConnection) -> bool:
    """Say if each report was there, as it is, when the copies were last grouped.

    A report gets its signature in the transaction that groups it and loses it when it is replaced.
    """
    rows = connection.execute(
        """SELECT EXISTS (FROM reports r ANTI JOIN signatures s ON s.report = r.id),
            EXISTS (FROM signatures s ANTI JOIN reports r ON s.report = r.id)"""
    ).fetchall()
    return not any(rows[0])


def group_copies(connection: duckdb.DuckDBPyConnection) -> None:
    """Write the table ``copies`` anew: each report that is a copy, with its original.

    The original of a group is the report published first, and among those the one whose id comes
    first.
    """
    _sign(connection)
    connection.execute("DELETE FROM copies")
    parent: dict[str, str] = {}

    def root(id_: str) -> str:
        while parent.get(id_, id_) != id_:
            parent[id_] = parent.get(parent[id_], parent[id_])
            id_ = parent[id_]
        return id_

    for bucket in _buckets(connection):
        originals: list[tuple[str, frozenset[str]]] = []
        for id_, text in _texts(connection, bucket):
            known = {root(other) for other, _ in originals}
            if root(id_) in known:
                continue
            its = shingles(text)
            for other, others in originals:
                if similarity(its, others) >= SAME:
                    low, high = sorted((root(id_), root(other)))
                    parent[high] = low
                    break
            else:
                if len(originals) < _COMPARED:
                    originals.append((id_, its))
    members: dict[str, list[str]] = {}
    for id_ in sorted(parent):
        members.setdefault(root(id_), []).append(id_)
    rows = [
        {"report": id_, "number": root_}
        for root_, ids in sorted(members.items())
        for id_ in sorted({root_, *ids})
    ]
    if not rows:
        return
    connection.register("grouped", pa.Table.from_pylist(rows))
    connection.execute(
        """INSERT INTO copies
        SELECT report, original FROM (
            SELECT g.report, first_value(g.report) OVER (
                PARTITION BY g.number ORDER BY coalesce(r.published, '9999'), g.report
            ) AS original
            FROM grouped g JOIN reports r ON r.id = g.report
        ) WHERE report <> original ORDER BY report"""
    )
    connection.unregister("grouped")


def _sign(connection: duckdb.DuckDBPyConnection) -> None:
    unsigned = [
        row[0]
        for row in connection.execute(
            "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM signatures) ORDER BY id"
        ).fetchall()
    ]
    schema = pa.schema([("report", pa.string()), ("bands", pa.list_(pa.int64()))])
    for start in range(0, len(unsigned), _AT_ONCE):
        rows = [
            {"report": id_, "bands": bands(text)}
            for id_, text in _texts(connection, unsigned[start : start + _AT_ONCE])
        ]
        connection.register("signed", pa.Table.from_pylist(rows, schema=schema))
        connection.execute("INSERT INTO signatures SELECT * FROM signed")
        connection.unregister("signed")


def _buckets(connection: duckdb.DuckDBPyConnection) -> Iterator[list[str]]:
    """Yield the ids of reports that share a band, each such set once, in order."""
    rows = connection.execute(
        """SELECT DISTINCT ids FROM (
            SELECT list(report ORDER BY report) AS ids FROM (
                SELECT report, unnest(bands) AS band, generate_subscripts(bands, 1) AS place
                FROM signatures
            ) GROUP BY place, band HAVING count(*) > 1
        ) ORDER BY ids"""
    ).fetchall()
    for row in rows:
        yield row[0]


def _texts(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> Iterator[tuple[str, str]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield from connection.execute(
            "SELECT id, text FROM reports WHERE id IN ? ORDER BY id",
            [ids[start : start + _AT_ONCE]],
        ).fetchall()
