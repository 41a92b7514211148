"""Finds names of persons, known or not, and the descriptions that stand beside them.

A name that no table holds is taken for a person's only on evidence: a title, an apposition, an
honorific, a given name, or a verb that only persons can be the subject of. Nothing is concluded
from a name about the state its bearer belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.knowledge.entities import Name, slug
from dateline.mentions.clauses import SUBJECTS
from dateline.mentions.descriptions import Description
from dateline.mentions.evidence import Evidence
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.readings import Reading
from dateline.mentions.words import PROPER_TAGS, Words

_LONGEST = 6
_RANKS = frozenset(
    ("Maj", "Lt", "Brig", "Rear", "Vice", "Gen", "Col", "Adm", "Major", "Lieutenant")
)


class Person(msgspec.Struct, frozen=True, gc=False):
    """A name of a person in the text. ``first`` and ``last`` are a half-open token range."""

    first: int
    last: int
    text: str
    known: Name | None
    description: int | None
    """Index of the description that says what he is."""
    placed: str
    """Where the description stands: before, comma-before, after, shared (one title for several
    names: *Presidents X and Y*), or empty."""
    gender: str
    rule: str
    """What makes it a person's name; empty where only an earlier full name could."""
    honorific: int | None = None
    also: int | None = None
    """Index of a second description, after the name: *General X, the Y commander*."""
    """The token of an honorific in front."""

    @property
    def short(self) -> bool:
        """Whether it is a single name."""
        return " " not in self.text


def find_persons(
    words: Words,
    readings: Sequence[Reading],
    descriptions: Sequence[Description],
    lexicon: Lexicon,
) -> list[Person]:
    """Return all names of persons and single capitalised names that may be short for one."""
    return _Finder(words, readings, descriptions, lexicon).find()


