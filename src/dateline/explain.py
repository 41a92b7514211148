"""Why an item is there, and why a near miss is not.

Every item carries the id of the rule or row that decided it; here the ids are looked up in the
tables they came from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from dateline.coder import Analysis, Coder
from dateline.record import Event, Record, Span, Statement


class Reason(msgspec.Struct, frozen=True):
    """A rule that fired, with where it is written down."""

    rule: str
    row: str
    """File and line (``assault.tsv:12``), or empty for a rule in code."""
    example: str = ""


class Miss(msgspec.Struct, frozen=True):
    """A rule that nearly fired."""

    rule: str
    row: str
    words: str
    lacked: str


class Explained(msgspec.Struct, frozen=True):
    """One item of a record with the reasons for it."""

    kind: str
    """mention, statement, event or fact."""
    id: str
    what: str
    words: str
    span: Span
    reasons: tuple[Reason, ...]


class Rules:
    """All rules that have a row, by id."""

    def __init__(self, coder: Coder) -> None:
        rows: dict[str, Reason] = {}
        for frame in coder.events.lexicon.frames:
            rows[frame.id] = Reason(frame.id, frame.row, frame.example)
        for operator in coder.events.lexicon.operators:
            rows[operator.id] = Reason(operator.id, operator.row, operator.example)
        for cue in coder.cues.cues.values():
            rows[cue.id] = Reason(cue.id, cue.row, cue.example)
        self._rows: Mapping[str, Reason] = rows

    def reasons(self, rule: str) -> tuple[Reason, ...]:
        """Return the reasons behind an item's rule; several where rules worked together."""
        if rule.startswith("cue:"):
            return (self._cue(rule),)
        return tuple(self._reason(part) for part in rule.split("+") if part)

    def _cue(self, rule: str) -> Reason:
        """Return the row of ``cue:verb:accuse:object+of``: the id of a cue, then its frame."""
        cue = rule.removeprefix("cue:")
        while cue and cue not in self._rows:
            cue = cue.rpartition(":")[0]
        found = self._rows.get(cue)
        return Reason(rule, found.row, found.example) if found else Reason(rule, "")

    def _reason(self, rule: str) -> Reason:
        if rule in self._rows:
            return self._rows[rule]
        _, _, row = rule.partition(":")
        return Reason(rule, row if ".tsv:" in row else "")


def explain_record(record: Record, rules: Rules) -> Iterator[Explained]:
    """Yield every item of a record with its reasons, in order of the text within each kind."""
    text = record.report.text
    names = {actor.id: actor.name for actor in record.actors}
    for mention in record.mentions:
        span = (mention.start, mention.end)
        actor = next(a for a in record.actors if a.id == mention.actor)
        codes = ", ".join(c for c in (actor.kind, actor.country, actor.sector) if c)
        yield Explained(
            "mention",
            "",
            f"{actor.id} ({codes}), a {mention.form}",
            _cut(text, span),
            span,
            rules.reasons(mention.rule),
        )
    for statement in record.statements:
        yield explain_statement(statement, record, rules)
    for event in record.events:
        yield explain_event(event, record, rules)
    for fact in record.facts:
        what = f"{names[fact.subject]} {fact.kind} {names[fact.object]}"
        if fact.office:
            what += f" as {fact.office}"
        yield Explained(
            "fact", "", what, _cut(text, fact.span), fact.span, rules.reasons(fact.rule)
        )


def explain_event(event: Event, record: Record, rules: Rules) -> Explained:
    """Return an event with its reasons."""
    names = {actor.id: actor.name for actor in record.actors}
    who = ", ".join(names[a] for a in event.actor)
    whom = ", ".join(names[a] for a in event.recipient)
    mode = f"/{event.mode}" if event.mode else ""
    notes = f" ({', '.join(event.auxiliary)})" if event.auxiliary else ""
    return Explained(
        "event",
        event.id,
        f"{who} {event.type}{mode} {whom}".rstrip() + notes,
        _cut(record.report.text, event.clause_span),
        event.trigger_span,
        rules.reasons(event.rule),
    )


def explain_statement(statement: Statement, record: Record, rules: Rules) -> Explained:
    """Return a statement with its reasons."""
    names = {actor.id: actor.name for actor in record.actors}
    speaker = names.get(statement.speaker or "", "nobody named")
    words = " … ".join(_cut(record.report.text, span) for span in statement.content_spans)
    return Explained(
        "statement",
        statement.id,
        f"{speaker}, {statement.stance}, {statement.manner}",
        words,
        statement.cue_span or statement.content_spans[0],
        rules.reasons(statement.rule),
    )


def near_misses(analysis: Analysis) -> Iterator[Miss]:
    """Yield the frames and operators whose trigger was there but which did not fire."""
    fired = {rule for event in analysis.events for rule in event.rule.split("+")}
    for miss in analysis.near_misses:
        if miss.rule not in fired:
            yield Miss(miss.rule, miss.row, analysis.doc[miss.token].text, miss.lacked)


def _cut(text: str, span: Span) -> str:
    return " ".join(text[span[0] : span[1]].split())
