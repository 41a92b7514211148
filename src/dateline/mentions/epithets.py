"""Resolves descriptions that say something new of whom they mean: *the Nordic country*.

Others repeat a word that was used before (``coreference``). These name a property instead: the
part of the world of a state, or the state that a person leads.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from dateline.mentions.cast import Cast
from dateline.mentions.days import Days
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.phrases import Description
from dateline.mentions.readings import Reading
from dateline.mentions.salience import Focus
from dateline.mentions.sides import Side
from dateline.mentions.words import Words
from dateline.record import Actor

_LONGEST = 3
_DEFINITE = ("the", "this", "that")
_LEADERS = ("head-of-state", "head-of-government")


class Epithets:
    """Finds whom a definite description means by what it says of him."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        cast: Cast,
        focus: Focus,
        lexicon: Lexicon,
        offices: Offices,
        days: Days,
    ) -> None:
        self.words = words
        self.readings = readings
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.offices = offices
        self.days = days

    def area(self, description: Description) -> frozenset[str] | None:
        """Return the states that *the landlocked country* or *the emirate* can be.

        None where it does not say where or what kind of state it is.
        """
        noun = description.hit.noun
        if noun.plural or description.determiner not in _DEFINITE:
            return None
        if "state" not in self.lexicon.nominals.get(noun.lemma, ()):
            return None
        words, areas = self.words, self.lexicon.areas
        named = {
            k
            for o in description.owners
            if o.name is not None
            for k in range(self.readings[o.name].hit.first, self.readings[o.name].hit.last)
        }
        found = areas.get(noun.lemma)
        first, end = description.first, description.hit.last
        while first < end:
            for last in range(min(end, first + _LONGEST), first, -1):
                states = areas.get(" ".join(words.lower[first:last]).replace(" - ", "-"))
                if states is not None and not named.issuperset(range(first, last)):
                    found = states if found is None else found & states
                    first = last - 1
                    break
            first += 1
        return found

    def state(self, description: Description, states: Set[str]) -> str | None:
        """Return the state of these that was spoken of; none where two were about as much."""

        def fits(actor: str) -> bool:
            kind, _, code = actor.partition(":")
            return kind == "state" and code in states

        head = description.head
        near = self.focus.best(head, fits, sentences=6, margin=1.15)
        return near or self.focus.best(head, fits, sentences=30, decay=0.95, margin=1.3)

    def person(
        self, description: Description, side: Side, titles: Sequence[str], excluded: Set[str]
    ) -> str | None:
        """Return the person named before who is *the Turkish minister*, *the French leader*.

        ``side`` is whose he is and ``titles`` the wordings of the description.
        """
        noun = description.hit.noun
        if noun.number != "person" or noun.plural or description.determiner != "the":
            return None
        on = self.days.of(description.head)
        former = description.former
        leading = self.lexicon.is_class(noun.lemma, "leading")

        def fits(actor: str) -> bool:
            kind, _, slug = actor.partition(":")
            traits, known = self.cast.traits[actor], self.cast.actors[actor]
            if kind != "person" or "/" in slug or traits.number == "plural":
                return False
            if side.code is not None and self.offices.has(
                slug, side.code, titles, on, former=former, leading=leading
            ):
                return True
            return (
                side.actor == f"state:{side.code}"
                and known.country is not None
                and known.country == side.country
                and (known.sector == "ELI") == former
                and self._called(noun.lemma, traits.titles, leading=leading)
            )

        return self.focus.best(
            description.head, fits, sentences=30, decay=0.95, margin=1.3, excluded=excluded
        )

    def _called(self, lemma: str, titles: Set[str], *, leading: bool) -> bool:
        """Return whether somebody with these titles can be called so."""
        return any(
            t == lemma
            or t.endswith(f" {lemma}")
            or (leading and not self.lexicon.office_kinds.get(t, frozenset()).isdisjoint(_LEADERS))
            for t in titles
        )


def is_named(actor: Actor) -> bool:
    """Return whether the actor is a person with a name."""
    kind, _, slug = actor.id.partition(":")
    return kind == "person" and "/" not in slug
