"""The graph of sources, as data for an SVG template: who said it, through whom, who published."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

_WIDTH = 1100
_BOX = 156
_COLUMNS = 5


class Box(msgspec.Struct, frozen=True):
    """A publisher, outlet, document or speaker."""

    id: str
    """Empty for the publisher of reports that do not name theirs."""
    name: str
    x: float
    y: float
    height: float
    publisher: bool
    statements: int


class Flow(msgspec.Struct, frozen=True):
    """Statements that go from one box to the next, on the way to the publisher."""

    path: str
    width: float
    title: str


class Chains(msgspec.Struct, frozen=True):
    """Columns from the origin on the left to the publishers on the right."""

    boxes: tuple[Box, ...]
    flows: tuple[Flow, ...]
    height: float
    width: int = _WIDTH
    box_width: int = _BOX


def chains(
    rows: Sequence[Mapping[str, Any]], name: Callable[[str], str], most: int = 14
) -> Chains | None:
    """Return the graph of rows with speaker, via (nearest first), publisher and statements.

    A box stands in the column of its distance from the publisher; ``most`` boxes a column.
    """
    ways = [(_way(row), row["statements"]) for row in rows]
    ways = [(way, count) for way, count in ways if len(way) > 1]
    if not ways:
        return None
    columns = max(len(way) for way, _ in ways)
    counts: list[dict[str, int]] = [{} for _ in range(columns)]
    flows: dict[tuple[tuple[int, str], tuple[int, str]], int] = {}
    for way, count in ways:
        for distance, key in enumerate(way):
            counts[distance][key] = counts[distance].get(key, 0) + count
        for one, other in itertools.pairwise(enumerate(way)):
            flows[other, one] = flows.get((other, one), 0) + count
    boxes: dict[tuple[int, str], Box] = {}
    tallest = 0.0
    for distance, keys in enumerate(counts):
        x = (columns - 1 - distance) * (_WIDTH - _BOX) / max(columns - 1, 1)
        y = 8.0
        chosen = sorted(keys, key=lambda k: (-keys[k], k))[:most]
        # Beside those it leads to, so that fewer ways cross.
        height_of = {k: _height_of_next(boxes, flows, (distance, k)) for k in chosen}
        for key in sorted(chosen, key=lambda k: height_of[k]) if distance else chosen:
            height = 30 + 22 * keys[key] / max(keys.values())
            shown = name(key) if distance else key or "no publisher"
            boxes[distance, key] = Box(key, shown, x, y, height, distance == 0, keys[key])
            y += height + 10
        tallest = max(tallest, y)
    heaviest = max(flows.values())
    drawn = tuple(
        _flow(boxes[start], boxes[end], count, heaviest)
        for (start, end), count in sorted(flows.items(), key=lambda f: (-f[1], f[0]))
        if start in boxes and end in boxes
    )
    return Chains(tuple(boxes.values()), drawn, tallest + 4)


def _height_of_next(
    boxes: Mapping[tuple[int, str], Box],
    flows: Mapping[tuple[tuple[int, str], tuple[int, str]], int],
    start: tuple[int, str],
) -> float:
    """Return the mean height of the boxes that a box leads to, each by its statements."""
    ends = [(boxes[end], n) for (one, end), n in flows.items() if one == start and end in boxes]
    total = sum(n for _, n in ends)
    return sum((box.y + box.height / 2) * n for box, n in ends) / total if total else math.inf


def _way(row: Mapping[str, Any]) -> list[str]:
    """Return publisher, outlets and speaker, nearest the reader first."""
    way = [row["publisher"] or "", *row["via"]]
    if row["speaker"]:
        way.append(row["speaker"])
    return way[:_COLUMNS]


def _flow(start: Box, end: Box, count: int, heaviest: int) -> Flow:
    ax, bx = start.x + _BOX, end.x
    ay, by = start.y + start.height / 2, end.y + end.height / 2
    bend = (bx - ax) / 2
    return Flow(
        f"M{ax:.1f},{ay:.1f} C{ax + bend:.1f},{ay:.1f} {bx - bend:.1f},{by:.1f} {bx:.1f},{by:.1f}",
        round(1 + 8 * count / heaviest, 1),
        f"{start.name} → {end.name}: {count} statement{'s' if count > 1 else ''}",
    )
