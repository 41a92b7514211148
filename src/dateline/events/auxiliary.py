"""PLOVER's auxiliary modes: whether an event is negated, future, hypothetical or history."""

from __future__ import annotations

from datetime import date, timedelta

from spacy.tokens import Token

from dateline.items import FoundTime

_NEGATIVE = {"no", "not", "n't", "never", "neither", "nor", "none", "nobody", "hardly", "barely"}
_FUTURE_MODALS = {"will", "shall", "'ll", "’ll", "wo"}
_HYPOTHETICAL_MODALS = {"could", "may", "might", "should", "can", "must", "ought"}
_CONDITIONS = {"if", "unless", "whether", "lest", "should", "provided"}
_FUTURE_MODIFIERS = {
    "planned",
    "upcoming",
    "forthcoming",
    "future",
    "scheduled",
    "proposed",
    "looming",
    "imminent",
    "expected",
    "impending",
    "next",
}
_HYPOTHETICAL_MODIFIERS = {"possible", "potential", "hypothetical", "attempted", "would-be"}
_IN_CASE = ("in the event of", "in case of", "in the case of")
_HISTORY = {"decade", "century", "war", "era", "colonial", "centuries", "decades"}
# PLOVER asks for history to be told apart and gives no limit; news of a year ago is background.
HISTORY_AFTER = timedelta(days=365)


def is_negated(token: Token) -> bool:
    """Whether the token, or what it hangs on as a predicate, is negated."""
    for child in token.children:
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ == "neg" or (child.lower_ in _NEGATIVE and child.dep_ in ("det", "advmod")):
            if child.lower_ == "only" or _is_not_only(child):
                continue
            return True
        if (
            child.dep_ in ("nsubj", "nsubjpass", "dobj")
            and token.pos_ == "VERB"
            and any(
                c.lower_ in ("no", "neither", "none", "hardly", "barely")
                for c in (child, *child.children)
                if c is child or c.dep_ in ("det", "advmod")
            )
        ):
            return True
    head = token.head
    if head is not token:
        if token.dep_ in ("acomp", "attr", "oprd") and any(c.dep_ == "neg" for c in head.children):
            return True
        if token.dep_ == "pcomp" and head.lower_ == "without":
            return True
        if token.dep_ == "pobj" and head.lower_ == "without":
            return True
    return False


def modality(token: Token) -> str:
    """Return ``will``, ``would``, ``may``, ``if`` or empty for a verb's modal or mark."""
    for child in token.children:
        if child.dep_ == "mark" and child.lower_ in _CONDITIONS:
            return "if"
    for child in token.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in _FUTURE_MODALS:
                return "will"
            if child.lower_ in ("would", "'d", "’d"):
                return "would"
            if child.lower_ in _HYPOTHETICAL_MODALS:
                return "may"
    if token.dep_ == "xcomp" and token.head.lemma_ == "be":
        return "will"  # "is to visit"
    for verb in (token, token.head):
        if verb.lemma_ == "go" and verb.tag_ == "VBG" and (verb is token or token.dep_ == "xcomp"):
            return "will"
    if token.pos_ in ("NOUN", "PROPN"):
        modifiers = {c.lower_ for c in token.children if c.dep_ in ("amod", "compound", "advmod")}
        if modifiers & _FUTURE_MODIFIERS:
            return "will"
        if modifiers & _HYPOTHETICAL_MODIFIERS:
            return "may"
    if (
        token.dep_ == "conj"
        and token.pos_ == "VERB"
        and not any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children)
    ):
        return modality(token.head)
    return ""


def has_condition(token: Token) -> bool:
    """Whether the clause depends on an if-clause, or stands in one."""
    verbs = [token, *[a for a in token.ancestors if a.pos_ in ("VERB", "AUX")][:2]]
    for verb in verbs:
        if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in verb.children):
            return True
    return any(
        (child.dep_ == "advcl" and _is_condition(child))
        or (child.dep_ == "prep" and " ".join(t.lower_ for t in child.subtree).startswith(_IN_CASE))
        for child in token.children
    )


def _is_condition(clause: Token) -> bool:
    """Whether the clause begins with *if* or is inverted ("should the junta refuse")."""
    if any(c.dep_ == "mark" and c.lower_ in _CONDITIONS for c in clause.children):
        return True
    first = next(iter(clause.subtree))
    return first.dep_ == "aux" and first.lower_ in ("should", "had", "were")


def is_history(token: Token, time: FoundTime | None, published: date | None) -> bool:
    """Whether the event is background long before the report."""
    if time is not None and time.last is not None:
        return published is not None and time.last < published - HISTORY_AFTER
    return any(
        child.dep_ in ("prep", "npadvmod", "advmod")
        and child.i != token.i
        and any(t.lemma_.lower() in _HISTORY for t in child.subtree)
        and (child.lower_ in ("during", "in", "ago") or child.lemma_ in _HISTORY)
        for child in token.children
    )


def _is_not_only(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in ("only", "just", "merely")
