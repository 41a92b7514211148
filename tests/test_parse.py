"""The plain form of a parse says what spaCy's own tokens say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Token as SpacyToken

from dateline.language import Language
from dateline.parse import Token, parsed

_LANGUAGE = Language()
_TEXTS = (
    "",
    "Talks fail\n\nGENEVA, May 3 (Wire) - Envoys of Chad and Niger, who met on Monday, said that "
    "“no date” had been set.  The two sides' lawyers didn't agree.",
    'The minister said: "We won\'t sign it" (he later did), and left for Cairo with 3 aides.',
    "A fleet that nobody had expected to see there so early sailed on Friday from the port.",
)


def places(tokens: object) -> list[int]:
    """Return where the tokens stand."""
    return [token.i for token in tokens]  # type: ignore[attr-defined]


def said(token: Token | SpacyToken) -> list[object]:
    """Return all that both kinds of token say of themselves."""
    return [
        token.i, token.idx, len(token), token.text, token.text_with_ws, token.lower_,
        token.lemma_, token.tag_, token.pos_, token.dep_, token.ent_type_, token.head.i,
        token.left_edge.i, token.right_edge.i, bool(token.is_sent_start), token.is_space,
        token.is_punct, token.is_quote, token.like_num, token.sent.start, token.sent.end,
        token.sent.start_char, token.sent.end_char, token.sent.root.i, places(token.children),
        places(token.lefts), places(token.subtree), places(token.ancestors),
        places(token.conjuncts),
    ]  # fmt: skip


def check(text: str) -> None:
    """Assert that ours and spaCy's tokens of a text say the same."""
    doc = _LANGUAGE.parse(text)
    parse = parsed(doc)
    assert parse.text == doc.text
    assert len(parse) == len(doc)
    assert [said(token) for token in parse.tokens] == [said(token) for token in doc]
    assert parse.lemmas == [token.lemma_.lower() for token in doc]
    assert [parse.words[i] for i in parse.heads] == [token.head.text for token in doc]
    assert parse.children == [places(t.children) or () for t in doc]
    assert parse.sentence_bounds == [(s.start, s.end) for s in doc.sents]


@pytest.mark.parametrize("text", _TEXTS)
def test_tokens_say_what_those_of_spacy_say(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(" ".join(_TEXTS).split(" ")), max_size=25).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_broken_text_too(text: str) -> None:
    check(text)


def test_neighbours_end_with_the_text() -> None:
    tokens = parsed(_LANGUAGE.parse("Troops left.")).tokens
    assert tokens[1].nbor().text == "."
    assert tokens[1].nbor(-1).text == "Troops"
    with pytest.raises(IndexError):
        tokens[0].nbor(-1)
    with pytest.raises(IndexError):
        tokens[-1].nbor()


def test_a_document_is_read_once() -> None:
    doc = _LANGUAGE.parse("Troops left.")
    assert parsed(doc) is parsed(doc)
