"""What each kind of date expression means: days, given the day of publication and the tense."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from dateline.times import ranges

if TYPE_CHECKING:
    from collections.abc import Callable

    from dateline.times.ranges import Days
    from dateline.times.words import Words

Match = re.Match[str]


class Anchor(NamedTuple):
    """What a point is resolved against."""

    published: date | None
    direction: Callable[[], int]
    """-1 back, 1 ahead, 0 not known; asked only by the rules that need it."""
    year: int | None = None
    """The year of the other end of a range."""


def group(match: Match, name: str) -> str | None:
    """Return what a named group matched, None where it matched nothing or is not in the pattern."""
    return match.groupdict().get(name)


def _unit_name(match: Match) -> str:
    return match["unit"].lower().rstrip("s").replace("centurie", "century")


def _steps(which: str) -> int:
    return {"last": -1, "previous": -1, "past": -1, "this": 0, "current": 0, "the": 0}.get(
        which.lower(), 1
    )


def _with_part(match: Match, days: Days | None) -> Days | None:
    name = group(match, "part")
    return ranges.part(days, " ".join(name.lower().split())) if name and days else days


def _month_number(match: Match, vocabulary: Words) -> int:
    return vocabulary.number("month", match["month"])


def iso_day(match: Match, _anchor: Anchor, _words: Words) -> Days:
    """Resolve ``2009-09-10``."""
    return ranges.day(int(match["year"]), int(match["number"]), int(match["day"]))


def day(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve days of a month, with or without the year."""
    number = _month_number(match, vocabulary)
    first, last = int(match["day"]), int(group(match, "day2") or match["day"])

    def in_year(year: int) -> Days:
        return date(year, number, first), date(year, number, last)

    if year := group(match, "year"):
        return in_year(int(year))
    return _yearly(in_year, anchor)


def _yearly(in_year: Callable[[int], Days], anchor: Anchor) -> Days | None:
    if anchor.year is not None:
        return in_year(anchor.year)
    if anchor.published is None:
        return None
    return ranges.nearest(in_year, anchor.published, anchor.direction())


