"""Relative pronouns, names cut short, lists counted and names set beside what they are."""

from __future__ import annotations

import pytest
from tests.test_mentions import code, mentioned


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("“No,” said Angela Merkel, who left for Rome.", "who", {"person:angela-merkel"}),
        ("It was Angela Merkel, whose party lost.", "whose", {"person:angela-merkel"}),
        ("The aide of Angela Merkel’s minister, who left, was ill.", "who", set()),
        ("Nobody knew who would lead Germany.", "who", set()),
    ],
)
def test_who_is_the_one_named_directly_before(text: str, words: str, actors: set[str]) -> None:
    assert mentioned(text, code(text), words) == actors


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("Chile and Peru met. Neither state signed.", "Neither state", {"state:CHL", "state:PER"}),
        (
            "They praised Chile, Peru and Kenya. The three countries met.",
            "The three countries",
            {"state:CHL", "state:PER", "state:KEN"},
        ),
    ],
)
def test_who_was_counted_is_meant(text: str, words: str, actors: set[str]) -> None:
    assert mentioned(text, code(text), words) == actors


def test_a_list_of_another_length_is_not_meant() -> None:
    text = "They praised Chile, Peru, Ghana and Kenya. The three countries met."
    assert not any(
        a.startswith("state:") for a in mentioned(text, code(text), "The three countries")
    )


def test_a_king_is_called_without_his_number() -> None:
    text = "Prince Karim IV spoke in Nairobi. Karim, a rich man, paid."
    assert mentioned(text, code(text), "Karim") == {"person:karim-iv"}


def test_a_surname_is_no_town() -> None:
    text = "President Juan Manuel Santos spoke. Santos had won."
    record = code(text)
    [found] = [m.actor for m in record.mentions if m.span[0] == text.rindex("Santos")]
    assert found == "person:juan-manuel-santos"
    text = "President Juan Manuel Santos spoke. He flew to a fair in Santos."
    assert all(m.span[0] != text.rindex("Santos") for m in code(text).mentions)


def test_a_hyphen_goes_on_with_a_given_name() -> None:
    text = "The mayor, Jean-Marc Delcour, resigned."
    assert mentioned(text, code(text), "Jean-Marc Delcour") == {"person:jean-marc-delcour"}


@pytest.mark.parametrize(
    ("text", "words", "actors"),
    [
        ("Zsuvi Brankel of the Animal Party is ill.", "Zsuvi Brankel", {"person:zsuvi-brankel"}),
        ("Zsuvi Brankel of the Northern Shore is ill.", "Zsuvi Brankel", set()),
    ],
)
def test_who_is_of_a_party_is_a_person(text: str, words: str, actors: set[str]) -> None:
    assert mentioned(text, code(text), words) == actors


def test_a_language_is_no_state() -> None:
    text = "The French-speaking voters stayed at home."
    assert "state:FRA" not in {m.actor for m in code(text).mentions}
    text = "The French voters stayed at home."
    assert "state:FRA" in {m.actor for m in code(text).mentions}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ghana saw the ruling party, the National Democratic Congress, win.", True),
        ("Ghana saw the ruling party meet the National Democratic Congress.", False),
    ],
)
def test_a_name_after_the_comma_says_which_party(text: str, same: bool) -> None:
    found = {m.actor for m in code(text).mentions if m.span[0] == text.index("the ruling party")}
    assert ("org:ndc-ghana" in found) == same


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Canada lost 57 people in Iran. Nobody flew to the Islamic republic.", {"state:IRN"}),
        ("Canada met Pakistan and Iran. Nobody flew to the Islamic republic.", set()),
    ],
)
def test_only_an_islamic_republic_is_one(text: str, actors: set[str]) -> None:
    assert mentioned(text, code(text), "the Islamic republic") == actors


@pytest.mark.parametrize(
    ("headline", "actors"),
    [
        ("MP calls for probe into prisons", {"person:omid-xerbi"}),
        ("MP calls for a probe into the prisons", set()),  # a sentence would say "the MP"
    ],
)
def test_a_headline_leaves_out_the_article(headline: str, actors: set[str]) -> None:
    text = f"Omid Xerbi, a Canadian MP, spoke in Ottawa.\n\n{headline}"
    assert mentioned(text, code(text), "MP") == actors


@pytest.mark.parametrize(
    ("surname", "actor"),
    [("al-Xerbi", "person:omid-al-xerbi"), ("Bel-Xerbi", "person:xerbi")],
)
def test_an_arabic_surname_is_shortened(surname: str, actor: str) -> None:
    text = f"Chad met Omid {surname}, a Sudanese general. Mr. Xerbi left."
    assert mentioned(text, code(text), "Mr. Xerbi") == {actor}