class _Finder:
    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        descriptions: Sequence[Description],
        lexicon: Lexicon,
    ) -> None:
        self.words = words
        self.lexicon = lexicon
        self.descriptions = descriptions
        self.known = {r.hit.first: r for r in readings if r.name.kind == "person"}
        self.covered = {
            k for r in readings if r.name.kind != "person" for k in range(r.hit.first, r.hit.last)
        }
        self.titles = {k for d in descriptions for k in range(d.hit.first, d.hit.last)}
        self.titles |= {k for d in descriptions for k in range(d.title_first, d.title_last)}
        self.evidence = Evidence(words, lexicon, self._free)
        self.by_end: dict[int, int] = {}
        self.by_start: dict[int, int] = {}
        for i, d in enumerate(descriptions):
            if d.hit.noun.number == "person" and not d.hit.noun.plural:
                for end in (d.hit.last, d.title_last, d.last, d.reach):
                    self.by_end.setdefault(end, i)
                self.by_start[d.first] = i
        self.by_plural_end = {
            d.title_last: i
            for i, d in enumerate(descriptions)
            if d.hit.noun.number == "person" and d.hit.noun.plural
        }
        """Titles of several, and where the name after each but the last would begin."""

    def find(self) -> list[Person]:
        found = []
        reached = 0
        for i in [i for i, t in enumerate(self.words.tag) if t in PROPER_TAGS or i in self.known]:
            if i < reached:
                continue
            if i in self.known and not self._goes_on(self.known[i].hit.last):
                reached = self.known[i].hit.last
                found.append(self._person(i, reached, self.known[i].name))
            elif i in self.known or self._starts(i):
                reached = self._end(i)
                person = self._person(i, reached, None)
                if person.rule or (person.short and reached - i <= 4):
                    found.append(person)
        return sorted([*found, *self._surnames_as_nouns(found)], key=lambda p: p.first)

    def _goes_on(self, last: int) -> bool:
        """Return whether a known name is the beginning of another: a king's, *Juan Carlos Ruiz*."""
        words = self.words
        if last + 1 < len(words) and words.text[last] in ("-", "‑"):
            return self._adjacent(last) and self._starts(last + 1)  # Jean, and Jean-Marc
        if last >= len(words) or words.dep[last - 1] != "compound" or not self._starts(last):
            return False
        head = words.head[last - 1]
        return last <= head < self._end(last) and (
            words.text[head] not in self.lexicon.organisation_nouns
        )

    def _surnames_as_nouns(self, found: Sequence[Person]) -> list[Person]:
        """Return surnames of those found that the tagger took for common nouns."""
        words = self.words
        surnames = {p.text.rpartition(" ")[2] for p in found if p.rule and not p.short}
        if not surnames:
            return []
        return [
            self._person(i, i + 1, None)
            for i, text in enumerate(words.text)
            if text in surnames
            and words.tag[i] in ("NN", "NNS")
            and words.dep[i] in ("nsubj", "nsubjpass", "poss")
            and self._free(i)
        ]

    def _free(self, i: int) -> bool:
        return i not in self.covered and i not in self.titles

    def _starts(self, i: int) -> bool:
        words = self.words
        text = words.text[i]
        return (
            text[:1].isupper()
            and words.tag[i] in ("NNP", "NNPS")
            and self._free(i)
            and (text not in self.lexicon.honorifics or self._stands_alone(i))
            and not (
                self.lexicon.is_class(words.lower[i], "calendar")
                and not self._after_given(i)
                and i not in self.by_end
            )
        )

    def _stands_alone(self, i: int) -> bool:
        """Return whether an honorific is somebody's given name: *Don is ill*."""
        words = self.words
        return words.text[i] in self.lexicon.given_names and (
            i + 1 >= len(words) or not words.text[i + 1][:1].isupper()
        )

    def _mistagged(self, i: int) -> bool:
        """Return whether a capitalised word inside a name was taken for some other word."""
        words = self.words
        text = words.text[i]
        return (
            text.istitle()
            and text.isalpha()
            and words.tag[i][:2] in ("NN", "VB", "JJ", "FW", "UH")
            and not (words.dep[i - 1] in SUBJECTS and words.head[i - 1] == i)  # "Merkel Says"
            and self._free(i)
            and not self.lexicon.is_class(words.lower[i], "calendar")
            and not self.lexicon.is_class(words.lower[i], "not-a-person")
        )

    def _after_given(self, i: int) -> bool:
        """Return whether a given name stands before the token: *Theresa May*."""
        return i > 0 and self.words.text[i - 1] in self.lexicon.given_names

    def _end(self, first: int) -> int:
        words, lexicon = self.words, self.lexicon
        i = first + 1
        bound = min(len(words), first + 2 * _LONGEST)
        while i < bound and "\n" not in words.content[words.end[i - 1] : words.start[i]]:
            if (self._starts(i) or self._mistagged(i)) and i not in self.known:
                i += 1
            elif (
                words.text[i] in ("-", "‑")
                and self._adjacent(i)
                and i + 1 < bound
                and self._free(i + 1)
            ):
                i += 2
            elif (
                (lexicon.is_class(words.lower[i], "name-particle") and self._particle(i))
                or lexicon.is_class(words.lower[i], "name-suffix")
                or self._is_title_as_surname(first, i)
            ):
                i += 1
            else:
                break
        return i

    def _adjacent(self, i: int) -> bool:
        words = self.words
        return words.end[i - 1] == words.start[i] and (
            i + 1 < len(words) and words.end[i] == words.start[i + 1]
        )

    def _particle(self, i: int) -> bool:
        """Return whether a name goes on after the particle."""
        for k in range(i + 1, min(i + 3, len(self.words))):
            if self.words.text[k][:1].isupper() and self._free(k):
                return self.words.tag[k] in PROPER_TAGS
            if not (
                self.words.text[k] == "-"
                or self.lexicon.is_class(self.words.lower[k], "name-particle")
            ):
                return False
        return False

    def _is_title_as_surname(self, first: int, i: int) -> bool:
        """Return whether a word such as *King* ends a name: *Stephen King said*."""
        words = self.words
        return (
            i in self.titles
            and words.text[first] in self.lexicon.given_names
            and words.tag[i] == "NNP"
            and words.capitalised(i)
            and words.head[i] not in (i + 1,)
            and (i + 1 >= len(words) or words.tag[i + 1] not in PROPER_TAGS)
            and words.head[i - 1] == i
        )

    def _person(self, first: int, last: int, known: Name | None) -> Person:
        words = self.words
        start, end = words.span(first, last)
        text = " ".join(words.content[start:end].split())
        honorific = self._honorific(first)
        description, placed = self._described(first, last, known)
        gender = self.lexicon.given_names.get(words.text[first], "") if last - first > 1 else ""
        if honorific is not None:
            gender = self.lexicon.honorifics[words.text[honorific]] or gender
        if description is not None:
            noun = self.descriptions[description].hit.noun.lemma
            gender = self.lexicon.honorifics.get(noun.title(), "") or gender
        noun_row = None
        if description is not None:
            noun_row = self.descriptions[description].hit.noun.row
        rule = self.evidence.rule(first, last, known, noun_row, placed, honorific)
        also = None
        if placed == "before" or (description is None and honorific is not None):
            also = self._second(first, last, known, description, honorific)
        return Person(first, last, text, known, description, placed, gender, rule, honorific, also)

    def _honorific(self, first: int) -> int | None:
        words = self.words
        i = first - 1
        if i >= 0 and words.text[i] == "." and words.text[i - 1] in self.lexicon.honorifics:
            i -= 1
        return i if i >= 0 and words.text[i] in self.lexicon.honorifics else None

    def _described(self, first: int, last: int, known: Name | None) -> tuple[int | None, str]:
        if (before := self.by_end.get(first)) is not None:
            return before, "before"
        if (before := self.by_plural_end.get(first)) is not None:
            self._share(before, last)
            return before, "shared"
        return self._beside(first, last, known)

    def _share(self, description: int, last: int) -> None:
        """Give the title to the name after *and* or a comma as well."""
        words = self.words
        if words.lower[last : last + 1] == [","] and words.lower[last + 1 : last + 2] == ["and"]:
            last += 1
        if last + 1 < len(words) and words.lower[last] in ("and", ","):
            self.by_plural_end.setdefault(last + 1, description)

    def _beside(self, first: int, last: int, known: Name | None) -> tuple[int | None, str]:
        words = self.words
        if first > 1 and words.text[first - 1] == ",":
            before = self.by_end.get(first - 1)
            if before is not None and self._introduces(before, last):
                return before, "comma-before"
        if last + 1 < len(words) and words.text[last] in (",", "(", "–", "—"):
            after = self.by_start.get(last + 1)
            if after is not None and self._apposition(after, first, last, known):
                return after, "after"
        return None, ""

    def _second(
        self,
        first: int,
        last: int,
        known: Name | None,
        description: int | None,
        honorific: int | None,
    ) -> int | None:
        """Return a second description: *General X, the Y commander*, *Y's delegate, General X*."""
        after = self._beside(first, last, known)
        if after[1] == "after":
            return after[0]
        start = first if honorific is None else honorific
        if description is not None:
            start = self.descriptions[description].first
        text = self.words.text
        while (
            start > 1 and text[start - (2 if text[start - 1] == "." else 1)].rstrip(".") in _RANKS
        ):
            start -= 2 if text[start - 1] == "." else 1
        if start < 2 or self.words.text[start - 1] != ",":
            return None
        before = self.by_end.get(start - 1)
        if before is None:
            return None
        return before if self._introduces(before, last) else None

    def _introduces(self, index: int, last: int) -> bool:
        """Return whether a name after the comma can be the name of the one described."""
        description, words = self.descriptions[index], self.words
        if description.determiner in ("a", "an", "another") and not description.owners:
            return False
        if not (description.owners or description.determiner == "the"):
            return False
        return last >= len(words) or words.lower[last] not in ("and", "or", "'s")

    def _apposition(self, index: int, first: int, last: int, known: Name | None) -> bool:
        """Return whether a description after the comma says what the one named is."""
        description, words = self.descriptions[index], self.words
        end = description.last
        if end >= len(words):
            return True
        if words.tag[end] in PROPER_TAGS and words.capitalised(end):
            return False
        if words.lower[end] in ("and", "or"):
            # "Merkel, the French president and X" is a list, "Merkel, chancellor and head" is not.
            return words.dep[description.head] == "appos" and not (
                words.text[last] == "," and words.lower[last + 1] in ("the", "a")
            )
        if known is None and first and words.text[first - 1] == ",":
            return words.dep[description.head] == "appos"
        return True


def person_id(name: str) -> str:
    """Return the id of a person of this name."""
    return f"person:{slug(name)}"
