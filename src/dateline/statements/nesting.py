"""Which statement lies in which: "he said that Washington sees the alliance as a rival"."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.record import Span
from dateline.statements.attribution import Attribution
from dateline.statements.syntax import Syntax


def nest(
    syntax: Syntax, attributions: Sequence[Attribution]
) -> list[tuple[Attribution, int | None]]:
    """Return the attributions in order of the text, each with the index of the one around it.

    An attribution lies in the smallest other one whose content has its cue.
    """
    anchors = [_anchor(syntax, a) for a in attributions]
    sizes = [sum(e - s for s, e in a.content) for a in attributions]
    order = sorted(
        range(len(attributions)),
        key=lambda n: (
            attributions[n].content[0][0],
            -sizes[n],
            attributions[n].inside is not None,
            anchors[n],
            attributions[n].rule,
        ),
    )
    place = {number: position for position, number in enumerate(order)}
    around = _around(attributions, anchors, sizes, order)
    result: list[tuple[Attribution, int | None]] = []
    for number in order:
        outer = attributions[number].inside
        inner = around[number] if outer is None else _index(attributions, outer)
        result.append((attributions[number], None if inner is None else place[inner]))
    return result


def _around(
    attributions: Sequence[Attribution],
    anchors: Sequence[int],
    sizes: Sequence[int],
    order: Sequence[int],
) -> list[int | None]:
    """Return for each attribution the smallest one whose content has its anchor.

    Goes through the text once: ``order`` is that of the first characters.
    """
    ends = [max(end for _, end in a.content) for a in attributions]
    found: list[int | None] = [None] * len(attributions)
    place = {number: position for position, number in enumerate(order)}
    waiting = list(reversed(order))
    active: list[int] = []
    for number in sorted(order, key=lambda n: (anchors[n], place[n])):
        anchor = anchors[number]
        while waiting and attributions[waiting[-1]].content[0][0] <= anchor:
            active.append(waiting.pop())
        active = [other for other in active if ends[other] > anchor]
        found[number] = min(
            (
                other
                for other in active
                if sizes[other] > sizes[number] and _has(attributions[other].content, anchor)
            ),
            key=lambda n: (sizes[n], place[n]),
            default=None,
        )
    return found


def _index(attributions: Sequence[Attribution], wanted: Attribution) -> int:
    return next(n for n, a in enumerate(attributions) if a is wanted)


def _anchor(syntax: Syntax, attribution: Attribution) -> int:
    if attribution.cue_tokens:
        return syntax.starts[attribution.head]
    return attribution.content[0][0]


def _has(content: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in content)
