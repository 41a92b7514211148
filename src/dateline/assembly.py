"""Items to a record: ids, order, and only actors that something refers to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.events.ontology import Ontology
from dateline.items import Actors, FoundEvent, FoundFact, FoundStatement, FoundTime
from dateline.record import (
    Actor,
    Coded,
    DateRange,
    Event,
    Fact,
    Mention,
    Record,
    Report,
    Statement,
    Warning,  # noqa: A004 - the record's own word
)


def assemble(
    report: Report,
    actors: Actors,
    statements: Sequence[FoundStatement],
    events: Sequence[FoundEvent],
    facts: Sequence[FoundFact],
    times: Sequence[FoundTime],
    warnings: Iterable[Warning],
    ontology: Ontology,
    coded: Coded,
) -> Record:
    """Return the record of a report.

    Everything is ordered by where it stands in the text, so that the same items give the same
    record whatever order they were found in.
    """
    order = sorted(range(len(statements)), key=lambda i: _statement_key(statements[i]))
    ids = {index: f"s{number}" for number, index in enumerate(order, 1)}
    text = report.text
    told = tuple(_statement(statements[i], ids[i], ids, text) for i in order)
    done = tuple(
        _event(event, f"e{number}", ids, ontology, text)
        for number, event in enumerate(sorted(events, key=_event_key), 1)
    )
    claimed = tuple(_fact(fact, ids, text) for fact in sorted(facts, key=_fact_key))
    mentions = tuple(
        Mention(start=m.span[0], end=m.span[1], actor=m.actor, form=m.form, rule=m.rule)
        for m in actors.mentions
    )
    return Record(
        report=report,
        actors=_referred(actors, mentions, told, done, claimed),
        mentions=mentions,
        statements=told,
        events=done,
        facts=claimed,
        times=tuple(_range(t, text) for t in sorted(times, key=lambda t: t.span)),
        warnings=tuple(sorted(warnings, key=_warning_key)),
        coded=coded,
    )


def _referred(
    actors: Actors,
    mentions: Sequence[Mention],
    statements: Sequence[Statement],
    events: Sequence[Event],
    facts: Sequence[Fact],
) -> tuple[Actor, ...]:
    ids: dict[str, None] = {}
    for mention in mentions:
        ids.setdefault(mention.actor)
    for statement in statements:
        for actor in (statement.speaker, *statement.via):
            if actor:
                ids.setdefault(actor)
    for event in events:
        for actor in (*event.actor, *event.recipient):
            ids.setdefault(actor)
    for fact in facts:
        ids.setdefault(fact.subject)
        ids.setdefault(fact.object)
    return tuple(actors[id_] for id_ in ids)


def _statement(found: FoundStatement, id_: str, ids: dict[int, str], text: str) -> Statement:
    return Statement(
        id=id_,
        speaker=found.speaker,
        speaker_span=found.speaker_span,
        cue_span=found.cue_span,
        content_spans=found.content_spans,
        manner=found.manner,
        stance=found.stance,
        capacity=found.capacity,
        via=found.via,
        within=None if found.within is None else ids[found.within],
        said_on=None if found.said_on is None else _range(found.said_on, text),
        rule=found.rule,
    )


def _event(
    found: FoundEvent, id_: str, ids: dict[int, str], ontology: Ontology, text: str
) -> Event:
    return Event(
        id=id_,
        type=found.type,
        mode=found.mode,
        context=found.context,
        cameo=ontology.cameo(found.type, found.mode),
        score=ontology.score(found.type, found.mode),
        actor=tuple(m.actor for m in found.actors),
        recipient=tuple(m.actor for m in found.recipients),
        actor_spans=tuple(m.span for m in found.actors),
        recipient_spans=tuple(m.span for m in found.recipients),
        trigger_span=found.trigger,
        clause_span=found.clause,
        auxiliary=found.auxiliary,
        date=None if found.date is None else _range(found.date, text),
        place=found.place,
        statement=None if found.statement is None else ids[found.statement],
        tellings=found.tellings,
        rule=found.rule,
    )


def _fact(found: FoundFact, ids: dict[int, str], text: str) -> Fact:
    return Fact(
        kind=found.kind,
        subject=found.subject,
        object=found.object,
        office=found.office,
        date=None if found.date is None else _range(found.date, text),
        span=found.span,
        statement=None if found.statement is None else ids[found.statement],
        rule=found.rule,
    )


def _range(time: FoundTime, text: str) -> DateRange:
    return DateRange(
        start=None if time.first is None else time.first.isoformat(),
        end=None if time.last is None else time.last.isoformat(),
        text=text[time.span[0] : time.span[1]],
        span=time.span,
    )


def _statement_key(found: FoundStatement) -> tuple[object, ...]:
    first = min((*found.content_spans, *filter(None, [found.cue_span, found.speaker_span])))
    content = min(start for start, _ in found.content_spans)
    end = max(end for _, end in found.content_spans)
    # Of two that one speaker said, the one whose words come first; else the outer before the inner.
    return first[0], content, -end, found.content_spans, found.rule


def _event_key(found: FoundEvent) -> tuple[object, ...]:
    return found.trigger, found.type, found.mode or "", found.rule


def _fact_key(found: FoundFact) -> tuple[object, ...]:
    return found.span, found.kind, found.subject, found.object, found.office or ""


def _warning_key(warning: Warning) -> tuple[object, ...]:
    return warning.span or (-1, -1), warning.code, warning.message
