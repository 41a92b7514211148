"""The patterns of date expressions, each with what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple, get_args

from dateline.times import meanings
from dateline.times.meanings import Anchor, Match
from dateline.times.ranges import Days
from dateline.times.words import Words, words

Doubt = Literal["", "month", "year", "weekday", "word", "ordinal", "ahead", "holiday"]
"""Why words of this form may be no date: ``licence`` decides where they stand."""


Hint = Literal[
    "ago",
    "decade",
    "digits",
    "holiday",
    "month",
    "ordinal",
    "season",
    "unit",
    "weekday",
    "word",
    "year",
]
"""A kind of word or number without which there is no date expression: ``hints`` finds them."""
HINTS: tuple[Hint, ...] = get_args(Hint)


class Rule(NamedTuple):
    """A kind of date expression: how it looks, what it means, and why it may be none."""

    id: str
    pattern: re.Pattern[str]
    resolve: Callable[[Match, Anchor, Words], Days | None]
    doubt: Doubt
    hint: Hint
    """Every expression of the kind holds such a word or number."""


_START, _END = r"(?<![\w$€£#-])", r"(?![\w-])"
_NUMBER_START, _NUMBER_END = r"(?<![\w$€£#/.,:-])", r"(?![\w%€$]|[.,:/]\d|[-–][\w–])"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TH = r"(?:st|nd|rd|th)?"
_THE = r"(?:[Tt]he )?"
_PART = (
    rf"(?:{_THE}(?P<part>[Ee]arly|[Ll]ate|[Mm]id|[Bb]eginning|[Ss]tart|[Mm]iddle|[Ee]nd"
    r"|(?:[Ff]irst|[Ss]econd|[Ll]atter) half"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal) quarter)"
    r"(?:-| of | in | )(?:the )?)?"
)
_YEAR_AFTER = rf"(?:(?:,| of)? (?P<year>{_YEAR}))?(?![\w%]|[.,:/]\d)"
_WHICH = r"(?P<which>[Ll]ast|[Pp]ast|[Nn]ext|[Cc]oming|[Tt]his)"
_UNIT = r"(?P<unit>day|week|month|year|decade|century|hour|minute)"
_UNITS = r"(?P<unit>days?|weeks?|months?|years?|decades?|century|centuries|hours?|minutes?)"


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Return the rules; where two match, the longer match counts, then the earlier rule."""
    return tuple(
        Rule(f"time:{name}", re.compile(pattern), resolve, doubt, hint)
        for group in (_dates, _periods, _relative)
        for name, pattern, resolve, doubt, hint in group(words())
    )


_Entry = tuple[str, str, Callable[[Match, Anchor, Words], Days | None], Doubt, Hint]


def _dates(vocabulary: Words) -> Iterator[_Entry]:
    month = rf"(?P<month>{vocabulary.pattern('month')})"
    lead = rf"(?:{vocabulary.pattern('weekday')},? )?"
    day = rf"(?P<day>{_DAY}){_TH}(?:(?: ?[-–] ?| to | and )(?P<day2>{_DAY}){_TH}(?!\d))?"
    iso = rf"{_NUMBER_START}(?P<year>{_YEAR})-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?![\w-])"
    yield "day-iso", iso, meanings.iso_day, "", "year"
    month_first = rf"{_START}{lead}{month} (?:the )?{day}(?!\d|[:.,]\d|%){_YEAR_AFTER}"
    yield "day", month_first, meanings.day, "", "month"
    day_first = rf"{_NUMBER_START}{lead}{_THE}{day}(?: of)? {month}{_YEAR_AFTER}"
    yield "day", day_first, meanings.day, "", "month"
    month_of_year = rf"{_START}{_PART}{month}(?:,| of)? (?P<year>{_YEAR}){_NUMBER_END}"
    yield "month", month_of_year, meanings.month_of_year, "", "month"
    month_alone = rf"{_START}{_PART}(?:{_WHICH} )?{month}{_END}"
    yield "month", month_alone, meanings.month, "month", "month"
    holiday = rf"{_START}(?P<holiday>{vocabulary.pattern('holiday')}){_YEAR_AFTER}"
    yield "holiday", holiday, meanings.holiday, "holiday", "holiday"
    ordinal = rf"(?<=\b[OoBb][ny] )the (?P<day>{_DAY})(?:st|nd|rd|th){_END}"
    yield "day-of-month", ordinal, meanings.day_of_month, "ordinal", "ordinal"


