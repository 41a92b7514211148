"""What refers back: short names, titles, nominals, pronouns, and the speaker's *we*."""

from __future__ import annotations

import pytest
from tests.test_mentions import code, language, mentioned

from dateline.items import FoundStatement
from dateline.mentions.first_person import resolve_first_person


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("NATO met. The alliance agreed.", "The alliance", "org:NATO"),
        ("Peru voted. The country wants calm.", "The country", "state:PER"),
        ("ECOWAS spoke. The bloc was firm.", "The bloc", "org:ECOWAS"),
        ("Iran said it would wait.", "it", "state:IRN"),
        ("Kenya sent its army.", "its", "state:KEN"),
        ("Mrs Rosa Lima spoke. She left.", "She", "person:rosa-lima"),
        ("Armed rebels from Chad fled. They left.", "They", "group:TCD/armed-rebels"),
        ("Somali pirates fled. The pirates were armed.", "The pirates", "group:SOM/pirates"),
        ("Malta’s envoy, Ian Borg, spoke. The envoy left.", "The envoy", "person:ian-borg"),
        ("France's navy sailed. The navy returned.", "The navy", "office:FRA/navy"),
        ("North Korea fired. The North denied it.", "North", "state:PRK"),
    ],
)
def test_it_refers_back(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is likely that Peru will vote.", "It"),
        ("Peru and Chile spoke. The country left.", "The country"),
        ("The plan pleased Peru. It failed.", "It"),
        ("Mr Juan Paz spoke. She left.", "She"),
        ("The alliance of convenience ended.", "The alliance"),
    ],
)
def test_it_stays_open_where_unsure(text: str, words: str) -> None:
    assert mentioned(text, code(text), words) == set()


def test_an_alliance_beside_nato_is_another() -> None:
    text = "The CSTO met. The alliance and NATO face threats."
    assert mentioned(text, code(text), "The alliance") == {"org:CSTO"}


def test_two_sides_are_the_two_before() -> None:
    text = "India talked to Pakistan. The two countries agreed."
    assert mentioned(text, code(text), "The two countries") == {"state:IND", "state:PAK"}


def test_two_countries_are_the_latest_two_and_not_the_speaker_s() -> None:
    text = (
        "Chad and Libya met. The two countries agreed. Peru, a neighbour of Chile and Bolivia, "
        "spoke. Kenya's president, William Ruto, told Burundi and Rwanda that the two states must "
        "talk. The Kenyan minister urged both nations to sign."
    )
    actors = code(text)
    assert mentioned(text, actors, "The two countries") == {"state:TCD", "state:LBY"}
    assert mentioned(text, actors, "the two states") == {"state:BDI", "state:RWA"}
    assert mentioned(text, actors, "both nations") == {"state:BDI", "state:RWA"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Washington, Japan's main ally, backed the treaty.", "Japan's main ally", "state:USA"),
        ("Turkey, a NATO member and an ally of Qatar, paid.", "an ally", "state:TUR"),
        ("Hezbollah, Iran's ally in Lebanon, denied it.", "Iran's ally", "org:hezbollah"),
    ],
)
def test_an_ally_beside_a_name_is_the_one_named(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text), words) == {actor}


def test_an_ally_beside_a_person_is_nobody_s_state() -> None:
    text = "In Japan Mr Ivo Kern, an ally of the premier, spoke."
    assert not {a for a in mentioned(text, code(text), "an ally") if a.startswith("state:")}


def test_a_quoted_he_is_not_the_speaker() -> None:
    text = "Mr Ivo Kern met Mr Tom Arden. “He was kind,” Kern said."
    assert "person:ivo-kern" not in mentioned(text, code(text), "He")


def _statement(text: str, content: str, speaker: str | None) -> FoundStatement:
    start = text.index(content)
    return FoundStatement(
        speaker=speaker, speaker_span=None, cue_span=None,
        content_spans=((start, start + len(content)),), manner="direct", stance="said",
        capacity="in person", via=(), within=None, said_on=None, rule="test",
    )  # fmt: skip


def test_i_is_the_speaker_and_we_his_side() -> None:
    text = "“I hope we win,” said Peru's defence minister, Luz Soto."
    statement = _statement(text, "I hope we win", "person:luz-soto")
    actors = resolve_first_person(code(text), language()(text), (statement,))
    assert mentioned(text, actors, "I") == {"person:luz-soto"}
    assert mentioned(text, actors, "we") == {"state:PER"}


def test_the_side_of_an_official_of_an_organisation_is_the_organisation() -> None:
    text = "“We will stay,” said NATO spokeswoman Ida Holm."
    statement = _statement(text, "We will stay", "person:ida-holm")
    actors = resolve_first_person(code(text), language()(text), (statement,))
    assert mentioned(text, actors, "We") == {"org:NATO"}


