"""Pictures drawn on the server as data for SVG templates: no script is needed to see them."""

from __future__ import annotations

import calendar
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
import numpy as np

WIDTH, HEIGHT = 960, 300
MOST_BARS = 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 26
_UNITS = (("day", 1), ("month", 30), ("quarter", 91), ("year", 365))
CLASSES = ("material_cooperation", "verbal_cooperation", "verbal_conflict", "material_conflict")


class Piece(msgspec.Struct, frozen=True):
    """A rectangle of a bar, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float
    kind: str


class Bar(msgspec.Struct, frozen=True):
    """All of one day, month, quarter or year."""

    label: str
    title: str
    first: str
    last: str
    x: float
    width: float
    pieces: tuple[Piece, ...]


class Timeline(msgspec.Struct, frozen=True):
    """Bars of cooperation above the axis, of conflict below it, and a line of the mean score."""

    unit: str
    bars: tuple[Bar, ...]
    axis: float
    ticks: tuple[tuple[float, str], ...]
    """Height and count."""
    labels: tuple[tuple[float, str], ...]
    score: str
    """Points of the line of mean scores."""
    width: int = WIDTH
    height: int = HEIGHT


def unit_for(first: str, last: str) -> str:
    """Return the finest unit that needs no more bars than the eye can tell apart."""
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    for unit, length in _UNITS:
        if days / length <= (62 if unit == "day" else MOST_BARS):
            return unit
    return "year"


def timeline(rows: Sequence[Mapping[str, Any]], unit: str) -> Timeline | None:
    """Return the picture of the rows of a timeline question, or None where there are none."""
    if not rows:
        return None
    starts = [date.fromisoformat(row["start"]) for row in rows]
    first, last = _index(starts[0], unit), _index(starts[-1], unit)
    if last - first >= MOST_BARS:
        first = last - MOST_BARS + 1
    slots = last - first + 1
    step = (WIDTH - _LEFT - _RIGHT) / max(slots, 12)
    kept = [(s, r) for s, r in zip(starts, rows, strict=True) if _index(s, unit) >= first]
    up = max(r["material_cooperation"] + r["verbal_cooperation"] for _, r in kept)
    down = max(r["material_conflict"] + r["verbal_conflict"] for _, r in kept)
    scale = (HEIGHT - _TOP - _BOTTOM) / max(up + down, 1)
    axis = _TOP + up * scale
    bars, points = [], []
    for start, row in kept:
        x = _LEFT + (_index(start, unit) - first) * step
        bars.append(_bar(start, row, unit, x, step, axis, scale))
        middle = (_TOP + HEIGHT - _BOTTOM) / 2
        y = middle - row["score"] / 10 * (HEIGHT - _TOP - _BOTTOM) / 2
        points.append(f"{x + step / 2:.1f},{y:.1f}")
    every = max(1, math.ceil(slots * 58 / (WIDTH - _LEFT - _RIGHT)), math.ceil(slots / 16))
    labels = tuple(
        (_LEFT + i * step + step / 2, _label(first + i, unit)) for i in range(0, slots, every)
    )
    ticks = tuple(
        (axis - sign * count * scale, str(count))
        for sign, most in ((1, up), (-1, down))
        for count in _round(most)
    )
    return Timeline(unit, tuple(bars), axis, ticks, labels, " ".join(points))


def _bar(
    start: date, row: Mapping[str, Any], unit: str, x: float, step: float, axis: float, scale: float
) -> Bar:
    width = max(1.0, min(step * 0.8, 48))
    left = x + (step - width) / 2
    pieces = []
    above, below = axis, axis
    for kind in ("verbal_cooperation", "material_cooperation"):
        height = row[kind] * scale
        above -= height
        pieces.append(Piece(left, above, width, height, kind))
    for kind in ("verbal_conflict", "material_conflict"):
        height = row[kind] * scale
        pieces.append(Piece(left, below, width, height, kind))
        below += height
    label = _label(_index(start, unit), unit)
    parts = [f"{row[kind]} {kind.replace('_', ' ')}" for kind in CLASSES if row[kind]]
    title = f"{label}: {', '.join(parts)}; mean score {row['score']:+.1f}"
    shown = tuple(p for p in pieces if p.height)
    return Bar(label, title, start.isoformat(), _last(start, unit), x, step, shown)


def _index(day: date, unit: str) -> int:
    months = day.year * 12 + day.month - 1
    return {
        "day": day.toordinal(), "month": months, "quarter": months // 3, "year": day.year,
    }[unit]  # fmt: skip


def _label(index: int, unit: str) -> str:
    if unit == "day":
        return date.fromordinal(index).isoformat()
    if unit == "month":
        return f"{index // 12}-{index % 12 + 1:02}"
    if unit == "quarter":
        return f"{index // 4} Q{index % 4 + 1}"
    return str(index)


def _last(start: date, unit: str) -> str:
    if unit == "day":
        return start.isoformat()
    month = {"month": start.month, "quarter": start.month + 2, "year": 12}[unit]
    return date(start.year, month, calendar.monthrange(start.year, month)[1]).isoformat()


def _round(most: int) -> list[int]:
    if most <= 0:
        return []
    step = 10 ** math.floor(math.log10(most))
    step = step if most / step >= 2 else max(1, step // 2)
    return [step * i for i in range(1, most // step + 1)][:6]


class Node(msgspec.Struct, frozen=True):
    """An actor of the network."""

    id: str
    name: str
    x: float
    y: float
    radius: float
    events: int
    below: bool = True
    """Whether the name stands below the circle."""


class Edge(msgspec.Struct, frozen=True):
    """What one actor does to another; the curve bends so that both directions are seen."""

    path: str
    width: float
    tone: str
    title: str
    actor: str
    recipient: str


class Network(msgspec.Struct, frozen=True):
    """Who acts on whom."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
    width: int = WIDTH
    height: int = 640


