"""The parse of a report as plain Python objects, made once and read by every room.

spaCy makes a new object or string each time a token is asked for its head, its children or a
label, which takes ten times as long as reading an attribute, and the rooms ask many times a token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import add
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

_COLUMNS = (
    "ORTH", "TAG", "POS", "DEP", "LEMMA", "HEAD", "IDX", "SPACY", "SENT_START",
)  # fmt: skip


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
def _strings(store: StringStore) -> tuple[_Strings, _Strings]:
    """Return the strings of a vocabulary, as they are and in lower case."""
    return _Strings(store, str), _Strings(store, str.lower)


class Token(msgspec.Struct, eq=False):
    """A token; attributes are named and mean what they do in spaCy's ``Token``.

    Two tokens are equal only if they are the same one.
    """

    parse: Parse
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    tag_: str
    pos_: str
    dep_: str
    head: Token = None  # type: ignore[assignment] # linked when all tokens are there
    """What the token hangs on; the root of a sentence hangs on itself."""
    children: Sequence[Token] = ()
    """What hangs on the token, in order of the text."""

    def __len__(self) -> int:
        return len(self.text)

    @property
    def ancestors(self) -> Iterator[Token]:
        """What stands above the token, nearest first."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def lefts(self) -> list[Token]:
        """The children before the token."""
        return [child for child in self.children if child.i < self.i]

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all below it."""
        for child in self.children:
            if child.i > self.i:
                break
            yield from child.subtree
        yield self
        for child in self.children:
            if child.i > self.i:
                yield from child.subtree

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree."""
        return self.parse.tokens[self.parse.doc[self.i].left_edge.i]

    @property
    def right_edge(self) -> Token:
        """The last token of the subtree."""
        return self.parse.tokens[self.parse.doc[self.i].right_edge.i]

    @property
    def conjuncts(self) -> list[Token]:
        """The tokens coordinated with this one, without it."""
        return [self.parse.tokens[other.i] for other in self.parse.doc[self.i].conjuncts]

    @property
    def sent(self) -> Sentence:
        """The sentence around the token."""
        return self.parse.sentence(self.i)

    @property
    def text_with_ws(self) -> str:
        """The text with the space behind it, where there is one."""
        return f"{self.text} " if self.parse.spaced[self.i] else self.text

    @property
    def ent_type_(self) -> str:
        """What kind of entity the token is part of, where the pipeline finds any."""
        return self.parse.doc[self.i].ent_type_

    @property
    def is_sent_start(self) -> bool:
        """Whether a sentence starts with the token."""
        return self.parse.sentence(self.i).start == self.i

    @property
    def is_space(self) -> bool:
        """Whether the token is white space."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether the token is punctuation."""
        return self.parse.doc[self.i].is_punct

    @property
    def is_quote(self) -> bool:
        """Whether the token is a quotation mark."""
        return self.parse.doc[self.i].is_quote

    @property
    def like_num(self) -> bool:
        """Whether the token looks like a number."""
        return self.parse.doc[self.i].like_num

    def nbor(self, steps: int = 1) -> Token:
        """Return the token so many places on. Raises IndexError where there is none."""
        place = self.i + steps
        if place < 0:
            raise IndexError(place)
        return self.parse.tokens[place]


class Sentence(msgspec.Struct, eq=False):
    """A sentence: tokens from ``start`` to before ``end``, characters likewise."""

    parse: Parse
    start: int
    end: int
    start_char: int
    end_char: int

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the sentence."""
        return self.parse.tokens[self.start : self.end]

    @property
    def root(self) -> Token:
        """The token on which the others hang."""
        for token in self.tokens:
            if token.head is token:
                return token
        return self.parse.tokens[self.parse.doc[self.start : self.end].root.i]


class Parse:
    """The tokens of a report as columns, one entry for each, and as linked objects."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        table = doc.to_array(list(_COLUMNS))
        orth, tag, pos, dep, lemma, _, idx, spaced, opens = table.T.tolist()
        # spaCy hands out signed numbers as unsigned ones of 64 bits.
        offsets = table[:, _COLUMNS.index("HEAD")].astype("int64").tolist()
        self._strings, self._lowered = _strings(doc.vocab.strings)
        text_of = self._strings.__getitem__
        self._lemma_keys: list[int] = lemma
        self.words: list[str] = list(map(text_of, orth))
        self.lower: list[str] = list(map(self._lowered.__getitem__, orth))
        self.tags: list[str] = list(map(text_of, tag))
        self.pos: list[str] = list(map(text_of, pos))
        self.deps: list[str] = list(map(text_of, dep))
        self.lemmas: list[str] = list(map(self._lowered.__getitem__, lemma))
        """The lemma of each token, in lower case."""
        self.heads: list[int] = list(map(add, range(len(orth)), offsets))
        self.starts: list[int] = idx
        self.ends: list[int] = list(map(add, idx, map(len, self.words)))
        self.spaced: list[int] = spaced
        """Whether a space follows the token."""
        begins = [i for i, mark in enumerate(opens) if mark == 1 and i]
        self.sentence_bounds: list[tuple[int, int]] = (
            list(pairwise((0, *begins, len(orth)))) if orth else []
        )
        """First token of each sentence, and the one behind its last."""
        self.sentence_of: list[int] = []
        """The number of the sentence in which each token stands."""
        for number, (first, last) in enumerate(self.sentence_bounds):
            self.sentence_of.extend([number] * (last - first))

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def text(self) -> str:
        """The text; the same as ``doc.text``, which asks every token."""
        return "".join([f"{w} " if s else w for w, s in zip(self.words, self.spaced, strict=True)])

    @cached_property
    def tokens(self) -> list[Token]:
        """The tokens as objects, each linked to its head and children."""
        count = len(self.words)
        lemmas = map(self._strings.__getitem__, self._lemma_keys)
        tokens = list(
            map(
                Token, [self] * count, range(count), self.starts, self.words, self.lower,
                lemmas, self.tags, self.pos, self.deps,
            )
        )  # fmt: skip
        for token, head, below in zip(tokens, self.heads, self.children, strict=True):
            token.head = tokens[head]
            if below:
                token.children = [tokens[child] for child in below]
        return tokens

    @cached_property
    def children(self) -> list[Sequence[int]]:
        """What hangs on each token, in order of the text."""
        # Most tokens have none: a list for each would keep the garbage collector busy.
        below: dict[int, list[int]] = {}
        for i, head in enumerate(self.heads):
            if head != i:
                if head in below:
                    below[head].append(i)
                else:
                    below[head] = [i]
        children: list[Sequence[int]] = [()] * len(self.heads)
        for head, of in below.items():
            children[head] = of
        return children

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order."""
        starts, ends = self.starts, self.ends
        return [
            Sentence(self, first, last, starts[first], ends[last - 1])
            for first, last in self.sentence_bounds
        ]

    def sentence(self, token: int) -> Sentence:
        """Return the sentence around a token."""
        return self.sentences[self.sentence_of[token]]


@lru_cache(maxsize=4)
def parsed(doc: Doc) -> Parse:
    """Return the plain form of a parse; the last ones are kept for the rooms still to come.

    More than one, as there may be several threads.
    """
    return Parse(doc)
