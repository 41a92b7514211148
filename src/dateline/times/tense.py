"""Which way a date without an anchor points: back or ahead, by the tense of its clause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.times.syntax import INSIDE_NOUN, VERBS, verb_before

if TYPE_CHECKING:
    from dateline.parse import Token
    from dateline.times.words import Words

_AHEAD_MODALS = frozenset({"will", "shall", "would", "may", "might", "could", "should", "must",
                           "can", "ought", "'ll", "’ll", "wo", "ca"})  # fmt: skip

_PRESENT = frozenset({"VBZ", "VBP"})


def direction_of(token: Token, words: Words) -> int:
    """Return -1 where the clause of a date tells what was, 1 where it tells what is to come.

    A clause without a verb tells what was; 0 where a date inside a noun phrase ("the March vote")
    stands in the present tense, which may be either.
    """
    verb, forward = verb_before(token), False
    if verb is None:
        verb, forward = _governor(token, words)
    if forward:
        return 1
    inside = token.dep_ in INSIDE_NOUN or _of_noun(token)
    for _ in range(6):  # a chain of infinitives and participles ends long before
        if verb is None:
            return -1
        if inside and verb.tag_ in _PRESENT and not _helped(verb):
            return 0
        direction = _direction(verb, words)
        if direction:
            return direction
        verb = _verb_above(verb)
    return -1


def _of_noun(token: Token) -> bool:
    """Whether a date stands in a phrase of a noun ("the seizure of a tanker *in September*")."""
    return token.dep_ == "pobj" and token.head.head.pos_ == "NOUN"


def _helped(verb: Token) -> bool:
    return any(child.dep_ in ("aux", "auxpass") for child in verb.children)


def _governor(token: Token, words: Words) -> tuple[Token | None, bool]:
    """Return the verb a date depends on, and if a noun or verb on the way makes it lie ahead."""
    through_noun = False
    current = token
    while current.head != current:
        head = current.head
        if head.pos_ in ("NOUN", "PROPN", "ADJ", "ADV", "SCONJ", "ADP"):
            if _looks_ahead(head, token, words):
                return None, True
            through_noun |= head.pos_ == "NOUN"
        elif head.pos_ in VERBS:
            ahead = through_noun or current.lower_ in ("for", "to")
            if ahead and words.has("forward", head.lemma_) and not _is_subject(current):
                return None, True
            return head, False
        current = head
    return (current if current.pos_ in VERBS else None), False


def _looks_ahead(head: Token, token: Token, words: Words) -> bool:
    if head != token and head.pos_ in ("ADJ", "ADV", "ADP", "SCONJ"):
        return head.pos_ != "ADP" and words.has("forward", head.lower_)
    return any(
        child.pos_ in ("ADJ", "VERB") and words.has("forward", child.lower_)
        for child in head.lefts
        if child != token
    )


def _is_subject(token: Token) -> bool:
    return token.dep_ in ("nsubj", "nsubjpass", "csubj")


def _direction(verb: Token, words: Words) -> int:
    """Return the direction of a verb's own form, 0 where the verb above it decides."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    perfect = any(c.lemma_ in ("have", "'ve", "’ve") for c in helpers)
    for helper in helpers:
        if helper.tag_ == "MD" or helper.lower_ in _AHEAD_MODALS:
            return -1 if perfect else 1
    if perfect:
        return -1
    if any(c.tag_ == "TO" for c in helpers):
        above = verb.head
        if above != verb and words.has("completing", above.lemma_):
            return 0
        return 1
    tag = verb.tag_
    if tag == "VBD" or any(c.tag_ == "VBD" for c in helpers):
        return -1
    if tag in ("VBN", "VBG"):
        if any(c.tag_ in ("VBZ", "VBP") for c in helpers):
            return 1
        if tag == "VBN":
            return 1 if words.has("forward", verb.lemma_) else -1
        return 0
    if tag in ("VBZ", "VBP"):
        if words.has("reporting", verb.lemma_):
            return -1
        return 1
    return 0 if verb.head != verb else -1


def _verb_above(verb: Token) -> Token | None:
    current = verb
    while current.head != current:
        current = current.head
        if current.pos_ in VERBS:
            return current
    return None
