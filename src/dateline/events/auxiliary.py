"""PLOVER's auxiliary modes: whether an event is negated, future, hypothetical or history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from dateline.items import FoundTime
from dateline.tables import read_table

TABLE = Path(__file__).parent / "data" / "auxiliary_words.tsv"
_KINDS = (
    "condition",
    "conditional_modal",
    "future_modal",
    "future_modifier",
    "history",
    "history_preposition",
    "hypothetical_modal",
    "hypothetical_modifier",
    "in_case",
    "inversion",
    "negating_preposition",
    "negative",
    "negative_pronoun",
)
_VERBAL = ("VERB", "AUX")
# PLOVER asks for history to be told apart and gives no limit; news of a year ago is background.
HISTORY_AFTER = timedelta(days=365)


def load_words(path: Path = TABLE) -> Mapping[str, frozenset[str]]:
    """Return the words of each kind. Raises TableError where a row is wrong."""
    words: dict[str, set[str]] = {kind: set() for kind in _KINDS}
    for row in read_table(path, ("kind", "word")):
        kind, word = row.one_of("kind", _KINDS), row.required("word")
        if word in words[kind]:
            raise row.error(f"{word!r} stands twice as {kind}")
        words[kind].add(word)
    return {kind: frozenset(of) for kind, of in words.items()}


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return load_words()


def is_negated(token: Token) -> bool:
    """Whether the token, or what it hangs on as a predicate, is negated."""
    words = _words()
    for child in token.children:
        if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
            return True
        if child.dep_ == "neg" or (
            child.dep_ in ("det", "advmod", "preconj") and _is_negative(child, words)
        ):
            if child.lower_ == "only" or _is_not_only(child):
                continue
            return True
        if (
            child.dep_ in ("nsubj", "nsubjpass", "dobj")
            and token.pos_ == "VERB"
            and any(
                c.lower_ in words["negative_pronoun"]
                for c in (child, *child.children)
                if c is child or c.dep_ in ("det", "advmod", "preconj", "cc:preconj")
            )
        ):
            return True
    head = token.head
    if head is token:
        return False
    if token.dep_ in ("acomp", "attr", "oprd") and any(c.dep_ == "neg" for c in head.children):
        return True
    if token.dep_ in ("pcomp", "pobj") and _preposition(head) & words["negating_preposition"]:
        return True
    return _is_yet_to(token) or _shares_negation(token)


def _is_negative(adverb: Token, words: Mapping[str, frozenset[str]]) -> bool:
    """Whether an adverb or article negates, also with one of its own ("hardly ever")."""
    if adverb.lower_ in words["negative"]:
        return True
    return adverb.dep_ == "advmod" and any(
        c.dep_ in ("advmod", "neg") and c.lower_ in words["negative"] for c in adverb.children
    )


def _preposition(token: Token) -> set[str]:
    """Return the names of a preposition: its word, and with the one before it ("short of")."""
    names = {token.lower_}
    if token.i > 0:
        names.add(f"{token.nbor(-1).lower_} {token.lower_}")
    return names


def _is_yet_to(token: Token) -> bool:
    """Whether the verb is still to come about ("has yet to sign")."""
    head = token.head
    return (
        token.dep_ == "xcomp"
        and head.lemma_ in ("have", "be")
        and any(c.lower_ == "yet" and head.i < c.i < token.i for c in head.children)
    )


def _shares_negation(token: Token) -> bool:
    """Whether the verb is the second of two under one auxiliary ("did not shell or bomb")."""
    head = token.head
    if token.dep_ != "conj" or token.pos_ != "VERB" or head.pos_ != "VERB":
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass") for c in token.children):
        return False
    joined = any(c.dep_ == "cc" and c.lower_ in ("or", "nor") for c in head.children)
    return joined and any(c.dep_ == "neg" for c in head.children)


def modality(token: Token) -> str:
    """Return ``will``, ``would``, ``may``, ``if`` or empty for a verb's modal or mark."""
    words = _words()
    for child in token.children:
        if child.dep_ == "mark" and child.lower_ in words["condition"]:
            return "if"
    for child in token.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in words["future_modal"]:
                return "will"
            if child.lower_ in words["conditional_modal"]:
                return "would"
            if child.lower_ in words["hypothetical_modal"]:
                return "may"
    if token.dep_ == "xcomp" and token.head.lemma_ == "be":
        return "will"  # "is to visit"
    for verb in (token, token.head):
        if verb.lemma_ == "go" and verb.tag_ == "VBG" and (verb is token or token.dep_ == "xcomp"):
            return "will"
    if token.pos_ in ("NOUN", "PROPN"):
        modifiers = {c.lower_ for c in token.children if c.dep_ in ("amod", "compound", "advmod")}
        if modifiers & words["future_modifier"]:
            return "will"
        if modifiers & words["hypothetical_modifier"]:
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
    words = _words()
    verbs = [token, *[a for a in token.ancestors if a.pos_ in _VERBAL][:2]]
    for verb in verbs:
        if any(c.dep_ == "mark" and c.lower_ in words["condition"] for c in verb.children):
            return True
    cases = tuple(sorted(words["in_case"]))
    return any(
        (child.dep_ == "advcl" and _is_condition(child))
        or (child.dep_ == "prep" and " ".join(t.lower_ for t in child.subtree).startswith(cases))
        for child in token.children
    )


def _is_condition(clause: Token) -> bool:
    """Whether the clause begins with *if* or is inverted ("should the junta refuse")."""
    words = _words()
    if any(c.dep_ == "mark" and c.lower_ in words["condition"] for c in clause.children):
        return True
    first = next(iter(clause.subtree))
    return first.dep_ == "aux" and first.lower_ in words["inversion"]


def is_history(token: Token, time: FoundTime | None, published: date | None) -> bool:
    """Whether the event is background long before the report."""
    if time is not None and time.last is not None:
        if published is None:
            return False
        # "in the last century" may be reckoned up to today; its name still tells of history.
        ends = time.last < published - HISTORY_AFTER
        return ends or (
            time.first is not None
            and time.first < published - HISTORY_AFTER
            and any(_is_historic(phrase) for phrase in _adjuncts(token))
        )
    return any(_is_historic(phrase) for phrase in _adjuncts(token))


def _adjuncts(token: Token) -> Iterator[Token]:
    """Yield the adverbials of a verb, and of the verb it is coordinated with."""
    verbs = [token]
    while verbs[-1].dep_ == "conj" and verbs[-1].head.pos_ in _VERBAL:
        verbs.append(verbs[-1].head)
    for verb in verbs:
        for child in verb.children:
            if child.dep_ in ("prep", "npadvmod", "advmod"):
                yield child


def _is_historic(phrase: Token) -> bool:
    words = _words()
    if phrase.lower_ not in words["history_preposition"] and phrase.lemma_ not in words["history"]:
        return False
    return any(t.lemma_.lower() in words["history"] for t in phrase.subtree)


def _is_not_only(token: Token) -> bool:
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    return following is not None and following.lower_ in ("only", "just", "merely")
