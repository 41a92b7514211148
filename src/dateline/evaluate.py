"""Scores against a user's gold, with intervals that say how far the figures can be trusted.

Two forms of gold are read. *Pairs*: one JSON object a line with ``id``, ``sentence``, ``source``,
``target`` (each with ``start`` and ``end``, or ``all`` for several marks) and ``root``, the event
type between them. *Statements*: ``id``, ``text`` and ``attributions``, each with lists of spans
``source``, ``cue`` and ``content``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from dateline.record import Span

T = TypeVar("T")

RESAMPLES = 1000
_SEED = 1
# Content spans of gold and answer are the same statement when they share half their characters,
# the measure of the PolNeAR scorer.
_SAME_CONTENT = 0.5


class GoldError(ValueError):
    """A line of gold is not of the form expected."""


class Mark(msgspec.Struct, frozen=True):
    """A marked participant: one span, or all mentions of it."""

    start: int
    end: int
    text: str = ""
    all: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """Every span that is marked."""
        return self.all or ((self.start, self.end),)


class GoldPair(msgspec.Struct, frozen=True):
    """A sentence with a marked actor and recipient, and the event type between them."""

    id: str
    sentence: str
    root: str
    source: Mark | None = None
    target: Mark | None = None


class Attribution(msgspec.Struct, frozen=True):
    """Source, cue and content of a statement, each as spans of the text."""

    content: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()


class GoldStatements(msgspec.Struct, frozen=True):
    """A text with its attributions."""

    id: str
    text: str
    attributions: tuple[Attribution, ...] = ()


class Interval(msgspec.Struct, frozen=True):
    """A figure with the bounds of its 95% bootstrap interval."""

    value: float
    low: float
    high: float


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1 of one class, with how often it occurs in the gold."""

    name: str
    precision: float
    recall: float
    f1: Interval
    gold: int


class Evaluation(msgspec.Struct, frozen=True):
    """All scores of a run."""

    scores: tuple[Score, ...]
    summary: tuple[tuple[str, Interval], ...]
    size: int
    abstained: int = 0


class Tally(msgspec.Struct):
    """Counts behind precision and recall."""

    right: int = 0
    answered: int = 0
    gold: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally to this one."""
        self.right += other.right
        self.answered += other.answered
        self.gold += other.gold

    @property
    def precision(self) -> float:
        """Share of answers that are right."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was answered rightly."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_gold(path: Path, form: type[T]) -> list[T]:
    """Read gold of one of the forms above, one JSON object a line.

    Raises GoldError with file and line, FileNotFoundError where there is no file.
    """
    decoder = msgspec.json.Decoder(form)
    found: list[T] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                found.append(decoder.decode(line))
            except msgspec.DecodeError as error:
                raise GoldError(f"{path}:{number}: {error}") from error
    if not found:
        raise GoldError(f"{path}: there is no gold in it")
    return found


def score_labels(gold: Sequence[str], answers: Sequence[str | None]) -> Evaluation:
    """Score one label an item: per class, macro-F1 and accuracy. No answer is a wrong answer."""
    pairs = list(zip(gold, answers, strict=True))
    classes = sorted(set(gold))

    def per_class(items: Sequence[tuple[str, str | None]]) -> dict[str, Tally]:
        tallies = {name: Tally() for name in classes}
        for right, answer in items:
            tallies[right].gold += 1
            if answer in tallies:
                tallies[answer].answered += 1
                tallies[answer].right += answer == right
        return tallies

    def macro(items: Sequence[tuple[str, str | None]]) -> float:
        present = [t for t in per_class(items).values() if t.gold]
        return sum(t.f1 for t in present) / len(present) if present else 0.0

    def accuracy(items: Sequence[tuple[str, str | None]]) -> float:
        return sum(right == answer for right, answer in items) / len(items)

    tallies = per_class(pairs)
    measures: list[Callable[[Sequence[tuple[str, str | None]]], float]] = [macro, accuracy]
    measures += [_f1_of(per_class, name) for name in classes]
    intervals = bootstrap(pairs, measures)
    scores = tuple(
        Score(name, tallies[name].precision, tallies[name].recall, interval, tallies[name].gold)
        for name, interval in zip(classes, intervals[2:], strict=True)
    )
    return Evaluation(
        scores,
        (("macro-F1", intervals[0]), ("accuracy", intervals[1])),
        len(pairs),
        sum(answer is None for _, answer in pairs),
    )


