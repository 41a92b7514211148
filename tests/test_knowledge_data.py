"""The tables of the package: they agree with each other, and with facts anybody can look up."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.knowledge import Knowledge, check


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def test_the_tables_agree(knowledge: Knowledge) -> None:
    assert [str(p) for p in check(knowledge)] == []


def test_how_much_there_is(knowledge: Knowledge) -> None:
    assert len(knowledge.states) >= 240
    assert len(knowledge.cities) >= 900
    assert sum(c.capital for c in knowledge.cities.values()) >= 195


@pytest.mark.parametrize(
    ("text", "target", "form"),
    [
        ("US", "state:USA", "name"),
        ("U.S.", "state:USA", "name"),
        ("Dutchmen", "state:NLD", "demonym"),
        ("Filipinos", "state:PHL", "demonym"),
        ("Danes", "state:DNK", "demonym"),
        ("Burma", "state:MMR", "name"),
        ("Zaire", "state:COD", "name"),
        ("Turkiye", "state:TUR", "name"),
        ("Elysee Palace", "state:FRA", "metonym"),
        ("Downing Street", "state:GBR", "metonym"),
        ("Kiev", "state:UKR", "metonym"),
        ("Sino-", "state:CHN", "demonym"),
    ],
)
def test_names_of_states(knowledge: Knowledge, text: str, target: str, form: str) -> None:
    assert [(n.target, n.form) for n in knowledge.names() if n.text == text] == [(target, form)]


def test_acronyms_need_their_case(knowledge: Knowledge) -> None:
    by_text = {n.text: n for n in knowledge.names()}
    assert by_text["US"].case_sensitive
    assert by_text["UAE"].case_sensitive
    assert not by_text["Turkey"].case_sensitive


@pytest.mark.parametrize("text", ["Georgia", "Jordan", "Chad", "Congo", "Korean", "Washington"])
def test_names_that_need_caution(knowledge: Knowledge, text: str) -> None:
    assert all(n.ambiguous for n in knowledge.names() if n.text == text)


@pytest.mark.parametrize(
    ("code", "on", "exists"),
    [
        ("DDR", date(1989, 11, 9), True),
        ("DDR", date(1990, 10, 3), False),
        ("SUN", date(1991, 12, 27), False),
        ("CSK", date(1992, 12, 31), True),
        ("SVK", date(1993, 1, 1), True),
        ("SSD", date(2011, 7, 8), False),
        ("YUG", date(1999, 3, 24), True),
        ("SCG", date(2004, 1, 1), True),
        ("TLS", date(2002, 5, 20), True),
    ],
)
def test_states_of_the_day(knowledge: Knowledge, code: str, on: date, exists: bool) -> None:
    assert knowledge.states[code].exists(on) is exists


def test_successors_follow_when_their_forerunner_ends(knowledge: Knowledge) -> None:
    for state in knowledge.states.values():
        for code in state.successors:
            assert state.end, state.row
            successor = knowledge.states[code]
            assert successor.end is None or successor.end > state.end, state.row


def test_every_state_of_today_can_be_spoken_of(knowledge: Knowledge) -> None:
    independent = [s for s in knowledge.states.values() if s.start and not s.end]
    assert len(independent) >= 140
    assert [s.code for s in independent if not s.adjectives and len(s.code) == 3] == ["SXM"]


@pytest.mark.parametrize(
    ("member", "organisation", "on", "belongs"),
    [
        ("UZB", "CSTO", date(2011, 6, 1), True),
        ("UZB", "CSTO", date(2013, 6, 1), False),
        ("POL", "NATO", date(1999, 3, 11), False),
        ("POL", "NATO", date(1999, 3, 12), True),
        ("GBR", "EU", date(2020, 1, 31), True),
        ("GBR", "EU", date(2020, 2, 1), False),
        ("FIN", "NATO", date(2023, 4, 4), True),
    ],
)
def test_members_of_the_day(
    knowledge: Knowledge, member: str, organisation: str, on: date, belongs: bool
) -> None:
    assert knowledge.is_member(member, organisation, on) is belongs


def test_the_un_grew(knowledge: Knowledge) -> None:
    assert len(knowledge.members("UN", date(2012, 1, 1))) == 193
