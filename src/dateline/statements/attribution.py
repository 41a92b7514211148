"""What the finders of this room hand to each other: a cue with its source and its content."""

from __future__ import annotations

import msgspec

from dateline.items import FoundTime
from dateline.record import Span, Stance
from dateline.statements.cues import Cue


class Attribution(msgspec.Struct):
    """One attribution before its speaker is resolved. Token indices are those of the ``Doc``."""

    cue: Cue | None
    """None for a quotation that goes on without a cue, and for a colon or dash."""
    frame: str
    head: int
    """The token on which the cue's syntax hangs."""
    cue_tokens: list[int]
    source: int | None
    """Head token of the phrase that names the source."""
    content: list[Span]
    rule: str
    source_tokens: list[int] = []
    """Where the source is no ordinary noun phrase; else empty."""
    share: int = 0
    """Which of several actors for whom the source stands at once: "the two sides"."""
    source_head: int | None = None
    """The cue from which the source was carried over; else None."""
    stance: Stance = "said"
    is_quotation: bool = False
    said_on: FoundTime | None = None
    """The time right behind the cue, where the parser hangs it on the content."""
    relays: list[int] = []
    """Participles that say who passed the words on: "as *quoted* by the agency"."""
    inside: Attribution | None = None
    """The attribution around this one where its place does not show it."""
