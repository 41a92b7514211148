"""Decides which of the things that bear a name is meant, by what else the report names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from dateline.knowledge.entities import slug
from dateline.knowledge.naming import is_abridged
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.names import NameHit
from dateline.mentions.words import Words

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Name

_ORDER = ("organisation", "office", "state", "person", "capital", "city", "region", "area")


class Disambiguation:
    """Chooses between the namesakes of one report."""

    def __init__(
        self,
        words: Words,
        hits: Sequence[NameHit],
        lexicon: Lexicon,
        knowledge: Knowledge,
        day_of: Callable[[int], date | None],
    ) -> None:
        """``hits`` are all names of the report, ``day_of`` gives the day that counts at a token."""
        self.words = words
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.day_of = day_of
        self.certain: set[str] = set()
        """The states that are named, or of which a city is: it tells which Congo is meant."""
        for hit in hits:
            names = hit.names
            kind, target = names[0].kind, names[0].target
            if kind not in ("state", "city", "region"):
                continue
            if len(names) == 1 or len({n.target for n in names}) == 1:
                self.certain.add(target if kind == "state" else f"state:{target.partition('/')[0]}")

    def choose(self, hit: NameHit) -> Name | None:
        """Return the likeliest of the names, none where two are equally likely."""
        every = (
            hit.names
            if self._is_meant(hit)
            else tuple(n for n in hit.names if n.kind in ("city", "region"))
        )
        every = tuple([n for n in every if not self._lacks_its_state(n)])
        if len(every) < 2:
            return every[0] if every else None
        best = min(_ORDER.index(n.kind) for n in every)
        names = [n for n in every if _ORDER.index(n.kind) == best]
        if len({n.target for n in names}) == 1:
            return names[0]
        if names[0].kind == "office":
            return self._of_named_state(names)
        on = self.day_of(hit.first)
        if on is not None:
            names = [n for n in names if self._exists(n.target, on)] or names
        certain = [n for n in names if n.target in self.certain or self._is_of_named_state(n)]
        if len({n.target for n in certain}) == 1:
            return certain[0]
        if len({n.target for n in names}) > 1:
            # A state and its predecessor may share a name: today's is meant where no day decides.
            names = [n for n in names if self._exists(n.target, date.max)]
        return names[0] if len({n.target for n in names}) == 1 else None

    def _is_of_named_state(self, name: Name) -> bool:
        """Return whether it is an organisation of a state that the report names."""
        kind, _, key = name.target.partition(":")
        organisation = self.knowledge.organisation(key) if kind == "org" else None
        return organisation is not None and f"state:{organisation.country}" in self.certain

    def _lacks_its_state(self, name: Name) -> bool:
        """Return whether a party or group goes without its state in a report that names it not."""
        if name.kind != "organisation" or name.case_sensitive:
            return False
        organisation = self.knowledge.organisation(name.target.partition(":")[2])
        if organisation is None or not is_abridged(organisation, name.text):
            return False
        return f"state:{organisation.country}" not in self.certain

    def _of_named_state(self, names: Sequence[Name]) -> Name:
        """Return the body of the one state that the report names, else the best known.

        The KGB is that of Belarus in a report on Belarus.
        """
        named = [
            n
            for n in names
            if f"state:{n.target.partition(':')[2].partition('/')[0]}" in self.certain
        ]
        if len({n.target for n in named}) == 1:
            return named[0]
        own = [n for n in names if n.target.endswith(f"/{slug(n.text)}")]
        return (own or names)[0]

    def _exists(self, target: str, on: date) -> bool:
        kind, _, key = target.partition(":")
        if kind == "state" and (state := self.knowledge.state(key)):
            return state.exists(on)
        if kind == "org" and (organisation := self.knowledge.organisation(key)):
            return organisation.exists(on)
        return True

    def _is_meant(self, hit: NameHit) -> bool:
        ambiguous = self.lexicon.ambiguous.get(self.words.content[hit.start : hit.end])
        if ambiguous is None:
            return True
        present = self._present
        against = sum(w in present for w in ambiguous.against)
        return against == 0 or sum(w in present for w in ambiguous.supporting) > against

    @cached_property
    def _present(self) -> frozenset[str]:
        """The words of the report."""
        return frozenset(self.words.text)
