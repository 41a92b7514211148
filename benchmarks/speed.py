"""Speed of dateline against the plain parser, on the same texts in one run.

Prints words per second of spaCy's full pipeline (with NER), of spaCy without NER and of dateline,
their ratios (median of the rounds, taken pair by pair), the share of each step of our own code in
the plain parse (spaCy without NER), peak memory and the time from start to a first record. All but
the last is time of the processor, which others that work on the machine do not lengthen.

    python benchmarks/speed.py [--words 60000] [--rounds 5] [FILE ...]

Files are texts, or JSON objects with a *text*, such as tests/gold/reports/*.json. Without files
the texts are the example sentences of the frame lexicon, put together into reports of ten
sentences.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
from spacy.tokens import Doc

from dateline.actors import find_actors
from dateline.coder import Coder
from dateline.events.checking import read_example
from dateline.facts import find_facts
from dateline.reading import read_text
from dateline.record import Report
from dateline.statements import find_statements
from dateline.times import find_times

SENTENCES_A_REPORT = 10


def reports(coder: Coder, files: list[Path], words: int) -> list[Report]:
    """Return reports of about so many words altogether."""
    if files:
        texts = [text_of(path) for path in files]
    else:
        frames = coder.events.lexicon.frames
        step = max(1, len(frames) * 18 // words)
        sentences = [read_example(f.example).text for f in frames[::step]]
        texts = [
            " ".join(sentences[i : i + SENTENCES_A_REPORT])
            for i in range(0, len(sentences), SENTENCES_A_REPORT)
        ]
    return [read_text(text).report for text in texts]


def text_of(path: Path) -> str:
    """Return the text of a file, or that which its JSON object holds."""
    content = path.read_text(encoding="utf-8")
    return str(json.loads(content)["text"]) if path.suffix == ".json" else content


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes a processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def first_record() -> float:
    """Return the seconds from starting the command to the first record of a short report."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "dateline", "code", "-", "--format", "json"],
        input=b"France urged Lebanon to form a government.",
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - start


STEPS = ("times", "actors", "statements", "events", "facts")


def steps(coder: Coder, docs: Iterable[Doc]) -> dict[str, float]:
    """Return the seconds that each step of ours takes a processor."""
    spent = dict.fromkeys(STEPS, 0.0)
    clock = time.process_time
    for doc in docs:
        marks = [clock()]
        times = find_times(doc, None)
        marks.append(clock())
        actors = find_actors(doc, coder.knowledge, times, None)
        marks.append(clock())
        found = find_statements(doc, actors, times, coder.cues, None)
        marks.append(clock())
        coder.events.find(doc, found.actors, found.statements, times, None)
        marks.append(clock())
        find_facts(doc, found.actors, found.statements, times, coder.knowledge, None)
        marks.append(clock())
        for step, before, after in zip(STEPS, marks[:-1], marks[1:], strict=True):
            spent[step] += after - before
    return spent


def main() -> None:
    """Run the benchmark and print its figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("files", nargs="*", type=Path)
    options.add_argument("--words", type=int, default=60_000)
    options.add_argument("--rounds", type=int, default=5)
    chosen = options.parse_args()
    coder = Coder()
    name = coder.language.model.split()[0]
    full = spacy.load(name)
    bare = spacy.load(name, exclude=["ner"])
    texts = reports(coder, chosen.files, chosen.words)
    plain = [report.text for report in texts]
    words = sum(len(text.split()) for text in plain)
    runs: dict[str, Callable[[], object]] = {
        "spaCy with NER": lambda: list(full.pipe(plain, batch_size=32)),
        "spaCy without NER": lambda: list(bare.pipe(plain, batch_size=32)),
        "dateline": lambda: list(coder.code_reports(texts)),
    }
    for work in runs.values():
        work()
    took: dict[str, list[float]] = {what: [] for what in runs}
    shares: dict[str, list[float]] = {step: [] for step in STEPS}
    for _ in range(chosen.rounds):
        for what, work in runs.items():
            took[what].append(seconds(work))
        spent = steps(coder, list(coder.language.parse_all(plain)))
        for step, value in spent.items():
            shares[step].append(value / took["spaCy without NER"][-1])
    print(f"{len(plain)} reports, {words} words, {chosen.rounds} rounds, {name}")
    for what, times in took.items():
        print(f"{what:20} {words / statistics.median(times):8.0f} words a second")
    for what in ("spaCy with NER", "spaCy without NER"):
        ratios = [a / b for a, b in zip(took[what], took["dateline"], strict=True)]
        print(
            f"dateline runs at {statistics.median(ratios):.2f} times the speed of {what} "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )
    for step, values in shares.items():
        print(f"{step:12} {100 * statistics.median(values):5.1f}% of the plain parse")
    print(f"first record after {statistics.median(first_record() for _ in range(3)):.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB with three pipelines loaded")


if __name__ == "__main__":
    main()
