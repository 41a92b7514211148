"""Whose somebody is who is described: *Russia's envoy*, *the ministry's spokesman in Cairo*."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from dateline.mentions.descriptions import Description, Owner
from dateline.mentions.designations import Designation
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.readings import Reading
from dateline.mentions.sides import Side, actor_of, side_of, side_of_actor
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_MOST_DEPTH = 5
_LEADERS = ("president", "prime minister", "king")
_RELATIONS = ("possessive", "adjective", "of", "for", "at", "from", "place")


class Belonging:
    """Finds the owners of the descriptions of one report."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        descriptions: Sequence[Description],
        lexicon: Lexicon,
        knowledge: Knowledge,
        offices: Offices,
        new: Mapping[str, Actor],
        day_of: Callable[[int], date | None],
        actor_at: Callable[[int], Actor | None],
        referent: Callable[[int], Actor | None],
        designate: Callable[[Description, int], Designation | None],
    ) -> None:
        """``actor_at`` gives the actor of a possessive pronoun or of a name found elsewhere.

        ``referent`` gives that of a description, by its index, that was resolved before, and
        ``designate`` what one that owns another stands for, by the depth of the nesting.
        """
        self.words = words
        self.readings = readings
        self.descriptions = descriptions
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.offices = offices
        self.new = new
        self.day_of = day_of
        self.actor_at = actor_at
        self.referent = referent
        self.designate = designate

    def sides(self, description: Description, depth: int = 0) -> list[Side]:
        """Return whose it is: one side, or several of equal standing; empty where unknown."""
        if not description.owners:
            return []
        abroad = self._is_abroad(description)
        found = [(o, self._side(o, depth, abroad=abroad)) for o in description.owners]
        known = [(o, s) for o, s in found if s is not None and (s.country or s.actor)]
        if not known:
            return []
        if self.lexicon.is_class(description.hit.noun.lemma, "counterpart"):
            # "His Turkish counterpart" is Turkey's.
            known = [(o, s) for o, s in known if o.relation != "possessive"] or known
        best = min(_RELATIONS.index(o.relation) for o, _ in known)
        theirs = any(o.relation == "possessive" and s is None for o, s in found)
        if theirs and best >= _RELATIONS.index("from"):
            return []  # "their reporters in Cairo" are not Egypt's
        same = [(o, s) for o, s in known if _RELATIONS.index(o.relation) == best]
        if len(same) > 1:
            if self._joined([o for o, _ in same]):
                return [s for _, s in same]
            side = self._preferred([s for _, s in same])
        else:
            side = same[0][1]
        if side.country is None:
            country = next((s.country for _, s in known if s.country), None)
            side = msgspec.structs.replace(side, country=country)
        return [side]

    def _joined(self, owners: Sequence[Owner]) -> bool:
        """Return whether *and* stands between the owners."""
        hits = [self.readings[o.name].hit for o in owners if o.name is not None]
        if len(hits) != len(owners):
            return False
        hits.sort(key=lambda h: h.first)
        words = self.words
        between = [words.lower[k] for a, b in pairwise(hits) for k in range(a.last, b.first)]
        return "and" in between and all(w in ("and", ",", "the") for w in between)

    def _preferred(self, sides: Sequence[Side]) -> Side:
        """Return the closest of several: a national body before its state, a state before an IGO.

        *Russian NATO envoy* is Russia's, *US State Department official* the department's.
        """
        nearest_first = list(sides)
        bodies = [s for s in nearest_first if s.actor and s.code is None and not s.place]
        if bodies:
            return bodies[0]
        states = [s for s in nearest_first if s.code in self.knowledge.states]
        return (states or nearest_first)[-1]

    def _is_abroad(self, description: Description) -> bool:
        """Return whether one is no national of where he is: *a Western diplomat in Nairobi*."""
        words, lexicon, hit = self.words, self.lexicon, description.hit
        # A foreign ministry is at home where it is.
        last = hit.first if hit.noun.number == "body" else hit.last
        return lexicon.is_class(hit.noun.lemma, "posted") or not lexicon.phrase[
            "abroad"
        ].isdisjoint(words.lower[description.first : last])

    def _side(self, owner: Owner, depth: int, *, abroad: bool = False) -> Side | None:
        if abroad and owner.relation == "place":
            return None
        if owner.name is not None:
            reading = self.readings[owner.name]
            if reading.name.kind == "person":
                actor = self.actor_at(reading.hit.last - 1)
                return side_of_actor(actor) if actor else None
            actor = actor_of(reading, self.knowledge, self.new)
            side = side_of(reading, actor)
            at_place = owner.relation in ("place", "from", "of", "for")
            if reading.name.kind == "capital" and (at_place or reading.use == "place"):
                return (
                    msgspec.structs.replace(side, actor=None, code=None, sector=None, place=True)
                    if at_place
                    else msgspec.structs.replace(side, place=False)
                )
            if owner.relation == "place":
                return msgspec.structs.replace(side, place=True)
            return side
        if owner.description is not None and depth < _MOST_DEPTH:
            if referent := self.referent(owner.description):
                return side_of_actor(referent)
            inner = self.descriptions[owner.description]
            designation = self.designate(inner, depth + 1)
            if designation is None:
                sides = self.sides(inner, depth + 1)
                return sides[0] if sides else None
            return side_of_actor(designation.actors[0])
        if owner.token is not None:
            actor = self.actor_at(owner.token)
            return side_of_actor(actor) if actor else None
        return None

    def seated(self, description: Description, sides: Sequence[Side]) -> list[Side]:
        """Return the state in whose capital a ministry or parliament is."""
        assert description.hit.noun.body is not None
        body = self.knowledge.bodies[description.hit.noun.body]
        capitals = [
            o for o in description.owners
            if o.name is not None and self.readings[o.name].name.kind == "capital"
        ]  # fmt: skip
        if body.kind not in ("ministry", "government", "legislature") or len(capitals) != 1:
            return []
        return [
            side_of_actor(self.knowledge.actor_of_state(s.country))
            for s in sides
            if s.country in self.knowledge.states
        ]

    def led_by(self, description: Description) -> list[Side]:
        """Return the state of *the X administration*, where X leads one on the day."""
        for owner in description.owners:
            if owner.token is None or owner.relation not in ("adjective", "possessive"):
                continue
            surname, on = self.words.text[owner.token], self.day_of(owner.token)
            state = self.offices.led_by(surname, _LEADERS, on)
            if state is not None:
                return [side_of_actor(self.knowledge.actor_of_state(state))]
        return []

    def side_after(self, token: int) -> Side | None:
        """Return whose somebody is by what follows the name: *Prime Minister X of Tonga*."""
        words = self.words
        if token + 1 >= len(words) or words.lower[token] != "of":
            return None
        start = token + 2 if words.lower[token + 1] == "the" else token + 1
        for reading in self.readings:
            if reading.hit.first == start and reading.name.kind in ("state", "organisation"):
                return side_of(reading, actor_of(reading, self.knowledge, self.new))
        return None
