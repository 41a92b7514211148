"""The tokens of a report as plain lists: asking spaCy token by token is too slow in inner loops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from spacy.strings import StringStore
from spacy.tokens import Doc

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PROPER_TAGS = frozenset(("NNP", "NNPS"))
_OPENING = "“«„"
_CLOSING = "”»"


class _Strings(dict[int, str]):
    """Looks each hash up once."""

    def __init__(self, store: StringStore) -> None:
        super().__init__({0: ""})
        self._store = store

    def __missing__(self, key: int) -> str:
        text = self[key] = str(self._store[key])
        return text


class Words:
    """Text, tag, dependency and head of every token, by its position in the ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        self.content = doc.text
        columns = doc.to_array(["ORTH", "LOWER", "TAG", "DEP", "LEMMA", "HEAD", "IDX"])
        strings = _Strings(doc.vocab.strings)
        orth, lower, tag, dep, lemma = (
            [strings[key] for key in columns[:, i].tolist()] for i in range(5)
        )
        self.text: list[str] = orth
        self.lower: list[str] = [w.replace("’", "'") if "’" in w else w for w in lower]
        self.tag: list[str] = tag
        self.dep: list[str] = dep
        self.lemma: list[str] = [w.lower() for w in lemma]
        offsets = columns[:, 5].astype("int64").tolist()
        self.head: list[int] = [i + offset for i, offset in enumerate(offsets)]
        self.start: list[int] = columns[:, 6].tolist()
        self.end: list[int] = [s + len(t) for s, t in zip(self.start, self.text, strict=True)]
        self.sentence: list[int] = []
        self.sentence_bounds: list[tuple[int, int]] = []
        for number, sentence in enumerate(doc.sents):
            self.sentence.extend([number] * (sentence.end - sentence.start))
            self.sentence_bounds.append((sentence.start, sentence.end))

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of every token, in order of the text."""
        found: list[list[int]] = [[] for _ in self.text]
        for i, head in enumerate(self.head):
            if head != i:
                found[head].append(i)
        return found

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each token stands inside quotation marks that are closed in the paragraph."""
        flags = [False] * len(self)
        opened: int | None = None
        for i, text in enumerate(self.text):
            if opened is None:
                if text in ('"', "``", "''") or text in _OPENING:
                    opened = i
            elif text in ('"', "``", "''") or text in _CLOSING:
                flags[opened : i + 1] = [True] * (i + 1 - opened)
                opened = None
            elif "\n\n" in text:
                opened = None
        return flags

    def at(self, start: int) -> int:
        """Return the token in which the character offset lies (the next where it is a space)."""
        return max(0, bisect_right(self.start, start) - 1)

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Return the tokens, as a half-open range, that the character span touches."""
        first = bisect_right(self.end, start)
        return first, max(first + 1, bisect_left(self.start, end))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the character span of the half-open range of tokens."""
        return self.start[first], self.end[last - 1]

    def root(self, first: int, last: int) -> int:
        """Return the token of the range on which the others hang; the rightmost noun of several."""
        outside = [i for i in range(first, last) if not first <= self.head[i] < last]
        outside += [i for i in range(first, last) if self.head[i] == i]
        nouns = [i for i in outside if self.tag[i] in NOUN_TAGS or self.tag[i] in ("PRP", "PRP$")]
        return min(nouns or outside or [last - 1], key=lambda i: (self.depth(i), -i))

    def depth(self, i: int) -> int:
        """Return the number of steps from the token to the root of its sentence."""
        steps = 0
        while self.head[i] != i and steps < 60:
            i = self.head[i]
            steps += 1
        return steps

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above the token, nearest first."""
        steps = 0
        while self.head[i] != i and steps < 60:
            i = self.head[i]
            steps += 1
            yield i

    def capitalised(self, i: int) -> bool:
        """Return whether the token begins with a capital letter."""
        return self.text[i][:1].isupper()

    def begins_sentence(self, i: int) -> bool:
        """Return whether nothing but punctuation stands before the token in its sentence."""
        first = self.sentence_bounds[self.sentence[i]][0]
        return all(not self.text[k][0].isalnum() for k in range(first, i))
