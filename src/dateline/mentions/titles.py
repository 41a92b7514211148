"""Makes actors of descriptions: offices, bodies, groups, and persons without a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import slug
from dateline.mentions.descriptions import Description, Owner
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.readings import Reading
from dateline.mentions.setting import Setting
from dateline.mentions.sides import Side, actor_of, side_of, side_of_actor
from dateline.mentions.words import Words
from dateline.record import Actor, Form

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Office

_UNKNOWN = Side(None, None, None, None)
_MOST_DEPTH = 5
_LEADERS = ("president", "prime minister", "king")
_RELATIONS = ("possessive", "adjective", "of", "for", "at", "from", "place")


class Designation(msgspec.Struct, frozen=True, gc=False):
    """What a description stands for. Several actors where it names several owners at once."""

    actors: tuple[Actor, ...]
    rule: str
    form: Form
    plural: bool


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
        day_of: Callable[[int], date | None],
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
        self.day_of = day_of
        self.actor_at = actor_at
        self.referent = referent

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
            if designation is None and inner.hit.noun.number in ("group", "body", "media"):
                designation = self.unowned(inner)
            if designation is None:
                sides = self.sides(inner, depth + 1)
                return sides[0] if sides else None
            return side_of_actor(designation.actors[0])
        if owner.token is not None:
            actor = self.actor_at(owner.token)
            return side_of_actor(actor) if actor else None
        return None

    def designate(self, description: Description, depth: int = 0) -> Designation | None:
        """Return what the description stands for by itself; none where it only refers back."""
        noun = description.hit.noun
        sides = self.sides(description, depth)
        if noun.number == "body":
            return self._body(description, sides)
        if noun.number == "document":
            return None
        if not sides and noun.sector is None:
            return None
        if self._is_country(description, sides):
            return None
        if self._is_pair(description) and all(side.place for side in sides):
            return None  # "hosted the two leaders in Munich"
        if not sides and self.lexicon.is_class(noun.lemma, "equipment"):
            return None  # a drone that nobody is said to have sent acts for nobody
        if noun.plural and noun.rank and len(sides) > 1 and not description.former:
            actors = [self._office(description, s) for s in sides if s.code and not s.place]
            if len(actors) == len(sides):
                return Designation(tuple(actors), f"title:{noun.row}", "title", True)
        if noun.number in ("group", "media") or noun.plural:
            if not sides and self._refers_back(description):
                return None
            return self._group(description, sides or [_UNKNOWN])
        return self._person(description, sides)

    def _is_country(self, description: Description, sides: Sequence[Side]) -> bool:
        """Return whether it only says *countries* or *states*, and not whose members they are."""
        noun = description.hit.noun
        last_word = noun.lemma.rpartition(" ")[2]
        return (
            noun.number == "group"
            and self.lexicon.is_class(last_word, "country-noun")
            and not any(s.code in self.knowledge.organisations for s in sides)
        )

    def _refers_back(self, description: Description) -> bool:
        return self._definite(description) and not description.modifiers

    def _definite(self, description: Description) -> bool:
        """Return whether one is meant that the reader knows: *the court*, but also *parliament*."""
        return self.lexicon.is_class(description.determiner, "definite") or (
            description.hit.noun.kind == "legislature" and not description.determiner
        )

    def _body(self, description: Description, sides: Sequence[Side]) -> Designation | None:
        noun = description.hit.noun
        assert noun.body is not None
        rule = f"body:{noun.row}"
        body = noun.body
        if self.lexicon.is_class(noun.lemma, "government"):
            if led := ([] if sides else self._led_by(description)):
                body = "government"  # "the X administration" is the government of its day
            sides = led or [self._sending(s) for s in sides]
        owned = [s for s in sides if s.code is not None and not s.place]
        if not owned and self.lexicon.is_class(description.determiner, "definite"):
            owned = self._seated(description, sides)
        if noun.states:
            owned = [s for s in owned if s.code in noun.states]
            if not owned:
                return None
        several = noun.plural and not description.hit.shared and len(owned) < 2
        if owned and not several and description.determiner not in ("a", "an", "another"):
            actors = [self._body_actor(body, s) for s in owned]
            return Designation(tuple(actors), rule, "title", noun.plural)
        if not sides and self._refers_back(description):
            return None
        return self._group(description, sides or [_UNKNOWN])

    def _seated(self, description: Description, sides: Sequence[Side]) -> list[Side]:
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

    def _led_by(self, description: Description) -> list[Side]:
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

    def _body_actor(self, body: str, side: Side) -> Actor:
        assert side.code is not None
        return self.knowledge.actor_of_body(body, side.code)

    def _group(self, description: Description, sides: Sequence[Side]) -> Designation:
        noun = description.hit.noun
        words = self._words_of(description)
        actors = []
        for side in sides:
            sector, others = self._sectors(description, side)
            phrase = f"{self._body_name(side)} {words}".strip()
            actors.append(
                Actor(
                    id=f"group:{side.prefix}/{slug(phrase)}",
                    name=self._named(side, words),
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
        side = sides[0] if sides else _UNKNOWN
        indefinite = description.determiner in ("a", "an", "another", "one", "any", "every", "each")
        if not indefinite and not description.former:
            if description.post is not None:
                sides = [self._sending(s) for s in sides]
            owned = [s for s in sides if s.code is not None and not s.place]
            office = not self.lexicon.is_class(noun.lemma, "no-office")
            if owned and office and (noun.rank or self.office_of(description, owned[0])):
                actors = [self._office(description, s) for s in owned]
                return Designation(tuple(actors), f"title:{noun.row}", "title", len(actors) > 1)
            if not sides and not description.modifiers:
                return None
        sector, others = self._sectors(description, side)
        words = self._words_of(description)
        former = "former " if description.former and not words.startswith("former") else ""
        phrase = f"{former}{description.rank} {self._body_name(side)} {words}"
        actor = Actor(
            id=f"person:{side.prefix}/{slug(phrase)}",
            name=self._named(side, f"{former}{description.rank} {words}".strip()),
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

    def _office(self, description: Description, side: Side) -> Actor:
        """Return the holder of the office on the day, or the office where he is not known."""
        assert side.code is not None
        on = self.day_of(description.head)
        office = self.office_of(description, side)
        if office is not None:
            term = self.offices.holder(office, on)
            if term is not None:
                return self.knowledge.actor_of_person(term.person, term.name, on)
            return self.knowledge.actor_of_office(office.id)
        noun = description.hit.noun
        title = noun.lemma if noun.plural else self.title(description)
        sector, others = self._sectors(description, side)
        return Actor(
            id=f"office:{side.code}/{slug(title)}",
            name=self._named(side, title),
            kind="office",
            country=side.country,
            sector=sector,
            other_sectors=others,
        )

    def office_of(self, description: Description, side: Side) -> Office | None:
        """Return the office of the knowledge base that the description means."""
        if side.code is None or side.place or description.post is not None:
            return None
        return self.offices.find(side.code, self.titles(description))

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

    def standing(self, description: Description) -> tuple[Side, str | None, tuple[str, ...]]:
        """Return side, sector and other sectors of somebody described so."""
        sides = self.sides(description)
        side = sides[0] if sides else _UNKNOWN
        return (side, *self._sectors(description, side))

    def _sectors(self, description: Description, side: Side) -> tuple[str | None, tuple[str, ...]]:
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
        if sector is None and side.code is not None and noun.number in ("person", "body"):
            state = side.code in self.knowledge.states
            sector = "GOV" if state and not side.place else None
        if description.former and sector != "ELI" and noun.number == "person":
            others = [sector, *others]
            sector = "ELI"
        return sector, tuple(dict.fromkeys(s for s in others if s and s != sector))

    def _words_of(self, description: Description) -> str:
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

    def _body_name(self, side: Side) -> str:
        """Return the name of a body of a state, which its code alone does not tell."""
        if side.actor is None or side.code is not None:
            return ""
        return side.actor.rpartition("/")[2] if "/" in side.actor else ""

    def _named(self, side: Side, words: str) -> str:
        if side.code in self.knowledge.states and not side.place:
            state = self.knowledge.states[side.code]
            return f"{state.adjectives[0] if state.adjectives else state.name} {words}"
        if side.code in self.knowledge.organisations:
            return f"{side.code} {words}"
        if side.code in {a.id.partition(":")[2] for a in self.new.values()}:
            return f"{side.code} {words}"
        if self._body_name(side):
            return f"{side.name} {words}"
        if side.country in self.knowledge.states:
            state = self.knowledge.states[side.country]
            return f"{words} in {state.name}"
        return words

    def unowned(self, description: Description) -> Designation | None:
        """Return what a description without an owner stands for when nothing before fits.

        *The government* and *the president* are those of the state where the report is set.
        """
        noun = description.hit.noun
        if noun.sector is None and noun.number != "document":
            return None
        if self._is_country(description, ()):
            return self._country_named_last(description)
        if noun.number == "document":
            return self._document(description)
        definite = self._definite(description)
        state = self.setting.of(description, Actor(id="", name="", kind="office"))
        if state is None and definite and description.owners and not self._owned(description):
            state = self.setting.last_named(self.words.sentence[description.head])
        if state is not None and definite and not self._owned(description):
            side = side_of_actor(self.knowledge.actor_of_state(state))
            rule = f"context:{noun.row}"
            if noun.body is not None:
                actor = self.knowledge.actor_of_body(noun.body, state)
                return Designation((actor,), rule, "nominal", noun.plural)
            if self.office_of(description, side) is not None and not description.former:
                return Designation((self._office(description, side),), rule, "nominal", False)
        if self.lexicon.is_class(noun.lemma, "equipment"):
            return None
        if noun.number in ("group", "media", "body") or noun.plural:
            return self.placed(description, self._group(description, [_UNKNOWN]))
        if not description.determiner and not noun.rank:
            return None  # "taken hostage", "works as teacher": nobody in particular
        sector, others = self._sectors(description, _UNKNOWN)
        words = self._words_of(description)
        actor = Actor(
            id=f"person:unnamed/{slug(description.rank + ' ' + words)}",
            name=f"{description.rank} {words}".strip(),
            kind="person",
            sector=sector,
            other_sectors=others,
        )
        return self.placed(description, Designation((actor,), f"role:{noun.row}", "nominal", False))

    def _is_pair(self, description: Description) -> bool:
        """Return whether it tells of two known before, who need not be from here."""
        before = self.words.lower[description.first : description.hit.first]
        return "the" in before and "two" in before

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
        if self._is_pair(description):
            return designation
        actors = []
        for actor in designation.actors:
            state = self.setting.of(description, actor)
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
        sides = self.sides(description)
        side = sides[0] if sides else _UNKNOWN
        text = self._words_of(description)
        prefix = f"{side.prefix}/" if sides else ""
        actor = Actor(
            id=f"document:{prefix}{slug(text)}",
            name=self._named(side, text),
            kind="document",
            country=side.country,
            sector=description.hit.noun.sector or side.sector,
        )
        return Designation((actor,), f"document:{description.hit.noun.row}", "nominal", False)
