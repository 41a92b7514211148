"""Tells reports on other things apart: a sports page is full of attacks and defeats."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from dateline.tables import read_table

TABLE = Path(__file__).parent / "data" / "off_domain.tsv"
# One word may be a metaphor ("moved the goalposts"); two in a sentence or a steady
# sprinkling over the report are its subject.
_IN_SENTENCE = 2
_IN_REPORT_PER_WORD = 1 / 60


class Domain:
    """Words of fields that are not international affairs."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = dict(words)

    @classmethod
    def load(cls, path: Path = TABLE) -> Domain:
        """Read the words. Raises TableError where a row is wrong."""
        return cls(
            {r.required("word"): r.required("domain") for r in read_table(path, ("domain", "word"))}
        )

    def foreign_sentences(self, doc: Doc) -> frozenset[int]:
        """Return the start tokens of the sentences that are about something else."""
        counts = [(sentence, self._count(sentence)) for sentence in doc.sents]
        total = sum(count for _, count in counts)
        if total >= 3 and total >= len(doc) * _IN_REPORT_PER_WORD:
            return frozenset(sentence.start for sentence, _ in counts)
        return frozenset(s.start for s, count in counts if count >= _IN_SENTENCE)

    def _count(self, sentence: DocSpan) -> int:
        return len({t.lemma_.lower() for t in sentence if t.lemma_.lower() in self._words})
