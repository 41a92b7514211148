"""Ranges of days: months, weeks, seasons, parts of them, and the nearest of a kind."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Days = tuple[date, date]
"""First and last day, both inclusive."""


def day(year: int, month: int, number: int) -> Days:
    """Return one day. Raises ValueError where there is none."""
    value = date(year, month, number)
    return value, value


def month(year: int, number: int, months: int = 1) -> Days:
    """Return months from the first of one; the number may lie outside 1 to 12."""
    start = year * 12 + number - 1
    end = start + months - 1
    last_year, last_month = divmod(end, 12)
    return (
        date(start // 12, start % 12 + 1, 1),
        date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1]),
    )


def years(first: int, count: int = 1) -> Days:
    """Return whole calendar years."""
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def week(of: date, weeks: int = 0) -> Days:
    """Return the week from Monday to Sunday that is so many weeks after that of a day."""
    monday = of - timedelta(days=of.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def unit(name: str, of: date, steps: int) -> Days:
    """Return the calendar unit that lies so many units after the one a day is in."""
    if name == "day":
        found = of + timedelta(days=steps)
        return found, found
    if name == "week":
        return week(of, steps)
    if name == "month":
        return month(of.year, of.month + steps)
    if name == "year":
        return years(of.year + steps)
    if name == "decade":
        return years((of.year // 10 + steps) * 10, 10)
    if name == "century":
        return years(((of.year - 1) // 100 + steps) * 100 + 1, 100)
    return of, of  # hours and minutes are of the day


def shifted(of: date, name: str, steps: int) -> date:
    """Return the day that lies so many units after a day, kept inside its month."""
    if name in ("hour", "minute"):
        return of + timedelta(days=int(steps / (24 if name == "hour" else 1440)))
    if name in ("day", "week"):
        return of + timedelta(days=steps * (7 if name == "week" else 1))
    months = steps * {"month": 1, "year": 12, "decade": 120, "century": 1200}[name]
    year, index = divmod(of.year * 12 + of.month - 1 + months, 12)
    return date(year, index + 1, min(of.day, monthrange(year, index + 1)[1]))


def part(days: Days, name: str) -> Days:
    """Return a part of a range: a third of it (early, mid, late), a half or a quarter.

    Years are cut at months; a decade into four, three and three years; a month at its 10th and
    20th; a week after Tuesday and Thursday.
    """
    first, last = days
    name = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}.get(name, name)
    length = (last - first).days + 1
    if length > 3660:  # a century
        cuts = {"early": (0, 33), "mid": (34, 66), "late": (67, 99)}
        cuts |= {"first half": (0, 49), "second half": (50, 99), "latter half": (50, 99)}
        return _years_in(first, cuts, name) or days
    if length > 370:
        cuts = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
        cuts |= {"first half": (0, 4), "second half": (5, 9), "latter half": (5, 9)}
        return _years_in(first, cuts, name) or days
    if length > 92:
        months = {"early": (1, 4), "mid": (5, 4), "late": (9, 4)}
        months |= {"first half": (1, 6), "second half": (7, 6), "latter half": (7, 6)}
        quarters = ("first", "second", "third", "fourth", "last", "final")
        for index, word in enumerate(quarters):
            months[f"{word} quarter"] = (min(index, 3) * 3 + 1, 3)
        return month(first.year, *months[name]) if name in months else days
    if length > 31:  # a season
        step = {"early": 0, "mid": 1, "late": 2}.get(name)
        return month(first.year, first.month + step) if step is not None else days
    if length > 7:
        cut = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}
        cut |= {"first half": (1, 15), "second half": (16, last.day), "latter half": (16, last.day)}
        if name not in cut:
            return days
        return first.replace(day=cut[name][0]), first.replace(day=cut[name][1])
    if length == 7 and name in ("early", "mid", "late"):
        start, end = {"early": (0, 1), "mid": (2, 3), "late": (4, 6)}[name]
        return first + timedelta(days=start), first + timedelta(days=end)
    return days


def _years_in(first: date, cuts: dict[str, tuple[int, int]], name: str) -> Days | None:
    if name not in cuts:
        return None
    start, end = cuts[name]
    return years(first.year + start, end - start + 1)


def nearest(in_year: Callable[[int], Days], to: date, direction: int) -> Days | None:
    """Return the yearly range nearest to a day.

    ``in_year`` gives the range of a year and may raise ValueError where there is none (29
    February). ``direction`` is -1 for one that has begun, 1 for one not yet over, 0 for either.
    """
    found: list[Days] = []
    for year in range(to.year - 4, to.year + 5):
        try:
            found.append(in_year(year))
        except ValueError:
            continue
    if direction < 0:
        found = [days for days in found if days[0] <= to]
    elif direction > 0:
        found = [days for days in found if days[1] >= to]
    return min(found, key=lambda days: _distance(days, to), default=None)


def _distance(days: Days, to: date) -> int:
    if days[0] <= to <= days[1]:
        return 0
    return min(abs((days[0] - to).days), abs((days[1] - to).days))
