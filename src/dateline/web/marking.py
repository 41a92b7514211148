"""The text of a report with its marks, as HTML that nests without ever crossing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec
from markupsafe import Markup, escape

from dateline.record import Record, Span
from dateline.store.prepared import CONFLICT, COOPERATION, DEEDS

# Characters that turn the direction of what follows, or are not seen at all, could make a text
# look like another: each is shown as one replacement character.
_UNSEEN = dict.fromkeys(
    [
        *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x061C, 0x200E, 0x200F,
        *range(0x202A, 0x202F), *range(0x2066, 0x206A),
    ],
    "\ufffd",
)  # fmt: skip
GOOD = frozenset(COOPERATION)
TYPES = GOOD | frozenset(CONFLICT)
_OPENED = {"a": Markup("<a"), "span": Markup("<span")}
_CLOSED = {"a": Markup("</a>"), "span": Markup("</span>")}


class Mark(msgspec.Struct, frozen=True):
    """A span to be marked: ``item`` is the record item it shows, ``rank`` what lies outside."""

    span: Span
    rank: int
    item: str
    classes: str
    link: bool = False
    first: bool = False
    """Whether this is where a link from the record leads."""


def plain(text: str | None) -> str:
    """Return a text without characters that hide or turn others, each replaced by one."""
    return (text or "").translate(_UNSEEN)


def tone(type_: str) -> str:
    """Return the quad class of an event type as classes of style."""
    return ("cooperation" if type_ in GOOD else "conflict") + (
        " deed" if type_ in DEEDS else " word"
    )


def marked(record: Record) -> Markup:
    """Return the text of the record as HTML, every item marked, statements nested."""
    text = plain(record.report.text)
    marks = sorted(marks_of(record), key=lambda m: (m.span[0], -m.span[1], m.rank))
    return Markup("").join(_render(text, marks))


def marks_of(record: Record) -> Iterator[Mark]:
    """Yield the marks of statements, events, actors and dates.

    Links cannot stand within links: a cue or a mention that an event is read from leaves the link
    to the event. The number before a statement leads to it all the same.
    """
    triggers = [e.trigger_span for e in record.events]

    def free(span: Span) -> bool:
        return not any(start < span[1] and span[0] < end for start, end in triggers)

    depth: dict[str, int] = {}
    for s in record.statements:
        depth[s.id] = level = depth.get(s.within or "", 0) + 1
        for index, span in enumerate(s.content_spans):
            yield Mark(
                span, 0, s.id, f"statement level{min(level, 4)} {s.stance}", first=index == 0
            )
        if s.cue_span:
            yield Mark(s.cue_span, 2, s.id, "cue", link=free(s.cue_span))
    for e in record.events:
        yield Mark(e.clause_span, 1, e.id, f"clause {tone(e.type)}")
        yield Mark(e.trigger_span, 3, e.id, f"trigger {tone(e.type)}", link=True, first=True)
    numbers = {actor.id: f"a{index}" for index, actor in enumerate(record.actors, 1)}
    seen: set[str] = set()
    for m in record.mentions:
        item = numbers.get(m.actor)
        if item:
            span = (m.start, m.end)
            yield Mark(span, 4, item, f"mention {m.form}", link=free(span), first=item not in seen)
            seen.add(item)


def _render(text: str, marks: Iterable[Mark]) -> Iterator[Markup]:
    """Yield pieces of HTML; a mark that crosses the end of another goes on in a second piece."""
    events: list[Mark] = list(marks)
    open_: list[tuple[Mark, int, str]] = []
    started: set[int] = set()
    at = 0
    position = 0

    def close() -> Markup:
        return _CLOSED[open_.pop()[2]]

    def start(mark: Mark, end: int) -> Markup:
        inside = any(tag == "a" for _, _, tag in open_)
        tag = "a" if mark.link and not inside else "span"
        again = id(mark) in started
        started.add(id(mark))
        attributes = Markup(' class="{}" data-item="{}"').format(mark.classes, mark.item)
        if mark.first and not again:
            attributes += Markup(' id="t-{}"').format(mark.item)
        if tag == "a":
            attributes += Markup(' href="#{}"').format(mark.item)
        open_.append((mark, end, tag))
        flag = Markup("")
        if "statement" in mark.classes and mark.first and not again and not inside:
            flag = Markup(
                '<a class="flag" href="#{0}" data-label="{0}" aria-label="Statement {0}"></a>'
            ).format(mark.item)
        return _OPENED[tag] + attributes + Markup(">") + flag

    while at < len(events) or open_:
        next_start = events[at].span[0] if at < len(events) else len(text) + 1
        next_end = min((end for _, end, _ in open_), default=len(text) + 1)
        stop = min(next_start, next_end)
        if stop > position:
            yield escape(text[position:stop])
            position = stop
        if next_end <= next_start:
            # Close down to the mark that ends here; those above it that go on are opened again.
            again: list[tuple[Mark, int]] = []
            while any(end == position for _, end, _ in open_):
                mark, end, _ = open_[-1]
                yield close()
                if end > position:
                    again.append((mark, end))
            for mark, end in reversed(again):
                yield start(mark, end)
            continue
        mark = events[at]
        at += 1
        if mark.span[1] > position:
            yield start(mark, mark.span[1])
    if position < len(text):
        yield escape(text[position:])