def _f1_of(
    per_class: Callable[[Sequence[tuple[str, str | None]]], dict[str, Tally]], name: str
) -> Callable[[Sequence[tuple[str, str | None]]], float]:
    return lambda items: per_class(items)[name].f1


def score_statements(
    gold: Sequence[GoldStatements], answers: Sequence[Sequence[Attribution]]
) -> Evaluation:
    """Score attributions: relations that pair up, and the characters of each role."""
    roles = ("source", "cue", "content")
    documents: list[dict[str, Tally]] = []
    for document, answer in zip(gold, answers, strict=True):
        ours = [_characters(a, document.text) for a in answer]
        theirs = [_characters(a, document.text) for a in document.attributions]
        ours = [a for a in ours if a["content"]]
        theirs = [a for a in theirs if a["content"]]
        tallies = {"relation": Tally(_paired(theirs, ours), len(ours), len(theirs))}
        for role in roles:
            found = set().union(*(a[role] for a in ours)) if ours else set()
            wanted = set().union(*(a[role] for a in theirs)) if theirs else set()
            tallies[f"{role} characters"] = Tally(len(found & wanted), len(found), len(wanted))
        documents.append(tallies)
    names = ["relation", *(f"{role} characters" for role in roles)]

    def total(items: Sequence[dict[str, Tally]], name: str) -> Tally:
        tally = Tally()
        for item in items:
            tally.add(item[name])
        return tally

    intervals = bootstrap(
        documents,
        [lambda items, name=name: total(items, name).f1 for name in names],  # type: ignore[misc]
    )
    scores = []
    for name, interval in zip(names, intervals, strict=True):
        tally = total(documents, name)
        scores.append(Score(name, tally.precision, tally.recall, interval, tally.gold))
    return Evaluation(tuple(scores), (("relation F1", intervals[0]),), len(documents))


def bootstrap(
    items: Sequence[T], measures: Sequence[Callable[[Sequence[T]], float]]
) -> list[Interval]:
    """Return each measure over the items with its 95% percentile interval."""
    chance = random.Random(_SEED)  # noqa: S311 - a fixed seed is the point
    drawn: list[list[float]] = [[] for _ in measures]
    for _ in range(RESAMPLES if len(items) > 1 else 0):
        sample = chance.choices(items, k=len(items))
        for values, measure in zip(drawn, measures, strict=True):
            values.append(measure(sample))
    intervals = []
    for values, measure in zip(drawn, measures, strict=True):
        values.sort()
        value = measure(items)
        low = values[int(0.025 * len(values))] if values else value
        high = values[min(len(values) - 1, int(0.975 * len(values)))] if values else value
        intervals.append(Interval(value, low, high))
    return intervals


def _characters(attribution: Attribution, text: str) -> dict[str, set[int]]:
    return {
        role: {i for s, e in spans for i in range(s, min(e, len(text))) if not text[i].isspace()}
        for role, spans in (
            ("source", attribution.source),
            ("cue", attribution.cue),
            ("content", attribution.content),
        )
    }


def _paired(gold: Sequence[dict[str, set[int]]], found: Sequence[dict[str, set[int]]]) -> int:
    """Return how many attributions pair up one to one (maximum bipartite matching)."""
    edges = [[j for j, answer in enumerate(found) if _same(wanted, answer)] for wanted in gold]
    partner: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(gold)))


def _same(gold: dict[str, set[int]], found: dict[str, set[int]]) -> bool:
    shared = len(gold["content"] & found["content"])
    if shared < _SAME_CONTENT * len(gold["content"] | found["content"]):
        return False
    if not gold["source"] and not found["source"]:
        return True
    return bool(gold["source"] & found["source"])


def write_lines(path: Path, rows: Iterable[object]) -> None:
    """Write one JSON object a line."""
    encoder = msgspec.json.Encoder()
    with path.open("wb") as stream:
        for row in rows:
            stream.write(encoder.encode(row) + b"\n")