def _periods(vocabulary: Words) -> Iterator[_Entry]:
    season = rf"(?P<season>{vocabulary.pattern('season')})"
    years = rf"{_NUMBER_START}(?P<year>{_YEAR})[-–/](?P<year2>\d{{4}}|\d{{1,2}})(?![\w%-]|[.,]\d)"
    yield "years", years, meanings.years, "year", "year"
    year = rf"{_NUMBER_START}{_PART}(?P<year>{_YEAR}){_NUMBER_END}"
    yield "year", year, meanings.year, "year", "year"
    decade = rf"{_START}{_THE}{_PART}(?P<decade>(?:1[5-9]|20)\d0)['’]?s{_END}"
    yield "decade", decade, meanings.decade, "", "year"
    short_decade = rf"{_START}{_THE}{_PART}['’‘](?P<decade>[2-9]0)s{_END}"
    yield "decade", short_decade, meanings.decade, "", "digits"
    decade_word = rf"{_START}[Tt]he {_PART}(?P<word>{vocabulary.pattern('decade')}){_END}"
    yield "decade", decade_word, meanings.decade, "", "decade"
    ordinal = rf"(?P<century>1[4-9]th|20th|21st|{vocabulary.pattern('century')})"
    century = rf"{_START}{_THE}{_PART}{ordinal}[ -]century{_END}"
    yield "century", century, meanings.century, "", "unit"
    season_of_year = rf"{_START}{_THE}{_PART}(?i:{season})(?: of|,)? (?P<year>{_YEAR})"
    yield "season", season_of_year + r"(?![\w%]|[.,]\d)", meanings.season_of_year, "", "year"
    yield "season", rf"{_START}{_WHICH} {season}{_END}", meanings.season, "", "season"
    in_season = rf"(?<=\b[Ii]n ){_PART}(?:the )?{season}{_END}(?! (?:of|from|in)\b)"
    yield "season", in_season, meanings.season, "", "season"


def _relative(vocabulary: Words) -> Iterator[_Entry]:
    amount = rf"(?P<count>\d{{1,3}}|(?i:{vocabulary.pattern('number')}))"
    weekday = rf"(?P<weekday>{vocabulary.pattern('weekday')})"
    day_part = "(?: morning| afternoon| evening| night)?"
    which_unit = (
        r"(?P<which>(?:[Tt]he )?(?:last|past|coming|next|current)"
        r"|[Ll]ast|[Pp]ast|[Nn]ext|[Tt]his|[Cc]oming|[Pp]revious)"
    )
    adverb = r"(?P<adverb>[Ee]arlier|[Ll]ater)"
    unit = rf"{_START}(?:{adverb} |{_PART}){which_unit} {_UNIT}(?![\w-]| of\b)"
    yield "unit", unit, meanings.unit, "", "unit"
    unit_part = rf"{_START}{_PART}(?<= of the ){_UNIT}(?![\w-]| of\b)"
    yield "unit", unit_part, meanings.unit, "", "unit"
    span = rf"{_START}{_THE}{_WHICH} {amount}[ -]{_UNITS}{_END}"
    yield "span", span, meanings.span, "", "unit"
    yield "ago", rf"{_START}{amount} {_UNITS} ago{_END}", meanings.ago, "", "ago"
    ahead = rf"{_START}[Ii]n {amount} {_UNITS}(?:['’] time)?{_END}"
    yield "ahead", ahead, meanings.ahead, "ahead", "unit"
    which_day = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Pp]ast|[Cc]oming) )?"
    which_week = r"(?: (?:of )?(?P<week>last|this|next) week)?"
    day_of_week = rf"{_START}{which_day}{weekday}{day_part}{which_week}{_END}"
    yield "weekday", day_of_week, meanings.weekday, "weekday", "weekday"
    word = (
        r"(?P<word>[Tt]he day (?:before yesterday|after tomorrow)"
        r"|(?:[Yy]esterday|[Tt]omorrow)(?: morning| afternoon| evening| night)?"
        r"|(?:(?:[Ee]arlier|[Ll]ater) )?[Tt]oday|[Tt]onight|[Ll]ast (?:night|evening)"
        r"|(?:(?:[Ee]arlier|[Ll]ater) )?[Tt]his (?:morning|afternoon|evening))"
    )
    yield "day-relative", rf"{_START}{word}{_END}", meanings.day_word, "word", "word"
    which = r"(?P<which>[Ll]ast|[Tt]his(?: past| coming)?|[Pp]ast|[Tt]he|[Nn]ext|[Cc]oming)"
    yield "weekend", rf"{_START}{which} weekend{_END}(?! of\b)", meanings.weekend, "", "word"
