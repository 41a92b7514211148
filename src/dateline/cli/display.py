"""A record as a person reads it, in the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from dateline.record import Actor, DateRange, Event, Fact, Record, Span, Statement

_INDENT = (0, 0, 0, 4)
_TYPE_STYLE = {True: "bold green", False: "bold red"}
_LONGEST = 400


def show_record(console: Console, record: Record, source: str | None = None) -> None:
    """Print a record: head, events, statements, facts, warnings."""
    console.print(_head(record, source))
    actors = {actor.id: actor for actor in record.actors}
    _section(console, "Events", [_event(e, record, actors) for e in record.events])
    _section(console, "Statements", list(_statements(record, actors)))
    _section(console, "Facts", [_fact(f, actors) for f in record.facts])
    warnings: list[RenderableType] = []
    for w in record.warnings:
        quoted = f" “{_cut(record, w.span)}”" if w.span else ""
        warnings.append(Text(f"{w.code}: {w.message}{quoted}", style="yellow"))
    _section(console, "Warnings", warnings)
    console.print()


def _head(record: Record, source: str | None) -> RenderableType:
    report = record.report
    title = report.title or "(no title)"
    about = ", ".join(
        part
        for part in (
            report.publisher,
            report.published or "no day of publication",
            report.byline,
            source,
            report.id,
        )
        if part
    )
    return Group(Rule(Text(title, style="bold"), align="left"), Text(about, style="dim"))


def _section(console: Console, name: str, items: Sequence[RenderableType]) -> None:
    if not items:
        return
    console.print(Text(f"{name} ({len(items)})", style="bold underline"))
    for item in items:
        console.print(Padding(item, (0, 0, 0, 2)))


def _event(event: Event, record: Record, actors: dict[str, Actor]) -> RenderableType:
    line = Text()
    line.append(_names(event.actor, actors), style="bold cyan")
    style = _TYPE_STYLE[event.score >= 0]
    line.append(f"  {event.type}", style=style)
    if event.mode:
        line.append(f"/{event.mode}", style=style)
    if event.recipient:
        line.append("  ")
        line.append(_names(event.recipient, actors), style="bold cyan")
    notes: list[str] = [*event.auxiliary]
    if event.date:
        notes.append(_date(event.date))
    if event.place:
        notes.append(f"in {event.place.name}")
    if event.statement:
        notes.append(f"according to {event.statement}")
    if event.tellings:
        notes.append(f"told {len(event.tellings) + 1} times")
    if notes:
        line.append(f"  ({', '.join(notes)})", style="dim")
    clause = Text(f"“{_cut(record, event.clause_span)}”", style="italic")
    return Group(line, Padding(clause, _INDENT))


def _statements(record: Record, actors: dict[str, Actor]) -> Iterable[RenderableType]:
    depth: dict[str, int] = {}
    for statement in record.statements:
        depth[statement.id] = level = depth.get(statement.within or "", -1) + 1
        yield Padding(_statement(statement, record, actors), (0, 0, 0, 4 * level))


def _statement(statement: Statement, record: Record, actors: dict[str, Actor]) -> RenderableType:
    line = Text(f"{statement.id} ", style="dim")
    speaker = _names([statement.speaker], actors) if statement.speaker else ""
    if not speaker and statement.speaker_span:
        speaker = f"“{_cut(record, statement.speaker_span)}” (not identified)"
    line.append(speaker or "nobody named", style="bold magenta")
    line.append(f"  {statement.stance}, {statement.manner}")
    if statement.capacity != "in person":
        line.append(f", {statement.capacity}")
    if statement.cue_span:
        line.append(f"  [{_cut(record, statement.cue_span)}]", style="dim")
    if statement.via:
        line.append(f"  via {' via '.join(_names([v], actors) for v in statement.via)}", "yellow")
    if statement.said_on:
        line.append(f"  on {_date(statement.said_on)}", style="dim")
    words = " … ".join(_cut(record, span) for span in statement.content_spans)
    return Group(line, Padding(Text(words, style="italic"), _INDENT))


def _fact(fact: Fact, actors: dict[str, Actor]) -> RenderableType:
    line = Text()
    line.append(_names([fact.subject], actors), style="bold cyan")
    if fact.kind == "member_of":
        line.append("  is a member of  ")
    else:
        line.append(f"  is {fact.office or 'office-holder'} of  ")
    line.append(_names([fact.object], actors), style="bold cyan")
    if fact.date:
        line.append(f"  ({_date(fact.date)})", style="dim")
    return line


def _names(ids: Iterable[str], actors: dict[str, Actor]) -> str:
    return ", ".join(actors[id_].name if id_ in actors else id_ for id_ in ids)


def _date(date: DateRange) -> str:
    if date.start is None:
        return date.text
    return date.start if date.start == date.end else f"{date.start} to {date.end}"


def _cut(record: Record, span: Span) -> str:
    text = " ".join(record.report.text[span[0] : span[1]].split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
