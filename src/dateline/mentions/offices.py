"""Which office a title means, and who held it on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from dateline.mentions.lexicon import Lexicon

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Office, Term

_SPELLING = {"defense": "defence", "labor": "labour"}
_DEPUTIES = frozenset(("deputy", "vice", "assistant", "under", "acting", "former", "shadow"))


def plain_title(title: str) -> str:
    """Return the title as it is compared: lower case, no hyphens, British spelling."""
    words = title.lower().replace("-", " ").replace("’", "'").split()
    return " ".join(_SPELLING.get(w, w) for w in words if w != "the")


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
        if on is None:
            return False
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
                return True
        return False

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