def network(
    links: Sequence[Mapping[str, Any]], name: Callable[[str], str], most: int = 36
) -> Network | None:
    """Return a picture of the heaviest links between the actors that have the most of them.

    It is the same picture for the same links: places start on a circle and settle by forces.
    """
    weight: dict[str, int] = {}
    for link in links:
        for side in ("actor", "recipient"):
            weight[link[side]] = weight.get(link[side], 0) + link["events"]
    ids = sorted(weight, key=lambda i: (-weight[i], i))[:most]
    known = set(ids)
    kept = [k for k in links if k["actor"] in known and k["recipient"] in known][: most * 3]
    ids = [i for i in ids if any(i in (k["actor"], k["recipient"]) for k in kept)]
    if not ids:
        return None
    places = _settle(len(ids), [(ids.index(k["actor"]), ids.index(k["recipient"]), k["events"])
                                for k in kept])  # fmt: skip
    height = 640
    heaviest = max(weight[i] for i in ids)
    nodes = {
        i: Node(
            i,
            name(i),
            round(70 + x * (WIDTH - 140), 1),
            round(36 + y * (height - 84), 1),
            round(5 + 15 * math.sqrt(weight[i] / heaviest), 1),
            weight[i],
        )
        for i, (x, y) in zip(ids, places, strict=True)
    }
    most_events = max(k["events"] for k in kept)
    edges = tuple(
        _edge(nodes[k["actor"]], nodes[k["recipient"]], k, most_events) for k in reversed(kept)
    )
    return Network(tuple(nodes.values()), edges, len(links) - len(kept))


def _edge(start: Node, end: Node, link: Mapping[str, Any], most: int) -> Edge:
    dx, dy = end.x - start.x, end.y - start.y
    length = math.hypot(dx, dy) or 1.0
    # The line ends at the circles, and bends to the right of its direction.
    ax, ay = start.x + dx / length * start.radius, start.y + dy / length * start.radius
    bx, by = end.x - dx / length * (end.radius + 5), end.y - dy / length * (end.radius + 5)
    cx, cy = (ax + bx) / 2 - dy * 0.12, (ay + by) / 2 + dx * 0.12
    score = link["score"]
    tone = "speech" if score is None else "cooperation" if score > 0 else "conflict"
    told = "statements" if score is None else f"events, mean score {score:+.1f}"
    return Edge(
        f"M{ax:.1f},{ay:.1f} Q{cx:.1f},{cy:.1f} {bx:.1f},{by:.1f}",
        round(0.8 + 4.2 * math.sqrt(link["events"] / most), 2),
        tone,
        f"{start.name} → {end.name}: {link['events']} {told}",
        start.id,
        end.id,
    )


