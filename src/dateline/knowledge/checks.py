"""Checks the tables against each other: what a loader that sees one row cannot see."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import covers, plain, slug
from dateline.knowledge.naming import is_abridged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dateline.knowledge.base import Knowledge
    from dateline.knowledge.entities import Membership, Name, Term

_SUPRANATIONAL = ("", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")


class Problem(msgspec.Struct, frozen=True, order=True):
    """Something in the tables that cannot be right, with where it stands."""

    file: str
    line: int
    problem: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem}"


def check(knowledge: Knowledge) -> list[Problem]:
    """Return everything in the tables that cannot be right, by file and line."""
    found = [
        _problem(row, text)
        for checked in (_references, _memberships, _terms, _names, _capitals, _order, _exceptions)
        for row, text in checked(knowledge)
    ]
    return sorted(set(found))


def _problem(row: str, text: str) -> Problem:
    file, _, line = row.rpartition(":")
    return Problem(file, int(line), text)


def _references(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield every id that points at nothing."""
    owners = knowledge.states.keys() | knowledge.organisations.keys()
    for code in sorted(knowledge.states.keys() & knowledge.organisations.keys()):
        yield knowledge.organisations[code].row, f"id {code} is also the code of a state"
    for state in knowledge.tables.states:
        for code in state.successors:
            if code not in knowledge.states:
                yield state.row, f"successor {code} is no state"
    for organisation in knowledge.tables.organisations:
        if organisation.parent and organisation.parent not in owners:
            yield organisation.row, f"parent {organisation.parent} is not in the tables"
        if organisation.country not in _SUPRANATIONAL and (
            organisation.country not in knowledge.states
        ):
            yield organisation.row, f"country {organisation.country} is no state"
    for membership in knowledge.tables.memberships:
        if membership.member not in owners:
            yield membership.row, f"member {membership.member} is not in the tables"
        if membership.organisation not in knowledge.organisations:
            yield membership.row, f"organisation {membership.organisation} is not in the tables"
    for office in knowledge.tables.offices:
        if office.body not in owners:
            yield office.row, f"body {office.body} is not in the tables"
        if not office.id.startswith(f"{office.body}/"):
            yield office.row, f"id {office.id} does not begin with its body {office.body}"
    for term in knowledge.tables.terms:
        if term.office not in knowledge.offices:
            yield term.row, f"office {term.office} is not in the tables"
    for body in knowledge.tables.bodies:
        for code in body.states:
            if code not in knowledge.states:
                yield body.row, f"{code} is no state"
    for proper in knowledge.tables.proper_names:
        if proper.state not in knowledge.states:
            yield proper.row, f"{proper.state} is no state"
        for name in proper.bodies:
            known = knowledge.bodies.get(slug(name))
            if known is None or (known.states and proper.state not in known.states):
                yield proper.row, f"{name} is no body of {proper.state}"
    for city in knowledge.tables.cities:
        if city.state not in knowledge.states:
            yield city.row, f"{city.state} is no state"
    for region in knowledge.tables.regions:
        if region.state not in knowledge.states:
            yield region.row, f"{region.state} is no state"


