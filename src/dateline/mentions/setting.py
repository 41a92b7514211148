"""Where a report is at home: the state whose police it means when it only says *police*."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.mentions.descriptions import Description
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.readings import Reading
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_DATELINE = 10
_FEW = 3
_OPENING = 2
_MORE = 1.5
_ORGANS = ("ministry", "government", "legislature")
_DOMESTIC = ("armed-group", "movement", "ngo", "party")
"""Kinds of organisation that are known for one state, where they speak of its government."""


def homes_of(
    readings: Sequence[Reading], knowledge: Knowledge, new: Mapping[str, Actor]
) -> dict[str, str]:
    """Return the states of parties, unions and armed groups, by the target of their names."""
    found = {}
    for target in (r.name.target for r in readings):
        organisation = knowledge.organisation(target.removeprefix("org:"))
        if organisation is not None and organisation.kind in _DOMESTIC:
            found[target] = organisation.country
        elif target in new and new[target].kind != "media":
            found[target] = new[target].country or ""
    return {target: code for target, code in found.items() if code in knowledge.states}


class Setting:
    """The states that a report names, and the one where it is set if that can be told."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        states: Container[str],
        lexicon: Lexicon,
        homes: Mapping[str, str],
    ) -> None:
        """``states`` are the codes of the knowledge base, ``readings`` those of the report.

        ``homes`` are the states of parties, unions and armed groups, by the target of their names.
        """
        self.words = words
        self.lexicon = lexicon
        named = [
            (r, code)
            for r in readings
            if (code := _state(r) or homes.get(r.name.target, "")) in states
            and not (r.name.target in homes and words.text[max(0, r.hit.first - 1)] == "(")
        ]  # What stands in brackets beside a city is the agency that reports.
        self._places = {
            code for r, code in named
            if r.name.kind in ("city", "region") or r.use == "place" or self._is_place(r.hit.first)
        }  # fmt: skip
        self._acting = {
            code for r, code in named
            if r.name.kind not in ("city", "region") and r.use != "place"
            and not self._is_place(r.hit.first)
        }  # fmt: skip
        self.counts = Counter(code for _, code in named)
        self.states = frozenset(self.counts)
        self.only = next(iter(self.states)) if len(self.states) == 1 else None
        self._by_sentence: dict[int, list[tuple[int, str]]] = {}
        for reading, code in named:
            first = reading.hit.first
            self._by_sentence.setdefault(words.sentence[first], []).append((first, code))
        self._groups = frozenset(r.hit.first for r, _ in named if r.name.target in homes)
        self._opening = Counter(code for r, code in named if words.sentence[r.hit.first] < _OPENING)
        self.home = self.only or self._of_dateline(named) or self._prevailing()

    def _of_dateline(self, named: Sequence[tuple[Reading, str]]) -> str | None:
        """Return the state of the dateline (*CAIRO, May 3 -*), if no other is named more often."""
        words = self.words
        for reading, code in named:
            hit = reading.hit
            if hit.first > _DATELINE:
                return None
            if not words.text[hit.first].isupper() or len(words.text[hit.first]) <= _FEW:
                continue
            opening = words.text[hit.last : hit.last + _DATELINE]
            if not any(t in ("-", "--", "–", "—", ":", "(") for t in opening):
                continue
            if self.lexicon.is_class(words.lower[hit.first], "international-seat"):
                return None
            return code if self.counts[code] == max(self.counts.values()) else None
        return None

    def _prevailing(self) -> str | None:
        """Return the state that the report names far more often than any other."""
        # What the report begins with is what it is about.
        weights = self.counts.copy()
        weights.update(self._opening)
        ranked = [*weights.most_common(2), ("", 0), ("", 0)]
        (code, count), (_, second) = ranked[:2]
        return code if count >= _FEW and count >= _MORE * second else None

    def _is_place(self, first: int) -> bool:
        """Return whether the name follows a preposition of place: *in western Nepal*."""
        words = self.words
        while first > 0 and words.tag[first - 1] in ("JJ", "DT"):
            first -= 1
        return first > 0 and self.lexicon.is_class(words.lower[first - 1], "place-preposition")

    def of(self, description: Description, actor: Actor) -> str | None:
        """Return the state of somebody described without saying whose: *police*, *the mayor*."""
        if actor.country is not None or description.hit.noun.states:
            return None
        words, lexicon = self.words, self.lexicon
        phrase: Sequence[int] = range(description.first, min(description.last + 1, len(words)))
        hit = description.hit
        if hit.noun.number == "body" or (hit.noun.rank and self.home in self._acting):
            # A foreign ministry is at home; a foreign minister may speak in any city.
            phrase = [k for k in phrase if not hit.first <= k < hit.last]
        if words.tag[description.first] == "WP$":
            return None
        if any(lexicon.is_class(words.lower[k], "abroad") for k in phrase):
            return None
        noun = description.hit.noun
        sector = actor.sector or ""
        if lexicon.is_class(noun.lemma, "posted"):
            return None
        if (
            noun.number == "body"
            or (noun.rank and not noun.plural and lexicon.is_class(sector, "office-sector"))
            or lexicon.is_class(noun.lemma, "domestic-role")
            or lexicon.is_class(sector, "domestic-sector")
        ):
            return self._near(description, official=True)
        if sector in ("REB", "UAF") and self.only in self._places:
            return self.only
        civil = lexicon.is_class(sector, "civil-sector") and not description.rank
        if not civil or not self.home or self._named_elsewhere(description):
            return None
        return self._near(description, official=False)

    def _named_elsewhere(self, description: Description) -> bool:
        """Return whether the sentence names a state where the report is not set."""
        number = self.words.sentence[description.head]
        return any(code != self.home for _, code in self._by_sentence.get(number, ()))

    def _names_guest(self, at: int) -> bool:
        """Return whether the state is only that of a diplomat: *the Russian ambassador*."""
        following = self.words.lower[at + 1] if at + 1 < len(self.words) else ""
        return self.lexicon.is_class(following, "posted")

    def _near(self, description: Description, *, official: bool) -> str | None:
        """Return the only state named in the sentence so far, else the one of the report."""
        number = self.words.sentence[description.head]
        quoted = self.words.quoted
        here = [(at, code) for at, code in self._by_sentence.get(number, ())
                if at < description.first and quoted[at] == quoted[description.head]
                and not self._names_guest(at)]  # fmt: skip
        if here:
            codes = {code for _, code in here}
            # What a party or union does to a president it does to its own; rebels fight any army.
            own = self._groups if description.hit.noun.sector != "MIL" else ()
            if len(codes) > 1 or any(
                at not in own and self._acts_on(at, description.head, itself=official)
                for at, _ in here
            ):
                return None
            return next(iter(codes))
        before = {code for _, code in self._by_sentence.get(number - 1, ())}
        if self.home is None:
            return self.last_named(number) if description.hit.noun.kind in _ORGANS else None
        # Where the report has gone abroad it may be the other's.
        return None if before and self.home not in before else self.home

    def around(self, token: int) -> str | None:
        """Return the only state named before the token in its sentence, else in those before."""
        number = self.words.sentence[token]
        here = {code for at, code in self._by_sentence.get(number, ()) if at < token}
        if here:
            return next(iter(here)) if len(here) == 1 else None
        return self.last_named(number) or self.home

    def last_named(self, number: int) -> str | None:
        """Return the only state named in the nearest of three sentences before that names any."""
        for near in range(number - 1, max(-1, number - 1 - _FEW), -1):
            if codes := {code for _, code in self._by_sentence.get(near, ())}:
                return next(iter(codes)) if len(codes) == 1 else None
        return None

    def _acts_on(self, state: int, head: int, *, itself: bool) -> bool:
        """Return whether the state does something to the one described: he may be another's.

        ``itself`` asks for the state only, not for its soldiers or courts.
        """
        words = self.words
        if words.dep[head] not in ("dobj", "pobj", "dative", "nsubj", "attr", "oprd", "conj"):
            return False
        subject = state
        while not itself and words.dep[subject] in ("compound", "poss", "amod", "nmod", "conj"):
            if words.head[subject] == subject:
                break
            subject = words.head[subject]
        if words.dep[subject] not in ("nsubj", "agent"):
            return False
        if not itself and subject != state and self._stays_at_home(words.lower[subject]):
            return False  # Whom the police, the courts or miners act on is at home.
        verb = words.head[subject]
        return verb in words.ancestors(head) and words.head[head] != subject

    def _stays_at_home(self, noun: str) -> bool:
        """Return whether those called so mostly meet their own people: police, courts, miners."""
        lexicon = self.lexicon
        return lexicon.is_class(noun, "domestic-actor") or lexicon.is_class(
            lexicon.sector_of(noun) or "", "local-sector"
        )


def _state(reading: Reading) -> str:
    """Return the code of the state that a name tells, a city or a state's body among them."""
    kind, _, key = reading.name.target.partition(":")
    if reading.name.kind in ("city", "region"):
        key = key or kind
    elif kind not in ("state", "office"):
        return ""
    return key.partition("/")[0].partition("-")[0]
