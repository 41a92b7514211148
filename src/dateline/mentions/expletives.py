"""Tells where *it* stands for nobody: *it is likely that*, *it seems*."""

from __future__ import annotations

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.words import Words

_SUBJECTS = ("nsubj", "nsubjpass")
_EMPTY_VERBS = frozenset(
    ("be", "seem", "appear", "rain", "snow", "take", "happen", "turn", "become", "remain", "make")
)


def is_empty(words: Words, token: int, lexicon: Lexicon) -> bool:
    """Return whether *it* refers to nothing: *it is likely that*, *it seems*."""
    if words.lower[token] != "it":
        return False
    if words.dep[token] == "expl":
        return True
    verb = words.head[token]
    children = {words.dep[c] for c in words.children[verb] if c > token}
    if words.dep[token] not in _SUBJECTS:
        return bool(children & {"xcomp", "ccomp"}) and words.dep[token] == "dobj"
    if words.lemma[verb] == "be" and _is_somebody(words, verb, lexicon):
        return False
    return words.lemma[verb] in _EMPTY_VERBS or bool(
        words.dep[token] == "nsubjpass" and "ccomp" in children
    )


def _is_somebody(words: Words, copula: int, lexicon: Lexicon) -> bool:
    """Return whether only somebody can be what is said: *it was a supporter*, *it is ready*.

    Not where a clause goes on from it: *it was a soldier who fired*.
    """
    for child in words.children[copula]:
        if words.dep[child] == "attr":
            clauses = {words.dep[c] for c in words.children[child]}
            return lexicon.is_somebody(words.lower[child]) and "relcl" not in clauses
        if words.dep[child] == "acomp":
            return words.lower[child] in lexicon.metonym["will-adjective"]
    return False
