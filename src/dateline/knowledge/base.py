"""The knowledge base: who exists, belongs and holds office, looked up by day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from dateline.knowledge import bodies, cache, designation
from dateline.knowledge.entities import normal, spellings
from dateline.knowledge.loading import DATA, version_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from pathlib import Path

    from dateline.knowledge.entities import (
        Body,
        City,
        Compiled,
        Membership,
        Name,
        Office,
        Organisation,
        Region,
        State,
        Term,
    )
    from dateline.record import Actor

K = TypeVar("K", bound="Hashable")
T = TypeVar("T")


class Knowledge:
    """All tables, with the lookups the other rooms need. Immutable once made."""

    def __init__(self, compiled: Compiled, version: str) -> None:
        self._compiled = compiled
        self.tables = tables = compiled.tables
        self.version = version
        """Short hash of the tables' bytes."""
        self.states: dict[str, State] = {s.code: s for s in tables.states}
        self.organisations: dict[str, Organisation] = {o.id: o for o in tables.organisations}
        self.offices: dict[str, Office] = {o.id: o for o in tables.offices}
        self.bodies: dict[str, Body] = {b.id: b for b in tables.bodies}
        self.proper_names = bodies.proper(tables)
        """Id and name of the bodies that have a proper name, by state and id of the body."""
        self.roles = {r.noun: r for r in tables.roles}
        self.cities: dict[str, City] = {c.id: c for c in tables.cities}
        self.regions: dict[str, Region] = {r.id: r for r in tables.regions}
        self.places: dict[str, City] = _places(tables.cities)
        """Cities by every spelling that no other city has."""
        self._terms_of_office = _grouped((t.office, t) for t in _by_start(tables.terms))
        self._terms_of_person = _grouped((t.person, t) for t in _by_start(tables.terms))
        self._members = _grouped((m.organisation, m) for m in tables.memberships)
        self._memberships = _grouped((m.member, m) for m in tables.memberships)
        self._titles_of_kind = {k.kind: k.titles for k in tables.office_kinds}
        self._offices_titled = _grouped(
            ((o.body, normal(title)), o)
            for o in tables.offices
            for title in dict.fromkeys(map(normal, self.titles_of(o)))
        )
        self._offices_of_body = _grouped((o.body, o) for o in tables.offices)

    @classmethod
    def load(cls, directory: Path | None = None, extra: Sequence[Path] = ()) -> Knowledge:
        """Load the package's tables, or those of ``directory``, then those of ``extra``.

        Rows in ``extra`` replace ours by their key, later directories first. Raises TableError
        with file and line where a row cannot be right.
        """
        directories = (directory or DATA, *extra)
        version = version_of(directories)
        return cls(cache.load(directories, version), version)

    def state(self, code: str) -> State | None:
        """Return the state with this code."""
        return self.states.get(code)

    def organisation(self, id: str) -> Organisation | None:  # noqa: A002 - the table's word
        """Return the organisation with this id."""
        return self.organisations.get(id)

    def exists(self, actor: str, on: date) -> bool:
        """Return whether the state or organisation of an actor id exists on that day.

        Of the two that the Kremlin may stand for, it is the one that exists. An id the tables do
        not know is taken to exist.
        """
        kind, _, rest = actor.partition(":")
        key = rest.partition("/")[0]
        found = self.organisations.get(rest) if kind == "org" else self.states.get(key)
        return found is None or found.exists(on)

    def holders(self, office_id: str, on: date) -> tuple[Term, ...]:
        """Return the terms of the office that cover the day, earliest first.

        On the day of a handover these are two.
        """
        return tuple(t for t in self._terms_of_office.get(office_id, ()) if t.holds(on))

    def terms_of_office(self, office_id: str) -> tuple[Term, ...]:
        """Return all terms of the office, earliest first."""
        return self._terms_of_office.get(office_id, ())

    def terms_of(self, person_slug: str, on: date | None = None) -> tuple[Term, ...]:
        """Return the terms of the person, earliest first; with a day only those that cover it."""
        terms = self._terms_of_person.get(person_slug, ())
        return terms if on is None else tuple(t for t in terms if t.holds(on))

    def members(self, organisation_id: str, on: date) -> tuple[str, ...]:
        """Return who is a full member on that day, in the order of the codes."""
        return tuple(
            sorted(
                m.member
                for m in self._members.get(organisation_id, ())
                if m.status == "member" and m.holds(on)
            )
        )

    def memberships_in(self, organisation_id: str) -> tuple[Membership, ...]:
        """Return every membership in the organisation, of any time and status."""
        return self._members.get(organisation_id, ())

    def is_member(self, member: str, organisation: str, on: date) -> bool:
        """Return whether the state or organisation is a full member on that day."""
        return member in self.members(organisation, on)

    def memberships_of(self, member: str, on: date | None = None) -> tuple[Membership, ...]:
        """Return the memberships, of any status; with a day only those that hold on it."""
        found = self._memberships.get(member, ())
        return found if on is None else tuple(m for m in found if m.holds(on))

    def offices_of_body(self, body_id: str) -> tuple[Office, ...]:
        """Return the offices of a state (by code) or organisation (by id)."""
        return self._offices_of_body.get(body_id, ())

    def titles_of(self, office: Office) -> tuple[str, ...]:
        """Return what the office may be called: its title, its aliases, those of its kind."""
        return (office.title, *office.aliases, *self._titles_of_kind.get(office.kind, ()))

    def offices_titled(self, owner: str, title: str) -> tuple[Office, ...]:
        """Return the offices of a state or organisation that may be called by the title.

        Case, hyphens and a leading article do not count: ``Secretary General`` finds
        ``NATO/secretary-general``.
        """
        return self._offices_titled.get((owner, normal(title)), ())

    def names(self) -> Iterator[Name]:
        """Yield every name with what it refers to; several things may have the same name.

        Surnames alone are not among them: see ``surnames``.
        """
        return iter(self._compiled.names)

    def surnames(self) -> Iterator[Name]:
        """Yield the surnames of office-holders and their one-word aliases.

        They are no evidence alone: they need a title, the date or an earlier full name.
        """
        return iter(self._compiled.surnames)

    def region_names(self) -> Iterator[Name]:
        """Yield the names of regions and of their people, with ``RUS/chechnya`` as target.

        They tell a country and are no actors; ``names`` does not hold them.
        """
        return iter(self._compiled.regions)

    def actor_of_state(self, code: str) -> Actor:
        """Return the actor of a state. Raises KeyError for an unknown code."""
        return designation.of_state(self, code)

    def actor_of_organisation(self, id: str) -> Actor:  # noqa: A002 - the table's word
        """Return the actor of an organisation. Raises KeyError for an unknown id."""
        return designation.of_organisation(self, id)

    def actor_of_office(self, office_id: str) -> Actor:
        """Return the actor of an office whoever holds it. Raises KeyError for an unknown id."""
        return designation.of_office(self, office_id)

    def actor_of_body(self, body_id: str, owner: str | None = None) -> Actor:
        """Return the actor of a government body: ``office:RUS/foreign-ministry``.

        ``owner`` is a state code or organisation id; it may be left out where the body belongs to
        one state only. Raises KeyError for an unknown body, ValueError for a missing owner.
        """
        return designation.of_body(self, body_id, owner)

    def actor_of_person(self, slug: str, name: str | None = None, on: date | None = None) -> Actor:
        """Return the actor of a person with country and sector of the office held on the day.

        Someone who has left office is ELI with the former sector beside it; someone the tables do
        not know has neither country nor sector.
        """
        return designation.of_person(self, slug, name, on)


def _by_start(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda t: (t.start or date.min, t.end or date.max, t.office, t.person))


def _places(cities: Iterable[City]) -> dict[str, City]:
    spelled = _grouped(
        (spelling, city)
        for city in cities
        for name in (city.name, *city.aliases)
        for spelling in spellings(name)
    )
    return {name: found[0] for name, found in spelled.items() if len(found) == 1}


def _grouped(pairs: Iterable[tuple[K, T]]) -> dict[K, tuple[T, ...]]:
    groups: dict[K, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}
