"""Which office a title means, and who held it on a day."""

from __future__ import annotations

from collections.abc import Container, Iterable
from datetime import date
from typing import TYPE_CHECKING

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.spellings import same_name

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Office, Term

_SPELLING = {"defense": "defence", "labor": "labour"}
_STATESMEN = ("head-of-state", "head-of-government", "foreign-minister")
_LEADERS = ("head-of-state", "head-of-government", "head")
_DEPUTIES = frozenset(("deputy", "vice", "assistant", "under", "acting", "former", "shadow"))


def plain_title(title: str) -> str:
    """Return the title as it is compared: lower case, no hyphens, British spelling."""
    words = title.lower().replace("-", " ").replace("’", "'").split()
    return " ".join(_SPELLING.get(w, w) for w in words if w != "the")


def _begun(term: Term, on: date | None) -> bool:
    return on is None or (term.start is not None and term.start <= on)


class Offices:
    """The offices of the knowledge base by body and title."""

    def __init__(self, knowledge: Knowledge, lexicon: Lexicon) -> None:
        self.knowledge = knowledge
        self.lexicon = lexicon
        self._by_title: dict[tuple[str, str], Office] = {}
        for office in knowledge.tables.offices:
            for title in (office.title, *office.aliases):
                self._by_title.setdefault((office.body, plain_title(title)), office)

    def find(self, body: str, titles: Iterable[str]) -> Office | None:
        """Return the office of the body (state code or organisation id) with one of the titles.

        The title itself counts first, then the kind of office it usually means, if the body has
        just one of that kind.
        """
        plain = [plain_title(t) for t in titles]
        for title in plain:
            if office := self._by_title.get((body, title)):
                return office
        for title in plain:
            if _DEPUTIES & set(title.split()):
                return None
            kinds = self.lexicon.office_kinds.get(title)
            if not kinds:
                continue
            offices = [o for o in self.knowledge.offices_of_body(body) if o.kind in kinds]
            if len(offices) == 1 and not self._another_has(body, title, offices[0]):
                return offices[0]
        return None

    def _another_has(self, body: str, title: str, office: Office) -> bool:
        return any(
            o.id != office.id and title in plain_title(o.title)
            for o in self.knowledge.offices_of_body(body)
        )

    def holder(self, office: Office, on: date | None) -> Term | None:
        """Return the only holder on the day; none where there are two, or no day is known."""
        if on is None:
            return None
        terms = self.knowledge.holders(office.id, on)
        return terms[0] if len({t.person for t in terms}) == 1 else None

    def held(self, person: str, titles: Iterable[str], on: date | None, *, former: bool) -> bool:
        """Return whether the person (by slug) has, or had, an office of such a title on the day."""
        return self.office_held(person, titles, on, former=former) is not None

    def office_held(
        self, person: str, titles: Iterable[str], on: date | None, *, former: bool = False
    ) -> Office | None:
        """Return the office of such a title that the person (by slug) has, or had, on the day."""
        if on is None:
            return None
        plain = [plain_title(t) for t in titles]
        kinds = set[str]().union(*(self.lexicon.office_kinds.get(t, ()) for t in plain))
        for term in self.knowledge.terms_of(person):
            office = self.knowledge.offices.get(term.office)
            if office is None:
                continue
            named = {plain_title(t) for t in (office.title, *office.aliases)}
            if not (named & set(plain) or office.kind in kinds):
                continue
            if (term.end is not None and term.end < on) if former else term.holds(on):
                return office
        return None

    def has(
        self,
        person: str,
        body: str,
        titles: Iterable[str],
        on: date | None,
        *,
        former: bool = False,
        leading: bool = False,
    ) -> bool:
        """Return whether the person (by slug) has, or had, an office of the body with a title.

        ``leading`` asks whether he leads it, whatever he is called. False without a day.
        """
        if on is None:
            return False
        plain = [plain_title(t) for t in titles]
        kinds = set[str]().union(*(self.lexicon.office_kinds.get(t, ()) for t in plain))
        for term in self.knowledge.terms_of(person):
            office = self.knowledge.offices.get(term.office)
            if office is None or office.body != body:
                continue
            if not ((term.end is not None and term.end < on) if former else term.holds(on)):
                continue
            named = {plain_title(t) for t in (office.title, *office.aliases)}
            if named & set(plain) or office.kind in kinds or (leading and office.kind in _LEADERS):
                return True
        return False

    def has_led(self, person: str, on: date | None) -> bool:
        """Return whether the person (by slug) has led a state or its government up to the day."""
        return any(
            (office := self.knowledge.offices.get(term.office)) is not None
            and office.kind in ("head-of-state", "head-of-government")
            and _begun(term, on)
            for term in self.knowledge.terms_of(person)
        )

    def respelled(
        self, name: str, titles: Iterable[str], code: str, on: date | None
    ) -> Term | None:
        """Return the term of who holds such an office of a state on the day by a like name.

        *Abdel Fattah al-Sissi* is he whom the tables write *el-Sisi*. None without a day.
        """
        if on is None:
            return None
        plain = [plain_title(t) for t in titles]
        kinds = set[str]().union(*(self.lexicon.office_kinds.get(t, ()) for t in plain))
        found = {
            term.person: term
            for office in self.knowledge.offices_of_body(code)
            if office.kind in kinds
            or {plain_title(t) for t in (office.title, *office.aliases)} & set(plain)
            for term in self.knowledge.holders(office.id, on)
            if same_name(name, term.name)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def led_by(self, surname: str, titles: Iterable[str], on: date | None) -> str | None:
        """Return the code of the state that a leader of this surname led, up to the day.

        Several leaders of one name may have led the same state: *the Bush administration*.
        """
        plain = {plain_title(t) for t in titles}
        kinds = set[str]().union(*(self.lexicon.office_kinds.get(t, ()) for t in plain))
        states: set[str] = set()
        holding: set[str] = set()
        for name in self.lexicon.surnames.get(surname, ()):
            for term in self.knowledge.terms_of(name.target.partition(":")[2]):
                office = self.knowledge.offices.get(term.office)
                if office is None or office.kind not in kinds:
                    continue
                if office.body not in self.knowledge.states or not _begun(term, on):
                    continue
                states.add(office.body)
                if on is not None and term.holds(on):
                    holding.add(office.body)
        found = holding or states
        return next(iter(found)) if len(found) == 1 else None

    def bearer(
        self, surname: str, on: date | None, states: Container[str], *, addressed: bool = False
    ) -> Term | None:
        """Return the term of the statesman whom a bare surname means; none where in doubt.

        It is the one who leads a state or its foreign affairs on the day, else the only one who
        ever did before it; without a day, the only one of the name in the tables. ``states``
        are those the report names: who has left office, and who has a name that is common or a
        word, is meant only where his state is among them; one ``addressed`` with an honorific
        is a person whatever else the word means, and in office on the day needs no state.
        """
        names = self.lexicon.surnames.get(surname, ())
        persons = sorted({n.target.partition(":")[2] for n in names})
        if not persons or surname in self.lexicon.given_names:
            return None
        common = len(persons) > 1 and on is None
        common |= any(n.ambiguous for n in names) or self.lexicon.is_class(
            surname.lower(), "common-surname"
        )
        holding: dict[str, Term] = {}
        earlier: dict[str, Term] = {}
        for person in persons:
            for term in self.knowledge.terms_of(person):
                office = self.knowledge.offices.get(term.office)
                if office is None or office.kind not in _STATESMEN or not _begun(term, on):
                    continue
                current = on is not None and term.holds(on)
                leads = office.kind != "foreign-minister" and (current or on is None)
                told = office.body in states or (addressed and current)
                if not told and (common or not leads):
                    continue
                earlier[person] = term
                if current:
                    holding[person] = term
        found = holding or earlier
        return next(iter(found.values())) if len(found) == 1 else None

    def titled(
        self,
        surname: str,
        titles: Iterable[str],
        code: str | None,
        on: date | None,
        *,
        former: bool,
    ) -> Term | None:
        """Return the term of the one person whom a title with a surname means on the day.

        ``former`` asks for somebody who has left the office. Where nobody holds it on the day, or
        no day is known, it is the only one of the name who ever did: *President Reagan* in 2018.
        None where nobody or several fit.
        """
        plain = [plain_title(t) for t in titles]
        kinds = set[str]().union(*(self.lexicon.office_kinds.get(t, ()) for t in plain))
        holding: dict[str, Term] = {}
        earlier: dict[str, Term] = {}
        for name in self.lexicon.surnames.get(surname, ()):
            for term in self.knowledge.terms_of(name.target.partition(":")[2]):
                office = self.knowledge.offices.get(term.office)
                if office is None or (code is not None and office.body != code):
                    continue
                named = {plain_title(t) for t in (office.title, *office.aliases)}
                if not (named & set(plain) or office.kind in kinds):
                    continue
                if on is not None and term.holds(on):
                    holding[term.person] = term
                if on is None or (term.start is not None and term.start <= on):
                    earlier[term.person] = term
        found = holding if holding and not former else earlier
        return next(iter(found.values())) if len(found) == 1 else None
