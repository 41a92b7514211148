"""Whether the clause above takes an event for so: *it is not true that*, *no evidence that*."""

from __future__ import annotations

from typing import Literal

from dateline.events.auxiliary import Auxiliaries, clause_words
from dateline.events.tree import SUBJECTS, Tree
from dateline.parse import Token

Doubt = Literal["", "may", "not", "may not"]
"""What a clause says of another: nothing, that it may be, is not, or is unlikely to be so."""

_CLAUSES = {"ccomp", "acl", "relcl", "csubj", "advcl"}
_PREDICATES = {"acomp", "attr", "oprd"}


class Factuality:
    """What the predicates above the clauses of one document say of their truth."""

    def __init__(self, tree: Tree, auxiliaries: Auxiliaries) -> None:
        self._tree = tree
        self._auxiliaries = auxiliaries
        self._words = clause_words()

    def doubt(self, head: Token) -> Doubt:
        """Return what is said of the clause that a verb heads."""
        above = head.head
        if head.dep_ not in _CLAUSES or above == head or not self._is_that_clause(head):
            return ""
        if above.pos_ == "NOUN":
            return self._of_noun(above)
        return self._of_predicates(above)

    def _is_that_clause(self, head: Token) -> bool:
        """Whether a clause has *that* before a subject of its own."""
        children = self._tree.children[head.i]
        subjects = [c.i for c in children if c.dep_ in SUBJECTS]
        return any(
            c.lower_ == "that" and c.dep_ == "mark" and any(c.i < s for s in subjects)
            for c in children
        )

    def _of_noun(self, noun: Token) -> Doubt:
        """Return the doubt of "no evidence that ..." or "the claim that ... is false"."""
        lemma = self._tree.lemmas[noun.i]
        if lemma in self._words["evidence"]:
            return "not" if self._is_denied(noun) else ""
        if lemma in self._words["chance"]:
            return "not" if self._is_denied(noun) else "may"
        if noun.dep_ == "dobj" and lemma in self._words["claim"]:
            rejects = self._tree.lemmas[noun.head.i] in self._words["deny"]
            return "not" if rejects and not self._auxiliaries.is_negated(noun.head) else ""
        if noun.dep_ in SUBJECTS and noun.head != noun:
            return self._of_predicates(noun.head)
        return ""

    def _is_denied(self, noun: Token) -> bool:
        if any(c.lower_ in self._words["scant"] for c in self._tree.children[noun.i]):
            return True
        if self._auxiliaries.is_negated(noun):
            return True
        return noun.dep_ in ("dobj", "attr") and self._auxiliaries.is_negated(noun.head)

    def _of_predicates(self, verb: Token) -> Doubt:
        """Return the doubt of the predicate behind a copula ("is false", "is not the case")."""
        if self._tree.lemmas[verb.i] not in self._words["copula"]:
            return ""
        negated = self._auxiliaries.is_negated(verb)
        for predicate in self._tree.children[verb.i]:
            if predicate.dep_ not in _PREDICATES:
                continue
            lemma = self._tree.lemmas[predicate.i]
            denied = negated or self._auxiliaries.is_negated(predicate)
            if lemma in self._words["untrue"]:
                return "" if denied else "not"
            if lemma in self._words["true"]:
                return "not" if denied else ""
            if lemma in self._words["possible"]:
                return "not" if denied else "may"
            if lemma in self._words["improbable"]:
                return "may" if denied else "may not"
        return ""