def month_of_year(match: Match, _anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a month of a year or a part of it."""
    return _with_part(match, ranges.month(int(match["year"]), _month_number(match, vocabulary)))


def month(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a month without a year."""
    number = _month_number(match, vocabulary)
    which = (group(match, "which") or "").lower()
    published = anchor.published
    if which and published:
        if which == "this":
            days = ranges.month(published.year, number)
        elif which == "next" or which == "coming":
            days = ranges.month(published.year + (number <= published.month), number)
        else:
            days = ranges.month(published.year - (number >= published.month), number)
        return _with_part(match, days)
    return _with_part(match, _yearly(lambda year: ranges.month(year, number), anchor))


def years(match: Match, _anchor: Anchor, _words: Words) -> Days | None:
    """Resolve ``2003-05``."""
    first, end = match["year"], match["year2"]
    last = int(first[: 4 - len(end)] + end)
    return ranges.years(int(first), last - int(first) + 1) if last > int(first) else None


def year(match: Match, _anchor: Anchor, _words: Words) -> Days | None:
    """Resolve a year or a part of it."""
    return _with_part(match, ranges.years(int(match["year"])))


def decade(match: Match, _anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a decade or a part of it: cut after its fourth and seventh year."""
    if word := group(match, "word"):
        first = vocabulary.number("decade", word.lower())
    else:
        first = int(match["decade"]) if len(match["decade"]) == 4 else 1900 + int(match["decade"])
    return _with_part(match, ranges.years(first, 10))


def century(match: Match, _anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a century or a part of it."""
    word = match["century"].lower()
    digits = word.rstrip("snrdth")
    number = int(digits) if digits.isdigit() else vocabulary.number("century", word)
    return _with_part(match, ranges.years(number * 100 - 99, 100))


def season_of_year(match: Match, _anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a season of a year, as of the northern half of the earth."""
    start = vocabulary.number("season", match["season"].lower())
    return _with_part(match, ranges.month(int(match["year"]), start, 3))


def season(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a season without a year."""
    start = vocabulary.number("season", match["season"].lower())
    published = anchor.published
    if published is None:
        return None
    which = (group(match, "which") or "").lower()

    def in_year(year: int) -> Days:
        return ranges.month(year, start, 3)

    if which in ("last", "past"):
        # The last one that is over.
        near = [in_year(published.year - back) for back in range(3)]
        days = next(season for season in near if season[1] < published)
    elif which in ("next", "coming"):
        near = [in_year(published.year + ahead) for ahead in range(3)]
        days = next(season for season in near if season[0] > published)
    else:
        direction = 0 if which == "this" else anchor.direction()
        found = ranges.nearest(in_year, published, direction)
        if found is None:
            return None
        days = found
    return _with_part(match, days)


def unit(match: Match, anchor: Anchor, _words: Words) -> Days | None:
    """Resolve ``last week``, ``earlier this month``, ``late last year``, ``the past year``."""
    if anchor.published is None:
        return None
    which, name = (group(match, "which") or "this").lower(), _unit_name(match)
    if which in ("past", "the last", "the past"):
        return ranges.shifted(anchor.published, name, -1), anchor.published
    if which in ("coming", "the next", "the coming"):
        return anchor.published, ranges.shifted(anchor.published, name, 1)
    days = ranges.unit(name, anchor.published, _steps(which.removeprefix("the ")))
    adverb = (group(match, "adverb") or "").lower()
    if adverb and days[0] <= anchor.published <= days[1]:
        return (days[0], anchor.published) if adverb == "earlier" else (anchor.published, days[1])
    return _with_part(match, days)


def span(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve ``the past three days``; a vague number counts as its most."""
    if anchor.published is None:
        return None
    _, most = _count(match["count"], vocabulary)
    name = _unit_name(match)
    if _steps(match["which"]) < 0:
        return ranges.shifted(anchor.published, name, -most), anchor.published
    return anchor.published, ranges.shifted(anchor.published, name, most)


def _count(text: str, vocabulary: Words) -> tuple[int, int]:
    """Return the least and the most that a number word means."""
    text = " ".join(text.lower().split())
    if text.isdigit():
        return int(text), int(text)
    value = vocabulary.value("number", text)
    least, _, most = value.partition("-")
    return int(least), int(most or least)


def ago(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve ``two years ago``: the unit of the calendar in which that was."""
    if anchor.published is None:
        return None
    least, most = _count(match["count"], vocabulary)
    return _steps_away(_unit_name(match), anchor.published, -most, -least)


def ahead(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve ``in two weeks`` where it lies ahead."""
    if anchor.published is None:
        return None
    if match["count"].lower() in ("a", "an"):
        return None  # "in a year": how long it takes or how often, seldom when
    least, most = _count(match["count"], vocabulary)
    return _steps_away(_unit_name(match), anchor.published, least, most)


def _steps_away(name: str, published: date, first: int, last: int) -> Days:
    if name in ("hour", "minute"):
        ends = ranges.shifted(published, name, first), ranges.shifted(published, name, last)
        return min(ends), max(ends)
    if name in ("decade", "century"):  # "two decades ago" is a year, not ten
        size = 10 if name == "decade" else 100
        name, first, last = "year", first * size, last * size
    return ranges.unit(name, published, first)[0], ranges.unit(name, published, last)[1]


def weekday(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a day of the week; the day of publication may be the one."""
    published = anchor.published
    if published is None:
        return None
    number = vocabulary.number("weekday", match["weekday"])
    if which_week := group(match, "week"):
        monday = ranges.week(published, _steps(which_week))[0]
        return ranges.unit("day", monday, number)
    ahead = (number - published.weekday()) % 7
    back = (published.weekday() - number) % 7
    which = " ".join((group(match, "which") or "").lower().split())
    if which in ("last", "past", "this past"):
        steps = -(back or 7)
    elif which == "next":
        steps = ahead or 7
    elif which in ("coming", "this coming", "the coming"):
        steps = ahead
    elif which == "this":
        steps = number - published.weekday()
    else:
        steps = ahead if anchor.direction() > 0 else -back
    return ranges.unit("day", published, steps)


_DAY_WORDS = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last night": -1, "last evening": -1,
    "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip


def day_word(match: Match, anchor: Anchor, _words: Words) -> Days | None:
    """Resolve ``yesterday``, ``this morning`` and the like."""
    if anchor.published is None:
        return None
    word = " ".join(match["word"].lower().split())
    return ranges.unit("day", anchor.published, _DAY_WORDS.get(word, 0))


def weekend(match: Match, anchor: Anchor, _words: Words) -> Days | None:
    """Resolve a weekend."""
    published = anchor.published
    if published is None:
        return None
    which = match["which"].lower().removeprefix("this ")
    saturday = ranges.unit("day", ranges.week(published)[0], 5)[0]
    if which == "next":
        weeks = 1
    elif which == "last":
        weeks = -1
    elif which == "coming" or anchor.direction() > 0:
        weeks = 0
    else:
        weeks = 0 if published >= saturday else -1
    first = ranges.shifted(saturday, "week", weeks)
    return first, ranges.shifted(first, "day", 1)


def day_of_month(match: Match, anchor: Anchor, _words: Words) -> Days | None:
    """Resolve ``on the 10th``."""
    published, number = anchor.published, int(match["day"])
    if published is None:
        return None
    direction = anchor.direction()
    for steps in (0, direction or -1, 2 * (direction or -1)):
        first, last = ranges.month(published.year, published.month + steps)
        if number <= last.day:
            found = first.replace(day=number)
            if (found <= published) if direction <= 0 else (found >= published):
                return found, found
    return None


def holiday(match: Match, anchor: Anchor, vocabulary: Words) -> Days | None:
    """Resolve a holiday that has the same date every year."""
    in_month, on = (int(part) for part in vocabulary.value("holiday", match["holiday"]).split("-"))
    if year := group(match, "year"):
        return ranges.day(int(year), in_month, on)
    return _yearly(lambda other: ranges.day(other, in_month, on), anchor)
