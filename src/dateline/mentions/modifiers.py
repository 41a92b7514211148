"""Tells nouns for somebody that only modify another: *police station*, *rebel leader*."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.mentions.descriptions import Description
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.words import Words

_ARMED = ("REB", "MIL", "COP", "UAF")


def is_modifier(
    words: Words, descriptions: Sequence[Description], description: Description, lexicon: Lexicon
) -> bool:
    """Return whether the noun only modifies another: *police station*, *rebel leader*."""
    head, noun = description.head, description.hit.noun
    governor = words.head[head]
    if words.dep[head] not in ("compound", "nmod", "amod") or governor <= head:
        return False
    if lexicon.is_class(words.lower[governor], "taken"):
        return False  # "took the minister hostage", parsed as a compound
    governing = [d for d in descriptions if d.head == governor]
    if governing:
        if noun.number != "body":
            return True
        # "Foreign Ministry spokeswoman" tells of both.
        return not description.owners and all(d.hit.noun.number != "person" for d in governing)
    return noun.number not in ("group", "body") and not (
        noun.number == "person" and noun.sector in _ARMED
    )
