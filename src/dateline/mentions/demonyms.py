"""Decides what the word for the people of a state stands for: *Greek*, *the Greeks*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.names import NameHit
from dateline.mentions.words import NOUN_TAGS, Words

if TYPE_CHECKING:
    from dateline.knowledge.entities import Name


def use_of_demonym(words: Words, hit: NameHit, name: Name, lexicon: Lexicon) -> str:
    """Return adjective, people, or empty where it is neither."""
    root = hit.last - 1
    after = hit.last
    if "post" in words.lower[max(0, hit.first - 2) : hit.first] and words.text[root - 1] == "-":
        return ""
    if words.text[after : after + 1] == ["-"] and any(
        lexicon.is_class(word, "of-language") for word in words.lower[after + 1 : after + 2]
    ):
        return ""  # a language: Brussels is as French-speaking as Dakar
    follows = words.tag[after] if after < len(words) else ""
    inside = follows in NOUN_TAGS or follows in ("JJ", "VBN", "VBG", "CD", "HYPH")
    if inside and (words.head[root] >= after or words.tag[root] == "JJ"):
        return "adjective"
    if name.text.endswith("-") or (words.head[root] > root and words.dep[root] in (
        "amod", "compound", "nmod", "conj"
    )):  # fmt: skip
        return "adjective"
    if words.dep[root] == "conj" and (
        words.tag[root] == "JJ" or (inside and words.head[words.head[root]] >= after)
    ):
        return "adjective"  # "US and Omani marines"
    if _shares_noun(words, root):
        return "adjective"
    plural = name.plural and words.tag[root] in ("NNS", "NNPS", "JJ", "NNP", "NN")
    before = words.lower[hit.first - 1] if hit.first else ""
    if plural and (words.text[root].endswith("s") or before in ("the", "of", "many", "some")):
        return "people"
    if before in ("a", "an", "another", "one") and words.tag[root] in NOUN_TAGS:
        return "people"
    if after < len(words) and words.tag[after] in ("POS", "CC") and words.tag[root] == "JJ":
        return "adjective"
    return ""


def _shares_noun(words: Words, root: int) -> bool:
    """Return whether its noun stands after the other: *15 Chadian and five Sudanese guards*."""
    if words.tag[root] not in ("JJ", "NNP") or words.lower[root + 1 : root + 2] != ["and"]:
        return False
    other = root + 3 if words.tag[root + 2 : root + 3] == ["CD"] else root + 2
    return (
        words.tag[other : other + 1] == ["JJ"]
        and words.head[other] in (c for c in words.children[root] if words.dep[c] == "conj")
        and words.tag[words.head[other]] == "NNS"
    )
