"""The network of who acts on whom, as data for an SVG template."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

_WIDTH = 960
_LONGEST_NAME = 26
_LETTER = 7.0
"""How wide a letter of a name is at most on average, in the units of the picture."""
Places = np.ndarray[Any, np.dtype[np.float64]]


class Node(msgspec.Struct, frozen=True):
    """An actor of the network."""

    id: str
    name: str
    x: float
    y: float
    radius: float
    events: int
    shown: str
    """The name, cut where it is long, below the circle."""
    name_x: float
    """Its middle: the circle's, unless it would leave the picture."""


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
    width: int = _WIDTH
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
    nodes = {}
    for i, (x, y) in zip(ids, places, strict=True):
        called = name(i)
        shown = called if len(called) <= _LONGEST_NAME else f"{called[: _LONGEST_NAME - 1]}…"
        middle = round(70 + x * (_WIDTH - 140), 1)
        room = len(shown) * _LETTER / 2
        nodes[i] = Node(
            i, called, middle, round(36 + y * (height - 84), 1),
            round(5 + 15 * math.sqrt(weight[i] / heaviest), 1), weight[i],
            shown, round(min(max(middle, room), _WIDTH - room), 1),
        )  # fmt: skip
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
        move = (apart * force[..., None]).sum(1) - 0.6 * places
        length = np.maximum(np.sqrt((move**2).sum(1, keepdims=True)), 1e-9)
        heat = 0.16 * (1 - round_ / 160)
        places = places + move / length * np.minimum(length, heat)
    low, high = places.min(0), places.max(0)
    places = (places - low) / np.where(high - low > 1e-6, high - low, 1)
    if count == 1:
        places[:] = 0.5
    places = _apart(places)
    return [(float(x), float(y)) for x, y in places]


def _apart(places: Places) -> Places:
    """Return the places moved so that no circle or name lies on another: names are wide."""
    wide, high = 130 / (_WIDTH - 140), 70 / 556
    for _ in range(120):
        apart = (places[:, None] - places[None]) / np.array([wide, high])
        distance = np.maximum(np.sqrt((apart**2).sum(2)), 1e-3)
        np.fill_diagonal(distance, 9)
        push = np.where(distance < 1, (1 - distance) / distance, 0)
        places = places + (apart * push[..., None]).sum(1) * np.array([wide, high]) * 0.4
        places = np.clip(places, 0, 1)
    return places
