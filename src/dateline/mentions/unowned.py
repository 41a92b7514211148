"""What a description without an owner stands for when nothing before fits: *the government*."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import slug
from dateline.mentions.clauses import Clauses
from dateline.mentions.descriptions import Description
from dateline.mentions.designations import Designation
from dateline.mentions.setting import Setting
from dateline.mentions.sides import NOBODY, side_of_actor
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.mentions.titles import Titles

_CHAMBERS = frozenset(("congress", "national-congress", "senate", "lower-house", "upper-house"))
"""Chambers that only some states have: all of these bear names in the tables."""


class Unowned:
    """Takes the state where the report is set, or somebody without one."""

    def __init__(self, titles: Titles, setting: Setting) -> None:
        self.titles = titles
        self.setting = setting
        self.words = titles.words
        self.descriptions = titles.descriptions
        self.lexicon = titles.lexicon
        self.knowledge = titles.knowledge
        self.clauses = Clauses(titles.words, titles.lexicon)

    def designation(self, description: Description) -> Designation | None:
        """Return what a description without an owner stands for when nothing before fits.

        *The government* and *the president* are those of the state where the report is set.
        """
        noun = description.hit.noun
        if noun.sector is None and noun.number != "document":
            return None
        if self.titles.is_country(description, ()):
            return self._country_named_last(description)
        if noun.number == "document":
            return self._document(description)
        definite = self.titles.definite(description) or (
            noun.rank
            and not noun.plural
            and not description.determiner
            and self._titled(description)
        )
        state = self._home(description, Actor(id="", name="", kind="office"))
        if state is None and definite and description.owners and not self._owned(description):
            state = self.setting.last_named(self.words.sentence[description.head])
        if noun.body is not None and self._lacks(state, noun.body):
            party = self._party_called(noun.lemma, state or self.setting.home)
            if party is not None:
                return Designation((party,), f"context:{noun.row}", "nominal", False)
            state = self._with_chamber(noun.body)
        if state is not None and definite and not self._owned(description):
            side = side_of_actor(self.knowledge.actor_of_state(state))
            rule = f"context:{noun.row}"
            if noun.body is not None:
                actor = self.titles.body_actor(description, noun.body, state)
                return Designation((actor,), rule, "nominal", noun.plural)
            if self.titles.office_of(description, side) is not None and not description.former:
                return Designation((self.titles.office(description, side),), rule, "nominal", False)
        if self.lexicon.is_class(noun.lemma, "equipment"):
            return None
        if noun.number in ("group", "media", "body") or noun.plural:
            return self.placed(description, self.titles.group(description, [NOBODY]))
        if not description.determiner and not noun.rank:
            return None  # "taken hostage", "works as teacher": nobody in particular
        sector, others = self.titles.sectors(description, NOBODY)
        words = self.titles.wordings.words_of(description)
        actor = Actor(
            id=f"person:unnamed/{slug(description.rank + ' ' + words)}",
            name=f"{description.rank} {words}".strip(),
            kind="person",
            sector=sector,
            other_sectors=others,
        )
        return self.placed(description, Designation((actor,), f"role:{noun.row}", "nominal", False))

    def _home(self, description: Description, actor: Actor) -> str | None:
        """Return the state of somebody described without saying whose.

        A statesman speaks to the parliament of his own state (*Merkel told parliament*), wherever
        the report is set; whether *the* parliament is his own or his hosts' cannot be told.
        """
        state = self.setting.of(description, actor)
        own = self._state_of_subject(description)
        if own is None or state == own:
            return state
        return None if description.determiner else own

    def _state_of_subject(self, description: Description) -> str | None:
        """Return the state whose statesman does something to the body or people described."""
        words, head = self.words, description.head
        noun = description.hit.noun
        if noun.number != "body" and noun.sector != "LEG":
            return None
        if words.dep[head] not in ("dobj", "dative", "pobj") or description.owners:
            return None
        verb = self.clauses.verb(head)
        for subject in self.clauses.subjects_of(verb):
            statesman = self.titles.actor_at(subject) if subject < head else None
            if statesman is not None and statesman.kind == "person" and statesman.sector == "GOV":
                state = statesman.country
                return state if state in self.knowledge.states else None
        return None

    def _titled(self, description: Description) -> bool:
        """Return whether it stands in the title, where articles are left out."""
        words = self.words
        last = words.sentence_bounds[0][1]
        return words.sentence[description.head] == 0 and words.text[last - 1] not in (".", "?", "”")

    def _lacks(self, state: str | None, body: str) -> bool:
        """Return whether the tables tell that the state has no such chamber."""
        known = self.knowledge.proper_names
        if (state, body) in known:
            return False
        if body == "national-assembly":
            # Who has a parliament of another name has no national assembly.
            return any((state, other) in known for other in ("parliament", "congress"))
        return body in _CHAMBERS

    def _with_chamber(self, body: str) -> str | None:
        """Return the only state of those the report names that has such a chamber."""
        found = [s for s in self.setting.states if (s, body) in self.knowledge.proper_names]
        return found[0] if len(found) == 1 else None

    def _party_called(self, name: str, state: str | None) -> Actor | None:
        """Return the party of the state that goes by the name: in India *Congress* is one."""
        called = (f"{name} party", f"the {name} party")
        found = [
            o.id
            for o in self.knowledge.organisations.values()
            if o.kind == "party"
            and o.country == state
            and any(alias.lower() in called for alias in o.aliases)
        ]
        return self.knowledge.actor_of_organisation(found[0]) if len(found) == 1 else None

    def _country_named_last(self, description: Description) -> Designation | None:
        """Return the state that *the country* means where only one was named just before."""
        noun = description.hit.noun
        if (
            noun.plural
            or description.owners
            or not self.lexicon.is_class(description.determiner, "definite")
            or "state" not in self.lexicon.nominals.get(noun.lemma, ())
        ):
            return None
        state = self.setting.last_named(self.words.sentence[description.head])
        home = self.setting.home
        if home is not None and self.setting.counts[state or ""] <= 1:
            state = home  # named in passing: the report goes on about its own
        if state is None:
            return None
        actor = self.knowledge.actor_of_state(state)
        return Designation((actor,), f"context:{noun.row}", "nominal", False)

    def _owned(self, description: Description) -> bool:
        """Return whether it says whose somebody is, other than *the country's*."""
        return any(
            o.description is None
            or not self.lexicon.is_class(
                self.descriptions[o.description].hit.noun.lemma, "country-noun"
            )
            for o in description.owners
        )

    def placed(self, description: Description, designation: Designation) -> Designation:
        """Return the designation with the country of the report's setting, where it has none."""
        if self.titles.is_pair(description):
            return designation
        actors = []
        for actor in designation.actors:
            state = self._home(description, actor)
            if state is not None and not description.owners:
                country = self.knowledge.states[state].country
                named = actor.id.replace("unnamed/", f"{state}/", 1)
                actor = msgspec.structs.replace(actor, id=named, country=country)
            actors.append(actor)
        return msgspec.structs.replace(designation, actors=tuple(actors))

    def _document(self, description: Description) -> Designation | None:
        """Return the document, where it is one that says something."""
        words, head = self.words, description.head
        dep, governor = words.dep[head], words.head[head]
        speaks = dep == "nsubj" and words.lemma[governor] in self.lexicon.person_verbs
        cited = (
            dep == "pobj"
            and words.lower[governor] == "to"
            and governor > 0
            and (words.lower[governor - 1] == "according")
        )
        if not (speaks or cited) or description.hit.noun.plural:
            return None
        sides = self.titles.belonging.sides(description)
        side = sides[0] if sides else NOBODY
        text = self.titles.wordings.words_of(description)
        prefix = f"{side.prefix}/" if sides else ""
        actor = Actor(
            id=f"document:{prefix}{slug(text)}",
            name=self.titles.wordings.named(side, text),
            kind="document",
            country=side.country,
            sector=description.hit.noun.sector or side.sector,
        )
        return Designation((actor,), f"document:{description.hit.noun.row}", "nominal", False)
