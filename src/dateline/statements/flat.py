"""Statements in the shape of a flat gold standard: outermost ones only, no nesting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.items import FoundStatement
from dateline.record import Span


def flat(statements: Sequence[FoundStatement]) -> list[dict[str, Any]]:
    """Return source, cue and content spans of the statements that lie in no other.

    A quotation without a cue of its own is joined to the statement that it goes on from.
    """
    answers: list[dict[str, Any]] = []
    for statement in statements:
        if statement.within is not None or statement.cue_span is None:
            continue
        answers.append(
            {
                "source": _spans(statement.speaker_span),
                "cue": _spans(statement.cue_span),
                "content": [list(span) for span in statement.content_spans],
            }
        )
    return answers


def _spans(span: Span | None) -> list[list[int]]:
    return [] if span is None else [list(span)]
