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

    A quotation without a cue of its own is joined to the statement that it goes on from. A source takes in the relative pronoun behind it ("the envoy, who said").
    """
    answers: list[dict[str, Any]] = []
    latest: dict[Span, dict[str, Any]] = {}
    for statement in statements:
        if statement.within is not None:
            continue
        content = [list(span) for span in statement.content_spans]
        speaker = statement.speaker_span
        if statement.cue_span is None:
            if speaker in latest:
                latest[speaker]["content"].extend(content)
            continue
        answer = {
            "source": _spans(_with_relative(speaker, text)),
            "cue": _spans(statement.cue_span),
            "content": content,
        }
        answers.append(answer)
        if speaker is not None:
            latest[speaker] = answer
    return answers


def _with_relative(span: Span | None, text: str) -> Span | None:
    if span is None:
        return None
    relative = _RELATIVE.match(text, span[1])
    return span if relative is None else (span[0], relative.end())


def _spans(span: Span | None) -> list[list[int]]:
    return [] if span is None else [list(span)]
