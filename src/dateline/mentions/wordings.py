"""The words of a description: as a title, in an id, in the name of who has no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.mentions.descriptions import Description
from dateline.mentions.readings import Reading
from dateline.mentions.sides import Side
from dateline.mentions.words import PROPER_TAGS, Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_SMALL = 3
"""Letters of the words that a name in capitals writes small: *of*, *and*, *the*."""


class Wordings:
    """Takes the words of the descriptions of one report from its text."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        descriptions: Sequence[Description],
        knowledge: Knowledge,
        new: Mapping[str, Actor],
    ) -> None:
        self.words = words
        self.readings = readings
        self.descriptions = descriptions
        self.knowledge = knowledge
        self.new = new

    def titles(self, description: Description) -> list[str]:
        """Return the wordings of the title, the fullest first."""
        content, words = self.words.content, self.words
        spans = [
            (description.title_first, description.title_last),
            (description.title_first, description.hit.last),
            (description.hit.first, description.title_last),
        ]
        texts = [content[words.start[f] : words.end[t - 1]] for f, t in spans]
        if description.hit.noun.plural:
            texts = []
        return list(dict.fromkeys([*texts, description.hit.noun.lemma]))

    def title(self, description: Description) -> str:
        """Return the title of the office as the text has it, without its owner."""
        if description.hit.shared:
            return description.hit.noun.lemma
        first, last = description.title_first, description.title_last
        text = self.words.content[self.words.start[first] : self.words.end[last - 1]]
        return " ".join(text.split())

    def words_of(self, description: Description) -> str:
        """Return the noun with the nouns for somebody in front: *opposition activists*."""
        if description.hit.shared:
            return description.hit.noun.lemma.lower()
        words = self.words
        first = description.hit.first
        for index in description.modifiers:
            first = min(first, self.descriptions[index].hit.first)
        first = min(first, description.title_first)
        named = {o.name for o in description.owners if o.name is not None}
        for index in sorted(named):
            hit = self.readings[index].hit
            if first <= hit.first and hit.last < description.hit.last:
                first = hit.last
        text = words.content[words.start[first] : words.end[description.hit.last - 1]]
        return " ".join(text.split()).lower()

    def own_name(self, description: Description, usual: str) -> str:
        """Return the name in capitals under which the text has a body: *National Audit Office*.

        Empty where it has none, or only the usual word for such a body.
        """
        words, hit = self.words, description.hit
        inside = range(hit.first, hit.last)
        if any(
            words.text[k].isalpha() and len(words.text[k]) > _SMALL and words.text[k].islower()
            for k in inside
        ):
            return ""
        named = {
            k
            for o in description.owners
            if o.name is not None
            for k in range(self.readings[o.name].hit.first, self.readings[o.name].hit.last)
        }
        first = hit.first
        while (
            first > description.first
            and words.capitalised(first - 1)
            and first - 1 not in named
            and words.tag[first - 1] in (*PROPER_TAGS, "JJ")
        ):
            first -= 1
        start, end = words.start[first], words.end[hit.last - 1]
        text = " ".join(words.content[start:end].split())
        return "" if " " not in text or text.lower() == usual.lower() else text

    def body_name(self, side: Side) -> str:
        """Return the name of a body of a state, which its code alone does not tell."""
        if side.actor is None or side.code is not None:
            return ""
        return side.actor.rpartition("/")[2] if "/" in side.actor else ""

    def named(self, side: Side, words: str) -> str:
        """Return the name of somebody of the side who has none: *Turkish soldiers*."""
        if side.code in self.knowledge.states and not side.place:
            state = self.knowledge.states[side.code]
            return f"{state.adjectives[0] if state.adjectives else state.name} {words}"
        if side.code in self.knowledge.organisations:
            return f"{side.code} {words}"
        if side.code in {a.id.partition(":")[2] for a in self.new.values()}:
            return f"{side.code} {words}"
        if self.body_name(side):
            return f"{side.name} {words}"
        if side.country in self.knowledge.states:
            state = self.knowledge.states[side.country]
            return f"{words} in {state.name}"
        return words
