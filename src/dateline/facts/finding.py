"""Finds claims of membership and office in a report, each told once."""

from __future__ import annotations

from datetime import date

from spacy.tokens import Doc

from dateline.actors import resources
from dateline.facts.context import Context
from dateline.facts.memberships import Memberships
from dateline.facts.offices import OfficeClaims
from dateline.items import Actors, FoundFact, FoundStatement, FoundTime
from dateline.knowledge import Knowledge


def find_facts(
    doc: Doc,
    actors: Actors,
    statements: tuple[FoundStatement, ...],
    times: tuple[FoundTime, ...],
    knowledge: Knowledge,
    published: date | None,
) -> tuple[FoundFact, ...]:
    """Return the claims of membership and of office, in order of the text, each told once.

    A fact is what the report or somebody quoted in it claims; ``statement`` says who. Negated,
    hypothetical and past memberships ("former member") are no claims that they hold.
    """
    lexicon, offices = resources(knowledge)
    context = Context(doc, actors, statements, times)
    by_office = OfficeClaims(context, lexicon, offices, published)
    found = [*by_office.by_title(), *by_office.by_verb(), *Memberships(context).claims()]
    found.sort(key=lambda f: (f.span, f.kind, f.subject, f.object))
    told: dict[tuple[str, str, str, str], FoundFact] = {}
    for fact in found:
        key = (fact.kind, fact.subject, fact.object, (fact.office or "").lower())
        if key not in told and fact.subject != fact.object:
            told[key] = fact
    return tuple(told.values())
