"""Names and titles that share a word, and bodies under their full names."""

from __future__ import annotations

from datetime import date

import pytest
from tests.test_mentions import code, mentioned

DAY = date(2015, 3, 2)


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("North and South Korea swapped letters.", "North", {"state:PRK"}),
        ("East and West Germany signed it.", "East", {"state:DDR"}),
        ("North and South Dakota flooded.", "North", set()),
        ("The North and South Korean armies stood by.", "North", {"state:PRK"}),
    ],
)
def test_two_names_share_their_last_word(text: str, words: str, actors: set[str]) -> None:
    assert mentioned(text, code(text, date(1985, 3, 2)), words) == actors


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        (
            "The Interior and Defence ministries of Georgia denied it.",
            "The Interior and Defence ministries of Georgia",
            {"office:GEO/interior-ministry", "office:GEO/defence-ministry"},
        ),
        (
            "Fiji's trade and health ministers resigned.",
            "Fiji's trade and health ministers",
            {"office:FJI/trade-minister", "office:FJI/health-minister"},
        ),
        ("Oil and gas ministers met in Doha.", "Oil", set()),
    ],
)
def test_two_offices_share_their_noun(text: str, words: str, actors: set[str]) -> None:
    assert mentioned(text, code(text, DAY), words) == actors


def test_a_plural_title_stands_before_several_names() -> None:
    text = "Presidents Bush and Yeltsin signed. Senators Ana Ruiz and Luis Prado did not."
    actors = code(text, date(1992, 6, 17))
    assert mentioned(text, actors, "Bush") == {"person:george-h-w-bush"}
    assert mentioned(text, actors, "Yeltsin") == {"person:boris-yeltsin"}
    assert actors["person:luis-prado"].sector == "LEG"


def test_a_plural_title_ends_with_its_names() -> None:
    text = "Generals Moyo and Ncube met reporters. Anna Berg listened."
    actors = code(text, DAY)
    assert actors["person:ncube"].sector == "MIL"
    assert actors["person:anna-berg"].sector is None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Saudi Interior Ministry spoke.", "The Saudi Interior Ministry",
         "Ministry of the Interior of Saudi Arabia"),
        ("Lima's foreign ministry spoke.", "Lima's foreign ministry",
         "Ministry of Foreign Affairs of Peru"),
        ("The US defence ministry spoke.", "The US defence ministry",
         "United States Department of Defense"),
        ("The Supreme Court of Kenya ruled.", "The Supreme Court of Kenya",
         "Supreme Court of Kenya"),
        ("The Egyptian navy fired.", "The Egyptian navy", "Egyptian Navy"),
        ("The Chinese military fired.", "The Chinese military", "People's Liberation Army"),
        ("Dutch health ministry officials spoke.", "Dutch health ministry officials",
         "Ministry of Health of the Netherlands officials"),
    ],
)  # fmt: skip
def test_a_body_has_its_full_name(text: str, words: str, name: str) -> None:
    actors = code(text, DAY)
    assert {actors[a].name for a in mentioned(text, actors, words)} == {name}


def test_the_forces_of_a_state_are_one_actor() -> None:
    text = "The IDF fired. The Israeli army denied it. Israel's military confirmed it."
    actors = code(text, DAY)
    for words in ("IDF", "The Israeli army", "Israel's military"):
        assert mentioned(text, actors, words) == {"office:ISR/idf"}


def test_a_kind_of_body_means_the_one_named_before() -> None:
    text = "Health Canada warned of smoke. The department said no more."
    assert mentioned(text, code(text, DAY), "The department") == {"office:CAN/health-canada"}
    text = "Health Canada and Transport Canada warned of smoke. The department said no more."
    assert "office" not in "".join(mentioned(text, code(text, DAY), "The department"))


def test_an_honorific_makes_a_common_word_a_leader() -> None:
    text = "They met Mr Brown in March. They met brown bears. Mr Smithers smiled."
    actors = code(text, date(2009, 3, 2))
    assert mentioned(text, actors, "Mr Brown") == {"person:gordon-brown"}
    assert mentioned(text, actors, "Mr Smithers") == {"person:smithers"}