def _settle(count: int, edges: Sequence[tuple[int, int, int]]) -> list[tuple[float, float]]:
    """Return places in the unit square: actors push each other off, links pull (Fruchterman)."""
    angles = np.arange(count) * 2 * np.pi / max(count, 1)
    places = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    pull = np.zeros((count, count))
    for a, b, events in edges:
        pull[a, b] += math.log1p(events)
        pull[b, a] += math.log1p(events)
    pull /= pull.max() or 1
    ideal = 1.6 / math.sqrt(max(count, 1))
    for round_ in range(160):
        apart = places[:, None] - places[None]
        distance = np.maximum(np.sqrt((apart**2).sum(2)), 0.02)
        force = ideal**2 / distance**2 - pull * distance / ideal
        move = (apart * force[..., None]).sum(1) - 0.12 * places
        length = np.maximum(np.sqrt((move**2).sum(1, keepdims=True)), 1e-9)
        heat = 0.16 * (1 - round_ / 160)
        places = places + move / length * np.minimum(length, heat)
    low, high = places.min(0), places.max(0)
    places = (places - low) / np.where(high - low > 1e-6, high - low, 1)
    if count == 1:
        places[:] = 0.5
    return [(float(x), float(y)) for x, y in places]


class Box(msgspec.Struct, frozen=True):
    """A publisher, outlet, document or speaker in the graph of sources."""

    id: str
    name: str
    x: float
    y: float
    height: float
    column: int
    statements: int


class Flow(msgspec.Struct, frozen=True):
    """Statements that go from one box to the next, on the way from origin to publisher."""

    path: str
    width: float
    title: str


class Chains(msgspec.Struct, frozen=True):
    """Who said it, through whom it came, who published it: columns from left to right."""

    boxes: tuple[Box, ...]
    flows: tuple[Flow, ...]
    height: float
    width: int = WIDTH
    box_width: int = 168


def chains(
    rows: Sequence[Mapping[str, Any]], name: Callable[[str], str], most: int = 14
) -> Chains | None:
    """Return the graph of sources: ``rows`` have origin, via (nearest first), publisher, count."""
    if not rows:
        return None
    counts: list[dict[str, int]] = [{}, {}, {}]
    for row in rows:
        for column, key in enumerate((row["origin"], row["through"], row["publisher"])):
            if key:
                counts[column][key] = counts[column].get(key, 0) + row["statements"]
    boxes: dict[tuple[int, str], Box] = {}
    tallest = 0.0
    for column, keys in enumerate(counts):
        y = 30.0
        for key in sorted(keys, key=lambda k: (-keys[k], k))[:most]:
            height = 24 + 26 * keys[key] / max(keys.values())
            shown = key if column == 2 else name(key)
            boxes[column, key] = Box(key, shown, column * (WIDTH - 168) / 2, y, height, column,
                                     keys[key])  # fmt: skip
            y += height + 8
        tallest = max(tallest, y)
    flows: dict[tuple[tuple[int, str], tuple[int, str]], int] = {}
    for row in rows:
        way = [(0, row["origin"]), (1, row["through"]), (2, row["publisher"])]
        steps = [step for step in way if step[1]]
        for pair in zip(steps, steps[1:], strict=False):
            flows[pair] = flows.get(pair, 0) + row["statements"]
    heaviest = max(flows.values(), default=1)
    drawn = []
    for (start, end), count in sorted(flows.items(), key=lambda f: (-f[1], f[0])):
        if start in boxes and end in boxes:
            a, b = boxes[start], boxes[end]
            ax, bx = a.x + 168, b.x
            ay, by = a.y + a.height / 2, b.y + b.height / 2
            bend = (bx - ax) / 2
            path = f"M{ax:.1f},{ay:.1f} C{ax + bend:.1f},{ay:.1f} {bx - bend:.1f},{by:.1f} "
            drawn.append(
                Flow(
                    path + f"{bx:.1f},{by:.1f}",
                    round(1 + 9 * count / heaviest, 1),
                    f"{a.name} → {b.name}: {count} statements",
                )
            )
    return Chains(tuple(boxes.values()), tuple(drawn), tallest + 6)
