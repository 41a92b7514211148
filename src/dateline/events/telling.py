"""One event, many tellings: headline, lead and body tell the same thing again."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.items import FoundEvent


def merge_tellings(events: Sequence[FoundEvent]) -> tuple[FoundEvent, ...]:
    """Return each event once; the other clauses that tell it become its ``tellings``."""
    kept: list[FoundEvent] = []
    for event in events:
        for index, earlier in enumerate(kept):
            if is_same_event(earlier, event):
                kept[index] = _merged(earlier, event)
                break
        else:
            kept.append(event)
    return tuple(kept)


def is_same_event(one: FoundEvent, other: FoundEvent) -> bool:
    """Whether two events of a report are tellings of one: same act, sides, time and mood."""
    if one.type != other.type or one.auxiliary != other.auxiliary:
        return False
    if one.mode and other.mode and one.mode != other.mode:
        return False
    if {m.actor for m in one.actors} != {m.actor for m in other.actors}:
        return False
    if {m.actor for m in one.recipients} != {m.actor for m in other.recipients}:
        return False
    return _times_agree(one, other)


def _times_agree(one: FoundEvent, other: FoundEvent) -> bool:
    if one.date is None or other.date is None:
        return True
    if one.date.first is None or other.date.first is None:
        return True
    assert one.date.last is not None
    assert other.date.last is not None
    return one.date.first <= other.date.last and other.date.first <= one.date.last


def _merged(earlier: FoundEvent, later: FoundEvent) -> FoundEvent:
    return msgspec.structs.replace(
        earlier,
        mode=earlier.mode or later.mode,
        date=earlier.date or later.date,
        place=earlier.place or later.place,
        context=tuple(sorted({*earlier.context, *later.context})),
        tellings=(*earlier.tellings, later.clause),
    )
