"""Whom a question means by a name: the actors of a store, and who acts for whom on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import duckdb
import msgspec

from dateline.knowledge import Knowledge
from dateline.knowledge.questions import UnknownNameError, find

EVER = ("0001-01-01", "9999-12-31")
_EXACT = ("person:", "group:", "office:", "doc:", "document:", "media:", "unknown:")


class Listed(msgspec.Struct, frozen=True):
    """An actor of the store."""

    id: str
    name: str
    kind: str
    country: str | None
    reports: int


class Spell(msgspec.Struct, frozen=True):
    """An actor id with the days (ISO, inclusive) on which it counts as one of the party."""

    id: str
    first: str
    last: str


class Party(msgspec.Struct, frozen=True):
    """Whom a question means: actor ids, each with the days on which it counts."""

    label: str
    spells: tuple[Spell, ...]

    @property
    def ids(self) -> list[str]:
        """Every actor id of the party, sorted."""
        return sorted({spell.id for spell in self.spells})

    @property
    def undated(self) -> bool:
        """Whether every actor counts on every day."""
        return all((s.first, s.last) == EVER for s in self.spells)


class Directory:
    """The actors of a store, each once, with the name and country most of its reports give."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        rows = connection.execute(
            "SELECT id, mode(name), mode(kind), mode(country), count(*) FROM actors "
            "GROUP BY id ORDER BY count(*) DESC, id"
        ).fetchall()
        self.actors: Mapping[str, Listed] = {row[0]: Listed(*row) for row in rows}
        self._by_name: dict[str, list[str]] = {}
        self._by_owner: dict[str, list[str]] = {}
        for listed in self.actors.values():
            self._by_name.setdefault(listed.name.casefold(), []).append(listed.id)
            if owner := _owner(listed):
                self._by_owner.setdefault(owner, []).append(listed.id)

    def name(self, actor: str) -> str:
        """Return the name of an actor, or its id where the store does not have it."""
        listed = self.actors.get(actor)
        return listed.name if listed else actor

    def named(self, text: str) -> list[str]:
        """Return the ids of the actors of that name, whatever the case."""
        return self._by_name.get(text.casefold(), [])

    def acting_for(self, owner: str) -> list[str]:
        """Return the ids of the actors that act for a state (by code) or organisation (by id)."""
        return self._by_owner.get(owner, [])


def _owner(listed: Listed) -> str | None:
    """Return the state or organisation that an actor acts for, by its id or its country."""
    kind, _, rest = listed.id.partition(":")
    if kind in ("state", "org"):
        return rest
    if kind in ("office", "group") and "/" in rest:
        return rest.partition("/")[0]
    return listed.country


def resolve(text: str, directory: Directory, knowledge: Knowledge) -> Party:
    """Return the party that a text names.

    A state or organisation (``RUS``, ``NATO``, ``Russia``, ``org:NATO``) stands for itself, its
    bodies and offices, and its office-holders in their terms; ``members:CSTO`` for all who are
    full members on the day in question; a person or group for itself alone. Raises
    UnknownNameError where neither the knowledge base nor the store knows the name.
    """
    wanted = text.strip()
    group, _, organisation = wanted.partition(":")
    if group == "members" and organisation:
        return _members(organisation.strip(), directory, knowledge)
    if wanted.startswith(_EXACT) or wanted in directory.actors:
        ids: tuple[str, ...] = (wanted,)
    else:
        try:
            ids = find(knowledge, wanted.removeprefix("state:").removeprefix("org:"))
        except UnknownNameError:
            ids = tuple(directory.named(wanted))
            if not ids:
                raise
    spells: dict[Spell, None] = {}
    for id_ in ids:
        for spell in _spells(id_, EVER, directory, knowledge):
            spells[spell] = None
    label = directory.name(ids[0])
    if label == ids[0] and ids[0].partition(":")[2] in knowledge.states:
        label = knowledge.states[ids[0].partition(":")[2]].name
    return Party(label, tuple(spells))


def _members(text: str, directory: Directory, knowledge: Knowledge) -> Party:
    targets = [t for t in find(knowledge, text.removeprefix("org:")) if t.startswith("org:")]
    if not targets:
        raise UnknownNameError(text, ())
    organisation = targets[0].removeprefix("org:")
    spells: dict[Spell, None] = {}
    for row in knowledge.memberships_in(organisation):
        if row.status == "member":
            prefix = "state:" if row.member in knowledge.states else "org:"
            days = (_iso(row.start, EVER[0]), _iso(row.end, EVER[1]))
            for spell in _spells(prefix + row.member, days, directory, knowledge):
                spells[spell] = None
    return Party(f"members of {organisation}", tuple(spells))


def _spells(
    id_: str, days: tuple[str, str], directory: Directory, knowledge: Knowledge
) -> Iterator[Spell]:
    yield Spell(id_, *days)
    kind, _, owner = id_.partition(":")
    if kind not in ("state", "org"):
        return
    known: set[str] = set()
    for office in knowledge.offices_of_body(owner):
        for term in knowledge.terms_of_office(office.id):
            person = f"person:{term.person}"
            known.add(person)
            first = max(days[0], _iso(term.start, EVER[0]))
            last = min(days[1], _iso(term.end, EVER[1]))
            if person in directory.actors and first <= last:
                yield Spell(person, first, last)
    for actor in directory.acting_for(owner):
        # Those whose offices we know count in their terms alone.
        if actor != id_ and not knowledge.terms_of(actor.removeprefix("person:")):
            yield Spell(actor, *days)


def _iso(day: date | None, otherwise: str) -> str:
    return day.isoformat() if day else otherwise
