"""The attribute rules found by look-up are those that spaCy's own matcher finds."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

from dateline.attribute_rules import AttributeRules, hasten
from dateline.language import Language

_LANGUAGE = Language()
_WORDS = (
    "it", "I", "you", "that", "do", "did", "had", "'d", "is", "'s", "let", "gon", "na", "got",
    "ta", "y'", "all", "ai", "n't", "nothin'", "there", "but", "the", "mark", " ", "\n\n", "army",
)  # fmt: skip
_TAGS = ("PRP", "IN", "VBZ", "VBP", "VBD", "MD", "DT", "WDT", "CC", "RB", "_SP", "NN", "EX", "TO")
_DEPS = ("", "nsubj", "dobj", "expl", "aux", "ROOT", "mark", "det", "advmod", "dep", "conj")


def ruler() -> AttributeRuler:
    """Return the ruler of the model, with spaCy's own way to match."""
    found = spacy.load(_LANGUAGE.model.split()[0], exclude=["ner"]).get_pipe("attribute_ruler")
    assert isinstance(found, AttributeRuler)
    return found


_RULER = ruler()
_RULES = AttributeRules(_RULER)


@given(
    st.lists(
        st.tuples(st.sampled_from(_WORDS), st.sampled_from(_TAGS), st.sampled_from(_DEPS)),
        max_size=12,
    )
)
@settings(max_examples=300, deadline=None)
def test_every_match_is_found_and_no_other(tokens: list[tuple[str, str, str]]) -> None:
    doc = Doc(
        _RULER.vocab,
        words=[word for word, _, _ in tokens],
        tags=[tag for _, tag, _ in tokens],
        deps=[dep for _, _, dep in tokens],
        heads=list(range(len(tokens))),
    )
    assert _RULES(doc) == AttributeRuler.match(_RULER, doc)


def test_the_pipeline_looks_them_up() -> None:
    used = _LANGUAGE._pipeline.get_pipe("attribute_ruler")
    assert isinstance(used.match, AttributeRules)  # type: ignore[attr-defined]
    doc = _LANGUAGE.parse("It's there, but they ain't got to do it: let's go.")
    plain = spacy.load(_LANGUAGE.model.split()[0], exclude=["ner"])(doc.text)
    assert [(t.pos_, t.lemma_, t.morph) for t in doc] == [
        (t.pos_, t.lemma_, t.morph) for t in plain
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        [{"SHAPE": "xx"}],
        [{"LOWER": "a"}, {"LOWER": "b"}, {"LOWER": "c"}],
        [{"LOWER": "a", "OP": "+"}],
        [{"LOWER": {"FUZZY": "attack"}}],
    ],
)
def test_a_ruler_with_other_rules_is_left_alone(pattern: list[dict[int | str, Any]]) -> None:
    strange = AttributeRuler(_RULER.vocab)
    strange.add([pattern], {"POS": "X"})
    with pytest.raises(ValueError, match="rule"):
        AttributeRules(strange)
    hasten(strange)
    assert "match" not in vars(strange)
