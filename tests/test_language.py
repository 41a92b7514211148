"""What the parser is helped with: scare quotes, headlines, and what it coordinates wrongly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.language import Language
from dateline.scare_quotes import scare_quotes

_LANGUAGE = Language()


@pytest.fixture
def language() -> Language:
    return _LANGUAGE


def test_a_quoted_verb_is_a_verb(language: Language) -> None:
    doc = language.parse(
        'Iran\'s ministry "categorically rejected" it. It didn\'t say "why", he said.'
    )
    verb = next(token for token in doc if token.text == "rejected")
    assert (verb.pos_, verb.dep_, doc[3].head.i) == ("VERB", "ROOT", verb.i)
    marks = [token for token in doc if token.text == '"']
    assert [(m.dep_, m.pos_) for m in marks] == [("punct", "PUNCT")] * 4
    assert [sentence.text for sentence in doc.sents][1].startswith("It didn't")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He called it "very good".', 1),
        ('He called it "Very Good".', 0),  # may be a name
        ('"We stay," he said.', 0),  # speech
        ('He said "no, never".', 0),
        ('A 5" gun and a 6" gun fired.', 0),
    ],
)
def test_only_short_words_in_lower_case(language: Language, text: str, found: int) -> None:
    assert len(scare_quotes(language.parse(text))) == found


@given(
    st.lists(st.sampled_from(['"', "“", "”", "rejected", "very", "Iran", ".", " ", "n't", "\n"]))
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_changed(words: list[str]) -> None:
    text = " ".join(words)
    assert _LANGUAGE.parse(text).text == text


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("India, China agree on border patrols", ["India", "China"]),
        ("Iran, Saudi Arabia to reopen embassies", ["Iran", "Arabia"]),
        ("Moscow, Russia says it has left", ["Russia"]),
        ("Monday, Houthis have left the port", ["Houthis"]),
    ],
)
def test_a_comma_in_a_headline_joins_subjects(
    language: Language, text: str, subjects: list[str]
) -> None:
    doc = language.parse(text)
    of_verb = [t for t in doc if t.dep_ == "nsubj" and t.head.pos_ == "VERB"][:1]
    joined = [t for t in doc if t.dep_ == "conj" and t.head in of_verb]
    assert [t.text for t in (*of_verb, *joined)] == subjects


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("ECOWAS Threatens Force as Niger Junta Defies Deadline", ["Threatens", "Defies"]),
        ("Rebels Attack Town as U.N. Pulls Out", ["Attack", "Pulls"]),
        ("White House Warns Iran on Oil", ["Warns"]),  # "house" is a verb as well
        ("Ban Urges Sudan to Talk", ["Urges"]),  # and "ban"
        ("Grant Urges New Talks\n\nThey grant it. UN envoy Hugh Grant spoke.", ["Urges"]),
        ("Organization of American States", []),
    ],
)
def test_a_headline_with_capitals_is_read_as_a_sentence(
    language: Language, text: str, verbs: list[str]
) -> None:
    doc = language.parse(text)
    assert doc.text == text
    line = doc.char_span(0, len(text.partition("\n")[0]))
    assert line is not None
    found = [t.text for t in line if t.tag_ in ("VBZ", "VBP", "VBD") and t.dep_ != "aux"]
    assert found == verbs


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Turkey halts talks with Greece", "Turkey"),
        ("Rebel attacks kill three in Mali", "attacks"),
    ],
)
def test_a_plural_before_a_singular_is_the_verb(
    language: Language, text: str, subject: str
) -> None:
    assert [t.text for t in language.parse(text) if t.dep_ == "nsubj"] == [subject]


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("Omar said Chad would not pay but promised a vote.", "said"),
        ("Omar said Chad would pay and promise a vote.", "pay"),
        ("Omar said Chad would pay but Mali promised a vote.", "pay"),  # who promised is told
    ],
)
def test_a_past_tense_is_not_coordinated_with_an_infinitive(
    language: Language, text: str, above: str
) -> None:
    verb = next(t for t in language.parse(text) if t.lemma_ == "promise")
    assert verb.head.text == above
