"""Statements in the shape of a flat gold standard: outermost ones only, no nesting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dateline.items import FoundStatement
from dateline.record import Span

_RELATIVE = re.compile(r"[\s,(–—-]*\b(?:who|which|that)\b")


def flat(statements: Sequence[FoundStatement], text: str) -> list[dict[str, Any]]:
    """Return source, cue and content spans of the statements that lie in no other.

    A quotation without a cue of its own is joined to the statement that it goes on from; the
    statements of several who say one thing are one. A source takes in the relative pronoun behind
    it ("the envoy, who said").
    """
    answers: list[dict[str, Any]] = []
    outermost = [s for s in statements if s.within is None]
    alone: list[FoundStatement] = []
    for statement in outermost:
        if statement.cue_span is None:
            alone.append(statement)
            continue
        same = _told_by_others(answers, statement)
        if same is not None and statement.speaker_span is not None:
            same["source"][-1][1] = statement.speaker_span[1]
            continue
        answers.append(
            {
                "source": _spans(_with_relative(statement.speaker_span, text)),
                "cue": _spans(statement.cue_span),
                "content": [list(span) for span in statement.content_spans],
            }
        )
    for statement in alone:
        start = statement.content_spans[0][0]
        before = [a for a in answers if a["cue"][0][0] < start]
        if before and statement.speaker_span is not None:
            latest = max(before, key=lambda a: a["cue"][0][0])
            latest["content"].extend(list(span) for span in statement.content_spans)
    return answers


def _told_by_others(
    answers: Sequence[dict[str, Any]], statement: FoundStatement
) -> dict[str, Any] | None:
    """Return the answer for the same words said by the speaker before: "Ankara and Baku said"."""
    content = [list(span) for span in statement.content_spans]
    cue = _spans(statement.cue_span)
    return next((a for a in answers if a["cue"] == cue and a["content"] == content), None)


def _with_relative(span: Span | None, text: str) -> Span | None:
    if span is None:
        return None
    relative = _RELATIVE.match(text, span[1])
    return span if relative is None else (span[0], relative.end())


def _spans(span: Span | None) -> list[list[int]]:
    return [] if span is None else [list(span)]
