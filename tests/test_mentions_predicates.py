"""What a sentence tells of whom a description or pronoun in it means, and short names."""

from __future__ import annotations

import pytest
from tests.test_mentions import code, mentioned


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Peru’s Ana Ruiz, who was then health minister, left.",
            "then health minister",
            "person:ana-ruiz",
        ),
        ("Mrs Ana Ruiz became mayor.", "mayor", "person:ana-ruiz"),
        ("Mrs Ana Ruiz was sworn in as governor of Cusco.", "governor", "person:ana-ruiz"),
        ("Mrs Ana Ruiz took office as governor.", "governor", "person:ana-ruiz"),
    ],
)
def test_who_is_told_to_be_somebody_is_he(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


@pytest.mark.parametrize(
    "text",
    ["Mrs Ana Ruiz was not mayor.", "Mrs Ana Ruiz would be mayor.", "Nobody was mayor."],
)
def test_who_is_not_said_to_be_somebody_is_not_he(text: str) -> None:
    assert "person:ana-ruiz" not in mentioned(text, code(text), "mayor")


def test_my_government_is_that_of_the_speaker_s_state() -> None:
    text = 'Peru’s minister, Ana Ruiz, spoke. "My government will pay," Ruiz said.'
    assert mentioned(text, code(text), "My government") == {"office:PER/government"}
    text = 'Peru’s minister, Ana Ruiz, spoke. "Our country will pay," she said.'
    assert mentioned(text, code(text), "Our country") == {"state:PER"}


def test_the_ministry_is_that_of_the_minister_named_before() -> None:
    text = "Peru’s health minister, Ana Ruiz, resigned. Ruiz said the ministry was broke."
    assert mentioned(text, code(text), "the ministry") == {"office:PER/health-ministry"}
    text = "Ana Ruiz resigned. Ruiz said the ministry was broke."
    assert "office:PER/health-ministry" not in mentioned(text, code(text), "the ministry")


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Mr Juan Paz accused Mr Ian Borg of waiting so that he could win.", "he",
         "person:ian-borg"),
        ("Interpol said it was a supporter of the plan.", "it", "org:interpol"),
        ("Mr Ian Borg met Mr Juan Paz. Mr Juan Paz was convicted; he lives here.", "he",
         "person:juan-paz"),
        ("NATO spoke. Its secretary general, Ian Borg, left.", "Its", "org:NATO"),
    ],
)  # fmt: skip
def test_pronouns_follow_who_acts(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_it_of_two_clauses_stays_open() -> None:
    text = "Peru saw a crisis, which NATO settled; it left in May."
    assert mentioned(text, code(text), "it") == set()


def test_the_minister_is_he_of_the_sentence_before() -> None:
    text = "Mining Minister Ian Borg spoke. Health Minister Juan Paz left. The minister was ill."
    assert mentioned(text, code(text), "The minister") == {"person:juan-paz"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Cristina Morán de Luque left. Morán is ill.", "Morán", "person:cristina-moran-de-luque"),
        ("The Muslim Brotherhood met. The Brotherhood left.", "Brotherhood",
         "org:muslim-brotherhood"),
        ("Canada voted. The House of Commons met.", "House of Commons", "office:CAN/lower-house"),
        ("Britain voted. The House of Commons met.", "House of Commons",
         "office:GBR/house-of-commons"),
        ("Canada voted. The Conservative Party won.", "Conservative Party",
         "org:conservative-canada"),
        ("Russia waits. Foreign Ministry spokesman Ivan Petrov left.", "Foreign Ministry",
         "office:RUS/foreign-ministry"),
        ("Kenya voted. The electoral body met.", "The electoral body",
         "office:KEN/independent-electoral-and-boundaries-commission"),
    ],
)  # fmt: skip
def test_short_and_shared_names(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_a_ministry_of_a_list_is_one() -> None:
    text = "Nobody had asked Chad’s Ministry of Roads, Harbours and Bridges about that yet."
    (actor,) = mentioned(text, code(text), "Ministry of Roads, Harbours and Bridges")
    assert actor.endswith("ministry-of-roads-harbours-and-bridges")


def test_a_longer_name_is_not_the_king_it_begins_with() -> None:
    text = "Juan Carlos Quispe Mamani said no."
    assert "person:juan-carlos-i" not in {m.actor for m in code(text).mentions}


def test_congress_is_of_the_state_that_has_one() -> None:
    text = "Tom Reed of the United States flew to Liberia. Reed told Congress of it."
    assert mentioned(text, code(text), "Congress") == {"office:USA/us-congress"}
    text = "India voted. Congress lost."
    assert mentioned(text, code(text), "Congress") == {"org:indian-national-congress"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Nobody blamed Britain and its allies.", "its", "state:GBR"),
        ("Mrs Ana Ruiz left the World Bank before it chose.", "it", "org:world-bank"),
        ("Don McKinnon spoke. Don is ill.", "Don", "person:don-mckinnon"),
        ("The South fired into the north. North Korea and South Korea met.", "north", "state:PRK"),
        ("Ed Miliband spoke. Nobody met the opposition leader.", "the opposition leader",
         "person:ed-miliband"),
    ],
)  # fmt: skip
def test_more_refers_back(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_the_ousted_leader_is_he_who_led_a_state() -> None:
    text = "Soldiers held Hosni Mubarak and Mr Ian Borg. The ousted leader was ill."
    assert mentioned(text, code(text), "The ousted leader") == {"person:hosni-mubarak"}
    text = "Soldiers held Mr Ian Borg. The ousted leader was ill."
    assert "person:ian-borg" not in mentioned(text, code(text), "The ousted leader")


def test_a_body_goes_by_the_name_the_report_gives_it() -> None:
    actors = code("The Independent Human Rights Commission of Nepal met.")
    assert "Independent Human Rights Commission of Nepal" in {
        a.name for a in actors.actors.values()
    }


def test_the_country_is_not_one_told_only_by_an_adjective() -> None:
    text = (
        "Peru voted. Peru waits. Peru is calm. The vote went well. Nobody left. Some sang. "
        "Others slept. A few danced. The Chilean team won. Nobody in the country slept."
    )
    assert "state:CHL" not in mentioned(text, code(text), "the country")


def test_who_has_a_congress_has_no_national_assembly() -> None:
    text = "America voted. Washington waits. The National Assembly met."
    assert "office:USA/national-assembly" not in mentioned(
        text, code(text), "The National Assembly"
    )
    text = "Kenya voted. Kenya waits. The National Assembly met."
    assert mentioned(text, code(text), "The National Assembly") == {"office:KEN/national-assembly"}


def test_who_speaks_for_an_armed_group_is_of_it() -> None:
    text = "A Taliban spokesman left."
    (actor,) = mentioned(text, actors := code(text), "A Taliban spokesman")
    assert actors[actor].sector == "REB"
