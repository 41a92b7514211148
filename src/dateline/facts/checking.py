"""Says which claims of membership and office the tables contradict."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateline.actors import resources
from dateline.items import FoundFact
from dateline.knowledge import Knowledge
from dateline.record import Warning  # noqa: A004 - the record's own word


def check_facts(
    facts: Sequence[FoundFact], knowledge: Knowledge, published: date | None
) -> tuple[Warning, ...]:
    """Return a warning for each fact that the tables contradict on its day.

    The days are those of the fact's own date, else that of publication; without either nothing is
    checked. A fact that holds on any of them is not contradicted, nor one that the tables do not
    cover.
    """
    warnings = []
    for fact in facts:
        first, on = _days(fact, published)
        if first is None or on is None:
            continue
        check = _membership_contradicted if fact.kind == "member_of" else _office_contradicted
        message = check(fact, knowledge, first, on)
        if message:
            code = "membership" if fact.kind == "member_of" else "office"
            warnings.append(Warning(code=f"{code}-contradicted", message=message, span=fact.span))
    return tuple(warnings)


def _days(fact: FoundFact, published: date | None) -> tuple[date | None, date | None]:
    if fact.date and fact.date.first and fact.date.last:
        return fact.date.first, fact.date.last
    return published, published


def _membership_contradicted(
    fact: FoundFact, knowledge: Knowledge, first: date, last: date
) -> str | None:
    member, organisation = fact.subject.partition(":")[2], fact.object.partition(":")[2]
    if not knowledge.members(organisation, last):
        return None
    if any(
        m.organisation == organisation
        and m.status == "member"
        and _overlaps(m.start, m.end, first, last)
        for m in knowledge.memberships_of(member)
    ):
        return None
    if member not in knowledge.states and member not in knowledge.organisations:
        return None
    name = _name(member, knowledge)
    return f"{name} is no member of {_name(organisation, knowledge)} on {last} in our tables"


def _office_contradicted(
    fact: FoundFact, knowledge: Knowledge, first: date, last: date
) -> str | None:
    _, offices = resources(knowledge)
    body = fact.object.partition(":")[2]
    office = offices.find(body, [fact.office]) if fact.office else None
    if office is None:
        return None
    terms = knowledge.terms_of_office(office.id)
    holders = [t for t in terms if _overlaps(t.start, t.end, first, last)]
    if not holders or any(f"person:{t.person}" == fact.subject for t in holders):
        return None
    names = " or ".join(dict.fromkeys(t.name for t in holders))
    return f"{office.title} of {_name(body, knowledge)} on {last} is {names} in our tables"


def _overlaps(start: date | None, end: date | None, first: date, last: date) -> bool:
    """Return whether something with these first and last days holds on a day of the range."""
    return (start is None or start <= last) and (end is None or end >= first)


def _name(key: str, knowledge: Knowledge) -> str:
    if state := knowledge.state(key):
        return state.name
    organisation = knowledge.organisation(key)
    return organisation.name if organisation else key
