"""From rows to the actors of a record: id, name, country and sector on a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.knowledge.bodies import formal_name
from dateline.record import Actor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dateline.knowledge.base import Knowledge
    from dateline.knowledge.entities import Office, Organisation, Term

_RANK = {
    kind: rank
    for rank, kind in enumerate(
        ("head-of-state", "head-of-government", "head", "foreign-minister", "defence-minister")
    )
}


def of_state(knowledge: Knowledge, code: str) -> Actor:
    """Return the actor of a state; its sector is null, as for a bare country name in PLOVER."""
    state = knowledge.states[code]
    return Actor(
        id=f"state:{code}",
        name=state.name,
        kind="state",
        country=state.country,
        sector="PRE" if state.partly_recognised else None,
        wikidata=state.wikidata,
    )


def of_organisation(knowledge: Knowledge, id: str) -> Actor:  # noqa: A002 - the table's word
    """Return the actor of an organisation; a newspaper or agency is of kind media."""
    organisation = knowledge.organisations[id]
    return Actor(
        id=f"org:{id}",
        name=organisation.name,
        kind="media" if organisation.kind in ("media", "agency") else "organisation",
        country=organisation.country or None,
        sector=organisation.sector,
        wikidata=organisation.wikidata,
    )


def of_office(knowledge: Knowledge, office_id: str) -> Actor:
    """Return the actor of an office whoever holds it: ``office:FRA/president``."""
    office = knowledge.offices[office_id]
    owner = knowledge.states.get(office.body) or knowledge.organisations.get(office.body)
    return Actor(
        id=f"office:{office_id}",
        name=f"{office.title} of {owner.name if owner else office.body}",
        kind="office",
        country=country_of(knowledge, office.body),
        sector=sector_of(knowledge, office),
    )


def of_body(knowledge: Knowledge, body_id: str, owner: str | None) -> Actor:
    """Return the actor of a government body of its owner: ``office:RUS/foreign-ministry``."""
    body = knowledge.bodies[body_id]
    if owner is None:
        if len(body.states) != 1:
            raise ValueError(f"{body.name} does not say whose it is")
        owner = body.states[0]
    called = knowledge.proper_names.get((owner, body_id))
    state, organisation = knowledge.state(owner), knowledge.organisation(owner)
    if called is not None:
        name = called.name
    elif state and owner not in body.states:
        name = formal_name(body, state)
    elif organisation:
        name = f"{organisation.name} {body.name}"
    else:
        name = body.name
    return Actor(
        id=f"office:{owner}/{called.id if called else body_id}",
        name=name,
        kind="office",
        country=country_of(knowledge, owner),
        sector=_of_armed_group(organisation) or body.sector,
    )


def _of_armed_group(organisation: Organisation | None) -> str | None:
    """Return the sector of an armed group: its army is one of rebels."""
    if organisation is None or organisation.kind != "armed-group":
        return None
    return organisation.sector


def of_person(knowledge: Knowledge, slug: str, name: str | None, on: date | None) -> Actor:
    """Return the actor of a person as of the day, see ``Knowledge.actor_of_person``."""
    terms = knowledge.terms_of(slug)
    name = name or (terms[-1].name if terms else slug)
    country, sector, others = _standing(knowledge, terms, on)
    return Actor(
        id=f"person:{slug}",
        name=name,
        kind="person",
        country=country,
        sector=sector,
        other_sectors=others,
    )


def country_of(knowledge: Knowledge, owner: str) -> str | None:
    """Return the country code of a state or organisation."""
    if state := knowledge.states.get(owner):
        return state.country
    organisation = knowledge.organisations.get(owner)
    return (organisation.country or None) if organisation else None


def sector_of(knowledge: Knowledge, office: Office) -> str | None:
    """Return the sector of the office, else that of the organisation it heads."""
    organisation = knowledge.organisations.get(office.body)
    return office.sector or (organisation.sector if organisation else None)


def highest(knowledge: Knowledge, terms: Iterable[Term]) -> Term | None:
    """Return the term of the highest office; of equals the latest begun."""
    best = None
    for term in terms:
        if best is None or _rank(knowledge, term) <= _rank(knowledge, best):
            best = term
    return best


def _rank(knowledge: Knowledge, term: Term) -> int:
    office = knowledge.offices.get(term.office)
    return _RANK.get(office.kind, len(_RANK)) if office else len(_RANK)


def _standing(
    knowledge: Knowledge, terms: tuple[Term, ...], on: date | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    current = highest(knowledge, (t for t in terms if on is None or t.holds(on)))
    if current is not None:
        if on is None:
            current = terms[-1]
        country, sector = _post(knowledge, current)
        return country, sector, ()
    # Between posts a national office says more about a person than an international one.
    past = [t for t in terms if on and t.end and t.end < on]
    national = [t for t in past if t.office.partition("/")[0] in knowledge.states]
    if past:
        country, sector = _post(knowledge, (national or past)[-1])
        return country, "ELI", (sector,) if sector and sector != "ELI" else ()
    future = [t for t in terms if t.office.partition("/")[0] in knowledge.states]
    return (_post(knowledge, future[0])[0] if future else None), None, ()


def _post(knowledge: Knowledge, term: Term) -> tuple[str | None, str | None]:
    office = knowledge.offices.get(term.office)
    if office is None:
        return country_of(knowledge, term.office.partition("/")[0]), None
    return country_of(knowledge, office.body), sector_of(knowledge, office)
