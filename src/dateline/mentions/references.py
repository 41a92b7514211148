"""Finds whom a description refers to: somebody named, who holds an office, or a group."""

from __future__ import annotations

import msgspec

from dateline.mentions.cast import Cast
from dateline.mentions.coreference import Nominals
from dateline.mentions.days import Days
from dateline.mentions.descriptions import Description
from dateline.mentions.designations import Designation
from dateline.mentions.epithets import Epithets, is_named
from dateline.mentions.identity import Identities
from dateline.mentions.introductions import Introductions
from dateline.mentions.modifiers import is_modifier
from dateline.mentions.predicates import Predicates
from dateline.mentions.salience import Focus
from dateline.mentions.titles import Titles


class References:
    """Mentions actors by the descriptions of one report, each in its turn."""

    def __init__(
        self,
        cast: Cast,
        focus: Focus,
        days: Days,
        titles: Titles,
        identities: Identities,
        introductions: Introductions,
        nominals: Nominals,
        predicates: Predicates,
        epithets: Epithets,
        referents: dict[int, str],
    ) -> None:
        """Take what decides in turn.

        ``referents`` is given the actor of each description that is found to refer to one.
        """
        self.words = titles.words
        self.descriptions = titles.descriptions
        self.lexicon = titles.lexicon
        self.knowledge = titles.knowledge
        self.offices = titles.offices
        self.cast = cast
        self.focus = focus
        self.days = days
        self.titles = titles
        self.identities = identities
        self.introductions = introductions
        self.nominals = nominals
        self.predicates = predicates
        self.epithets = epithets
        self.referents = referents
        self._decided: set[int] = set()

    def refer(self, index: int) -> None:
        """Mention whom the description means, if that can be told."""
        if index in self._decided:
            return
        self._decided.add(index)
        description = self.descriptions[index]
        for owner in description.owners:
            # "A spokesman for the ministry": which ministry must be known first.
            if owner.description is not None and owner.relation != "adjective":
                self.refer(owner.description)
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
                self._learn_from_unnamed(description, actor)
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

    def _learn_from_unnamed(self, description: Description, named: str) -> None:
        """Add whose he is, told before his name: *a UN spokesman*, then *the spokesman, X*."""
        actor = self.cast.actors[named]
        if actor.country is not None or description.owners:
            return
        before, _ = self.nominals.resolve(description)
        told = self.cast.actors.get(before or "")
        if told is not None and told.kind == "person" and not is_named(told) and told.country:
            self.cast.replace(
                msgspec.structs.replace(
                    actor, country=told.country, sector=told.sector or actor.sector
                )
            )

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
