"""From a parsed report to its statements: every attribution, nested, with its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from spacy.tokens import Doc

from dateline.items import Actors, FoundStatement, FoundTime
from dateline.record import Manner, Span
from dateline.statements.attribution import Attribution
from dateline.statements.continuation import carry_over
from dateline.statements.cues import Cues
from dateline.statements.direct import cue_heads, find_direct
from dateline.statements.indirect import find_verbs
from dateline.statements.nesting import nest
from dateline.statements.phrases import find_adverbs, find_labels, find_prepositions
from dateline.statements.quotations import Quotation, find_quotations, paragraphs
from dateline.statements.sources import phrase
from dateline.statements.syntax import Syntax
from dateline.tables import read_table

_CARRIERS = Path(__file__).parent / "data" / "carriers.tsv"
_DIRECT_SHARE = 0.9


class Statements(msgspec.Struct, frozen=True):
    """The statements of a report and its actors, with the sources that were not among them."""

    statements: tuple[FoundStatement, ...]
    actors: Actors


def find_statements(
    doc: Doc,
    actors: Actors,
    times: Sequence[FoundTime],
    cues: Cues,
    published: date | None = None,
) -> Statements:
    """Find who says, holds or plans what in a parsed report.

    ``published`` is the report's date. Statements come in order of their first character, an
    outer one before those inside it. Never raises for any text.
    """
    syntax = Syntax(doc)
    quotations = find_quotations(syntax.text)
    attributions = find_attributions(syntax, quotations, cues)
    return Statements(_statements(syntax, attributions, quotations), actors)


def find_attributions(
    syntax: Syntax, quotations: Sequence[Quotation], cues: Cues
) -> list[Attribution]:
    """Return all attributions, in order, before nesting and resolution."""
    found = find_direct(syntax, quotations, paragraphs(syntax.text), cues)
    taken = set(cue_heads(found))
    found.extend(find_verbs(syntax, cues, carriers(), taken))
    found.extend(find_prepositions(syntax, cues))
    found.extend(find_adverbs(syntax, cues))
    found.extend(find_labels(syntax))
    for attribution in found:
        if attribution.cue is not None:
            attribution.stance = attribution.cue.stance
    carry_over(syntax, found)
    outer = [q for q in quotations if q.depth == 0]
    for attribution in found:
        cue = syntax.starts[attribution.head] if attribution.cue_tokens else None
        attribution.content = _with_whole_quotations(attribution.content, outer, cue)
    return [a for a in found if a.content]


@cache
def carriers() -> frozenset[str]:
    """Return the verbs that carry a noun cue: "made the claim that"."""
    return frozenset(row.required("verb") for row in read_table(_CARRIERS, ("verb", "example")))


def _with_whole_quotations(
    content: list[Span], quotations: Sequence[Quotation], cue: int | None
) -> list[Span]:
    """Widen spans that take in one end of a quotation, so that they have all of it.

    ``cue`` is the offset of the cue: a quotation around it is left alone.
    """
    spans = []
    for start, end in content:
        for quotation in quotations[bisect_left(quotations, start, key=_end_of) :]:
            left, right = quotation.inner
            if left > end + 2:
                break
            if cue is not None and left <= cue < right:
                continue
            if start <= left + 1 < end or start < right - 1 <= end:
                start = min(start, quotation.span[0])
                end = max(end, quotation.span[1])
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _end_of(quotation: Quotation) -> int:
    return quotation.span[1]


def _statements(
    syntax: Syntax, attributions: list[Attribution], quotations: Sequence[Quotation]
) -> tuple[FoundStatement, ...]:
    nested = nest(syntax, attributions)
    statements = []
    for attribution, within in nested:
        statements.append(
            FoundStatement(
                speaker=None,
                speaker_span=_source_span(syntax, attribution),
                cue_span=_cue_span(syntax, attribution),
                content_spans=tuple(attribution.content),
                manner=_manner(syntax.text, attribution, quotations),
                stance=attribution.stance,
                capacity="in person",
                via=(),
                within=within,
                said_on=None,
                rule=attribution.rule,
            )
        )
    return tuple(statements)


def _source_span(syntax: Syntax, attribution: Attribution) -> Span | None:
    if attribution.source is None:
        return None
    tokens = attribution.source_tokens or phrase(
        syntax,
        attribution.source,
        attribution.head if attribution.source_head is None else attribution.source_head,
    )
    return syntax.trim((syntax.starts[tokens[0]], syntax.ends[tokens[-1]]))


def _cue_span(syntax: Syntax, attribution: Attribution) -> Span | None:
    if not attribution.cue_tokens:
        return None
    return syntax.starts[attribution.cue_tokens[0]], syntax.ends[attribution.cue_tokens[-1]]


def _manner(text: str, attribution: Attribution, quotations: Sequence[Quotation]) -> Manner:
    total = quoted = 0
    for start, end in attribution.content:
        total += end - start
        for quotation in quotations:
            if quotation.depth == 0:
                left, right = quotation.span
                quoted += max(0, min(end, right) - max(start, left))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total * _DIRECT_SHARE else "mixed"
