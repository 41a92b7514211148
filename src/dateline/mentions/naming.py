"""Finds all names of a report: known ones, new organisations, and what the report calls them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dateline.mentions.days import Days
from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.organisations import find_new
from dateline.mentions.own_names import (
    with_acronyms,
    with_halves,
    with_heads,
    with_new,
    with_shared,
)
from dateline.mentions.readings import Reading, read
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge


class Named(msgspec.Struct, frozen=True):
    """The names of a report and the nouns for somebody that are no part of one."""

    readings: list[Reading]
    new: dict[str, Actor]
    """The organisations that no table holds, by their ids."""
    nouns: list[NounHit]


def find_names(words: Words, lexicon: Lexicon, knowledge: Knowledge, days: Days) -> Named:
    """Return the names, in order of the text."""
    nouns = lexicon.noun_hits(words)
    readings = read(words, lexicon.names.find(words), nouns, lexicon, knowledge, days.of)
    added = find_new(words, readings, nouns, lexicon, knowledge)
    new: dict[str, Actor] = {}
    for organisation in added:
        new.setdefault(organisation.actor.id, organisation.actor)
    readings = with_acronyms(words, with_new(readings, added))
    readings = with_shared(words, readings, lexicon.names)
    covered = {k for n in nouns for k in range(n.first, n.last)}
    readings = with_halves(words, with_heads(words, readings, covered), lexicon.names)
    taken = {
        k
        for r in readings
        if r.use != "place" or r.hit.last - r.hit.first > 1
        for k in range(r.hit.first, r.hit.last)
    }
    nouns = [n for n in nouns if not all(k in taken for k in range(n.first, n.last))]
    return Named(readings, new, nouns)
