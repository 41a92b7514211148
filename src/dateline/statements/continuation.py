"""Quotations without a cue of their own: who goes on speaking."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.statements.attribution import Attribution
from dateline.statements.syntax import Syntax

_SPEECH = ("speech", "writing")


def carry_over(syntax: Syntax, attributions: Sequence[Attribution]) -> None:
    """Give quotations that stand alone the speaker of what was said just before.

    That is the last source of speech in the same paragraph; for a quotation that opens a
    paragraph also in the one before, where that one is not left behind by other text.
    """
    speakers = sorted(
        (a for a in attributions if a.source is not None and _is_speech(a)), key=lambda a: a.head
    )
    alone = sorted(
        (a for a in attributions if a.cue is None and a.is_quotation and a.source is None),
        key=_start,
    )
    position = 0
    latest: Attribution | None = None
    paragraph = -1
    """The paragraph in which the latest speaker was last heard."""
    for quotation in alone:
        start = _start(quotation)
        token = syntax.token_at(start)
        while position < len(speakers) and syntax.starts[speakers[position].head] < start:
            latest = speakers[position]
            paragraph = syntax.paragraph_of[latest.head]
            position += 1
        here = syntax.paragraph_of[token]
        opens = (
            token == 0 or syntax.paragraph_of[token - 1] != here or syntax.pos[token - 1] == "SPACE"
        )
        if latest is None or here - paragraph > (1 if opens else 0):
            continue
        quotation.source = latest.source
        quotation.source_tokens = latest.source_tokens
        quotation.source_head = latest.head
        quotation.stance = latest.stance
        quotation.rule = "quotation:continued"
        paragraph = syntax.paragraph_of[syntax.token_at(quotation.content[-1][1] - 1)]


def _is_speech(attribution: Attribution) -> bool:
    if attribution.cue is None:
        return attribution.frame == "colon"
    return attribution.cue.mode in _SPEECH and attribution.cue.part_of_speech == "verb"


def _start(attribution: Attribution) -> int:
    return attribution.content[0][0]
