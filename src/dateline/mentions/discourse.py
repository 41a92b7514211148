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
from dateline.mentions.epithets import Epithets
from dateline.mentions.identity import Identities
from dateline.mentions.introductions import Introductions
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.naming import find_names
from dateline.mentions.offices import Offices
from dateline.mentions.persons import find_persons
from dateline.mentions.phrases import describe
from dateline.mentions.predicates import Predicates
from dateline.mentions.pronouns import PRONOUNS, RELATIVE, Pronouns
from dateline.mentions.references import References
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
        days = Days(words, times, published)
        named = find_names(words, lexicon, knowledge, days)
        self.readings, self.new, nouns = named.readings, named.new, named.nouns
        self.descriptions = describe(words, [r.hit for r in self.readings], nouns, lexicon)
        self.referents: dict[int, str] = {}
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
        nominals = Nominals(words, self.cast, self.focus, lexicon, home)
        predicates = Predicates(
            words, self.cast, self.focus, lexicon, knowledge, self.titles, self.identities,
            self.pronouns,
        )  # fmt: skip
        epithets = Epithets(
            words, self.readings, self.cast, self.focus, lexicon, knowledge, offices, days
        )
        self.references = References(
            self.cast, self.focus, days, self.titles, self.identities, self.introductions,
            nominals, predicates, epithets, self.referents,
        )  # fmt: skip

    def actors(self) -> Actors:
        """Return all actors and mentions."""
        # Names first, all of them: a headline may say *Merkel* before the text says who she is.
        self.introductions.mention_names()
        self.introductions.mention_persons()
        order = [(r.hit.last - 1, 0, i) for i, r in enumerate(self.readings)]
        order += [(p.last - 1, 1, i) for i, p in enumerate(self.identities.persons)]
        order += [(d.head, 2, i) for i, d in enumerate(self.descriptions)]
        order += [
            (i, 3, i)
            for i, lower in enumerate(self.words.lower)
            if lower in PRONOUNS or (lower in RELATIVE and self.words.tag[i][:2] == "WP")
        ]
        for _, kind, index in sorted(order):
            (self._note_name, self._note_person, self.references.refer, self._pronoun)[kind](index)
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

    def _pronoun(self, token: int) -> None:
        actors, rule = self.pronouns.resolve(token)
        for actor in actors:
            self.cast.mention(token, token + 1, actor, "pronoun", rule, token)
        if len(actors) == 1 and self.words.lower[token] not in RELATIVE:
            # *Who* comes with every second name: it makes nobody more present.
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
