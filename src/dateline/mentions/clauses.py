"""Tells who is the subject around a token, of its own clause or of those before it."""

from __future__ import annotations

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.words import Words

SUBJECTS = ("nsubj", "nsubjpass")
_SHARING = ("xcomp", "conj", "pcomp", "advcl")
"""Clauses without a subject of their own: that of the verb above is meant."""
_MOST_SHARED = 5


class Clauses:
    """The clauses of one report, by the tokens in them."""

    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self.words = words
        self.lexicon = lexicon

    def verb(self, token: int) -> int:
        """Return the verb of the clause that the token stands in."""
        words = self.words
        return next((a for a in words.ancestors(token) if words.tag[a][:2] in ("VB", "MD")), token)

    def subjects_of(self, verb: int) -> list[int]:
        """Return the subjects of the verb, of the one above where it has none of its own."""
        words = self.words
        for _ in range(_MOST_SHARED):
            found = [c for c in words.children[verb] if words.dep[c] in SUBJECTS]
            above = words.head[verb]
            if words.dep[verb] == "pcomp":
                above = words.head[above]
            controlled = words.dep[verb] == "xcomp" and any(
                words.dep[c] in ("dobj", "dative") for c in words.children[above]
            )
            if found or words.dep[verb] not in _SHARING or controlled or above == verb:
                return found
            verb = above
        return []

    def subjects_above(self, token: int) -> list[int]:
        """Return the subjects of the clauses around the pronoun, nearest first, before it."""
        words = self.words
        found: list[int] = []
        own = words.dep[token] in SUBJECTS
        inside_quote = words.quoted[token]
        for ancestor in words.ancestors(token):
            if own and ancestor == words.head[token]:
                continue
            found += [
                child
                for child in (*self._controllers(ancestor), *words.children[ancestor])
                if (words.dep[child] in SUBJECTS or words.head[child] != ancestor)
                and child < token
                and (inside_quote or not words.quoted[child])
            ]
        return found

    def _controllers(self, verb: int) -> list[int]:
        """Return the object above that does what the verb says: *accused him of putting it off*."""
        words = self.words
        above = words.head[verb]
        if words.dep[verb] == "pcomp":
            above = words.head[above]
        elif words.dep[verb] != "xcomp":
            return []
        if words.tag[above][:2] != "VB" or any(
            words.dep[c] in SUBJECTS for c in words.children[verb]
        ):
            return []
        return [c for c in words.children[above] if words.dep[c] == "dobj" and c < verb]

    def is_main(self, token: int) -> bool:
        """Return whether the token is the subject of a main clause."""
        words = self.words
        return words.dep[token] in SUBJECTS and words.dep[words.head[token]] in (
            "ROOT",
            "ccomp",
            "conj",
        )

    def subjects_before(self, token: int) -> list[int]:
        """Return the main subject of the sentence before."""
        words = self.words
        number = words.sentence[token] - 1
        if number < 0:
            return []
        first, last = words.sentence_bounds[number]
        return [
            i
            for i in range(first, last)
            if words.dep[i] in SUBJECTS
            and words.dep[words.head[i]] == "ROOT"
            and not (words.quoted[i] and not words.quoted[token])
        ][:1]

    def last_clause(self, token: int) -> list[int]:
        """Return the subject of the clause before a semicolon: *X was convicted; he lives here*."""
        words = self.words
        first = words.sentence_bounds[words.sentence[token]][0]
        ends = [k for k in range(first, token) if words.text[k] == ";"]
        found = [
            i
            for i in range(first, ends[-1] if ends else first)
            if words.dep[i] in SUBJECTS and words.quoted[i] == words.quoted[token]
        ]
        return found[-1:]

    def speakers(self, token: int) -> list[int]:
        """Return the subjects of the verbs of saying beside a quotation around the token."""
        words = self.words
        number = words.sentence[token]
        for near in (number, number - 1):
            if near < 0:
                continue
            first, last = words.sentence_bounds[near]
            found = [
                i
                for i in range(first, last)
                if words.dep[i] in SUBJECTS
                and not words.quoted[i]
                and words.lemma[words.head[i]] in self.lexicon.person_verbs
            ]
            if found:
                return found
        return []
