"""What the knowledge base knows: one frozen struct a row, with the file and line it stands in.

None of them can be part of a cycle, so the garbage collector need not follow them.

Dates are inclusive; an empty start or end means unknown or open. ``row`` is the evidence that
``dateline explain`` shows, such as ``organisations.tsv:41``.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache

import msgspec

from dateline.record import Form


def covers(start: date | None, end: date | None, on: date) -> bool:
    """Return whether the day lies in the inclusive range; an open side has no limit."""
    return (start is None or start <= on) and (end is None or on <= end)


def plain(text: str) -> str:
    """Return the text without diacritics: ``Élysée`` is ``Elysee``."""
    if text.isascii():
        return text
    swapped = text.translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", swapped)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spellings(text: str) -> tuple[str, ...]:
    """Return the text with and without diacritics, with straight and curly apostrophes."""
    if text.isascii() and "'" not in text:
        return (text,)
    return tuple(
        dict.fromkeys(
            spelling
            for base in (text, plain(text))
            for spelling in (base, base.replace("'", "’"), base.replace("’", "'"))
        )
    )


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """Return the readable id of a name: ``State Department`` is ``state-department``."""
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’ʻʼ.]", "", plain(text).lower())).strip("-")


def numbered(nouns: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Return each noun of pairs of singular and plural with whether it is (or may be) plural."""
    last = len(nouns) - 1
    return tuple((noun, i % 2 == 1 or i == last) for i, noun in enumerate(nouns))


def normal(title: str) -> str:
    """Return the form in which titles are compared: ``the Foreign-Secretary`` has no frills."""
    words = plain(title).lower().replace("-", " ").replace("'", "").replace("’", "").split()
    return " ".join(words[1:] if words[:1] == ["the"] else words)


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ß": "ss", "æ": "ae",
     "Æ": "Ae", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A", "œ": "oe"}
)  # fmt: skip


class State(msgspec.Struct, frozen=True, gc=False):
    """A state, past or present, or a territory that news treats like one.

    ``code`` is ISO 3166 alpha-3. A territory that claims to be a state and has no code of its own
    has that of its sovereign, a hyphen and a suffix: ``GEO-AB`` is Abkhazia.
    """

    code: str
    name: str
    start: date | None
    end: date | None
    capital: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """Pairs of singular and plural; a last one without partner is both."""
    aliases: tuple[str, ...]
    government: tuple[str, ...]
    successors: tuple[str, ...]
    wikidata: str | None
    row: str

    @property
    def country(self) -> str:
        """The country code actors of this state carry."""
        return self.code.partition("-")[0]

    @property
    def partly_recognised(self) -> bool:
        """Whether it is coded under its sovereign (PLOVER's PRE)."""
        return "-" in self.code

    def exists(self, on: date) -> bool:
        """Return whether the state exists on that day."""
        return covers(self.start, self.end, on)

    def nationals(self) -> tuple[tuple[str, bool], ...]:
        """Return the nouns for its people with whether they are plural (or both)."""
        return numbered(self.people)


class Organisation(msgspec.Struct, frozen=True, gc=False):
    """An alliance, court, bank, armed group, company, newspaper ..."""

    id: str
    name: str
    kind: str
    country: str
    sector: str | None
    seat: str
    parent: str | None
    start: date | None
    end: date | None
    aliases: tuple[str, ...]
    wikidata: str | None
    row: str

    def exists(self, on: date) -> bool:
        """Return whether the organisation exists on that day."""
        return covers(self.start, self.end, on)


class Membership(msgspec.Struct, frozen=True, gc=False):
    """A state or organisation belongs to an organisation for a time."""

    member: str
    organisation: str
    start: date | None
    end: date | None
    status: str
    row: str

    def holds(self, on: date) -> bool:
        """Return whether it holds on that day, whatever its status."""
        return covers(self.start, self.end, on)


class Office(msgspec.Struct, frozen=True, gc=False):
    """An office of a state or organisation that persons hold for terms."""

    id: str
    title: str
    body: str
    kind: str
    sector: str | None
    aliases: tuple[str, ...]
    row: str


