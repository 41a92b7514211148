"""The timeline as data for an SVG template: drawn on the server, seen without a script."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

WIDTH, HEIGHT = 960, 300
MOST_BARS = 160
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 30, 14, 26
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
    score: tuple[tuple[tuple[float, float], ...], ...]
    """Points of the lines of mean scores, a line for each stretch without a gap."""
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
    bars: list[Bar] = []
    lines: list[list[tuple[float, float]]] = []
    before = None
    for start, row in kept:
        index = _index(start, unit)
        x = _LEFT + (index - first) * step
        bars.append(_bar(start, row, unit, x, step, axis, scale))
        middle = (_TOP + HEIGHT - _BOTTOM) / 2
        y = middle - row["score"] / 10 * (HEIGHT - _TOP - _BOTTOM) / 2
        if before is None or index > before + 1:
            lines.append([])
        lines[-1].append((round(x + step / 2, 1), round(y, 1)))
        before = index
    every = max(1, math.ceil(slots * 58 / (WIDTH - _LEFT - _RIGHT)), math.ceil(slots / 16))
    labels = tuple(
        (_LEFT + i * step + step / 2, _label(first + i, unit)) for i in range(0, slots, every)
    )
    ticks = tuple(
        (axis - sign * count * scale, str(count))
        for sign, most in ((1, up), (-1, down))
        for count in _round(most)
    )
    return Timeline(unit, tuple(bars), axis, ticks, labels, tuple(map(tuple, lines)))


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
