"""Answers what a reader asks of the tables: show a thing, who holds an office, who belongs."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import Membership, Office, Term, normal
from dateline.record import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dateline.knowledge.base import Knowledge


class UnknownNameError(LookupError):
    """The tables know no such thing; ``suggestions`` are the nearest names they know."""

    def __init__(self, text: str, suggestions: tuple[str, ...]) -> None:
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else ""
        super().__init__(f"nothing is known of {text!r}{hint}")
        self.text = text
        self.suggestions = suggestions


class Held(msgspec.Struct, frozen=True):
    """An office with a term of it."""

    office: Office
    term: Term


class Member(msgspec.Struct, frozen=True):
    """A member as an actor, with the row that says so."""

    actor: Actor
    membership: Membership


class Shown(msgspec.Struct, frozen=True):
    """What is known of a state, organisation or person on a day."""

    actor: Actor
    row: str
    exists: bool
    start: date | None
    end: date | None
    names: tuple[str, ...]
    offices: tuple[Held, ...]
    """Who holds its offices, or which offices the person holds."""
    memberships: tuple[Member, ...]
    """What it belongs to; the actors are the organisations."""
    members: tuple[Member, ...]


def show(knowledge: Knowledge, thing: str, on: date) -> tuple[Shown, ...]:
    """Return what is known on that day of the thing, a code, id, name or alias.

    Several where the name is ambiguous; of those only what exists on that day, if any does.
    Raises UnknownNameError where there is none.
    """
    found = find(knowledge, thing)
    existing = tuple(target for target in found if knowledge.exists(target, on))
    return tuple(_shown(knowledge, target, on) for target in existing or found)


def who(knowledge: Knowledge, office_text: str, on: date) -> tuple[Held, ...]:
    """Return who holds the office on that day: "Secretary General of NATO", "French president".

    Empty where the office is known and nobody is known to hold it on that day. Raises
    UnknownNameError where there is no such office.
    """
    return tuple(
        Held(office, term)
        for office in find_offices(knowledge, office_text)
        for term in knowledge.holders(office.id, on)
    )


def members(knowledge: Knowledge, organisation_text: str, on: date) -> tuple[Member, ...]:
    """Return the members of the organisation on that day, of every status, by name.

    Raises UnknownNameError where there is no such organisation.
    """
    targets = [t for t in find(knowledge, organisation_text) if t.startswith("org:")]
    if not targets:
        raise _unknown(organisation_text, list(_organisation_names(knowledge)))
    return _members_of(knowledge, targets[0].removeprefix("org:"), on)


def find(knowledge: Knowledge, text: str) -> tuple[str, ...]:
    """Return the actor ids of the states, organisations and persons that the text names.

    Raises UnknownNameError where there is none.
    """
    if text in knowledge.organisations:
        return (f"org:{text}",)
    if text in knowledge.states:
        return (f"state:{text}",)
    if knowledge.terms_of(text):
        return (f"person:{text}",)
    wanted = normal(text)
    exact: dict[str, None] = {}
    loose: dict[str, None] = {}
    texts = []
    for name in knowledge.names():
        if name.kind not in ("state", "organisation", "person", "capital"):
            continue
        texts.append(name.text)
        if name.text == text.removeprefix("the "):
            exact[name.target] = None
        elif normal(name.text) == wanted:
            loose[name.target] = None
    found = exact or loose
    if not found:
        found = dict.fromkeys(n.target for n in knowledge.surnames() if normal(n.text) == wanted)
    if not found:
        raise _unknown(text, texts)
    return tuple(found)


def find_offices(knowledge: Knowledge, text: str) -> tuple[Office, ...]:
    """Return the offices the text names: by id, "TITLE of BODY", "BODY's TITLE", "BODY TITLE".

    A title that only one body has needs no body ("Taoiseach"). Raises UnknownNameError where
    there is no such office.
    """
    if text in knowledge.offices:
        return (knowledge.offices[text],)
    owners = _owners(knowledge)
    for title, owner in _readings(text):
        for key in owners.get(owner, ()):
            if found := knowledge.offices_titled(key, title):
                return found
    alone = tuple(
        office
        for office in knowledge.tables.offices
        if normal(text) in {normal(t) for t in (office.title, *office.aliases)}
    )
    if len(alone) == 1:
        return alone
    raise _unknown(text, [f"{o.title} of {_owner_name(knowledge, o.body)}"
                          for o in knowledge.tables.offices])  # fmt: skip


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Yield title and owner, both normal, in every way the text can be split."""
    words = normal(text.replace("'s ", " ").replace("’s ", " ")).split()
    for i in range(1, len(words)):
        if words[i] == "of":
            yield " ".join(words[:i]), normal(" ".join(words[i + 1 :]))
    for i in range(len(words) - 1, 0, -1):
        yield " ".join(words[i:]), " ".join(words[:i])


def _owners(knowledge: Knowledge) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for state in knowledge.tables.states:
        for text in (state.code, state.name, *state.aliases, *state.adjectives, *state.government):
            found.setdefault(normal(text), []).append(state.code)
    for organisation in knowledge.tables.organisations:
        for text in (organisation.id, organisation.name, *organisation.aliases):
            found.setdefault(normal(text), []).append(organisation.id)
    return found


def _organisation_names(knowledge: Knowledge) -> Iterator[str]:
    for organisation in knowledge.tables.organisations:
        yield from (organisation.id, organisation.name, *organisation.aliases)


def _owner_name(knowledge: Knowledge, key: str) -> str:
    owner = knowledge.states.get(key) or knowledge.organisations.get(key)
    return owner.name if owner else key


def _shown(knowledge: Knowledge, target: str, on: date) -> Shown:
    kind, _, key = target.partition(":")
    if kind == "person":
        terms = knowledge.terms_of(key)
        return Shown(
            knowledge.actor_of_person(key, None, on), terms[-1].row, True, None, None,
            tuple(dict.fromkeys(n for t in terms for n in (t.name, *t.aliases))),
            tuple(Held(knowledge.offices[t.office], t) for t in knowledge.terms_of(key, on)
                  if t.office in knowledge.offices),
            (), (),
        )  # fmt: skip
    entity = knowledge.states[key] if kind == "state" else knowledge.organisations[key]
    return Shown(
        _actor(knowledge, key), entity.row, entity.exists(on), entity.start, entity.end,
        (entity.name, *entity.aliases),
        tuple(Held(office, term) for office in knowledge.offices_of_body(key)
              for term in knowledge.holders(office.id, on)),
        tuple(Member(_actor(knowledge, m.organisation), m)
              for m in knowledge.memberships_of(key, on)),
        _members_of(knowledge, key, on),
    )  # fmt: skip


def _members_of(knowledge: Knowledge, organisation: str, on: date) -> tuple[Member, ...]:
    found = [
        Member(_actor(knowledge, m.member), m)
        for m in knowledge.memberships_in(organisation)
        if m.holds(on)
    ]
    return tuple(sorted(found, key=lambda m: (m.actor.name, m.actor.id)))


def _actor(knowledge: Knowledge, key: str) -> Actor:
    if key in knowledge.states:
        return knowledge.actor_of_state(key)
    if key in knowledge.organisations:
        return knowledge.actor_of_organisation(key)
    return Actor(id=f"org:{key}", name=key, kind="unknown")


def _unknown(text: str, known: list[str]) -> UnknownNameError:
    near = {k.casefold(): k for k in known}
    close = get_close_matches(text.casefold(), list(near), n=3, cutoff=0.75)
    return UnknownNameError(text, tuple(near[c] for c in close))
