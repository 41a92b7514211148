"""Goes through a report from left to right and puts names, descriptions and pronouns together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from spacy.tokens import Doc

from dateline.items import Actors, FoundTime
from dateline.mentions.cast import Cast
from dateline.mentions.coreference import Nominals
from dateline.mentions.days import Days
from dateline.mentions.designations import Designation
from dateline.mentions.epithets import Epithets
from dateline.mentions.identity import Identities
from dateline.mentions.introductions import Introductions
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.modifiers import is_modifier
from dateline.mentions.naming import find_names
from dateline.mentions.offices import Offices
from dateline.mentions.persons import find_persons
from dateline.mentions.phrases import describe
from dateline.mentions.predicates import Predicates
from dateline.mentions.pronouns import PRONOUNS, Pronouns
from dateline.mentions.salience import Focus
from dateline.mentions.setting import Setting, homes_of
from dateline.mentions.titles import Titles
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge


class Discourse:
    """One report on its way to ``Actors``."""

    def __init__(
        self,
        doc: Doc,
        knowledge: Knowledge,
        lexicon: Lexicon,
        offices: Offices,
        times: Sequence[FoundTime],
        published: date | None,
    ) -> None:
        self.knowledge = knowledge
        self.lexicon = lexicon
        self.words = words = Words(doc)
        self.cast = Cast(words)
        self.focus = Focus(words)
        self.offices = offices
        self.days = days = Days(words, times, published)
        named = find_names(words, lexicon, knowledge, days)
        self.readings, self.new, nouns = named.readings, named.new, named.nouns
        self.descriptions = describe(words, [r.hit for r in self.readings], nouns, lexicon)
        self.referents: dict[int, str] = {}
        self._decided: set[int] = set()
        homes = homes_of(self.readings, knowledge, self.new)
        setting = Setting(words, self.readings, knowledge.states, lexicon, homes)
        self._place_new(setting)
        self.titles = Titles(
            words, self.readings, self.descriptions, lexicon, knowledge, offices, self.new,
            setting, days, self._actor_at, self._referent,
        )  # fmt: skip
        persons = find_persons(words, self.readings, self.descriptions, lexicon)
        self.identities = Identities(
            persons, self.titles, self.descriptions, knowledge, offices, self.cast, days, lexicon
        )
        self.identities.name_all()
        self.introductions = Introductions(
            words, self.readings, self.descriptions, self.identities, self.cast, self.focus,
            lexicon, knowledge, self.new,
        )  # fmt: skip
        self.pronouns = Pronouns(words, self.cast, self.focus, lexicon)
        home = knowledge.states[setting.home].country if setting.home else None
        self.nominals = Nominals(words, self.cast, self.focus, lexicon, home)
        self.predicates = Predicates(
            words, self.cast, self.focus, lexicon, knowledge, self.titles, self.identities,
            self.pronouns,
        )  # fmt: skip
        self.epithets = Epithets(
            words, self.readings, self.cast, self.focus, lexicon, knowledge, offices, days
        )

    def actors(self) -> Actors:
        """Return all actors and mentions."""
        # Names first, all of them: a headline may say *Merkel* before the text says who she is.
        self.introductions.mention_names()
        self.introductions.mention_persons()
        order = [(r.hit.last - 1, 0, i) for i, r in enumerate(self.readings)]
        order += [(p.last - 1, 1, i) for i, p in enumerate(self.identities.persons)]
        order += [(d.head, 2, i) for i, d in enumerate(self.descriptions)]
        order += [(i, 3, i) for i, lower in enumerate(self.words.lower) if lower in PRONOUNS]
        for _, kind, index in sorted(order):
            (self._note_name, self._note_person, self._describe, self._pronoun)[kind](index)
        return self.cast.result(
            r.hit.last - 1 for r in self.readings if r.name.kind in ("capital", "city", "region")
        )

    def _place_new(self, setting: Setting) -> None:
        """Give ministries and the like that no table holds the state that is spoken of."""
        nouns = self.lexicon.organisation_nouns
        for reading in self.readings:
            actor = self.new.get(reading.name.target)
            if actor is None or actor.country is not None:
                continue
            noun = nouns.get(reading.name.row.partition(":")[2])
            state = setting.around(reading.hit.first) if noun and noun.kind == "office" else None
            if state is not None:
                country = self.knowledge.states[state].country
                self.new[actor.id] = msgspec.structs.replace(actor, country=country)

    def _note_name(self, index: int) -> None:
        reading = self.readings[index]
        hit = reading.hit
        if reading.use == "people":
            self.introductions.mention_nationals(reading)
            return
        if reading.name.kind in ("person", "city", "region") or reading.use == "place":
            return
        target = reading.name.target
        root = self.words.root(hit.first, hit.last)
        # "US helicopters" speaks of the US no more than "Turkish helicopters" does of Turkey.
        attributive = target.startswith("state:") and self.words.dep[root] in ("compound", "nmod")
        self.focus.note(root, target, adjective=attributive or reading.use == "adjective")

    def _note_person(self, index: int) -> None:
        actor = self.identities.actor_of(index)
        if actor is not None:
            person = self.identities.persons[index]
            self.focus.note(self.words.root(person.first, person.last), actor)

    def _describe(self, index: int) -> None:
        if index in self._decided:
            return
        self._decided.add(index)
        description = self.descriptions[index]
        for owner in description.owners:
            # "A spokesman for the ministry": which ministry must be known first.
            if owner.description is not None and owner.relation != "adjective":
                self._describe(owner.description)
        person = self.identities.described_by.get(index)
        if person is not None:
            actor = self.identities.actor_of(person)
            if actor is not None:
                if (
                    self.cast.actors[actor].country is None
                    or self.cast.actors[actor].sector is None
                ):
                    # "its president, X": whose it is was not known when names were read.
                    self.identities.learn(self.identities.persons[person], actor)
                self.referents[index] = actor
                self.focus.note(description.head, actor)
                return
        if is_modifier(self.words, self.descriptions, description, self.lexicon):
            return
        if self._names_neighbour(index) or self._is_pair(index) or self._is_predicate(index):
            return
        if self._is_state_of_area(index) or self._is_home(index):
            return
        if description.former and self._refers_to_office(index):
            return
        if (leader := self.epithets.overthrown(description)) is not None:
            self._refer(index, leader, "coref:overthrown")
            return
        if self.epithets.is_rightful(description):
            self._refers_to_office(index)
            return
        designation = self.titles.designate(description)
        if designation is None:
            self._refer_back(index)
        elif not self._is_epithet(index, designation):
            self._mention_designation(index, self.titles.unowned.placed(description, designation))

    def _names_neighbour(self, index: int) -> bool:
        description = self.descriptions[index]
        if (actor := self.introductions.name_beside(description)) is not None:
            self.referents[index] = actor
        elif (actor := self.introductions.apposed(description)) is not None:
            self._refer(index, actor, f"apposition:{description.hit.noun.row}")
        return actor is not None

    def _is_predicate(self, index: int) -> bool:
        """Mention whom a description means by what its sentence says of somebody."""
        description = self.descriptions[index]
        noun = description.hit.noun
        person = self.predicates.subject(description) or self.epithets.holder(description)
        if person is not None:
            self.cast.traits[person].titles.add(noun.lemma)
            self._refer(index, person, f"coref:predicate-{noun.lemma.replace(' ', '-')}")
            return True
        if (own := self.predicates.own(description)) is not None:
            self._mention_designation(
                index, Designation((own,), "coref:speakers-own", "nominal", False)
            )
            return True
        return False

    def _mention_designation(self, index: int, designation: Designation) -> None:
        description = self.descriptions[index]
        noun = description.hit.noun
        for actor in designation.actors:
            self.cast.add(actor)
            traits = self.cast.traits[actor.id]
            # As the report calls it, too: *the military council* for a junta.
            traits.titles |= {noun.lemma, self.words.lower[description.hit.last - 1]}
            if noun.number == "person" and not designation.plural:
                traits.kinds.add("person")
            if designation.plural and actor.kind in ("group", "media"):
                traits.number = "plural"
            self.introductions.classify(actor)
            self.cast.mention(
                description.first, description.last, actor.id, designation.form,
                designation.rule, description.head,
            )  # fmt: skip
            self.focus.note(description.head, actor.id)
        self.referents[index] = designation.actors[0].id

    def _is_state_of_area(self, index: int) -> bool:
        """Mention the state that *the Nordic country* means; whether it means one of an area."""
        description = self.descriptions[index]
        states = self.epithets.area(description)
        if states is None:
            return False
        actor = self.epithets.state(description, states)
        if actor is not None:
            self._refer(index, actor, f"coref:area-{description.hit.noun.lemma}")
        return True

    def _is_home(self, index: int) -> bool:
        """Mention the state that *his country* means."""
        for owner in self.descriptions[index].owners:
            if owner.token is None or owner.relation != "possessive":
                continue
            citizen = self.focus.at(owner.token)
            home = self.epithets.home(self.descriptions[index], citizen) if citizen else None
            code = home.partition(":")[2] if home else ""
            if home is not None and code in self.knowledge.states:
                self.cast.add(self.knowledge.actor_of_state(code))
                self._refer(index, home, "coref:home")
                return True
        return False

    def _is_epithet(self, index: int, designation: Designation) -> bool:
        """Mention the person named before whom a title with an owner means."""
        description = self.descriptions[index]
        if description.determiner != "the" or description.hit.noun.plural:
            return False
        if (
            not description.owners
            or len(designation.actors) != 1
            or self.knowledge.terms_of(designation.actors[0].id.partition(":")[2])
        ):
            return False
        sides = self.titles.belonging.sides(description)
        if len(sides) != 1:
            return False
        if description.hit.noun.number in ("group", "media"):
            kinds = self.nominals.kinds(description.hit.noun.lemma)
            actor = self.epithets.organisation(description, sides[0], kinds)
        elif not sides[0].place:
            titles = self.titles.wordings.titles(description)
            excluded = self.nominals.companions(description.head)
            actor = self.epithets.person(description, sides[0], titles, excluded)
        else:
            actor = None
        if actor is None:
            return False
        self._refer(index, actor, f"coref:epithet-{description.hit.noun.lemma.replace(' ', '-')}")
        return True

    def _refer(self, index: int, actor: str, rule: str) -> None:
        """Mention the actor by a description that refers back to it."""
        description = self.descriptions[index]
        self.cast.mention(
            description.first, description.hit.last, actor, "nominal", rule, description.head
        )
        self.focus.note(description.head, actor)
        self.referents[index] = actor

    def _is_pair(self, index: int) -> bool:
        """Mention both actors of *the two sides*."""
        description = self.descriptions[index]
        pair = self.nominals.pair(description)
        for actor in pair:
            self.cast.mention(
                description.first, description.hit.last, actor, "nominal", "coref:pair",
                description.head,
            )  # fmt: skip
        return bool(pair)

    def _refer_back(self, index: int) -> None:
        description = self.descriptions[index]
        noun = description.hit.noun
        actor, rule = self.nominals.resolve(description)
        if actor is not None:
            self._refer(index, actor, rule)
            return
        if self._refers_to_office(index):
            return
        actor = self.epithets.opponent(description) or self.epithets.fellow(description)
        if actor is not None:
            self._refer(index, actor, f"coref:epithet-{noun.lemma.replace(' ', '-')}")
            return
        led = self.predicates.led(description)
        designation = (
            Designation((led,), f"coref:led-{noun.lemma}", "nominal", False)
            if led is not None
            else self.titles.unowned.designation(description)
        )
        if designation is not None:
            self._mention_designation(index, designation)

    def _refers_to_office(self, index: int) -> bool:
        """Mention the person spoken of who holds or held the office by our tables."""
        description = self.descriptions[index]
        if not description.hit.noun.rank and description.hit.noun.sector != "ELI":
            return False
        titles = [self._without_former(t) for t in self.titles.wordings.titles(description)]
        former = description.former or description.hit.noun.sector == "ELI"
        former |= self.epithets.is_rightful(description)
        on = self.days.of(description.head)
        actor, rule = self.nominals.by_office(
            description, lambda slug: self.offices.held(slug, titles, on, former=former)
        )
        if actor is None:
            return False
        self.cast.mention(
            description.first, description.last, actor, "nominal", rule, description.head
        )
        self.focus.note(description.head, actor)
        self.referents[index] = actor
        return True

    def _without_former(self, title: str) -> str:
        first, _, rest = title.lower().partition(" ")
        return rest if rest and self.lexicon.is_class(first, "former") else title.lower()

    def _pronoun(self, token: int) -> None:
        actors, rule = self.pronouns.resolve(token)
        for actor in actors:
            self.cast.mention(token, token + 1, actor, "pronoun", rule, token)
        if len(actors) == 1:
            self.focus.note(token, actors[0])

    def _referent(self, index: int) -> Actor | None:
        """Return what an earlier description was found to refer to."""
        actor = self.referents.get(index)
        return self.cast.actors[actor] if actor else None

    def _actor_at(self, token: int) -> Actor | None:
        """Return the actor of a possessive pronoun, or of a person's name in front of a noun."""
        actor = self.focus.at(token)
        if actor is None:
            index = self.identities.ending_at.get(token)
            actor = self.identities.actor_of(index) if index is not None else None
        return self.cast.actors.get(actor) if actor else None
