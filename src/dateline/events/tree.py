"""What syntax tells of the tokens of one document: voice, particles, coordination."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc

from dateline.parse import Sentence, Token, parsed

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OBJECTS = frozenset({"dobj"})


class Tree:
    """Children, sentences and lemmas of a document, and what they tell."""

    def __init__(self, doc: Doc) -> None:
        self.parse = parse = parsed(doc)
        self.tokens: list[Token] = parse.tokens
        self.children: list[Sequence[Token]] = [token.children for token in parse.tokens]
        """The children of each token, in order of the text."""
        self.sentences: list[Sentence] = parse.sentences
        self.lemmas: list[str] = parse.lemmas
        """The lemma of each token, in lower case."""

    def sentence(self, token: Token) -> Sentence:
        """Return the sentence around a token."""
        return self.parse.sentence(token.i)

    def is_passive(self, verb: Token) -> bool:
        """Whether the verb is passive, also a bare participle ("the village bombed by ...")."""
        tag = verb.tag_
        if tag not in ("VBN", "VBD"):
            return False
        labels = {child.dep_ for child in verb.children}
        if not labels.isdisjoint(("auxpass", "nsubjpass", "csubjpass")):
            return True
        if tag != "VBN" or not labels.isdisjoint(("aux", "nsubj")):
            return False
        label = verb.dep_
        if self.is_main_after_apposition(verb):
            return False
        if label == "acl" or "agent" in labels:
            return labels.isdisjoint(OBJECTS)
        if label == "conj" and verb.head.pos_ in VERBAL:
            return self.is_passive(verb.head)
        return label in ("xcomp", "advcl", "amod") and labels.isdisjoint(OBJECTS)

    def is_main_after_apposition(self, verb: Token) -> bool:
        """Whether the parser took the main verb for a participle of an apposition.

        "France, the former colonial *power*, *called* on Chad to yield": no other verb is there.
        """
        head = verb.head
        return (
            verb.dep_ == "acl"
            and verb.tag_ in ("VBN", "VBD")
            and head.dep_ == "appos"
            and head.head.dep_ == "ROOT"
            and head.head.pos_ in NOMINAL
            and self.tokens[verb.i - 1].lower_ == ","
        )

    def is_infinitive(self, verb: Token) -> bool:
        """Whether the verb is an infinitive with *to*."""
        return verb.tag_ == "VB" and any(
            c.dep_ == "aux" and c.lower_ == "to" for c in self.children[verb.i]
        )

    def particle(self, verb: Token) -> str:
        """Return the verb's particle ("carry *out*"), or an empty string."""
        for child in self.children[verb.i]:
            if child.dep_ == "prt":
                return child.lower_
        return ""

    def adverbs(self, verb: Token) -> list[str]:
        """Return the adverbs behind a verb, which the parser may have taken a particle for."""
        return [c.lower_ for c in self.children[verb.i] if c.dep_ == "advmod" and c.i > verb.i]

    def conjuncts(self, token: Token) -> list[Token]:
        """Return the token and what is coordinated with it, in order of the text."""
        found = [token]
        for member in found:
            for child in member.children:
                if child.dep_ == "conj" and child not in found:
                    found.append(child)
        return found


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb above the token, or None in a verbless fragment."""
    for above in token.ancestors:
        if above.pos_ in VERBAL:
            return above
    return None
