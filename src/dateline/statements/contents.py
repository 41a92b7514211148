"""The last touch on contents: whole quotations, no stray marks, no opening conjunction."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dateline.items import FoundTime
from dateline.record import Span
from dateline.statements.attribution import Attribution
from dateline.statements.quotations import Quotation
from dateline.statements.syntax import Syntax

_BEFORE_TIMES = ("on", "at", "in", "late", "early")
_JOINT = re.compile(r",? (?:and|but) (?=[\"“])")
_OPENING = re.compile(r"(?:However|But|And|Yet|Still|So|Meanwhile|Moreover),? ")


def cut_leading_times(
    syntax: Syntax, attributions: Sequence[Attribution], times: Sequence[FoundTime]
) -> None:
    """Take a time right behind the cue out of the content: "said Monday it had left"."""
    by_start = {time.span[0]: time for time in times}
    for attribution in attributions:
        if not attribution.content or not attribution.cue_tokens:
            continue
        start, end = attribution.content[0]
        opening = syntax.token_at(start)
        time = by_start.get(start)
        if time is None and syntax.words[opening] in _BEFORE_TIMES and opening + 1 < len(syntax):
            time = by_start.get(syntax.starts[opening + 1])
        if time is None or time.span[1] >= end:
            continue
        if opening == attribution.cue_tokens[-1] + 1:
            attribution.said_on = time
            attribution.content[0] = syntax.trim((time.span[1], end))


def settle_contents(
    syntax: Syntax, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> None:
    """Bring the content of each attribution to its final spans.

    ``quotations`` are those that lie in no other. Contents may become empty.
    """
    for attribution in attributions:
        cue = syntax.starts[attribution.head] if attribution.cue_tokens else None
        spans = _with_whole_quotations(attribution.content, quotations, cue)
        if not attribution.is_quotation and spans:
            opening = _OPENING.match(syntax.text, *spans[0])
            if opening is not None and opening.end() < spans[0][1]:
                spans[0] = (opening.end(), spans[0][1])
        attribution.content = [s for s in spans if _has_word(syntax.text, s)]
    _join_quotations(syntax, attributions, quotations)


def _join_quotations(
    syntax: Syntax, attributions: Sequence[Attribution], quotations: Sequence[Quotation]
) -> None:
    """Let a content go on through a quotation that closes its sentence and is nobody else's.

    `said they had offers, but "we will not sell."`: the parser takes the second part for another
    clause of the reporter.
    """
    told = [span for attribution in attributions for span in attribution.content]
    for attribution in attributions:
        if attribution.frame != "that" or attribution.is_quotation or not attribution.content:
            continue
        start, end = attribution.content[-1]
        joint = _JOINT.match(syntax.text, end)
        if joint is None:
            continue
        opening = joint.end()
        here = bisect_left(quotations, opening, key=_end_of)
        if here == len(quotations) or quotations[here].span[0] != opening:
            continue
        quotation = quotations[here]
        inside = syntax.text[: quotation.inner[1]].rstrip()
        free = not any(s < quotation.inner[1] and quotation.inner[0] < e for s, e in told)
        if free and quotation.closed and inside[-1:] in (".", "!", "?"):
            attribution.content[-1] = (start, quotation.span[1])


def _with_whole_quotations(
    content: list[Span], quotations: Sequence[Quotation], cue: int | None
) -> list[Span]:
    """Widen spans that take in one end of a quotation, so that they have all of it.

    ``cue`` is the offset of the cue: a quotation around it is left alone.
    """
    spans: list[Span] = []
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


def _has_word(text: str, span: Span) -> bool:
    return any(c.isalnum() for c in text[span[0] : span[1]])
