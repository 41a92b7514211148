"""Scores country and sector of actors in single sentences without date or context.

    python -m tests.gold.singles [--misses] [--second] [mend|score]

``actors_single.jsonl`` and ``actors_single2.jsonl`` (``--second``) were coded before they were run.
Rules may be written from misses in the half called ``mend``; the half called ``score`` is only ever
measured. A country that is null must not be
given; a sector that is null was left open and does not count.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.coder import Coder
from dateline.evaluate import Tally
from dateline.record import Actor, Record

GOLD = Path(__file__).parent / "actors_single.jsonl"
SECOND_GOLD = Path(__file__).parent / "actors_single2.jsonl"
_LEAST_SHARED = 0.4


def load(half: str = "", gold: Path = GOLD) -> list[dict[str, Any]]:
    """Return the sentences of a half, or all."""
    lines = gold.read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, lines) if half in ("", row["half"])]


def best(record: Record, start: int, end: int) -> list[Actor]:
    """Return the actors of the mentions that fit the characters ``[start, end)`` best."""
    actors = {a.id: a for a in record.actors}
    fits: dict[float, list[Actor]] = {}
    for mention in record.mentions:
        shared = min(mention.end, end) - max(mention.start, start)
        if shared >= _LEAST_SHARED * (end - start):
            whole = max(mention.end, end) - min(mention.start, start)
            fits.setdefault(shared / whole, []).append(actors[mention.actor])
    return fits[max(fits)] if fits else []


def score(coder: Coder, half: str = "", gold: Path = GOLD) -> tuple[dict[str, Tally], list[str]]:
    """Return the tallies of countries and sectors, and a line for each miss."""
    tallies = {"country": Tally(), "sector": Tally()}
    misses = []
    for row in load(half, gold):
        record = coder.code(row["text"])
        for wanted, found in _pairs(record, row["actors"]):
            for field, tally in tallies.items():
                values = {getattr(a, field) for a in found} - {None}
                if wanted[field] is None and field == "sector":
                    continue
                tally.gold += wanted[field] is not None
                tally.answered += bool(values)
                tally.right += wanted[field] in values
                if (wanted[field] or "") not in (values or {""}):
                    ids = [a.id for a in found]
                    misses.append(f"{field} of {wanted['words']!r} {wanted[field]}, is {ids} "
                                  f"{sorted(values)}: {row['text']}")  # fmt: skip
    return tallies, misses


def _pairs(
    record: Record, actors: Sequence[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], list[Actor]]]:
    for wanted in actors:
        yield wanted, best(record, wanted["start"], wanted["end"])


def main(arguments: Sequence[str]) -> None:
    """Print precision and recall of countries and sectors for each half."""
    coder = Coder()
    halves = [a for a in arguments if not a.startswith("--")] or ["mend", "score"]
    gold = SECOND_GOLD if "--second" in arguments else GOLD
    for half in halves:
        tallies, misses = score(coder, half, gold)
        for field, tally in tallies.items():
            print(
                f"{half:6} {field:8} precision {tally.precision:.3f} recall {tally.recall:.3f} "
                f"({tally.right} of {tally.gold}, {tally.answered} answered)"
            )
        if "--misses" in arguments:
            print("\n".join(f"  {miss}" for miss in misses))


if __name__ == "__main__":
    main(sys.argv[1:])
