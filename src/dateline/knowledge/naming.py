"""Every name the tables hold, with what it refers to: the input of the automaton over the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.bodies import proper
from dateline.knowledge.entities import Name, numbered, slug, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dateline.knowledge.entities import Organisation, State, Tables, Term
    from dateline.record import Form


NUMERAL = re.compile("[IVX]+")
"""A Roman numeral behind the name of a king or pope."""

_ABRIDGED = ("armed-group", "movement", "party")


def names(tables: Tables) -> Iterator[Name]:
    """Yield every name in its spellings, each once for each thing."""
    return _each_once(tables, _all(tables))


def regions(tables: Tables) -> Iterator[Name]:
    """Yield the names of regions, of their people and what is of them."""
    return _each_once(tables, _of_regions(tables))


def _each_once(tables: Tables, found: Iterable[Name]) -> Iterator[Name]:
    ambiguous = frozenset(a.name for a in tables.ambiguities)
    seen: set[tuple[str, str, str]] = set()
    for name in found:
        for text in spellings(name.text):
            key = (text, name.target, name.kind)
            if key not in seen:
                seen.add(key)
                yield msgspec.structs.replace(name, text=text, ambiguous=text in ambiguous)


def surnames(tables: Tables) -> Iterator[Name]:
    """Yield the surnames of the persons in the terms, each once for each person."""
    ambiguous = frozenset(a.name for a in tables.ambiguities)
    parts = tables.name_parts
    particles = frozenset(p.value for p in parts if p.kind == "particle")
    family_first = frozenset(p.value for p in parts if p.kind == "family-first")
    seen: set[tuple[str, str]] = set()
    for term in tables.terms:
        first = term.office.partition("/")[0] in family_first
        for text in _short_names(term, particles, family_first=first):
            for spelling in spellings(text):
                if (spelling, term.person) not in seen:
                    seen.add((spelling, term.person))
                    name = _name(spelling, "person", f"person:{term.person}", "name", term.row)
                    yield msgspec.structs.replace(name, ambiguous=spelling in ambiguous)


def _all(tables: Tables) -> Iterator[Name]:
    for state in tables.states:
        yield from _of_state(state)
    for organisation in tables.organisations:
        target = f"org:{organisation.id}"
        for text in (organisation.name, organisation.id, *organisation.aliases):
            if text != organisation.id or _is_acronym(text):
                yield _name(text, "organisation", target, "name", organisation.row)
        if text := abridged(organisation):
            yield _name(text, "organisation", target, "name", organisation.row)
    for term in tables.terms:
        for text in (term.name, *(a for a in term.aliases if " " in a)):
            yield _name(text, "person", f"person:{term.person}", "name", term.row)
    called = proper(tables)
    for body in tables.bodies:
        for code in body.states:
            own = called.get((code, body.id))
            target = f"office:{code}/{own.id if own else body.id}"
            for text in (body.name, *body.aliases):
                yield _name(text, "office", target, "name", body.row)
    for row in tables.proper_names:
        target = f"office:{row.state}/{called[row.state, slug(row.bodies[0])].id}"
        yield _name(row.name, "office", target, "name", row.row)
    for city in tables.cities:
        if not city.capital:
            for text in (city.name, *city.aliases):
                yield _name(text, "city", city.id, "name", city.row)
    yield from _capitals(tables)


def is_abridged(organisation: Organisation, text: str) -> bool:
    """Return whether this is its name without its state: *Communist Party (of India)*.

    So a report calls it that has named the state.
    """
    return text in spellings(abridged(organisation))


def abridged(organisation: Organisation) -> str:
    """Return the name of a party or armed group without its state; empty where it has none."""
    name, of, _ = organisation.name.rpartition(" of ")
    if not of or " " not in name or organisation.kind not in _ABRIDGED:
        return ""
    return name


def _of_state(state: State) -> Iterator[Name]:
    target = f"state:{state.code}"
    for text in (state.name, *state.aliases):
        yield _name(text, "state", target, "name", state.row)
    for noun, plural in state.nationals():
        yield _name(noun, "state", target, "demonym", state.row, plural)
    for adjective in state.adjectives:
        if adjective not in state.people:
            yield _name(adjective, "state", target, "demonym", state.row)
    for text in state.government:
        yield _name(text, "state", target, "metonym", state.row)


def _of_regions(tables: Tables) -> Iterator[Name]:
    for region in tables.regions:
        for text in (region.name, *region.aliases):
            yield _name(text, "region", region.id, "name", region.row)
        for noun, plural in numbered(region.people):
            yield _name(noun, "region", region.id, "demonym", region.row, plural)
        for adjective in region.adjectives:
            if adjective not in region.people:
                yield _name(adjective, "region", region.id, "demonym", region.row)


def _capitals(tables: Tables) -> Iterator[Name]:
    """Yield the capitals as metonyms, with the aliases the cities have."""
    spelled: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for city in tables.cities:
        if city.capital:
            spelled[city.state, city.name] = [(a, city.row) for a in (city.name, *city.aliases)]
    for state in tables.states:
        known = {city for code, city in spelled if code == state.code}
        if state.capital and state.capital not in known:
            spelled[state.code, state.capital] = [(state.capital, state.row)]
    state_names = {state.code: state.name for state in tables.states}
    for (code, _), texts in spelled.items():
        for text, row in texts:
            if text == state_names.get(code):
                continue  # Singapore is the state before it is its capital.
            yield _name(text, "capital", f"state:{code}", "metonym", row)


def _name(text: str, kind: str, target: str, form: Form, row: str, plural: bool = False) -> Name:
    bare = text.removeprefix("the ")
    return Name(bare, kind, target, form, _is_acronym(bare), plural, False, row)


def _is_acronym(text: str) -> bool:
    return text.upper() == text and text.lower() != text


def _short_names(term: Term, particles: Iterable[str], *, family_first: bool) -> Iterator[str]:
    for alias in term.aliases:
        if " " not in alias:
            yield alias
    given, _, surname = term.name.rpartition(" ")
    # Carrie Lam of Hong Kong: where the last word is a short name of hers, the first is given.
    given_first = given.partition(" ")[0] if family_first and surname in term.aliases else ""
    for name in (term.name, *(a for a in term.aliases if " " in a)):
        if given_first and name.startswith(f"{given_first} "):
            continue
        if NUMERAL.fullmatch(surname) and name.endswith(f" {surname}"):
            # Kings and popes go by the name that is counted: John Paul II has no surname.
            yield name.rpartition(" ")[0]
            continue
        yield from _surnames_of(name.split(), particles, family_first=family_first)


def _surnames_of(
    words: list[str], particles: Iterable[str], *, family_first: bool
) -> Iterator[str]:
    if len(words) < 2:
        yield from words
        return
    # A hyphenated last name that goes on in lower case is a Korean given name: Ban Ki-moon.
    head, hyphen, rest = words[-1].partition("-")
    if family_first or (hyphen and rest.islower() and head.istitle()):
        yield words[0]
        return
    while len(words) > 2 and (
        words[-1].rstrip(".").lower() in ("jr", "sr") or NUMERAL.fullmatch(words[-1])
    ):
        words = words[:-1]
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in particles:
        start -= 1
    yield " ".join(words[start:])
    if start < len(words) - 1:
        yield words[-1]
    elif hyphen and head.lower() in particles:
        yield rest
