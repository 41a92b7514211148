"""Country and sector of actors in sentences that stand alone."""

from __future__ import annotations

import pytest
from tests.test_mentions import code, mentioned, standing


@pytest.mark.parametrize(
    ("text", "words", "country", "sector"),
    [
        ("A Kenyan police sergeant shot a bus driver.", "A Kenyan police sergeant", "KEN", "COP"),
        ("FSB officers arrested a sailor.", "FSB officers", "RUS", "SPY"),
        ("CIA agents questioned a Yemeni cleric.", "CIA agents", "USA", "SPY"),
        ("Iranian army officers met a Yemeni cleric.", "Iranian army officers", "IRN", "MIL"),
    ],
)
def test_officers_are_of_their_service(text: str, words: str, country: str, sector: str) -> None:
    assert standing(text, words) == (country, sector)


def test_a_people_tells_no_state_of_that_name() -> None:
    text = "Ethnic Albanian rebels in Macedonia shelled a village."
    assert standing(text, "Ethnic Albanian rebels") == ("MKD", "REB")
    text = "Ethnic Tibetan monks marched."  # where one state is meant, it is told
    assert standing(text, "Ethnic Tibetan monks") == ("CHN", "REL")


@pytest.mark.parametrize(
    ("text", "words", "country", "sector"),
    [
        ("The Sandinistas accused the president of fraud.", "the president", "NIC", "GOV"),
        ("Renamo said the government had broken the truce.", "the government", "MOZ", "GOV"),
        ("The Awami League said police had beaten a farmer.", "police", "BGD", "COP"),
        ("Romanian miners chased students out of the square.", "students", "ROU", "EDU"),
    ],
)
def test_parties_and_workers_meet_their_own(
    text: str, words: str, country: str, sector: str
) -> None:
    assert standing(text, words) == (country, sector)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hezbollah captured two soldiers.", "two soldiers"),  # rebels fight any army
        ("Turkish soldiers killed two villagers.", "two villagers"),
        ("American missionaries taught villagers.", "villagers"),
    ],
)
def test_others_may_meet_anybody(text: str, words: str) -> None:
    country, _ = standing(text, words)
    assert country is None


def test_without_a_day_the_title_tells_what_he_was() -> None:
    text = "The Burmese opposition leader Aung San Suu Kyi met diplomats."
    actors = code(text, None)
    (actor,) = mentioned(text, actors, "The Burmese opposition leader Aung San Suu Kyi")
    assert (actors[actor].country, actors[actor].sector) == ("MMR", "OPP")
