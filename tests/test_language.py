"""What the parser is helped with: words in scare quotes, and headlines with a comma for *and*."""

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
