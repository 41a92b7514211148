"""A learned answer where no frame has one: which type a pair of marked actors most likely has.

An averaged perceptron over the words of the sentence and those on the way from actor to recipient,
trained on the example sentences of the frame lexicon alone (``python -m dateline.events.learned``).
Its weights are whole numbers, so that training gives the same table on every machine. It only
answers questions about marked pairs that frames leave open; it codes no reports.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc

from dateline.events.checking import marked_actors, read_example
from dateline.events.lexicon import FrameLexicon
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.events.paths import path_between
from dateline.items import Actors
from dateline.language import Language
from dateline.tables import read_table

_FILE = "learned.tsv"
_EPOCHS = 8
# Orders of the examples over which the weights are averaged: one alone leans to its own end.
_ORDERS = 6
# Weights are thousandths; a feature whose every weight is smaller decides nothing.
_SCALE = 1000
_LEAST = 1000
_SHOWN = 3


class Learned:
    """Weights of features for each event type."""

    def __init__(self, weights: Mapping[str, Mapping[str, int]]) -> None:
        self._weights = weights
        self._types = sorted({type_ for of in weights.values() for type_ in of})

    @classmethod
    def load(cls, directory: Path = DEFAULT_DIRECTORY) -> Learned | None:
        """Read the weights of an ontology, None where it has none."""
        path = directory / _FILE
        if not path.exists():
            return None
        weights: dict[str, dict[str, int]] = {}
        for row in read_table(path, ("feature", "type", "weight")):
            weights.setdefault(row.required("feature"), {})[row.required("type")] = int(
                row.required("weight")
            )
        return cls(weights)

    def answer(self, doc: Doc, marked: Actors) -> tuple[str, tuple[str, ...]] | None:
        """Return the likeliest type and the features that spoke most for it."""
        found = [f for f in features(doc, marked) if f in self._weights]
        if not found:
            return None
        best = max(self._types, key=lambda t: (_score(self._weights, found, t), t))
        found.sort(key=lambda f: (-self._weights[f].get(best, 0), f))
        return best, tuple(found[:_SHOWN])


def features(doc: Doc, marked: Actors) -> list[str]:
    """Return the features of a sentence with marked actors, in alphabetical order.

    ``w:`` a content word, ``p:`` a word on the way from actor to recipient, ``n:`` one that hangs
    on that way, ``b:`` two that follow each other on it.
    """
    path = path_between(doc, marked)
    inside = {i for m in marked.mentions for i in range(*m.span)}
    found: set[str] = set()
    for token in doc:
        if token.idx in inside or token.is_punct or token.is_space:
            continue
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "NOUN", "ADJ"):
            found.add(f"w:{lemma}")
        if token.pos_ in ("VERB", "NOUN", "ADJ", "ADV", "ADP", "PART", "AUX"):
            if token.i in path:
                found |= {f"p:{lemma}", f"p:{lemma}:{token.pos_}"}
            elif token.head.i in path:
                found.add(f"n:{lemma}")
    way = sorted(path)
    for first, second in pairwise(way):
        found.add(f"b:{doc[first].lemma_.lower()}_{doc[second].lemma_.lower()}")
    return sorted(found)


def train(examples: Sequence[tuple[Sequence[str], str]]) -> dict[str, dict[str, int]]:
    """Return weights in thousandths, averaged over steps and orders, only those that matter."""
    total: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for seed in range(_ORDERS):
        for feature, of in _averaged(examples, seed).items():
            for type_, weight in of.items():
                total[feature][type_] += weight
    kept: dict[str, dict[str, int]] = {}
    for feature in sorted(total):
        mean = {type_: total[feature][type_] // _ORDERS for type_ in sorted(total[feature])}
        if max(abs(value) for value in mean.values()) >= _LEAST:
            kept[feature] = {t: value for t, value in mean.items() if abs(value) >= _LEAST // 4}
    return kept


def _averaged(
    examples: Sequence[tuple[Sequence[str], str]], seed: int
) -> dict[str, dict[str, int]]:
    """Return the weights of a perceptron, averaged over its steps."""
    types = sorted({type_ for _, type_ in examples})
    weights: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    passed: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    order = list(examples)
    chance = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    step = 1
    for _ in range(_EPOCHS):
        chance.shuffle(order)
        for found, right in order:
            guess = max(types, key=lambda t: (_score(weights, found, t), t))
            if guess != right:
                for feature in found:
                    weights[feature][right] += 1
                    weights[feature][guess] -= 1
                    passed[feature][right] += step
                    passed[feature][guess] -= step
            step += 1
    return {
        feature: {
            type_: (weights[feature][type_] * step - passed[feature][type_]) * _SCALE // step
            for type_ in weights[feature]
        }
        for feature in weights
    }


def _score(weights: Mapping[str, Mapping[str, int]], found: Iterable[str], type_: str) -> int:
    return sum(weights[f].get(type_, 0) for f in found if f in weights)


def main(arguments: Sequence[str]) -> None:
    """Train on the examples of the lexicon and write the table of weights."""
    directory = Path(arguments[0]) if arguments else DEFAULT_DIRECTORY
    lexicon = FrameLexicon.load(Ontology.load(directory), directory)
    examples = [read_example(frame.example) for frame in lexicon.frames]
    data = []
    docs = Language().parse_all(example.text for example in examples)
    for frame, example, doc in zip(lexicon.frames, examples, docs, strict=True):
        marks = [(f"actor:{i}", span) for i, span in enumerate(example.actors)]
        marks += [(f"recipient:{i}", span) for i, span in enumerate(example.recipients)]
        data.append((features(doc, marked_actors(doc, marks)), frame.type))
    weights = train(data)
    with (directory / _FILE).open("w", encoding="utf-8", newline="\n") as table:
        table.write("# Made by python -m dateline.events.learned; do not edit.\n")
        table.write("feature\ttype\tweight\n")
        for feature, of in weights.items():
            for type_, weight in of.items():
                table.write(f"{feature}\t{type_}\t{weight}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
