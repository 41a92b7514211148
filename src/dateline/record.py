"""The types of a record: what one coded report looks like, and its JSON form.

All spans are half-open ``(start, end)`` character offsets into ``Report.text``, and
``report.text[start:end]`` is exactly what the item points at. The names of the fields are the
public form of the project; fields may be added, never renamed.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Span = tuple[int, int]

ActorKind = Literal[
    "state", "organisation", "office", "person", "group", "media", "document", "unknown"
]
Form = Literal["name", "title", "demonym", "metonym", "nominal", "pronoun"]
Manner = Literal["direct", "indirect", "mixed"]
Stance = Literal["said", "denied", "doubted", "believed", "intended", "demanded", "reported"]
Capacity = Literal["in person", "for an institution", "anonymous"]
Auxiliary = Literal["historical", "future", "hypothetical", "negation"]
FactKind = Literal["member_of", "holds_office"]


class Item(msgspec.Struct, frozen=True):
    """Base of everything in a record: immutable, compared by value."""


class Report(Item, frozen=True, kw_only=True):
    """A report as it was read: clean text and what is known of its publication."""

    id: str
    """Stable: the same text and metadata give the same id on every machine."""
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    """ISO date (``2011-01-17``), the anchor of every relative date."""
    url: str | None = None
    language: str | None = None
    """ISO 639-1 code found by the language check."""
    text: str


class Actor(Item, frozen=True, kw_only=True):
    """Someone the record refers to, listed once."""

    id: str
    """Readable and stable: ``state:RUS``, ``org:NATO``, ``office:USA/state-department``,
    ``person:dmitry-rogozin``."""
    name: str
    kind: ActorKind
    country: str | None = None
    """ISO 3166 alpha-3 of the state, or PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC."""
    sector: str | None = None
    """PLOVER's primary sector code."""
    other_sectors: tuple[str, ...] = ()
    wikidata: str | None = None


class Mention(Item, frozen=True, kw_only=True):
    """A span that refers to an actor."""

    start: int
    end: int
    actor: str
    form: Form
    rule: str
    """Id of the rule or table row that decided it, as ``dateline explain`` shows."""


class DateRange(Item, frozen=True, kw_only=True):
    """An inclusive range of days as the text gives it; both null where nothing anchors it."""

    start: str | None
    end: str | None
    text: str
    span: Span


class Statement(Item, frozen=True, kw_only=True):
    """Words or a view that the report attributes to somebody."""

    id: str
    speaker: str | None
    """Actor id, or null where nobody is named."""
    speaker_span: Span | None
    cue_span: Span | None
    """Null for a quotation that goes on from the one before."""
    content_spans: tuple[Span, ...]
    manner: Manner
    stance: Stance
    capacity: Capacity
    via: tuple[str, ...] = ()
    """Actor ids through which the words reached this report, nearest first."""
    within: str | None = None
    """Id of the statement that contains this one."""
    said_on: DateRange | None = None
    rule: str = ""


class Place(Item, frozen=True, kw_only=True):
    """Where an event happened, as far as the text says."""

    name: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    span: Span


class Event(Item, frozen=True, kw_only=True):
    """Who did what to whom, in the terms of PLOVER."""

    id: str
    type: str
    mode: str | None
    context: tuple[str, ...]
    cameo: str
    score: float
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    actor_spans: tuple[Span, ...]
    recipient_spans: tuple[Span, ...]
    trigger_span: Span
    """The words that decided the type."""
    clause_span: Span
    """The clause that states it."""
    auxiliary: tuple[Auxiliary, ...] = ()
    date: DateRange | None = None
    place: Place | None = None
    statement: str | None = None
    """Id of the statement that asserts it, or null where the report itself does."""
    tellings: tuple[Span, ...] = ()
    """Clauses elsewhere in the report that tell the same event again."""
    rule: str = ""


class Fact(Item, frozen=True, kw_only=True):
    """A claim of membership or office."""

    kind: FactKind
    subject: str
    object: str
    office: str | None
    date: DateRange | None
    span: Span
    statement: str | None
    rule: str = ""


class Warning(Item, frozen=True, kw_only=True):  # noqa: A001 - the record's own word
    """Something a reader of the record must know before trusting it."""

    code: str
    """Stable and short, such as ``date-without-anchor``."""
    message: str
    span: Span | None = None


class Coded(Item, frozen=True, kw_only=True):
    """With what a record was made: enough to make it again."""

    dateline: str
    language_model: str
    ontology: str
    lexicon: str
    knowledge: str


class Record(Item, frozen=True, kw_only=True):
    """One coded report."""

    report: Report
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    facts: tuple[Fact, ...] = ()
    times: tuple[DateRange, ...] = ()
    warnings: tuple[Warning, ...] = ()
    coded: Coded

    def to_json(self) -> str:
        """Return the record in its JSON form."""
        return msgspec.json.encode(self).decode()

    @staticmethod
    def from_json(text: str | bytes) -> Record:
        """Return the record of a JSON form. Raises msgspec.ValidationError where it is none."""
        return _DECODER.decode(text)

    def frames(self) -> dict[str, Any]:
        """Return one data frame for each part of the record: events, statements, actors ...

        They are pandas frames where pandas is installed, else polars frames, else Arrow tables.
        """
        from dateline.tabular import frames

        return frames([self])


# Made here, and not at the first record: see ``caching`` on threads.
_DECODER = msgspec.json.Decoder(Record)
