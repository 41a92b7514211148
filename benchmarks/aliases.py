"""How long a large knowledge base takes to load from the cache.

Makes a table of organisations with so many names and aliases, loads it once to fill the cache, then
measures the processor time of fresh processes: the tables from the cache, and the automaton over
all names.

    python benchmarks/aliases.py [--aliases 200000] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from itertools import islice, product
from pathlib import Path

HEADER = [
    "id",
    "name",
    "kind",
    "country",
    "sector",
    "seat",
    "parent",
    "start",
    "end",
    "aliases",
    "wikidata",
]
NAMES_EACH = 5
FIRST = [
    "Amber",
    "Birch",
    "Cedar",
    "Delta",
    "Eagle",
    "Fjord",
    "Garnet",
    "Harbour",
    "Ivory",
    "Jasper",
    "Kestrel",
    "Lagoon",
]
SECOND = [
    "Relief",
    "Trade",
    "Peace",
    "River",
    "Border",
    "Harvest",
    "Youth",
    "Coastal",
    "Mountain",
    "Desert",
]
LAST = (
    "Union",
    "League",
    "Front",
    "Council",
    "Bureau",
    "Institute",
    "Network",
    "Forum",
)
LETTERS = "abcdefghijklmnopqrst"

MEASURED = """
import json, sys, time
from pathlib import Path
start = time.process_time()
from dateline.knowledge import Knowledge
from dateline.mentions.names import NameFinder
imported = time.process_time()
knowledge = Knowledge.load(extra=[Path(sys.argv[1])])
loaded = time.process_time()
names = (*knowledge.names(), *knowledge.region_names())
finder = NameFinder(names)
built = time.process_time()
print(json.dumps({"names": len(names), "imports": imported - start, "tables": loaded - imported,
                  "automaton": built - loaded}))
"""


def write_table(path: Path, aliases: int) -> None:
    """Write a table of made organisations with so many names and aliases altogether."""
    made = product(LETTERS, LETTERS, FIRST, SECOND, LAST)
    names = (f"{one}{two}{first[1:]} {second} {last}".capitalize() for one, two, first, second, last
             in made)  # fmt: skip
    rows = []
    for number in range(aliases // NAMES_EACH):
        name, *others = islice(names, NAMES_EACH)
        cells = [f"made-{number}", name, "ngo", "NGO", "", "", "", "", "", "|".join(others), ""]
        rows.append("\t".join(cells))
    path.write_text("\n".join(["\t".join(HEADER), *sorted(rows)]) + "\n", encoding="utf-8")


def measured(directory: Path, cache: Path) -> dict[str, float]:
    """Return the seconds of processor time of each step in a fresh process."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, str(directory)],
        env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(run.stdout)
    return found


def main() -> None:
    """Print the times without and with the cache."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--aliases", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        directory, cache = Path(made) / "tables", Path(made) / "cache"
        directory.mkdir()
        write_table(directory / "organisations.tsv", wanted.aliases)
        first = measured(directory, cache)
        print(f"{first['names']:.0f} names; without a cache {first['tables']:.2f} s")
        rounds = [measured(directory, cache) for _ in range(wanted.rounds)]
        for step in ("tables", "automaton"):
            print(f"{step:<10} {statistics.median(r[step] for r in rounds):.2f} s")
        both = statistics.median(r["tables"] + r["automaton"] for r in rounds)
        print(f"{'together':<10} {both:.2f} s from the cache")


if __name__ == "__main__":
    main()
