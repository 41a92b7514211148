"""Where the words of a date expression hang in the parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dateline.record import Span

VERBS = frozenset({"VERB", "AUX"})
INSIDE_NOUN = frozenset({"nummod", "compound", "amod", "poss", "nmod"})
"""Dependencies of what stands inside a noun phrase before its head."""
_BETWEEN = frozenset({"on", "in", "late", "early", "earlier", "later", "at"})


def token_of(doc: Doc, span: Span) -> Token:
    """Return the word on which the syntax of a span hangs."""
    covering = doc.char_span(*span, alignment_mode="expand")
    assert covering is not None
    # Not covering.root: that looks at every word of the text.
    for token in covering:
        head = token.head
        if head == token or not covering.start <= head.i < covering.end:
            return token
    return covering[0]


def verb_before(token: Token) -> Token | None:
    """Return the verb that a date follows at once ("said Tuesday", "met late on Monday").

    The parser often hangs such a date on the clause after it.
    """
    doc, index = token.doc, token.i - 1
    inside = token.dep_ in INSIDE_NOUN
    if token.dep_ == "poss" or (inside and index >= 0 and doc[index].dep_ in ("det", "poss")):
        return None  # "condemned the 2008 war", "condemned Monday's attack"
    while index > 0 and (doc[index].lower_ in _BETWEEN or doc[index].dep_ in ("det", "amod")):
        index -= 1
    if index < 0:
        return None
    before = doc[index]
    return before if before.pos_ == "VERB" and before.tag_ in ("VBD", "VBN") else None