def test_we_without_a_known_speaker_stays_open() -> None:
    text = "“We will stay,” one of them said. We think so, too."
    statement = _statement(text, "We will stay", None)
    actors = resolve_first_person(code(text), language()(text), (statement,))
    assert mentioned(text, actors, "We") == set()


def test_a_secretary_of_state_is_no_state_and_a_minister_no_prime_minister() -> None:
    text = "Paris protested. The Secretary of State had asked for a report."
    assert "state:FRA" not in mentioned(text, code(text), "The Secretary of State")
    text = "Prime Minister Ana Tora met Trade Minister Jo Vula. The minister smiled."
    assert mentioned(text, code(text), "The minister") == {"person:jo-vula"}


def test_the_country_is_the_only_one_named_just_before() -> None:
    text = "Mali and Niger met. A train was late in Lima. The country's army stood by."
    assert mentioned(text, code(text), "The country's army") == {"office:PER/army"}
    text = "A train was late in Lima. Mali and Niger met. The country's army stood by."
    assert "office" not in str(mentioned(text, code(text), "The country's army"))


_ARREST = (
    "Mr Omar Sall was arrested on Monday. A judge ordered him held while police question him. "
    "His wife wept."
)


@pytest.mark.parametrize(
    ("text", "pronoun", "actor"),
    [
        (_ARREST, "him", "person:omar-sall"),
        (_ARREST, "His", "person:omar-sall"),
        ("Mr Ian Borg left. The minister accused him of lying. He denied it.", "He",
         "person:ian-borg"),
        ("Mr Omar Sall met General Karl Ott and thanked him.", "him", "person:karl-ott"),
        ("The minister said a court had cleared him.", "him", "person:unnamed/minister"),
        ("General Karl Ott shot himself.", "himself", "person:karl-ott"),
        ("Norway defended itself.", "itself", "state:NOR"),
    ],
)  # fmt: skip
def test_a_pronoun_means_nobody_of_its_own_clause_but_himself(
    text: str, pronoun: str, actor: str
) -> None:
    found = [m for m in code(text).mentions if text[slice(*m.span)] == pronoun]
    assert found
    assert {m.actor for m in found} == {actor}


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("A judge ordered him held while prosecutors investigate him.", "him"),
        ("The president wanted to see him.", "him"),
        ("The king arrived and greeted him.", "him"),
        ("Norway sent it.", "it"),
    ],
)
def test_a_pronoun_alone_with_the_subject_of_its_clause_means_nobody(
    text: str, pronoun: str
) -> None:
    assert mentioned(text, code(text), pronoun) == set()


def test_what_was_just_called_by_the_noun_is_meant_by_it() -> None:
    text = (
        "The Commonwealth suspended Fiji. In a letter to the military council Mr Ivo Kern "
        "resigned. A spokesman for the council refused to comment."
    )
    assert mentioned(text, code(text), "the council") == {"office:FJI/junta"}
    text = "The Commonwealth suspended Fiji. The alliance and the council met."
    assert "office:FJI/junta" not in mentioned(text, code(text), "the council")


@pytest.mark.parametrize(
    ("text", "word", "actor"),
    [
        ("Kenya took Uganda to court over its refusal to pay.", "its", "state:UGA"),
        ("Kenya praised Uganda for its restraint.", "its", "state:UGA"),
    ],
)
def test_who_is_blamed_or_praised_is_so_for_what_is_his(text: str, word: str, actor: str) -> None:
    assert mentioned(text, code(text), word) == {actor}


def test_who_does_something_in_his_own_place_is_not_the_other() -> None:
    text = "Kenya met Uganda in its capital."
    assert "state:UGA" not in mentioned(text, code(text), "its")


def test_both_governments_are_not_those_of_an_adjective() -> None:
    text = (
        "Peru and Chile met. Kenya, worried by Chile's purchase of Russian missiles, "
        "encouraged both governments to talk."
    )
    assert mentioned(text, code(text), "both governments") == {"state:PER", "state:CHL"}


def test_in_exile_is_nobody_and_some_indians_are_not_of_india() -> None:
    text = "Mr Ivo Kern denied it from exile in Minsk. Aymara Indians marched. A tribe left."
    actors = code(text)
    assert mentioned(text, actors, "exile") == set()
    assert "state:IND" not in actors.actors
    assert not any(a.country == "IND" for a in actors.actors.values())
    text = "An exile in Minsk denied it. Indians marched."
    actors = code(text)
    assert mentioned(text, actors, "An exile") != set()
    assert mentioned(text, actors, "Indians") == {"group:IND/nationals"}
