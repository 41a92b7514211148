"""What a noun for somebody is described as, and the names and nouns a description is built of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.names import NameHit
from dateline.mentions.words import Words

MODIFIER_TAGS = frozenset(
    ("JJ", "JJR", "JJS", "CD", "VBN", "VBG", "HYPH", "AFX", "NN", "NNS", "NNP", "NNPS", "ADD", "FW")
)


class Owner(msgspec.Struct, frozen=True, gc=False):
    """Somebody a description belongs to. One of the three indices is set."""

    relation: str
    """possessive, adjective, of, for, at, from, place."""
    name: int | None = None
    """Index into the name hits."""
    description: int | None = None
    """Index into the descriptions."""
    token: int | None = None
    """A possessive pronoun, or the last token of a name not known yet."""


class Description(msgspec.Struct, frozen=True, gc=False):
    """A noun for somebody with what belongs to it; token ranges are half-open."""

    hit: NounHit
    first: int
    last: int
    title_first: int
    """Where the title begins: *deputy foreign minister* without its owner."""
    title_last: int
    determiner: str
    owners: tuple[Owner, ...]
    former: bool
    anonymous: bool
    rank: str
    """Words such as *senior* in front."""
    modifiers: tuple[int, ...]
    """Indices of the noun hits in front of the noun: *opposition* in *opposition activists*."""
    head: int
    """The token on which the noun phrase hangs: *secretary* in *secretary of state*."""
    reach: int
    """Where a place after the description ends: *the ambassador in Rome*."""
    post: tuple[int, int] | None = None


class Parts:
    """The names and nouns for somebody of a report, by the tokens where they stand."""

    def __init__(
        self, words: Words, names: Sequence[NameHit], nouns: Sequence[NounHit], lexicon: Lexicon
    ) -> None:
        self.words = words
        self.names = names
        self.nouns = nouns
        self.lexicon = lexicon
        self.name_ending = {h.last: i for i, h in enumerate(names)}
        self.name_at = {k: i for i, h in enumerate(names) for k in range(h.first, h.last)}
        self.noun_ending = {h.last: i for i, h in enumerate(nouns)}
        self.noun_first = {h.first for h in nouns}
        self.noun_at = {k: i for i, h in enumerate(nouns) for k in range(h.first, h.last)}

    def detached(self, hit: NameHit) -> bool:
        """Return whether the name only says who backs (*Iran-backed*), leads or opposes.

        Or of which people somebody is (*ethnic Albanian*).
        """
        words = self.words
        if hit.last + 1 < len(words) and words.text[hit.last] in ("-", "–"):
            return self.lexicon.is_class(words.lower[hit.last + 1], "detached")
        if hit.first > 1 and words.text[hit.first - 1] in ("-", "–"):
            return self.lexicon.is_class(words.lower[hit.first - 2], "against")
        before = words.lower[hit.first - 1] if hit.first else ""
        if self.lexicon.is_class(before, "of-people"):
            return hit.names[0].kind == "state"  # may be of any state
        return any(
            before.startswith(p) and before.endswith("-") for p in ("pro", "anti", "non", "post")
        )
