"""Finds the date expressions of a text and resolves them against its day of publication."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from dateline.items import FoundTime
from dateline.parse import parsed
from dateline.times.hints import Hints
from dateline.times.licence import has_surname_may, is_date
from dateline.times.meanings import Anchor, Match, group
from dateline.times.patterns import HINTS, Rule, rules
from dateline.times.syntax import token_of
from dateline.times.tense import direction_of
from dateline.times.words import Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Doc

    from dateline.parse import Parse
    from dateline.record import Span
    from dateline.times.ranges import Days

_JOINTS = {" to ": "from ", " until ": "from ", " through ": "from ", " and ": "between "}
_DASH = re.compile(" ?[-–] ?")
_PLACE = re.compile(r"[A-Z]{3}[^a-z]*(?:, [A-Z][A-Za-z. ]+)?, ")
_AGENCY = re.compile(r",? ?(?:\([^)]{1,40}\) ?)?[-–—]")
_SUFFIX = {-1: "-past", 0: "-nearest", 1: "-future"}
_SINCE = re.compile(r"\b[Ss]ince $")


class _Point(NamedTuple):
    rule: Rule
    match: Match

    @property
    def span(self) -> Span:
        return self.match.span()


def find_times(doc: Doc, published: date | None) -> tuple[FoundTime, ...]:
    """Return the date expressions of a parsed text in the order they stand in it.

    Days are inclusive. An expression that needs ``published`` and has none has neither first nor
    last day; one that runs to the day of publication ("since 1994") has then no last day.
    """
    parse = parsed(doc)
    text = parse.text
    vocabulary = words()
    surname_may = has_surname_may(text)
    points = _longest(_points(parse))
    found: list[FoundTime] = []
    index = 0
    while index < len(points):
        point = points[index]
        following = points[index + 1] if index + 1 < len(points) else None
        joined = following and _joined(parse, point, following, published, vocabulary)
        if joined:
            found.append(joined)
            index += 2
            continue
        index += 1
        if is_date(parse, point.rule, point.match, vocabulary, surname_may=surname_may):
            time = _resolved(parse, point, published, vocabulary)
            if time:
                found.append(time)
    return tuple(found)


def _points(parse: Parse) -> Iterator[_Point]:
    text, hints = parse.text, Hints(parse)
    windows = {hint: hints.windows(hint) for hint in HINTS}
    for rule in rules():
        for start, end in windows[rule.hint]:
            for match in rule.pattern.finditer(text, start, end):
                if match.end() > match.start():
                    yield _Point(rule, match)


def _longest(points: Iterator[_Point]) -> list[_Point]:
    ordered = list(points)
    ordered.sort(key=lambda point: (point.span[0] - point.span[1], point.span[0]))
    kept: list[_Point] = []
    for point in ordered:
        start, end = point.span
        if all(end <= other.span[0] or start >= other.span[1] for other in kept):
            kept.append(point)
    return sorted(kept, key=lambda point: point.span)


def _anchor(
    parse: Parse, point: _Point, published: date | None, vocabulary: Words, asked: list[int]
) -> Anchor:
    def direction() -> int:
        if _is_dateline(point.match.string, point.span):
            asked.append(-1)
        else:
            asked.append(direction_of(token_of(parse, point.span), vocabulary))
        return asked[-1]

    return Anchor(published, direction)


def _is_dateline(text: str, span: Span) -> bool:
    """Say if a date stands between the place and the agency that open a report."""
    line = text.rfind("\n", 0, span[0]) + 1
    return bool(_PLACE.fullmatch(text, line, span[0]) and _AGENCY.match(text, span[1]))


def _days(point: _Point, anchor: Anchor, vocabulary: Words) -> tuple[bool, Days | None]:
    """Return if the point can be at all, and its days where it has an anchor."""
    try:
        return True, point.rule.resolve(point.match, anchor, vocabulary)
    except (ValueError, OverflowError):  # 31 June, year 0
        return False, None


def _resolved(
    parse: Parse, point: _Point, published: date | None, vocabulary: Words
) -> FoundTime | None:
    asked: list[int] = []
    anchor = _anchor(parse, point, published, vocabulary, asked)
    possible, days = _days(point, anchor, vocabulary)
    if not possible or (days is None and (published or point.rule.id == "time:years")):
        return None
    start, end = point.span
    since = _SINCE.search(point.match.string, max(0, start - 7), start)
    if since:
        open_ended = days is None or published is None or published < days[0]
        first, last = days[0] if days else None, None if open_ended else published
        return FoundTime((since.start(), end), first, last, "time:since")
    rule = point.rule.id + (_SUFFIX[asked[-1]] if asked else "")
    first, last = days if days else (None, None)
    return FoundTime((start, end), first, last, rule)


def _joined(
    parse: Parse, left: _Point, right: _Point, published: date | None, vocabulary: Words
) -> FoundTime | None:
    """Return the range from one point to another where the words between them make one."""
    text, start = left.match.string, left.span[0]
    between = text[left.span[1] : right.span[0]]
    opening = _JOINTS.get(between)
    if opening:
        begin = start - len(opening)
        if text[max(0, begin) : start].lower() != opening:
            return None
    elif _DASH.fullmatch(between) and left.rule.id == right.rule.id:
        begin = start
    else:
        return None
    possible, last = _days(right, _anchor(parse, right, published, vocabulary, []), vocabulary)
    if not possible:
        return None
    own_year = group(right.match, "year")
    anchor = _anchor(parse, right, published, vocabulary, [])
    if own_year and last:
        anchor = anchor._replace(year=last[0].year)
    possible, first = _days(left, anchor, vocabulary)
    if not possible:
        return None
    if first and last:
        if first[0] > last[1] and not own_year and "month" in right.match.groupdict():
            # "from November to February": the end lies in the year after.
            possible, last = _days(right, anchor._replace(year=first[0].year + 1), vocabulary)
        if last is None or first[0] > last[1]:
            return None
        return FoundTime((begin, right.span[1]), first[0], last[1], "time:range")
    return FoundTime((begin, right.span[1]), None, None, "time:range")