class Term(msgspec.Struct, frozen=True, gc=False):
    """A person holds an office for a time."""

    office: str
    person: str
    name: str
    start: date | None
    end: date | None
    aliases: tuple[str, ...]
    row: str

    def holds(self, on: date) -> bool:
        """Return whether the term covers that day."""
        return covers(self.start, self.end, on)


class Body(msgspec.Struct, frozen=True, gc=False):
    """A kind of government body (foreign ministry); with ``states`` a certain one (Bundestag)."""

    id: str
    name: str
    sector: str | None
    kind: str
    states: tuple[str, ...]
    aliases: tuple[str, ...]
    row: str


class ProperName(msgspec.Struct, frozen=True, gc=False):
    """The full name of a body of one state, as an encyclopedia titles it."""

    state: str
    name: str
    bodies: tuple[str, ...]
    """Names of rows of ``bodies`` that mean it; the first gives the id."""
    row: str


class Role(msgspec.Struct, frozen=True, gc=False):
    """A noun for someone by what he does; ``rank`` where it is an office with a body."""

    noun: str
    sector: str | None
    number: str
    plural: str
    rank: bool
    row: str


class City(msgspec.Struct, frozen=True, gc=False):
    """A city with its state and place in degrees."""

    id: str
    """``SYR/aleppo``."""
    name: str
    state: str
    capital: bool
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]
    row: str


class Region(msgspec.Struct, frozen=True, gc=False):
    """A region that tells a state: a place, and no actor."""

    id: str
    """``RUS/chechnya``."""
    name: str
    state: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    """Pairs of singular and plural; a last one without partner is both."""
    aliases: tuple[str, ...]
    row: str


class NamePart(msgspec.Struct, frozen=True, gc=False):
    """How names of persons are built: a particle, or a state where the family name stands first."""

    value: str
    kind: str
    row: str


class Ambiguity(msgspec.Struct, frozen=True, gc=False):
    """A name known to stand for several things, as ``Congo`` does."""

    name: str
    things: tuple[str, ...]
    row: str


class OfficeKind(msgspec.Struct, frozen=True, gc=False):
    """Titles by which any office of the kind may be called."""

    kind: str
    titles: tuple[str, ...]
    row: str


class Exempt(msgspec.Struct, frozen=True, gc=False):
    """A fact that a check would doubt and that is right, with the reason."""

    check: str
    subject: str
    object: str
    why: str
    row: str


class Name(msgspec.Struct, frozen=True, gc=False):
    """A form of words and what it refers to; one that ends in a hyphen is a prefix (``Sino-``)."""

    text: str
    kind: str
    """state, organisation, office (a government body), person, capital (the city or, as a metonym,
    the government), city, region."""
    target: str
    """Actor id (``state:RUS``), for a city that is no capital and a region ``SYR/aleppo``."""
    form: Form
    case_sensitive: bool
    """Whether the text counts only as written (acronyms: US, not us). Other names may also stand
    wholly in capitals, as in headlines; none may stand in lower case unless it is written so."""
    plural: bool
    ambiguous: bool
    """Whether the tables know it to stand for other things too (Georgia, Jordan, Brussels)."""
    row: str


class Tables(msgspec.Struct, frozen=True, gc=False):
    """All rows of all tables."""

    states: tuple[State, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    memberships: tuple[Membership, ...] = ()
    offices: tuple[Office, ...] = ()
    terms: tuple[Term, ...] = ()
    bodies: tuple[Body, ...] = ()
    proper_names: tuple[ProperName, ...] = ()
    roles: tuple[Role, ...] = ()
    cities: tuple[City, ...] = ()
    regions: tuple[Region, ...] = ()
    name_parts: tuple[NamePart, ...] = ()
    ambiguities: tuple[Ambiguity, ...] = ()
    office_kinds: tuple[OfficeKind, ...] = ()
    exceptions: tuple[Exempt, ...] = ()


class Compiled(msgspec.Struct, frozen=True, gc=False):
    """The tables with the names that follow from them, as they are cached."""

    tables: Tables
    names: tuple[Name, ...]
    surnames: tuple[Name, ...]
    regions: tuple[Name, ...]
