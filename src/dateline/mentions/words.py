"""The tokens of a report as plain lists: asking spaCy token by token is too slow in inner loops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Doc

from dateline.parse import parsed

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PROPER_TAGS = frozenset(("NNP", "NNPS"))
_OPENING = "“«„"
_CLOSING = "”»"


class Words:
    """Text, tag, dependency and head of every token, by its position in the ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        parse = parsed(doc)
        self.content = parse.text
        self.text = parse.words
        self.lower = parse.lower
        """In lower case and with plain apostrophes."""
        if "’" in parse.text:
            self.lower = [word.replace("’", "'") for word in parse.lower]
        self.tag = parse.tags
        self.dep = parse.deps
        self.lemma = parse.lemmas
        self.head = parse.heads
        self.start = parse.starts
        self.end = parse.ends
        self.children = parse.children
        """The dependents of every token, in order of the text."""
        self.sentence_bounds = parse.sentence_bounds
        self.sentence = parse.sentence_of
        self._roots: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self.text)

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
        return first, max(first + 1, bisect_left(self.start, end, first))

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the character span of the half-open range of tokens."""
        return self.start[first], self.end[last - 1]

    def root(self, first: int, last: int) -> int:
        """Return the token of the range on which the others hang; the rightmost noun of several."""
        if last - first == 1:
            return first
        root = self._roots.get((first, last))
        if root is None:
            root = self._roots[first, last] = self._root(first, last)
        return root

    def _root(self, first: int, last: int) -> int:
        heads = self.head
        outside = [i for i in range(first, last) if (h := heads[i]) == i or h < first or h >= last]
        if len(outside) == 1:
            return outside[0]
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