def _memberships(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield memberships outside the life of either side, and two at once."""
    exempt = _exempt(knowledge, "membership-outside-existence")
    pairs: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for membership in knowledge.tables.memberships:
        member, organisation = membership.member, membership.organisation
        pairs[member, organisation].append(membership)
        for key, entity in (
            (member, knowledge.states.get(member)),
            (organisation, knowledge.organisations.get(organisation)),
        ):
            if entity is None or (member, organisation) in exempt or (member, "*") in exempt:
                continue
            for day in (membership.start, membership.end):
                if day and not _within(entity.start, entity.end, day):
                    yield membership.row, f"{key} does not exist on {day}"
            if membership.end is None and entity.end:
                yield membership.row, f"{key} ended on {entity.end}, the membership did not"
    for (member, organisation), several in pairs.items():
        # A suspended member is a member still.
        several = [m for m in several if m.status != "suspended"]
        for first, second in pairwise(sorted(several, key=_start)):
            if first.end is None or (second.start and second.start < first.end):
                yield second.row, f"{member} is in {organisation} twice at once (see {first.row})"


def _terms(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield terms that overlap in an office that one person holds."""
    exempt = _exempt(knowledge, "shared-office")
    for office in knowledge.offices:
        terms = knowledge.terms_of_office(office)
        shared = (office, "") in exempt
        for i, first in enumerate(terms):
            for second in terms[i + 1 :]:
                if shared and first.person != second.person:
                    continue
                if _overlap(first, second):
                    yield (
                        second.row,
                        f"{office}: {second.name} while {first.name} still holds it "
                        f"(see {first.row})",
                    )
    for person in dict.fromkeys(t.person for t in knowledge.tables.terms):
        for first, second in pairwise(knowledge.terms_of(person)):
            if first.name != second.name:
                yield second.row, f"{person} is called {second.name}, in {first.row} {first.name}"


def _overlap(first: Term, second: Term) -> bool:
    """Whether the second, which starts no earlier, starts before the first has ended.

    A handover within a day is none; nor is one within a year or month, where one side may be no
    more precise than that.
    """
    if second.start is None:
        return True
    if first.end is None or second.start < first.end:
        return not (first.end and _may_meet(first.end, second.start))
    return False


def _may_meet(end: date, start: date) -> bool:
    if end.year != start.year:
        return False
    if _ends_year(end) or (start.month, start.day) == (1, 1):
        return True
    return end.month == start.month and (_ends_month(end) or start.day == 1)


def _within(start: date | None, end: date | None, day: date) -> bool:
    """Whether the day lies in the range, or may, where a date is no more precise than its year."""
    return (
        covers(start, end, day)
        or bool(start and day < start and _may_meet(start, day))
        or bool(end and day > end and _may_meet(day, end))
    )


def _ends_year(day: date) -> bool:
    return (day.month, day.day) == (12, 31)


def _ends_month(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month


def _names(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield names that stand for two things and are not known to."""
    groups: dict[str, list[Name]] = defaultdict(list)
    for name in knowledge.names():
        if not name.ambiguous:
            groups[name.text].append(name)
    for text, group in groups.items():
        for first, second in pairwise(sorted(group, key=lambda n: (n.target, n.kind))):
            if first.target != second.target and not _told_apart(knowledge, first, second):
                yield (
                    second.row,
                    f"{text!r} is {second.target}, and in {first.row} {first.target}",
                )


def _told_apart(knowledge: Knowledge, first: Name, second: Name) -> bool:
    """Whether time, or what the thing is, tells which of the two is meant."""
    places = ("city", "capital")
    if any(_goes_with_its_state(knowledge, name) for name in (first, second)):
        return True
    if first.kind in places and second.kind in places:
        return True
    if first.kind == second.kind == "office":
        return first.row == second.row
    states = [knowledge.states.get(n.target.removeprefix("state:")) for n in (first, second)]
    one, other = states
    return bool(
        one
        and other
        and ((one.end and one.end <= (other.start or date.min))
             or (other.end and other.end <= (one.start or date.min))
             or one.code in other.successors or other.code in one.successors)
    )  # fmt: skip


def _goes_with_its_state(knowledge: Knowledge, name: Name) -> bool:
    """Whether it counts only in reports that name the state: *the Communist Party*."""
    organisation = knowledge.organisation(name.target.partition(":")[2])
    return organisation is not None and is_abridged(organisation, name.text)


def _capitals(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield states of today whose capital is no capital in the table of cities."""
    capitals = {(c.state, plain(n)) for c in knowledge.tables.cities for n in (c.name, *c.aliases)
                if c.capital}  # fmt: skip
    for state in knowledge.tables.states if capitals else ():
        if not state.capital or state.end or state.partly_recognised:
            continue
        if (state.code, plain(state.capital)) not in capitals:
            yield state.row, f"capital {state.capital} is no capital in cities.tsv"


def _order(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield the first row of each file that stands out of order."""
    tables = knowledge.tables
    keyed: list[Sequence[tuple[str, str]]] = [
        [(s.row, s.code) for s in tables.states],
        [(o.row, o.id) for o in tables.organisations],
        [(m.row, m.member) for m in tables.memberships],
        [(o.row, o.id) for o in tables.offices],
        [(t.row, t.office) for t in tables.terms],
        [(b.row, b.name) for b in tables.bodies],
        [(r.row, r.noun) for r in tables.roles],
        [(c.row, c.name) for c in tables.cities],
        [(r.row, r.name) for r in tables.regions],
    ]
    for rows in keyed:
        files: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for row, key in rows:
            file, _, line = row.rpartition(":")
            files[file].append((int(line), key))
        for file, lines in files.items():
            yield from _out_of_order(file, sorted(lines))


def _out_of_order(file: str, lines: list[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    orders: tuple[Callable[[str], str], ...] = (str, str.casefold, lambda s: plain(s).casefold())
    offences = []
    for order in orders:
        wrong = next((b for a, b in pairwise(lines) if order(a[1]) > order(b[1])), None)
        if wrong is None:
            return
        offences.append(wrong)
    line, key = offences[0]
    yield f"{file}:{line}", f"{key!r} stands out of order"


def _exceptions(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Yield exceptions that except nothing in the tables."""
    memberships = {(m.member, m.organisation) for m in knowledge.tables.memberships}
    members = {m.member for m in knowledge.tables.memberships}
    for exempt in knowledge.tables.exceptions:
        if exempt.check == "shared-office":
            needed = exempt.subject in knowledge.offices
        elif exempt.object == "*":
            needed = exempt.subject in members
        else:
            needed = (exempt.subject, exempt.object) in memberships
        if not needed:
            yield exempt.row, f"{exempt.subject} {exempt.object} is not in the tables"


def _exempt(knowledge: Knowledge, name: str) -> frozenset[tuple[str, str]]:
    return frozenset((e.subject, e.object) for e in knowledge.tables.exceptions if e.check == name)


def _start(membership: Membership) -> date:
    return membership.start or date.min
