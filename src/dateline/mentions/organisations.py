"""Finds organisations that no table holds: by the noun that ends their name, or by an acronym."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import Name, slug
from dateline.mentions.lexicon import Lexicon, NounHit, OrganisationNoun
from dateline.mentions.names import NameHit
from dateline.mentions.readings import Reading
from dateline.mentions.words import PROPER_TAGS, Words
from dateline.record import Actor, ActorKind

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_LINKS = frozenset(("of", "for", "and", "the", "in", "on", "&"))
_LONGEST = 12


class NewOrganisation(msgspec.Struct, frozen=True):
    """An organisation found in the text with the names that lie inside its name."""

    hit: NameHit
    actor: Actor
    inside: tuple[int, ...]
    """Indices of the readings that lie inside it."""


def find_new(
    words: Words,
    readings: Sequence[Reading],
    nouns: Sequence[NounHit],
    lexicon: Lexicon,
    knowledge: Knowledge,
) -> list[NewOrganisation]:
    """Return the unknown organisations, in order of the text."""
    finder = _Finder(words, readings, nouns, lexicon, knowledge)
    found = finder.by_noun() + finder.by_acronym() + finder.by_description()
    found.sort(key=lambda n: (n.hit.start, -n.hit.end))
    kept: list[NewOrganisation] = []
    for new in found:
        if not kept or new.hit.first >= kept[-1].hit.last:
            kept.append(new)
    return kept


def own_name(text: str, kind: str, target: str, row: str) -> Name:
    """Return a name that the report itself makes known; ``row`` says by which rule."""
    return Name(
        text=text, kind=kind, target=target, form="name", case_sensitive=True, plural=False,
        ambiguous=False, row=row,
    )  # fmt: skip


def acronyms(words: Words, readings: Sequence[Reading]) -> dict[str, Reading]:
    """Return the acronyms that the report introduces in brackets after a name, with its reading."""
    found = {}
    for reading in readings:
        if (text := _bracketed(words, reading.hit.last)) and reading.name.kind in (
            "organisation", "office",
        ):  # fmt: skip
            found[text] = reading
    return found


def _bracketed(words: Words, i: int) -> str | None:
    """Return the acronym in brackets that begins at the token."""
    if i + 2 < len(words) and words.text[i] == "(" and words.text[i + 2] == ")":
        text = words.text[i + 1]
        capitals = sum(c.isupper() for c in text)
        if 2 <= len(text) <= 10 and capitals >= 2 and text.replace("-", "").isalnum():
            return text
    return None


class _Finder:
    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        nouns: Sequence[NounHit],
        lexicon: Lexicon,
        knowledge: Knowledge,
    ) -> None:
        self.words = words
        self.knowledge = knowledge
        self.lexicon = lexicon
        self.readings = readings
        self.reading_at = {
            k: i for i, r in enumerate(readings) for k in range(r.hit.first, r.hit.last)
        }
        self.noun_at = {k: n for n in nouns for k in range(n.first, n.last)}

    def by_noun(self) -> list[NewOrganisation]:
        found = []
        nouns, words = self.lexicon.organisation_nouns, self.words
        for i, text in enumerate(words.text):
            if text in nouns and words.tag[i] in PROPER_TAGS and i not in self.reading_at:
                finders = [self._ending_in, self._followed_by_of]
                if i + 1 < len(words) and words.lower[i + 1] == "for":
                    finders.reverse()  # "the United Party for National Development"
                new = next((n for n in (find(i, nouns[text]) for find in finders) if n), None)
                if new:
                    found.append(new)
        return found

    def _ending_in(self, i: int, noun: OrganisationNoun) -> NewOrganisation | None:
        words = self.words
        first = i
        while first > 0 and i - first < _LONGEST and self._belongs(first - 1, i):
            first -= 1
        while first < i and (words.lower[first] in _LINKS or words.tag[first] == "CC"):
            first += 1
        covered = self.noun_at.get(i)
        own = [
            k
            for k in range(first, i)
            if k not in self.reading_at
            and words.lower[k] not in _LINKS
            and not (covered and covered.first <= k)
            and not (k == first and words.begins_sentence(k) and words.tag[k] not in PROPER_TAGS)
        ]
        if not own or self._headline(i) or self._is_leaders(own, i):
            return None
        return self._new(first, i + 1, noun)

    def _is_leaders(self, own: Sequence[int], i: int) -> bool:
        """Return whether it is a government called by its leader: *the Reagan Administration*."""
        words = self.words
        return (
            len(own) == 1
            and words.text[own[0]] in self.lexicon.surnames
            and self.lexicon.is_class(words.lower[i], "government")
        )

    def _followed_by_of(self, i: int, noun: OrganisationNoun) -> NewOrganisation | None:
        words = self.words
        if i + 2 >= len(words) or words.lower[i + 1] not in ("of", "for") or self._headline(i):
            return None
        last = i + 2
        if words.lower[last] == "the":
            last += 1
        start = last
        while (
            last < len(words)
            and last - i < _LONGEST
            and (
                self._capital(last)
                or (words.lower[last] in ("and", "of", "for", "&") and self._capital(last + 1))
                or (noun.kind == "office" and self._lists(last))
            )
        ):
            last += 1
        own = [k for k in range(start, last) if k not in self.reading_at and self._capital(k)]
        if not own or (self.noun_at.get(i) is not None and self.noun_at[i].last >= last):
            return None
        first = i
        while first > 0 and self._belongs(first - 1, i):
            first -= 1
        return self._new(first, last, noun)

    def _lists(self, comma: int) -> bool:
        """Return whether a name goes on behind the comma: *of Land, Infrastructure and Transport*.

        A list of names ends with *and* and another.
        """
        words = self.words
        if words.text[comma] != ",":
            return False
        k = comma + 1
        while self._capital(k) or (
            k < len(words) and words.text[k] == "," and self._capital(k + 1)
        ):
            if words.tag[k] != "," and k in self.reading_at:
                return False
            k += 1
        return k > comma + 1 and words.lower[k : k + 1] == ["and"] and self._capital(k + 1)

    def by_acronym(self) -> list[NewOrganisation]:
        found = []
        words = self.words
        for i, text in enumerate(words.text):
            if text == "(" and i and (acronym := _bracketed(words, i)):
                if i - 1 in self.reading_at and self._ends_reading(i):
                    continue
                first = self._initials(i, acronym)
                if first is not None:
                    noun = self.lexicon.organisation_nouns.get(words.text[i - 1])
                    found.append(self._new(first, i, noun, acronym))
        return found

    def by_description(self) -> list[NewOrganisation]:
        """Return the papers and stations named beside their description: *the daily Vest*."""
        words = self.words
        found = []
        for noun in dict.fromkeys(self.noun_at.values()):
            first = noun.last
            if noun.noun.number != "media" or noun.noun.plural or first >= len(words):
                continue
            last = first
            while last < len(words) and last - first < 4 and self._unknown_name(last):
                last += 1
            if last > first:
                kind = OrganisationNoun(noun.noun.lemma, noun.noun.sector, "media")
                found.append(self._new(first, last, kind))
        return found

    def _unknown_name(self, k: int) -> bool:
        words = self.words
        return (
            words.tag[k] in PROPER_TAGS
            and words.capitalised(k)
            and k not in self.reading_at
            and k not in self.noun_at
            and not self.lexicon.is_class(words.lower[k], "calendar")
            and words.text[k] not in self.lexicon.given_names
        )

    def _ends_reading(self, i: int) -> bool:
        return self.readings[self.reading_at[i - 1]].name.kind in ("organisation", "office")

    def _initials(self, end: int, acronym: str) -> int | None:
        """Return where the words begin whose initials are the acronym."""
        letters = "".join(c for c in acronym.lower() if c.isalpha())
        words = self.words
        bound = words.sentence_bounds[words.sentence[end]][0]
        for first in range(end - 2, max(bound, end - _LONGEST) - 1, -1):
            if not self._capital(first):
                continue
            inside = [k for k in range(first, end) if words.text[k][0].isalnum()]
            every = "".join(words.lower[k][0] for k in inside)
            large = "".join(words.lower[k][0] for k in inside if words.lower[k] not in _LINKS)
            if letters in (every, large):
                return first
        return None

    def _new(
        self, first: int, last: int, noun: OrganisationNoun | None, acronym: str = ""
    ) -> NewOrganisation:
        words = self.words
        start, end = words.span(first, last)
        text = " ".join(words.content[start:end].split())
        inside = tuple(
            sorted({self.reading_at[k] for k in range(first, last) if k in self.reading_at})
        )
        country = self._country(inside)
        kind: ActorKind = "organisation"
        if noun is not None and noun.kind == "media":
            kind = "media"
        target = f"org:{acronym or slug(text)}"
        row = f"organisation_nouns.tsv:{noun.noun}" if noun else "acronym"
        name = own_name(text, "organisation", target, row)
        hit = NameHit(first, last, start, end, (name,))
        sector = noun.sector if noun else None
        return NewOrganisation(
            hit, Actor(id=target, name=text, kind=kind, country=country, sector=sector), inside
        )

    def _country(self, inside: Sequence[int]) -> str | None:
        """Return the country of the names inside: a state or place before an organisation."""
        names = [self.readings[i].name for i in inside]
        for name in names:
            if name.kind in ("state", "capital", "city", "region"):
                return name.target.rpartition(":")[2][:3]
        for name in names:
            if name.kind == "organisation":
                organisation = self.knowledge.organisation(name.target.partition(":")[2])
                if organisation is not None:
                    return organisation.country or None
        return None

    def _belongs(self, k: int, i: int) -> bool:
        """Return whether the token can stand in front in the name that ends with ``i``."""
        words = self.words
        if words.sentence[k] != words.sentence[i]:
            return False
        if self._capital(k):
            reading = self.reading_at.get(k)
            person = reading is not None and self.readings[reading].name.kind == "person"
            noun = self.noun_at.get(k)
            return not person and not (noun is not None and noun.noun.rank)
        return (
            words.lower[k] in ("of", "for", "and", "&")
            and k > 0
            and self._capital(k - 1)
            and (words.lower[k] != "and" or words.dep[k - 1] in ("compound", "nmod", "amod"))
        )

    def _capital(self, k: int) -> bool:
        words = self.words
        return (
            k < len(words)
            and words.text[k][:1].isupper()
            and words.tag[k] in ("NNP", "NNPS", "JJ", "NN", "NNS", "VBN")
            and words.lower[k] not in ("mr", "mr.", "the", "monday", "tuesday", "wednesday")
        )

    def _headline(self, i: int) -> bool:
        words = self.words
        first, last = words.sentence_bounds[words.sentence[i]]
        long = [t for t in words.text[first:last] if t.isalpha() and len(t) > 3]
        return len(long) > 4 and sum(t[0].isupper() for t in long) > 0.8 * len(long)
