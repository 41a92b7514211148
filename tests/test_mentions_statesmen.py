"""Whose body a statesman speaks to, and who held an office within a range of days."""

from __future__ import annotations

from datetime import date

import pytest
from tests.test_mentions import code, mentioned

from dateline.items import FoundTime


@pytest.mark.parametrize(
    ("text", "words", "body"),
    [
        ("Merkel told parliament that Libya must hold talks.", "parliament", "DEU/bundestag"),
        ("The president of Libya told parliament so.", "parliament", "LBY/parliament"),
    ],
)
def test_a_statesman_speaks_to_the_parliament_of_his_state(
    text: str, words: str, body: str
) -> None:
    assert mentioned(text, code(text), words) == {f"office:{body}"}


def test_the_cabinet_a_guest_speaks_to_may_be_his_own_or_his_hosts() -> None:
    text = "Libya held talks with Libyan rebels. Merkel met the cabinet."
    assert mentioned(text, code(text), "the cabinet") == {"group:unnamed/cabinet"}
    text = "Germany held talks with German trade unions. Merkel met the cabinet."
    assert mentioned(text, code(text), "the cabinet") == {"office:DEU/cabinet"}


@pytest.mark.parametrize(
    ("title", "actor"),
    [
        ("the British prime minister", "office:GBR/prime-minister"),
        ("the German chancellor", "person:angela-merkel"),
    ],
)
def test_in_a_year_with_two_holders_neither_is_meant(title: str, actor: str) -> None:
    text = f"In 2007 {title} spoke in Rome."
    year = FoundTime((3, 7), date(2007, 1, 1), date(2007, 12, 31), "year")
    assert mentioned(text, code(text, times=(year,)), title) == {actor}


def test_when_somebody_spoke_is_no_part_of_who_he_is() -> None:
    text = "Last week the German chancellor met all the French lawmakers."
    actors = code(text)
    assert mentioned(text, actors, "the German chancellor") == {"person:angela-merkel"}
    assert mentioned(text, actors, "all the French lawmakers") == {"group:FRA/lawmakers"}


def test_the_elected_president_need_not_be_the_one_in_office() -> None:
    text = "Niger's generals were told to restore the elected president."
    actors = code(text, date(2023, 8, 20))
    assert not mentioned(text, actors, "the elected president")
    text = "Niger's generals seized Mohamed Bazoum. Leaders met the elected president."
    actors = code(text, date(2023, 8, 20))
    assert mentioned(text, actors, "the elected president") == {"person:mohamed-bazoum"}
    text = "Niger's generals met the president."
    actors = code(text, date(2023, 8, 20))
    assert mentioned(text, actors, "the president") == {"person:abdourahamane-tchiani"}


def test_a_government_called_by_its_leader_does_not_hide_him() -> None:
    text = "Venezuela is isolated. Few trust the Maduro government. Mr. Maduro knows."
    assert mentioned(text, code(text, date(2020, 1, 2)), "Mr. Maduro") == {"person:nicolas-maduro"}
    text = "Venezuela is isolated. The Maduro sails at noon. Mr. Maduro knows."
    assert mentioned(text, code(text, date(2020, 1, 2)), "Mr. Maduro") == {"person:maduro"}


def test_who_offers_to_mediate_is_none_of_the_two() -> None:
    text = "Peru and Chile met. Brazil offered to mediate between the two neighbours."
    assert mentioned(text, code(text), "the two neighbours") == {"state:PER", "state:CHL"}
    text = "Brazil met Chile. Peru said it would mediate between the two neighbours."
    assert mentioned(text, code(text), "the two neighbours") == {"state:BRA", "state:CHL"}


@pytest.mark.parametrize(
    ("text", "sector"),
    [
        ("Chad's president ill, his brother Omid, the defence minister, spoke.", "GOV"),
        ("Chad's president ill, his brother Omid, a plumber, spoke.", "CVL"),
    ],
)
def test_the_office_of_a_relative_says_what_he_is(text: str, sector: str) -> None:
    actors = code(text)
    (actor,) = mentioned(text, actors, "Omid")
    assert actors[actor].sector == sector


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ('A UN spokesman said so in Oslo. "Yes," the spokesman, Omid Xerbi, said.', "UNO"),
        ("A UN spokesman said so in Oslo. The plumber, Omid Xerbi, paid.", "NOR"),
    ],
)
def test_who_was_unnamed_and_is_named_then_stays_whose_he_was(text: str, country: str) -> None:
    assert code(text)["person:omid-xerbi"].country == country
