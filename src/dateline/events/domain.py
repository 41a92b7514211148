"""Tells reports on other things apart: a sports page is full of attacks and defeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from dateline.events.tree import Tree
from dateline.tables import read_table

TABLE = Path(__file__).parent / "data" / "domains.tsv"
_DOMAINS = (
    "business",
    "crime",
    "culture",
    "field",
    "games",
    "life",
    "science",
    "sport",
    "technology",
    "weather",
)
# A report, or a long paragraph of it, is about something else where words of other domains weigh
# so much a token and so many times more than those of the field: more times where the words of
# the field are dense too.
_OTHER_PER_TOKEN = 1 / 16
_FIELD_PER_TOKEN = 1 / 15
_BALANCE_OF_REPORT = 1.2
_BALANCE_OF_PARAGRAPH = 3.0
_BALANCE_WHERE_DENSE = 4.0
_LONG = 40
# One word may be a metaphor ("moved the goalposts"); a sentence of an ordinary report is about
# something else where its words weigh so much more than those of the field.
_IN_SENTENCE = 6
# So much is enough where no word of the field stands there.
_ALONE = 4
# A report of so few sentences is judged by each of them.
_SHORT = 2
# A sentence of a foreign report that is of the field all the same ("troops invaded").
_IN_FIELD = 3


class Weights(NamedTuple):
    """How much the words of other domains and those of the field weigh."""

    other: int
    field: int


class Weighed(NamedTuple):
    """A sentence: where it starts and how long it is in tokens, its weights, and what ends it."""

    start: int
    length: int
    weights: Weights
    last: str


class Domain:
    """Words of international affairs and of other fields, with their weights."""

    def __init__(self, words: Mapping[str, tuple[str, int]]) -> None:
        self._words = {w: of for w, of in words.items() if " " not in w}
        self._phrases = {w: of for w, of in words.items() if " " in w}
        self._openings = {phrase.partition(" ")[0] for phrase in self._phrases}

    @classmethod
    def load(cls, path: Path = TABLE) -> Domain:
        """Read the words. Raises TableError where a row is wrong."""
        words: dict[str, tuple[str, int]] = {}
        for row in read_table(path, ("domain", "word", "weight")):
            word = row.required("word")
            if word in words:
                raise row.error(f"{word!r} stands twice, first under {words[word][0]}")
            weight = int(row.one_of("weight", ("1", "2")))
            words[word] = row.one_of("domain", _DOMAINS), weight
        return cls(words)

    def foreign_sentences(self, tree: Tree) -> frozenset[int]:
        """Return the start tokens of the sentences that are about something else."""
        sentences = [
            Weighed(
                s.start,
                s.end - s.start,
                self.weigh(tree.lemmas[s.start : s.end]),
                tree.tokens[s.end - 1].text,
            )
            for s in tree.sentences
        ]
        if len(sentences) > _SHORT and _is_foreign(sentences, _BALANCE_OF_REPORT):
            return frozenset(_not_of_field(sentences))
        found = {
            s.start
            for s in sentences
            if s.weights.other >= (_IN_SENTENCE if s.weights.field else _ALONE)
            and s.weights.other > 2 * s.weights.field
        }
        for paragraph in _paragraphs(sentences):
            if _is_foreign(paragraph, _BALANCE_OF_PARAGRAPH):
                found.update(_not_of_field(paragraph))
        return frozenset(found)

    def weigh(self, lemmas: Sequence[str]) -> Weights:
        """Return the weights of a sentence; a word counts once however often it stands there."""
        other = field = 0
        found = self._words.keys() & set(lemmas)
        if not self._openings.isdisjoint(lemmas):
            found.update(self._phrases_in(lemmas))
        for word in found:
            domain, weight = self._words.get(word) or self._phrases[word]
            if domain == "field":
                field += weight
            else:
                other += weight
        return Weights(other, field)

    def _phrases_in(self, lemmas: Sequence[str]) -> Iterator[str]:
        previous = ""
        for lemma in lemmas:
            if lemma == "-":
                continue
            if previous in self._openings and (phrase := f"{previous} {lemma}") in self._phrases:
                yield phrase
            previous = lemma


def _is_foreign(sentences: Sequence[Weighed], balance: float) -> bool:
    tokens = sum(s.length for s in sentences)
    other = sum(s.weights.other for s in sentences)
    field = sum(s.weights.field for s in sentences)
    if field >= tokens * _FIELD_PER_TOKEN:
        balance = max(balance, _BALANCE_WHERE_DENSE)
    return tokens >= _LONG and other >= tokens * _OTHER_PER_TOKEN and other >= field * balance


def _not_of_field(sentences: Sequence[Weighed]) -> Iterator[int]:
    for sentence in sentences:
        if sentence.weights.field - sentence.weights.other < _IN_FIELD:
            yield sentence.start


def _paragraphs(sentences: Sequence[Weighed]) -> Iterator[list[Weighed]]:
    """Yield the sentences of each paragraph; an empty line ends one."""
    paragraph: list[Weighed] = []
    for sentence in sentences:
        paragraph.append(sentence)
        if "\n" in sentence.last:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph
