"""Resolves descriptions that say something new of whom they mean: *the Nordic country*.

Others repeat a word that was used before (``coreference``). These name a property instead: the
part of the world of a state, or the state that a person leads.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from dateline.mentions.cast import Cast
from dateline.mentions.days import Days
from dateline.mentions.descriptions import Description
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.readings import Reading
from dateline.mentions.salience import Focus
from dateline.mentions.sides import Side
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_LONGEST = 3
_MOST_SHARED = 5
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
        knowledge: Knowledge,
        offices: Offices,
        days: Days,
    ) -> None:
        self.words = words
        self.readings = readings
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.knowledge = knowledge
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

    def organisation(self, description: Description, side: Side, kinds: Set[str]) -> str | None:
        """Return the organisation named before that is *the British newspaper*, *the UN agency*.

        ``side`` is whose it is, or where it sits, and ``kinds`` what its noun can mean.
        """
        noun = description.hit.noun
        if noun.plural or description.determiner != "the" or not kinds:
            return None
        first, last = self.words.span(description.first, description.hit.first)
        modifiers = self.words.content[first:last].lower()

        def fits(actor: str) -> bool:
            kind, _, key = actor.partition(":")
            known = self.cast.actors[actor]
            if kind != "org" or key == side.code or kinds.isdisjoint(self.cast.traits[actor].kinds):
                return False
            organisation = self.knowledge.organisation(key)
            if side.place:
                seat = organisation.seat if organisation is not None else ""
                based = bool(seat) and f"{seat.lower()}-based" in modifiers
                return based or (known.country is not None and known.country == side.country)
            return known.country is not None and known.country == side.country

        return self.focus.best(description.head, fits, sentences=12, margin=1.3)

    def fellow(self, description: Description) -> str | None:
        """Return the one person just spoken of, whom *the veteran politician* means.

        Only a subject is taken for him, and only where the sentence before has nobody else.
        """
        words, noun = self.words, description.hit.noun
        head = description.head
        if noun.number != "person" or noun.plural or description.determiner != "the":
            return None
        if words.dep[head] not in ("nsubj", "nsubjpass") or words.quoted[head]:
            return None
        if not self.lexicon.is_class(noun.lemma, "epithet"):
            return None
        near = {
            a.actor
            for a in self.focus.before(head, 2)
            if "person" in self.cast.traits[a.actor].kinds
            and self.cast.traits[a.actor].number == "singular"
        }
        last = {a.actor for a in self.focus.before(head, 1)} & near
        if len(near) != 1 or last != near:
            return None
        (found,) = near
        return found if is_named(self.cast.actors[found]) else None

    def overthrown(self, description: Description) -> str | None:
        """Return the head of a state or government spoken of, whom *the ousted leader* means.

        On the day he is overthrown he may hold the office still.
        """
        noun = description.hit.noun
        if description.determiner != "the" or noun.plural or description.owners:
            return None
        if not (description.former or noun.sector == "ELI"):
            return None
        if not self.lexicon.is_class(noun.lemma.rpartition(" ")[2], "leading"):
            return None
        on = self.days.of(description.head)

        def fits(actor: str) -> bool:
            kind, _, slug = actor.partition(":")
            return kind == "person" and self.offices.has_led(slug, on)

        return self.focus.best(description.head, fits, sentences=30, decay=0.95, margin=1.3)

    def is_rightful(self, description: Description) -> bool:
        """Return whether it says who should hold the office: *the elected president*.

        That is said where another may hold it, so the tables do not tell who is meant.
        """
        before = self.words.lower[description.first : description.hit.first]
        return description.determiner == "the" and any(
            self.lexicon.is_class(word, "rightful") for word in before
        )

    def opponent(self, description: Description) -> str | None:
        """Return the one party leader just spoken of, whom *the opposition leader* means."""
        head, noun = description.head, description.hit.noun
        if description.determiner != "the" or noun.plural or noun.sector != "OPP":
            return None
        if noun.lemma.rpartition(" ")[2] != "leader":
            return None
        found = {
            a.actor
            for a in self.focus.before(head, 3)
            if is_named(self.cast.actors[a.actor])
            and self.cast.actors[a.actor].sector in ("PTY", "OPP")
            and self.cast.traits[a.actor].number == "singular"
        }
        return next(iter(found)) if len(found) == 1 else None

    def holder(self, description: Description) -> str | None:
        """Return who serves or is appointed as what is said: *she resigned as minister*."""
        words, head = self.words, description.head
        preposition = words.head[head]
        if words.dep[head] != "pobj" or words.lower[preposition] != "as":
            return None
        verb = words.head[preposition]
        if words.lower[verb] == "office" and words.lemma[words.head[verb]] == "take":
            verb = words.head[verb]
        taken = {words.lower[c] for c in words.children[verb] if words.dep[c] == "dobj"}
        passive = any(words.dep[c] in ("nsubjpass", "auxpass") for c in words.children[verb])
        passive |= words.lemma[verb] == "take" and "office" in taken
        if self.lexicon.is_class(words.lemma[verb], "holding-verb") or passive:
            tokens = self._subjects(verb)
        elif self.lexicon.is_class(words.lemma[verb], "installing-verb"):
            tokens = [c for c in words.children[verb] if words.dep[c] in ("dobj", "oprd")]
        else:
            return None
        found = [a for t in tokens if (a := self.focus.at(t)) and is_named(self.cast.actors[a])]
        return found[0] if len(found) == 1 else None

    def _subjects(self, verb: int) -> list[int]:
        """Return the subjects of the verb, of those above where it has none of its own."""
        words = self.words
        for _ in range(_MOST_SHARED):
            found = [c for c in words.children[verb] if words.dep[c] in ("nsubj", "nsubjpass")]
            if found or words.dep[verb] not in ("xcomp", "conj") or words.head[verb] == verb:
                return found
            verb = words.head[verb]
        return []

    def home(self, description: Description, owner: str) -> str | None:
        """Return the state that *his country* means, by the id of its citizen."""
        noun, citizen = description.hit.noun, self.cast.actors[owner]
        if noun.plural or not self.lexicon.is_class(noun.lemma, "country-noun"):
            return None
        if citizen.kind not in ("person", "office") or citizen.country is None:
            return None
        return f"state:{citizen.country}"

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
