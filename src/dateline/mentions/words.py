"""The tokens of a report as plain lists: asking spaCy token by token is too slow in inner loops."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import add

from spacy.strings import StringStore
from spacy.tokens import Doc

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PROPER_TAGS = frozenset(("NNP", "NNPS"))
_OPENING = "“«„"
_CLOSING = "”»"


class _Strings(dict[int, str]):
    """Looks each hash of a string up once and shapes the text."""

    def __init__(self, store: StringStore, shape: Callable[[str], str]) -> None:
        super().__init__({0: ""})
        self._store = store
        self._shape = shape

    def __missing__(self, key: int) -> str:
        text = self[key] = self._shape(str(self._store[key]))
        return text


@lru_cache(maxsize=4)
def _strings(store: StringStore) -> tuple[_Strings, _Strings, _Strings]:
    """Return the strings of a vocabulary: as they are, with plain apostrophes, in lower case."""
    return (
        _Strings(store, str),
        _Strings(store, lambda text: text.replace("’", "'")),
        _Strings(store, str.lower),
    )


class _Children(dict[int, list[int]]):
    """Dependents by head; a token without any has none."""

    def __missing__(self, head: int) -> list[int]:
        return []


class Words:
    """Text, tag, dependency and head of every token, by its position in the ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        table = doc.to_array(
            ["ORTH", "LOWER", "TAG", "DEP", "LEMMA", "HEAD", "IDX", "SPACY", "SENT_START", "LENGTH"]
        )
        columns = table.T.tolist()
        # spaCy hands out signed numbers as unsigned ones of 64 bits.
        offsets = table[:, 5].astype("int64").tolist()
        written, plain, lowered = _strings(doc.vocab.strings)
        orth = list(map(written.__getitem__, columns[0]))
        # The same as ``doc.text``, which asks every token.
        self.content = "".join(
            [f"{t} " if space else t for t, space in zip(orth, columns[7], strict=True)]
        )
        self.text: list[str] = orth
        self.lower: list[str] = list(map(plain.__getitem__, columns[1]))
        self.tag: list[str] = list(map(written.__getitem__, columns[2]))
        self.dep: list[str] = list(map(written.__getitem__, columns[3]))
        self.lemma: list[str] = list(map(lowered.__getitem__, columns[4]))
        self.head: list[int] = list(map(add, range(len(orth)), offsets))
        self.start: list[int] = columns[6]
        self.end: list[int] = list(map(add, self.start, columns[9]))
        begins = [i for i, mark in enumerate(columns[8]) if mark == 1 and i]
        self.sentence_bounds: list[tuple[int, int]] = (
            list(pairwise((0, *begins, len(orth)))) if orth else []
        )
        self.sentence: list[int] = []
        for number, (first, last) in enumerate(self.sentence_bounds):
            self.sentence.extend([number] * (last - first))

    def __len__(self) -> int:
        return len(self.text)

    @cached_property
    def children(self) -> Mapping[int, Sequence[int]]:
        """The dependents of every token, in order of the text."""
        found = _Children()
        for i, head in enumerate(self.head):
            if head != i:
                if head in found:
                    found[head].append(i)
                else:
                    found[head] = [i]
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
        if last - first == 1:
            return first
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
