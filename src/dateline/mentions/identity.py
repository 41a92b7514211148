"""Decides which names of persons belong to the same person, and who that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.naming import NUMERAL
from dateline.mentions.cast import Cast
from dateline.mentions.days import Days
from dateline.mentions.descriptions import Description
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.mentions.persons import Person, person_id
from dateline.mentions.titles import Titles
from dateline.mentions.words import PROPER_TAGS
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Term


_YEAR = 365
_INITIAL = 2


class Identities:
    """The persons of one report. Short names belong to somebody named in full, or with a title."""

    def __init__(
        self,
        persons: Sequence[Person],
        titles: Titles,
        descriptions: Sequence[Description],
        knowledge: Knowledge,
        offices: Offices,
        cast: Cast,
        days: Days,
        lexicon: Lexicon,
    ) -> None:
        self.persons = persons
        self.titles = titles
        self.descriptions = descriptions
        self.knowledge = knowledge
        self.offices = offices
        self.cast = cast
        self.days = days
        self.lexicon = lexicon
        self.described_by = {
            p.description: i
            for i, p in enumerate(persons)
            if p.description is not None and p.placed != "shared"
        }
        self.described_by |= {p.also: i for i, p in enumerate(persons) if p.also is not None}
        self.ending_at = {p.last - 1: i for i, p in enumerate(persons)}
        self._actors: dict[int, str] = {}
        self._full: dict[str, str] = {}
        self._short: dict[str, list[str]] = {}
        self._genders: dict[str, str] = {}
        self._named: dict[str, int] = {}
        """The token where each is first named in full."""

    def actor_of(self, index: int) -> str | None:
        """Return the actor of a name, none where nobody can be told."""
        return self._actors.get(index)

    def name_all(self) -> None:
        """Decide all names: the full ones first, for the short ones to refer to."""
        order = sorted(
            (i for i, p in enumerate(self.persons) if p.rule and not p.short),
            key=lambda i: (-len(self.persons[i].text.split()), i),
        )
        for index in order:
            full = self._actors[index] = self._full_name(self.persons[index])
            first = self.persons[index].first
            self._named[full] = min(first, self._named.get(full, first))
        for index, person in enumerate(self.persons):
            if person.short and person.rule:
                actor = self._titled(person)
                if actor:
                    self._actors[index] = actor
        for index, person in enumerate(self.persons):
            if index not in self._actors:
                actor = self._introduced(person)
                if actor:
                    self._actors[index] = actor
        self._name_statesmen()
        for index in sorted(self._actors):
            self.learn(self.persons[index], self._actors[index])

    def _name_statesmen(self) -> None:
        """Decide bare surnames that nobody in the report bears: those of the known leaders."""
        for index, person in enumerate(self.persons):
            if index in self._actors or not person.short or person.description is not None:
                continue
            if person.text in self._short:
                continue
            term = self._statesman(person)
            if term is not None:
                self._actors[index] = f"person:{term.person}"

    def _statesman(self, person: Person) -> Term | None:
        term = self.offices.bearer(
            person.text, self.days.of(person.first), self.titles.setting.states,
            addressed=person.honorific is not None,
        )  # fmt: skip
        return term if term is not None and self._stands_alone(person) else None

    def _stands_alone(self, person: Person) -> bool:
        """Return whether no other name stands before the surname anywhere, nor an article."""
        words = self.cast.words
        if words.text[person.first].isupper():
            return False
        if person.last < len(words) and words.text[person.last][:1].isupper():
            return words.tag[person.last] not in PROPER_TAGS
        for i, text in enumerate(words.text):
            if text != words.text[person.first] or not i:
                continue
            before = words.text[i - 1]
            if before in self.lexicon.honorifics or words.lower[i - 1] in ("ex", "-", "former"):
                continue
            if words.lower[i - 1] == "the" and self._governs(i):
                continue
            if words.lower[i - 1] in ("the", "a", "an", "in", "at", "&"):
                return False
            if words.tag[i - 1] in PROPER_TAGS and words.sentence[i - 1] == words.sentence[i]:
                return False
        return True

    def _governs(self, i: int) -> bool:
        """Return whether it is the surname of who leads a government: *the Maduro government*."""
        behind = self.cast.words.lower[i + 1 : i + 2]
        return bool(behind) and self.lexicon.is_class(behind[0], "government")

    def _full_name(self, person: Person) -> str:
        if person.known is not None:
            actor = person.known.target
        else:
            # Some surnames are two words: "Pérez Molina".
            term = self._statesman(person) if person.text in self.lexicon.surnames else None
            term = term or self._respelled(person)
            actor = self._full.get(person.text) or (
                f"person:{term.person}" if term is not None else person_id(person.text)
            )
        self._introduce(person.text, actor)
        if person.gender:
            self._genders.setdefault(actor, person.gender)
        return actor

    def _respelled(self, person: Person) -> Term | None:
        if person.description is None or person.text in self._full:
            return None
        description = self.descriptions[person.description]
        code = next((s.code for s in self.titles.belonging.sides(description) if s.code), None)
        if code is None or description.former:
            return None
        return self.offices.respelled(
            person.text, self.titles.wordings.titles(description), code, self.days.of(person.first)
        )

    def _introduce(self, text: str, actor: str) -> None:
        parts = text.split()
        self._full.setdefault(text, actor)
        for start in range(1, len(parts)):
            tail = " ".join(parts[start:])
            if NUMERAL.fullmatch(tail):
                continue
            if start < len(parts) - 1:
                self._full.setdefault(tail, actor)
            self._add_short(tail, actor)
            if start == len(parts) - 1 and (bare := self._without_article(tail)):
                self._add_short(bare, actor)
        self._add_short(parts[0], actor)
        if len(parts) > 2 and NUMERAL.fullmatch(parts[-1]):
            self._add_short(parts[-2], actor)  # "King Abdullah II" is "Abdullah" later on
        for part in parts[1:-1]:
            # The first of two surnames: *Fernández de Kirchner*.
            if part[:1].isupper() and len(part) > _INITIAL and part not in self.lexicon.given_names:
                self._add_short(part, actor)

    def _add_short(self, text: str, actor: str) -> None:
        known = self._short.setdefault(text, [])
        if actor not in known:
            known.append(actor)

    def _titled(self, person: Person) -> str | None:
        """Return who a single name with a title is: somebody named here, or a holder of office."""
        introduced = self._introduced(person)
        if introduced or person.text in self._short:
            return introduced
        if person.known is not None:
            return person.known.target
        if person.description is None and person.honorific is None:
            return None
        if person.description is None:
            term = self._statesman(person)
            if term is not None:
                actor = f"person:{term.person}"
                self._introduce(term.name, actor)
                self._add_short(person.text, actor)
                return actor
        if person.description is not None:
            description = self.descriptions[person.description]
            sides = self.titles.belonging.sides(description)
            code = next((s.code for s in sides if s.code), None)
            term = self.offices.titled(
                person.text, self.titles.wordings.titles(description), code,
                self.days.of(person.first), former=description.former,
            )  # fmt: skip
            if term is not None:
                actor = f"person:{term.person}"
                self._introduce(term.name, actor)
                self._add_short(person.text, actor)
                return actor
        actor = person_id(person.text)
        self._add_short(person.text, actor)
        return actor

    def _introduced(self, person: Person) -> str | None:
        candidates = self._short.get(person.text, [])
        if person.gender and len(candidates) > 1:
            candidates = [
                a for a in candidates if self._genders.get(a, person.gender) == person.gender
            ]
        if len(candidates) > 1:
            # Only one of them may have been named before.
            candidates = [a for a in candidates if self._named.get(a, 0) < person.first]
        return candidates[0] if len(candidates) == 1 else None

    def learn(self, person: Person, actor: str) -> None:
        """Add the actor with what this mention says of country, sector, title and gender."""
        slug = actor.partition(":")[2]
        on = self.days.of(person.first)
        known = bool(self.knowledge.terms_of(slug))
        name = None if known else self._name_of(actor, person)
        base = self.knowledge.actor_of_person(slug, name, on)
        if person.description is None and person.also is not None:
            # An honorific stands between the description and the name.
            person = msgspec.structs.replace(person, description=person.also, also=None)
        if person.description is not None:
            base = self._described(base, person, known=known)
        title, sector = "", ""
        if person.honorific is not None:
            honorific = self.cast.words.text[person.honorific]
            title, sector = self.lexicon.honorific_titles[honorific]
        if sector and not known:
            base = msgspec.structs.replace(base, sector=sector)
        self.cast.add(base)
        traits = self.cast.traits[actor]
        traits.gender = traits.gender or person.gender
        if title:
            traits.titles.add(title)
        for index in (person.description, person.also):
            if index is not None:
                traits.titles.add(self.descriptions[index].hit.noun.lemma)

    def _just_left(self, actor: Actor, person: Person) -> bool:
        """Return whether the last office ended within a year before the day that counts."""
        on = self.days.of(person.first)
        slug = actor.id.partition(":")[2]
        return on is not None and any(
            t.end is not None and 0 <= (on - t.end).days <= _YEAR
            for t in self.knowledge.terms_of(slug)
        )

    def _held(self, actor: Actor, description: Description) -> bool:
        """Return whether the tables know the person in the office of this title, at any time."""
        noun = description.hit.noun.lemma.partition(" of ")[0].rpartition(" ")[2]
        terms = self.knowledge.terms_of(actor.id.partition(":")[2])
        offices = (self.knowledge.offices.get(t.office) for t in terms)
        return any(noun in office.title.lower().split() for office in offices if office)

    def _name_of(self, actor: str, person: Person) -> str:
        return max(
            (t for t, a in self._full.items() if a == actor and person_id(t) == actor),
            key=len,
            default=person.text,
        )

    def _described(self, base: Actor, person: Person, *, known: bool) -> Actor:
        assert person.description is not None
        description = self.descriptions[person.description]
        side, sector, others = self.titles.standing(description)
        if side.country is None and person.placed in ("before", "shared"):
            side = self.titles.belonging.side_after(person.last) or side
        if person.also is not None:
            second = self.titles.standing(self.descriptions[person.also])
            other = self.descriptions[person.also]
            if other.hit.noun.rank and not description.hit.noun.rank:
                # "his brother X, the defence minister": the office says what he is.
                side = side if second[0].country is None else second[0]
                sector, others = second[1:] if second[1] else (sector, others)
            elif not description.hit.noun.rank and not description.owners:
                side = second[0]
                sector, others = second[1:] if second[1] else (sector, others)
            elif side.country is None:
                side = second[0]
        if known and base.country and not description.former:
            if self.days.of(person.first) is None and self.lexicon.is_class(
                sector or "", "ungoverning-sector"
            ):
                # Without a day only the title tells what he was when it happened.
                return msgspec.structs.replace(
                    base, country=side.country or base.country, sector=sector, other_sectors=others
                )
            ranked = description.hit.noun.rank and side.code in self.knowledge.states
            if ranked and side.country != base.country and sector:
                # Where he has two offices the title names the one that counts.
                return msgspec.structs.replace(base, country=side.country, sector=sector)
            if base.sector == "ELI" and sector:
                # The report knows of an office that our tables do not: it names its body.
                if side.country and description.hit.noun.rank:
                    return msgspec.structs.replace(
                        base, country=side.country, sector=sector, other_sectors=others
                    )
                # A report of the days after a coup still says "President"; who has left one office
                # may have another, which the title names.
                if self._just_left(base, person) or not self._held(base, description):
                    return msgspec.structs.replace(base, sector=sector, other_sectors=others)
            return base if base.sector else msgspec.structs.replace(base, sector=sector)
        country = base.country or side.country
        owners = list(description.owners)
        if person.also is not None:
            owners += self.descriptions[person.also].owners
        # A dockers' union is at home; whose "its spokesman" is only its owner tells.
        unknown = any(o.description is None for o in owners)
        if country is None and not unknown:
            titled = msgspec.structs.replace(base, sector=sector)
            state = self.titles.setting.of(description, titled)
            country = self.knowledge.states[state].country if state else None
        return msgspec.structs.replace(
            base,
            country=country,
            sector=sector or base.sector,
            other_sectors=others or base.other_sectors,
        )

    def _without_article(self, surname: str) -> str:
        """Return an Arabic surname without its article, as papers shorten it: *Bashir*."""
        article, hyphen, bare = surname.partition("-")
        arabic = hyphen and self.lexicon.is_class(article.lower(), "arabic-article")
        return bare if arabic and bare[:1].isupper() else ""
