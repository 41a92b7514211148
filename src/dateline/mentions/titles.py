"""Makes actors of descriptions: offices, bodies, groups, and persons without a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.bodies import with_article
from dateline.knowledge.entities import slug
from dateline.mentions.belonging import Belonging
from dateline.mentions.days import Days
from dateline.mentions.descriptions import Description
from dateline.mentions.designations import Designation
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.readings import Reading
from dateline.mentions.setting import Setting
from dateline.mentions.sides import NOBODY, Side, side_of_actor
from dateline.mentions.unowned import Unowned
from dateline.mentions.wordings import Wordings
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Office

_BARE = ("legislature", "ministry", "military", "bank")
"""Bodies that headlines and titles name without an article: *Foreign Ministry spokesman*."""


class Titles:
    """Resolves the descriptions of one report."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        descriptions: Sequence[Description],
        lexicon: Lexicon,
        knowledge: Knowledge,
        offices: Offices,
        new: Mapping[str, Actor],
        setting: Setting,
        days: Days,
        actor_at: Callable[[int], Actor | None],
        referent: Callable[[int], Actor | None],
    ) -> None:
        """``actor_at`` gives the actor of a possessive pronoun or of a name found elsewhere.

        ``referent`` gives that of a description, by its index, that was resolved before.
        """
        self.words = words
        self.readings = readings
        self.descriptions = descriptions
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.offices = offices
        self.new = new
        self.setting = setting
        self.days = days
        self.actor_at = actor_at
        self.wordings = Wordings(words, readings, descriptions, knowledge, new)
        self.belonging = Belonging(
            words, readings, descriptions, lexicon, knowledge, offices, new, days.of, actor_at,
            referent, self._owning,
        )  # fmt: skip
        self.unowned = Unowned(self, setting)

    def _owning(self, description: Description, depth: int) -> Designation | None:
        """Return what a description that owns another stands for."""
        found = self.designate(description, depth)
        if found is None and description.hit.noun.number in ("group", "body", "media"):
            found = self.unowned.designation(description)
        return found

    def designate(self, description: Description, depth: int = 0) -> Designation | None:
        """Return what the description stands for by itself; none where it only refers back."""
        noun = description.hit.noun
        sides = self.belonging.sides(description, depth)
        if noun.number == "body":
            return self._body(description, sides)
        if noun.number == "document":
            return None
        if not sides and noun.sector is None:
            return None
        if self.is_country(description, sides):
            return None
        if self.is_pair(description) and all(side.place for side in sides):
            return None  # "hosted the two leaders in Munich"
        if not sides and self.lexicon.is_class(noun.lemma, "equipment"):
            return None  # a drone that nobody is said to have sent acts for nobody
        if noun.plural and noun.rank and len(sides) > 1 and not description.former:
            actors = [self.office(description, s) for s in sides if s.code and not s.place]
            if len(actors) == len(sides):
                return Designation(tuple(actors), f"title:{noun.row}", "title", True)
        if noun.number in ("group", "media") or noun.plural:
            if not sides and self._refers_back(description):
                return None
            return self.group(description, sides or [NOBODY])
        return self._person(description, sides)

    def is_country(self, description: Description, sides: Sequence[Side]) -> bool:
        """Return whether it only says *countries* or *states*, and not whose members they are."""
        noun = description.hit.noun
        last_word = noun.lemma.rpartition(" ")[2]
        return (
            noun.number == "group"
            and self.lexicon.is_class(last_word, "country-noun")
            and not any(s.code in self.knowledge.organisations for s in sides)
        )

    def is_pair(self, description: Description) -> bool:
        """Return whether it tells of two known before, who need not be from here."""
        before = self.words.lower[description.first : description.hit.first]
        return "the" in before and "two" in before

    def _refers_back(self, description: Description) -> bool:
        return self.definite(description) and not description.modifiers

    def definite(self, description: Description) -> bool:
        """Return whether one is meant that the reader knows: *the court*, but also *parliament*."""
        noun = description.hit.noun
        return self.lexicon.is_class(description.determiner, "definite") or (
            noun.kind in _BARE and not description.determiner and not noun.plural
        )

    def _body(self, description: Description, sides: Sequence[Side]) -> Designation | None:
        noun = description.hit.noun
        assert noun.body is not None
        rule = f"body:{noun.row}"
        body = noun.body
        if self.lexicon.is_class(noun.lemma, "government"):
            if led := ([] if sides else self.belonging.led_by(description)):
                body = "government"  # "the X administration" is the government of its day
            sides = led or [self._sending(s) for s in sides]
        owned = [s for s in sides if s.code is not None and not s.place]
        if not owned and self.lexicon.is_class(description.determiner, "definite"):
            owned = self.belonging.seated(description, sides)
        if noun.states:
            owned = [s for s in owned if s.code in noun.states]
            if not owned:
                return None
        several = noun.plural and not description.hit.shared and len(owned) < 2
        if owned and not several and description.determiner not in ("a", "an", "another"):
            actors = [self.body_actor(description, body, s.code or "") for s in owned]
            return Designation(tuple(actors), rule, "title", noun.plural)
        if not sides and self._refers_back(description):
            return None
        return self.group(description, sides or [NOBODY])

    def body_actor(self, description: Description, body: str, code: str) -> Actor:
        """Return the body of a state or organisation, by the name that the report gives it.

        What the tables call it counts first.
        """
        knowledge = self.knowledge
        actor = knowledge.actor_of_body(body, code)
        known = knowledge.bodies[body]
        name = self.wordings.own_name(description, known.name)
        state = knowledge.state(code)
        if not name or state is None or (code, body) in knowledge.proper_names:
            return actor
        if code in known.states or (known.kind == "ministry" and " of " not in name):
            return actor
        return msgspec.structs.replace(actor, name=f"{name} of {with_article(state.name)}")

    def group(self, description: Description, sides: Sequence[Side]) -> Designation:
        """Return the group, medium or body of each side, told by the words for it."""
        noun = description.hit.noun
        words = self.wordings.words_of(description)
        actors = []
        for side in sides:
            sector, others = self.sectors(description, side)
            phrase = f"{self.wordings.body_name(side)} {words}".strip()
            actors.append(
                Actor(
                    id=f"group:{side.prefix}/{slug(phrase)}",
                    name=self.wordings.named(side, words),
                    kind="media" if noun.number == "media" else "group",
                    country=side.country,
                    sector=sector,
                    other_sectors=others,
                )
            )
        plural = noun.plural or noun.number != "media"
        return Designation(tuple(actors), f"role:{noun.row}", "nominal", plural)

    def _person(self, description: Description, sides: Sequence[Side]) -> Designation | None:
        noun = description.hit.noun
        side = sides[0] if sides else NOBODY
        indefinite = description.determiner in ("a", "an", "another", "one", "any", "every", "each")
        if not indefinite and not description.former:
            if description.post is not None:
                sides = [self._sending(s) for s in sides]
            owned = [s for s in sides if s.code is not None and not s.place]
            office = not self.lexicon.is_class(noun.lemma, "no-office")
            if owned and office and (noun.rank or self.office_of(description, owned[0])):
                actors = [self.office(description, s) for s in owned]
                return Designation(tuple(actors), f"title:{noun.row}", "title", len(actors) > 1)
            if not sides and not description.modifiers:
                return None
        sector, others = self.sectors(description, side)
        words = self.wordings.words_of(description)
        former = "former " if description.former and not words.startswith("former") else ""
        phrase = f"{former}{description.rank} {self.wordings.body_name(side)} {words}"
        actor = Actor(
            id=f"person:{side.prefix}/{slug(phrase)}",
            name=self.wordings.named(side, f"{former}{description.rank} {words}".strip()),
            kind="person",
            country=side.country,
            sector=sector,
            other_sectors=others,
        )
        return Designation((actor,), f"role:{noun.row}", "nominal", False)

    def _sending(self, side: Side) -> Side:
        """Return the state for one of its bodies: its ministry's envoy is the state's."""
        if side.code is None and side.actor and side.country in self.knowledge.states:
            return side_of_actor(self.knowledge.actor_of_state(side.country))
        return side

    def office(self, description: Description, side: Side) -> Actor:
        """Return the holder of the office on the day, or the office where he is not known."""
        assert side.code is not None
        first, on = self.days.within(description.head)
        office = self.office_of(description, side)
        if office is not None:
            term = self.offices.holder(office, on)
            # In a year with two presidents nobody can tell which one "the president" was.
            if term is not None and (first is None or term.start is None or term.start <= first):
                return self.knowledge.actor_of_person(term.person, term.name, on)
            return self.knowledge.actor_of_office(office.id)
        noun = description.hit.noun
        title = noun.lemma if noun.plural else self.wordings.title(description)
        sector, others = self.sectors(description, side)
        return Actor(
            id=f"office:{side.code}/{slug(title)}",
            name=self.wordings.named(side, title),
            kind="office",
            country=side.country,
            sector=sector,
            other_sectors=others,
        )

    def office_of(self, description: Description, side: Side) -> Office | None:
        """Return the office of the knowledge base that the description means."""
        if side.code is None or side.place or description.post is not None:
            return None
        return self.offices.find(side.code, self.wordings.titles(description))

    def standing(self, description: Description) -> tuple[Side, str | None, tuple[str, ...]]:
        """Return side, sector and other sectors of somebody described so."""
        sides = self.belonging.sides(description)
        side = sides[0] if sides else NOBODY
        return (side, *self.sectors(description, side))

    def sectors(self, description: Description, side: Side) -> tuple[str | None, tuple[str, ...]]:
        """Return the sector of somebody described so who is of the side, and other sectors."""
        noun = description.hit.noun
        sector = noun.sector
        others = [self.descriptions[m].hit.noun.sector for m in description.modifiers]
        open_sector = sector is None or self.lexicon.is_class(noun.lemma, "relational")
        institution = not side.place and side.code not in self.knowledge.states
        if self.lexicon.is_class(noun.lemma, "partisan"):
            # Whoever supports a president does not govern.
            institution = institution and not (side.actor or "").startswith(("person:", "office:"))
        if open_sector and institution:
            sector = side.sector or sector
        if open_sector:
            inner = [s for s in others if s]
            if inner and (side.sector is None or sector is None):
                sector = inner[-1]
        if noun.rank and sector == "GOV" and side.sector and side.code not in self.knowledge.states:
            # The president of a union, the director of a clinic.
            sector = side.sector if (side.actor or "").startswith(("group:", "org:")) else sector
        sector = self._of_members(description) or sector
        if institution and self.lexicon.is_class(side.sector or "", "unofficial-sector"):
            if sector in ("GOV", "MIL", "LEG", "PTY"):
                sector = side.sector  # the spokesman and the commander of rebels are rebels
        elif institution and self.lexicon.is_class(side.sector or "", "service-sector"):
            sector = side.sector if sector in ("COP", "MIL") else sector
        if sector is None and side.code is not None and noun.number in ("person", "body"):
            state = side.code in self.knowledge.states
            sector = "GOV" if state and not side.place else None
        if description.former and sector != "ELI" and noun.number == "person":
            others = [sector, *others]
            sector = "ELI"
        return sector, tuple(dict.fromkeys(s for s in others if s and s != sector))

    def _of_members(self, description: Description) -> str | None:
        """Return the sector of those a group is made of: *a company of peacekeepers*."""
        if not self.lexicon.is_class(description.hit.noun.lemma, "made-of"):
            return None
        members = (
            self.descriptions[owner.description].hit.noun
            for owner in description.owners
            if owner.relation == "of" and owner.description is not None
        )
        return next((noun.sector for noun in members if noun.plural), None)
