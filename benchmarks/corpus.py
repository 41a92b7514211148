"""How a corpus goes through: memory by size, what storing costs, what a second worker brings.

Makes reports (the same ones every time, each different from the others): short ones by patterns,
or with ``--long`` some of 300 to 400 words out of sentences of the gold reports. Codes them as
``dateline code --db`` does and prints

* ``memory``: the peak memory of all processes of a run, by the number of reports;
* ``storing``: the share of a run of one process that reading and storing take, in seconds of the
  processor, so that others on the machine do not matter;
* ``workers``: how much faster two workers are than one, in alternating rounds, and what of it can
  not be shared: the seconds of the processor that the parent spends.

    python benchmarks/corpus.py memory --sizes 1000 10000 50000 100000 --workers 2
    python benchmarks/corpus.py storing --reports 600 --long
    python benchmarks/corpus.py workers --reports 300 --rounds 5 --long
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

STATES = [
    "Norway", "Chad", "Brazil", "Japan", "Kenya", "Peru", "Ghana", "Poland", "Laos", "Oman",
    "Chile", "Egypt", "Spain", "Nepal", "Qatar", "Serbia", "Sudan", "Turkey", "Mexico", "India",
    "Jordan", "Angola", "Latvia", "Canada", "Greece", "Yemen", "Cuba", "Mali", "Iraq", "Israel",
]  # fmt: skip
DEEDS = [
    "condemned {other} over {matter}", "praised {other} for its work on {matter}",
    "expelled two diplomats of {other} in a dispute about {matter}",
    "sent {number} tonnes of food to {other}", "threatened {other} with sanctions over {matter}",
    "signed an agreement with {other} on {matter}", "urged {other} to settle {matter}",
    "recalled its ambassador to {other}", "will host talks with {other} on {matter}",
    "accused {other} of breaking its promises on {matter}",
    "lifted its sanctions against {other}", "refused to discuss {matter} with {other}",
]  # fmt: skip
MATTERS = [
    "fishing rights", "the border", "grain exports", "a dam", "detained sailors", "visas",
    "air traffic", "a pipeline", "refugees", "water", "cotton tariffs", "an old debt",
    "radio stations", "war graves", "satellites", "a seized tanker", "vaccines", "mining licences",
]  # fmt: skip
SPEAKERS = [
    "the foreign ministry said", "officials said on {day}", "state television reported",
    "a government spokesman said", "the prime minister told parliament on {day}",
    "according to two diplomats", "the president's office said in a statement",
]  # fmt: skip
REPLIES = [
    "{other} rejected the charge and said it had acted within its rights.",
    "\"We will answer in {number} days,\" the foreign minister of {other} told reporters.",
    "{third} offered to mediate, and both governments agreed.",
    "Troops of {third} and {other} held {number} exercises last year.",
    "Traders in {third} said that prices had risen by {number} percent since {day}.",
    "A court in {other} jailed {number} protesters, a lawyer said.",
    "The weather was cold, and few people were in the streets that week.",
    "Opposition leaders in {actor} demanded an inquiry into {matter}.",
    "It was the {number}th such meeting in ten years.",
]  # fmt: skip
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SAMPLED_SECONDS = 0.25
_PAGE = os.sysconf("SC_PAGE_SIZE")
T = TypeVar("T")


def write_corpus(path: Path, count: int) -> Path:
    """Write so many reports of two to six sentences as JSONL, one in twenty of them a copy."""
    chance = random.Random(7)
    last = ""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            text = last if number % 20 == 19 else _text(chance)
            last = text
            row = {
                "text": text,
                "published": f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}",
                "publisher": f"Paper {number % 41}",
                "url": f"https://paper-{number % 41}.example/{number}",
            }
            stream.write(json.dumps(row) + "\n")
    return path


def write_long_corpus(path: Path, count: int) -> Path:
    """Write so many reports of 300 to 400 words as JSONL; no two are copies of one text."""
    chance = random.Random(7)
    sentences = sorted(set(_sentences()))
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            least, text, words = chance.randrange(300, 380), "", 0
            for sentence in chance.sample(sentences, len(sentences)):
                text += sentence + ("\n\n" if chance.random() < 0.4 else " ")
                words += sentence.count(" ") + 1
                if words >= least:
                    break
            row = {
                "text": text.strip(),
                "published": f"20{10 + number % 14}-{1 + number % 12:02}-{1 + number % 28:02}",
                "publisher": f"Paper {number % 41}",
                "url": f"https://paper-{number % 41}.example/{number}",
            }
            stream.write(json.dumps(row) + "\n")
    return path


def _sentences() -> Iterator[str]:
    here = Path(__file__).parents[1]
    texts = [json.loads(p.read_text("utf-8"))["text"] for p in here.glob("tests/gold/reports/*")]
    texts += [p.read_text("utf-8") for p in here.glob("tests/gold/on_field/*.txt")]
    for text in texts:
        for paragraph in text.split("\n\n"):
            for sentence in re.split(r"(?<=[a-z][.!?\"]) (?=[A-Z\"])", " ".join(paragraph.split())):
                if sentence.count(" ") > 4:
                    yield sentence


def _text(chance: random.Random) -> str:
    actor, other, third = chance.sample(STATES, 3)
    words = {"actor": actor, "other": other, "third": third}

    def filled(pattern: str) -> str:
        return pattern.format(
            **words,
            matter=chance.choice(MATTERS),
            day=chance.choice(DAYS),
            number=chance.randrange(4, 900),
        )

    first = f"{actor} {filled(chance.choice(DEEDS))}, {filled(chance.choice(SPEAKERS))}."
    rest = [filled(p) for p in chance.sample(REPLIES, chance.randrange(1, 5))]
    return " ".join([first, *rest])


class Run:
    """One run of ``dateline code --db`` and what it took."""

    def __init__(self, source: Path, db: Path, workers: int) -> None:
        """Start it and wait for its end, looking at its memory."""
        command = [sys.executable, "-m", "dateline", "code", str(source), "--db", str(db)]
        started = time.perf_counter()
        # A file: a pipe that nobody reads meanwhile stops a run that has much to say.
        said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the run
        process = subprocess.Popen([*command, "--workers", str(workers)], stderr=said)
        self.peak = self.peak_of_parent = 0
        """Bytes resident: of all processes together, and of the one that stores."""
        spent: dict[int, float] = {}
        while process.poll() is None:
            processes = tree(process.pid)
            sizes = [resident(pid) for pid in processes]
            self.peak = max(self.peak, sum(sizes))
            self.peak_of_parent = max(self.peak_of_parent, sizes[0])
            spent |= {pid: processor(pid) or spent.get(pid, 0.0) for pid in processes}
            time.sleep(_SAMPLED_SECONDS)
        self.seconds = time.perf_counter() - started
        self.parent, self.all = spent[process.pid], sum(spent.values())
        """Seconds of the processor: of the process that stores, of all."""
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode())


def tree(pid: int) -> list[int]:
    """Return the ids of a process and of all below it."""
    found = [pid]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text()
        except OSError:
            continue
        found.extend(int(child) for child in children.split())
    return found


def resident(pid: int) -> int:
    """Return the bytes of a process that are in memory, 0 where it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def processor(pid: int) -> float:
    """Return the seconds a process has had of the processor, 0 where it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(folder: Path, sizes: Sequence[int], workers: int) -> None:
    """Print the peak memory of runs of these sizes."""
    print(f"{'reports':>8} {'all MB':>8} {'parent MB':>10} {'seconds':>8} {'file MB':>8}")
    for size in sizes:
        db = folder / f"{size}.duckdb"
        run = Run(write_corpus(folder / "corpus.jsonl", size), db, workers)
        print(
            f"{size:8} {run.peak / 1e6:8.0f} {run.peak_of_parent / 1e6:10.0f} "
            f"{run.seconds:8.0f} {db.stat().st_size / 1e6:8.0f}",
            flush=True,
        )
        db.unlink()


def workers(source: Path, count: int, rounds: int) -> None:
    """Print how much faster two workers are than one."""
    took: dict[int, list[Run]] = {1: [], 2: []}
    for number in range(rounds):
        for several in (1, 2) if number % 2 else (2, 1):
            db = source.with_name("records.duckdb")
            took[several].append(Run(source, db, several))
            db.unlink()
    pairs = list(zip(took[1], took[2], strict=True))
    for several, runs in took.items():
        seconds = statistics.median(r.seconds for r in runs)
        spent = statistics.median(r.all for r in runs)
        print(
            f"{several} worker(s): {seconds:.1f} s, {spent:.1f} s of the processor, {count} reports"
        )
    ratios = [one.seconds / two.seconds for one, two in pairs]
    print(
        f"two workers are {statistics.median(ratios):.2f} times as fast as one "
        f"({min(ratios):.2f} to {max(ratios):.2f}; {rounds} rounds, each with its start)"
    )
    serial = [two.parent / two.all for _, two in pairs]
    print(
        f"the parent of two spends {100 * statistics.median(serial):.1f}% of the processor's time"
    )


class Spent:
    """Seconds of the processor spent within an iterator."""

    def __init__(self) -> None:
        """Start at none."""
        self.seconds = 0.0

    def within(self, items: Iterable[T]) -> Iterator[T]:
        """Yield the items, and count how long each took to come."""
        iterator = iter(items)
        while True:
            start = time.process_time()
            try:
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self.seconds += time.process_time() - start
            yield item


def storing(source: Path, count: int) -> None:
    """Print which share of a run of one process each part of it takes."""
    from dateline.coder import Coder
    from dateline.reading import read
    from dateline.scale.coding import code_all
    from dateline.store import Intake, StoreFile
    from dateline.store.relating import relate

    db = source.with_name("records.duckdb")
    coder = Coder()
    list(code_all(coder, read([str(write_corpus(source.with_name("warm.jsonl"), 64))])))
    reading, choosing, coding = Spent(), Spent(), Spent()
    with StoreFile(db) as store:
        start = time.process_time()
        intake = Intake(store, coder.coded, [])
        unseen = choosing.within(intake.unseen(reading.within(read([str(source)]))))
        intake.take(coding.within(code_all(coder, unseen)))
        taken = time.process_time()
        relate(store)
        done = time.process_time()
    whole = done - start
    parts: dict[str, float] = {
        "reading": reading.seconds,
        "coding": coding.seconds - choosing.seconds,
        "storing": taken - start - coding.seconds + choosing.seconds - reading.seconds,
        "copies and stories": done - taken,
    }
    print(f"{count} reports in {whole:.1f} s of the processor")
    for what, seconds in parts.items():
        print(f"{what:20} {seconds:7.2f} s {100 * seconds / whole:5.1f}%")


def main() -> None:
    """Run what is asked for."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("what", choices=["memory", "storing", "workers"])
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 50_000, 100_000])
    options.add_argument("--reports", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--long", action="store_true", help="reports of 300 to 400 words")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write = write_long_corpus if chosen.long else write_corpus
        measured: dict[str, Callable[[], None]] = {
            "memory": lambda: memory(folder, chosen.sizes, chosen.workers),
            "storing": lambda: storing(write(folder / "c.jsonl", chosen.reports), chosen.reports),
            "workers": lambda: workers(
                write(folder / "c.jsonl", chosen.reports), chosen.reports, chosen.rounds
            ),
        }
        measured[chosen.what]()


if __name__ == "__main__":
    main()
