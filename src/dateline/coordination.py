"""Mends what the parser coordinates against grammar.

*He said Spain would pay, but thanked all*: a past tense goes with *said*, not with the infinitive
behind *would*. The parser takes the verb next to it, and whoever pays would thank.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

_FINITE = frozenset(("VBD", "VBZ", "VBP"))


def mend_coordination(doc: Doc) -> Doc:
    """Let a past tense coordinated with an infinitive go with the verb above, in place."""
    for token in doc:
        if token.dep_ == "conj" and token.tag_ == "VBD" and _is_infinitive(token.head):
            above = next((a for a in token.head.ancestors if a.tag_ in _FINITE), None)
            if above is not None and not _has_subject(token):
                joint = token.head
                for child in list(joint.children):
                    if child.dep_ == "cc" and child.i < token.i:
                        child.head = above
                token.head = above
    return doc


def _is_infinitive(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(
        child.dep_ == "aux" and child.tag_ in ("MD", "TO") for child in verb.children
    )


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
