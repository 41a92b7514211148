"""Country and sector of actors in sentences that stand alone."""

from __future__ import annotations

import pytest
from tests.test_mentions import standing


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
