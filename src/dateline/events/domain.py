"""Tells reports on other things apart: a sports page is full of attacks and defeats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

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
# A report is about something else where words of other domains weigh so much a token and
# outweigh those of the field.
_IN_REPORT_PER_TOKEN = 1 / 20
_REPORT_BALANCE = 1.5
# One word may be a metaphor ("moved the goalposts"); a sentence of an ordinary report is about
# something else where its words weigh so much more than those of the field.
_IN_SENTENCE = 5
# A sentence of a foreign report that is of the field all the same ("troops invaded").
_IN_FIELD = 4


class Weights(NamedTuple):
    """How much the words of other domains and those of the field weigh."""

    other: int
    field: int


class Domain:
    """Words of international affairs and of other fields, with their weights."""

    def __init__(self, words: Mapping[str, tuple[str, int]]) -> None:
        self._words = {w: of for w, of in words.items() if " " not in w}
        self._phrases = {w: of for w, of in words.items() if " " in w}

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

    def foreign_sentences(self, doc: Doc) -> frozenset[int]:
        """Return the start tokens of the sentences that are about something else."""
        weights = [(sentence.start, self.weigh(sentence)) for sentence in doc.sents]
        other = sum(w.other for _, w in weights)
        own = sum(w.field for _, w in weights)
        if (
            len(weights) > 2
            and other >= len(doc) * _IN_REPORT_PER_TOKEN
            and other >= own * _REPORT_BALANCE
        ):
            return frozenset(start for start, w in weights if w.field - w.other < _IN_FIELD)
        return frozenset(
            start for start, w in weights if w.other >= _IN_SENTENCE and w.other > 2 * w.field
        )

    def weigh(self, sentence: DocSpan) -> Weights:
        """Return the weights of a sentence; a word counts once however often it stands there."""
        other = field = 0
        for word in sorted(set(self._found(sentence))):
            domain, weight = self._words.get(word) or self._phrases[word]
            if domain == "field":
                field += weight
            else:
                other += weight
        return Weights(other, field)

    def _found(self, sentence: DocSpan) -> Iterator[str]:
        previous = ""
        for token in sentence:
            lemma = token.lemma_.lower()
            if lemma == "-":
                continue
            phrase = f"{previous} {lemma}"
            if phrase in self._phrases:
                yield phrase
            if lemma in self._words:
                yield lemma
            previous = lemma
