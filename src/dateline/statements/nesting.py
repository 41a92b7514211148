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
    starts = [a.content[0][0] for a in attributions]
    ends = [max(e for _, e in a.content) for a in attributions]
    result: list[tuple[Attribution, int | None]] = []
    for number in order:
        outer = attributions[number].inside
        if outer is not None:
            result.append((attributions[number], place[_index(attributions, outer)]))
            continue
        around = [
            other
            for other in order
            if sizes[other] > sizes[number]
            and starts[other] <= anchors[number] < ends[other]
            and _has(attributions[other].content, anchors[number])
        ]
        inner = min(around, key=lambda n: (sizes[n], place[n]), default=None)
        result.append((attributions[number], None if inner is None else place[inner]))
    return result


def _index(attributions: Sequence[Attribution], wanted: Attribution) -> int:
    return next(n for n, a in enumerate(attributions) if a is wanted)


def _anchor(syntax: Syntax, attribution: Attribution) -> int:
    if attribution.cue_tokens:
        return syntax.starts[attribution.head]
    return attribution.content[0][0]


def _has(content: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in content)
