"""A record as the page of a report shows it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

import msgspec
from markupsafe import Markup, escape

from dateline.record import Actor, DateRange, Event, Fact, Record, Span, Statement
from dateline.review import Decision, Key, key_of
from dateline.web.coding import Because
from dateline.web.marking import marked, plain, tone


class StatementCard(msgspec.Struct, frozen=True):
    """A statement and those within it."""

    item: Statement
    speaker: Actor | None
    called: str
    """The words for a speaker who is not identified."""
    cue: str
    words: str
    via: tuple[Actor, ...]
    reasons: tuple[Because, ...]
    decisions: tuple[Decision, ...]
    inner: tuple[StatementCard, ...]
    events: tuple[str, ...]


class EventCard(msgspec.Struct, frozen=True):
    """An event."""

    item: Event
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    tone: str
    words: str
    reasons: tuple[Because, ...]
    decisions: tuple[Decision, ...]


class ActorCard(msgspec.Struct, frozen=True):
    """An actor and where the text mentions it."""

    number: int
    item: Actor
    mentions: int


class Page(msgspec.Struct, frozen=True):
    """All that the page of a report shows."""

    record: Record
    text: Markup
    title: str
    url: str | None
    statements: tuple[StatementCard, ...]
    events: tuple[EventCard, ...]
    actors: tuple[ActorCard, ...]
    facts: tuple[tuple[Fact, str, str, str], ...]


def page_of(
    record: Record,
    reasons: Callable[[str], tuple[Because, ...]],
    decisions: Sequence[Decision] = (),
) -> Page:
    """Return what the page of the report shows."""
    actors = {actor.id: actor for actor in record.actors}
    by_key: dict[Key, list[Decision]] = {}
    for decision in decisions:
        by_key.setdefault(decision.key, []).append(decision)

    def decided(item: Event | Statement) -> tuple[Decision, ...]:
        return tuple(by_key.get(key_of(item, record.report.id), ()))

    def known(ids: Iterable[str]) -> tuple[Actor, ...]:
        return tuple(actors[i] for i in ids if i in actors)

    def card(s: Statement) -> StatementCard:
        return StatementCard(
            s,
            actors.get(s.speaker or ""),
            cut(record, s.speaker_span) if s.speaker_span else "",
            cut(record, s.cue_span) if s.cue_span else "",
            " … ".join(cut(record, span) for span in s.content_spans),
            known(s.via),
            reasons(s.rule),
            decided(s),
            tuple(card(t) for t in record.statements if t.within == s.id),
            tuple(e.id for e in record.events if e.statement == s.id),
        )

    ids = {s.id for s in record.statements}
    mentions: dict[str, int] = {}
    for mention in record.mentions:
        mentions[mention.actor] = mentions.get(mention.actor, 0) + 1
    return Page(
        record,
        marked(record),
        plain(record.report.title) or "Report without a title",
        safe_url(record.report.url),
        tuple(card(s) for s in record.statements if s.within not in ids),
        tuple(
            EventCard(
                e, known(e.actor), known(e.recipient), tone(e.type), cut(record, e.clause_span),
                reasons(e.rule), decided(e),
            )
            for e in record.events
        ),
        tuple(
            ActorCard(number, actor, mentions.get(actor.id, 0))
            for number, actor in enumerate(record.actors, 1)
        ),
        tuple(
            (
                f,
                actors[f.subject].name if f.subject in actors else f.subject,
                actors[f.object].name if f.object in actors else f.object,
                cut(record, f.span),
            )
            for f in record.facts
        ),
    )  # fmt: skip


def cut(record: Record, span: Span) -> str:
    """Return the words of a span on one line."""
    return " ".join(plain(record.report.text[span[0] : span[1]]).split())


def in_context(
    record: Record, spans: Sequence[Span], trigger: Span | None = None, around: int = 240
) -> Markup:
    """Return the text around the spans as HTML: the spans marked, the trigger strong."""
    text = record.report.text
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    start = text.rfind(" ", 0, max(first - around, 0)) + 1
    end = text.find(" ", min(last + around, len(text)))
    end = len(text) if end < 0 else end
    inner = [trigger] if trigger else []
    cuts = sorted({start, end, *(min(max(c, start), end) for s in (*spans, *inner) for c in s)})
    parts = [escape("… " if start else "")]
    for one, other in itertools.pairwise(cuts):
        shown = escape(plain(text[one:other]))
        if any(s <= one and other <= e for s, e in inner):
            shown = Markup("<strong>%s</strong>") % shown
        if any(s <= one and other <= e for s, e in spans):
            shown = Markup("<mark>%s</mark>") % shown
        parts.append(shown)
    return Markup("").join([*parts, escape(" …" if end < len(text) else "")])


def lit(text: str, words: str) -> Markup:
    """Return a text as HTML with the words that were looked for marked, whatever the case."""
    if not words:
        return escape(text)
    parts = re.split(f"({re.escape(words)})", text, flags=re.IGNORECASE)
    marked_ = (Markup("<mark>%s</mark>") % p if i % 2 else escape(p) for i, p in enumerate(parts))
    return Markup("").join(marked_)


def day(value: DateRange | None) -> str:
    """Return a range of days as a person writes it."""
    if value is None:
        return ""
    if value.start is None:
        return value.text
    return value.start if value.start == value.end else f"{value.start} to {value.end}"


def safe_url(url: str | None) -> str | None:
    """Return an address that may be linked to: of the web, or none."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def with_names(rows: Sequence[dict[str, Any]], name: Callable[[str], str]) -> list[dict[str, Any]]:
    """Return rows of events or statements with the names of their actors beside the ids."""
    for row in rows:
        for field in ("actor", "recipient", "via"):
            if field in row:
                row[f"{field}_names"] = [(i, plain(name(i))) for i in row[field] or ()]
        if row.get("speaker"):
            row["speaker_name"] = plain(name(row["speaker"]))
        if "passage" in row:
            row["passage"] = _whole_words(row["passage"], row["cut_before"], row["cut_after"])
        for field in ("title", "publisher", "clause", "words", "passage"):
            if row.get(field):
                row[field] = plain(row[field])
        if "type" in row:
            row["tone"] = tone(row["type"])
    return list(rows)


def _whole_words(passage: str, cut_before: bool, cut_after: bool) -> str:
    """Return a passage without the halves of words at its ends."""
    if cut_before:
        passage = "… " + passage.partition(" ")[2]
    if cut_after:
        passage = passage.rpartition(" ")[0] + " …"
    return passage
