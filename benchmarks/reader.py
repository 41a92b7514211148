"""How fast the pages of the reader answer with a million events in the store.

Makes the store at the first run (about a minute), then asks for each page several times and
prints the median and the 95th percentile in milliseconds:

    python benchmarks/reader.py [--events 1000000] [--file /tmp/made.duckdb] [--times 15]
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
import warnings
from pathlib import Path

from dateline.knowledge import Knowledge
from dateline.store import open_store
from dateline.web.app import create_app

with warnings.catch_warnings():
    # Starlette asks for httpx2 in place of httpx; the lock has httpx, which it still takes.
    warnings.filterwarnings("ignore", "Using `httpx` with `starlette.testclient` is deprecated")
    from starlette.testclient import TestClient

EVENTS_A_REPORT = 5
STATEMENTS_A_REPORT = 3
SENTENCE = 120
TYPES = (
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE",
    "PROTEST", "REJECT", "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
)  # fmt: skip
SCORES = (-3, 2.5, 10, -9, -7, 4.5, 2.5, 9.5, -5.5, -5, -2, 0, 6.5, -6, 5, -3.5)


def make(path: Path, events: int) -> None:
    """Make a store with so many events in reports of twenty years; nothing in it is news."""
    knowledge = Knowledge.load()
    people = [f"person:made-up-{i}" for i in range(2000)]
    actors = [f"state:{code}" for code in sorted(knowledge.states)]
    actors = [a for pair in zip(actors, people, strict=False) for a in pair] + people[len(actors) :]
    actors[:4] = ["state:RUS", "state:USA", "org:NATO", "org:CSTO"]
    reports = events // EVENTS_A_REPORT
    with open_store(path, write=True) as c:
        # Values that look random and are the same on every machine.
        c.execute("CREATE TEMP MACRO chance(a, b) AS (hash(a * 1000003 + b) % 100000) / 100000.0")
        c.execute("CREATE TEMP TABLE pool (id VARCHAR, n INTEGER)")
        c.executemany("INSERT INTO pool VALUES (?, ?)", [[a, i] for i, a in enumerate(actors)])
        c.execute("CREATE TEMP TABLE kinds (n INTEGER, type VARCHAR, score DOUBLE)")
        kinds = [[i, t, s] for i, (t, s) in enumerate(zip(TYPES, SCORES, strict=True))]
        c.executemany("INSERT INTO kinds VALUES (?, ?, ?)", kinds)
        # A few actors are in most of the news, most in little of it.
        who = f"(floor({len(actors)} * pow(chance(r.n, k), 4)))::INTEGER"
        c.execute(
            f"CREATE TEMP TABLE cast_ AS SELECT r.n AS report, k, {who} AS who "
            f"FROM range({reports}) r(n), range(8) s(k)"
        )
        c.execute("CREATE TEMP TABLE present AS SELECT c.report, c.k, p.id FROM cast_ c "
                  "JOIN pool p ON p.n = c.who")  # fmt: skip
        name = "printf('%016x', hash(r.n))"
        sentence = (
            "rpad('Sentence ' || s.k || ' of a report made for measuring ' || r.n || ' ', "
            f"{SENTENCE}, 'talks were held ')"
        )
        coded = {"dateline": "0", "language_model": "none", "ontology": "o", "lexicon": "l",
                 "knowledge": "k"}  # fmt: skip
        c.execute(f"""INSERT INTO reports SELECT {name}, 'Made report ' || r.n,
            'Made Wire ' || (r.n % 40), NULL,
            strftime(DATE '2005-01-01' + (r.n * 7300 // {reports})::INTEGER, '%Y-%m-%d'),
            NULL, 'en',
            string_agg({sentence}, '' ORDER BY s.k),
            {coded}
            FROM range({reports}) r(n), range({EVENTS_A_REPORT + STATEMENTS_A_REPORT}) s(k)
            GROUP BY r.n ORDER BY r.n""")
        report = "printf('%016x', hash(p.report))"
        c.execute(f"""INSERT INTO actors SELECT {report}, min(p.k), p.id, p.id,
            CASE WHEN p.id LIKE 'state:%' THEN 'state' WHEN p.id LIKE 'org:%' THEN 'organisation'
            ELSE 'person' END, NULL, 'GOV', [], NULL FROM present p GROUP BY p.report, p.id
            ORDER BY p.report""")
        c.execute(f"""INSERT INTO mentions SELECT {report}, p.k, p.k * {SENTENCE},
            p.k * {SENTENCE} + 10, p.id, 'name', 'made' FROM present p ORDER BY p.report, p.k""")
        c.execute(f"""INSERT INTO statements SELECT {report}, p.k, 's' || p.k, p.id, NULL, NULL,
            [[{EVENTS_A_REPORT} * {SENTENCE} + p.k * {SENTENCE},
              {EVENTS_A_REPORT} * {SENTENCE} + (p.k + 1) * {SENTENCE}]],
            'indirect', 'said', 'in person',
            CASE WHEN chance(p.report, p.k + 50) < 0.1 THEN ['org:REUTERS'] ELSE [] END, NULL, NULL,
            'made' FROM present p WHERE p.k < {STATEMENTS_A_REPORT} ORDER BY p.report, p.k""")
        c.execute(f"""INSERT INTO events SELECT {report}, p.k, 'e' || p.k, t.type, NULL, [], '000',
            t.score, [p.id], [q.id], [[p.k * {SENTENCE}, p.k * {SENTENCE} + 8]], [],
            [p.k * {SENTENCE} + 9, p.k * {SENTENCE} + 14],
            [p.k * {SENTENCE}, (p.k + 1) * {SENTENCE}], [], NULL, NULL,
            CASE WHEN p.k < {STATEMENTS_A_REPORT} THEN 's' || p.k END, [], 'made'
            FROM present p JOIN present q ON q.report = p.report AND q.k = p.k + 1
            JOIN kinds t
            ON t.n = (chance(p.report, p.k + 99) * {len(TYPES)})::INTEGER % {len(TYPES)}
            WHERE p.k < {EVENTS_A_REPORT} ORDER BY p.report, p.k""")


PAGES = (
    "/",
    "/search?q=measuring+77",
    "/search?q=nothing+has+this",
    "/search?in=events&actor=RUS&recipient=USA",
    "/search?in=events&actor=members:NATO&type=ASSAULT&since=2010&until=2015",
    "/search?in=events&actor=RUS&q=measuring+99",
    "/search?in=statements&by=RUS&about=USA",
    "/search?in=events&page=400",
    "/actor/state:RUS",
    "/actor/person:made-up-700",
    "/dyad?a=RUS&b=USA",
    "/dyad?a=RUS&b=members:NATO",
    "/network",
    "/network?since=2010&until=2012&members=NATO",
    "/network?show=speech&since=2012&until=2012",
    "/sources",
    "/paste",
)


def main() -> None:
    """Make the store where it is not there, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--times", type=int, default=15)
    given = parser.parse_args()
    file = given.file or Path(tempfile.gettempdir()) / f"dateline-made-{given.events}.duckdb"
    if not file.exists():
        start = time.perf_counter()
        make(file, given.events)
        print(f"made {file} in {time.perf_counter() - start:.0f} s, {file.stat().st_size >> 20} MB")
    with TestClient(create_app(file)) as client, open_store(file) as store:
        first = store.execute("SELECT min(id) FROM reports").fetchall()[0][0]
        everything = []
        for address in (*PAGES, f"/report/{first}"):
            taken = []
            for _ in range(given.times):
                start = time.perf_counter()
                response = client.get(address)
                taken.append((time.perf_counter() - start) * 1000)
                assert response.status_code == 200, (address, response.status_code)
            everything += taken
            taken.sort()
            p95 = taken[int(0.95 * (len(taken) - 1))]
            print(f"{statistics.median(taken):7.0f} ms  {p95:7.0f} ms  {address}", flush=True)
        everything.sort()
        print(f"all pages: median {statistics.median(everything):.0f} ms, "
              f"95% {everything[int(0.95 * (len(everything) - 1))]:.0f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
