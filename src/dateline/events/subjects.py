"""Whom a verb without a subject of its own takes it from: relatives, control, coordination."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from dateline.events.tree import NOMINAL, OBJECTS, SUBJECTS, VERBAL, Tree
from dateline.events.words import words
from dateline.parse import Token

Fillers = dict[str, list[Token]]

_PEOPLE_LIKE = {"NOUN", "PROPN", "PRON"}
_RELATIVE_TAGS = {"WP", "WDT", "IN", "DT", "WP$"}
# Prepositions behind which an object of the verb may do what the gerund says.
_OF_OBJECT = {"of", "for", "from", "into", "over"}
# "Called *on* Iran to stop", "appealed *to* Iran to stop".
_ADDRESSED = ("on", "to", "for")


class Subjects(ABC):
    """Finds the subjects that verbs share with others, from the slots of those."""

    def __init__(self, tree: Tree, subject_control: frozenset[str]) -> None:
        self.tree = tree
        self._subject_control = subject_control

    @abstractmethod
    def slots(self, token: Token) -> Fillers:
        """Return the fillers of each slot of a trigger, nearest first."""

    def shared_subjects(self, verb: Token) -> Sequence[Token]:
        """Return the subjects of a verb that has none of its own."""
        return self._of_auxiliary(verb) or self._inherited(verb) or self._misplaced(verb)

    def _of_auxiliary(self, verb: Token) -> list[Token]:
        """Return a subject the parser hung on the auxiliary ("Japan *did* not, however, expel")."""
        children = self.tree.children
        return [
            subject
            for auxiliary in children[verb.i]
            if auxiliary.dep_ == "aux"
            for subject in children[auxiliary.i]
            if subject.dep_ in SUBJECTS
        ]

    def _inherited(self, verb: Token) -> Sequence[Token]:
        head, label = verb.head, verb.dep_
        if label == "acl":
            return [head.head if self.tree.is_main_after_apposition(verb) else head]
        if label == "relcl" and not any(c.dep_ in OBJECTS for c in self.tree.children[verb.i]):
            return [head]
        if head.pos_ not in VERBAL or head == verb:
            if label in ("xcomp", "ccomp") and head.pos_ in ("ADJ", "NOUN"):
                return self.slots(head).get("subj", []) or self.slots(head).get("poss", [])
            return self._of_gerund(head) if label == "pcomp" else []
        if label == "conj":
            if not self._is_joined(head, verb):
                return []
            return self.slots(head).get("obj" if self.tree.is_passive(head) else "subj", [])
        if label in ("xcomp", "ccomp", "advcl"):
            return self._controlled(verb)
        return []

    def _controlled(self, verb: Token) -> Sequence[Token]:
        """Return who does what a clause below another verb says."""
        head, label = verb.head, verb.dep_
        upper = self.slots(head)
        own_subject = upper.get("subj", [])
        if not self.tree.is_infinitive(verb):
            if label == "advcl":
                return upper.get("obj", []) if self.tree.is_passive(head) else own_subject
            if label == "ccomp":
                return []
        lower = upper.get("obj", []) or upper.get("iobj", [])
        if head.lemma_ in self._subject_control and not self.tree.is_passive(head):
            return own_subject
        if lower and lower[0].pos_ in _PEOPLE_LIKE:
            return lower
        for preposition in _ADDRESSED:
            fillers = upper.get(preposition, [])
            if fillers and head.i < fillers[0].i < verb.i and self.tree.is_infinitive(verb):
                return fillers
        return own_subject or lower

    def _of_gerund(self, preposition: Token) -> Sequence[Token]:
        """Return who does what a gerund behind a preposition says."""
        governor = preposition.head
        if governor.pos_ == "ADV":
            governor = governor.head  # "came *close* to attacking"
        upper = self.slots(governor)
        if governor.pos_ not in VERBAL:
            found = upper.get("subj", []) or upper.get("poss", [])
            return found or self._of_state(governor)
        children = self.tree.children
        lower = upper.get("obj", [])
        about = preposition.lower_ in words("about") or (preposition.lower_ == "of" and not lower)
        if about and not any(
            c.dep_ in OBJECTS for gerund in children[preposition.i] for c in children[gerund.i]
        ):
            return []  # "called in over *shelling* in the hills", "spoke of *shelling*"
        if lower and preposition.lower_ in _OF_OBJECT:
            return lower
        return lower if self.tree.is_passive(governor) else upper.get("subj", [])

    def _of_state(self, noun: Token) -> list[Token]:
        """Return who is in a state that a gerund tells ("is on the *verge* of attacking")."""
        verb = noun.head.head
        if noun.dep_ != "pobj" or verb.lemma_ not in words("state") or verb.pos_ not in VERBAL:
            return []
        return self.slots(verb).get("subj", [])

    def _misplaced(self, verb: Token) -> list[Token]:
        """Return a subject the parser coordinated with a phrase before it.

        "After talks in Sochi, *Armenia* and Azerbaijan settled ...": it reads three names in a row.
        """
        if verb.dep_ not in ("ROOT", "ccomp"):
            return []
        children = self.tree.children[verb.i]
        start = min([verb.i, *(c.i for c in children if c.dep_ in ("aux", "auxpass"))])
        for phrase in children:
            if phrase.dep_ != "prep" or phrase.i > start:
                continue
            for token in phrase.subtree:
                if (
                    token.dep_ == "conj"
                    and token.pos_ in NOMINAL
                    and token.right_edge.i == start - 1
                    and token.left_edge.nbor(-1).lower_ == ","
                ):
                    return [token]
        return []

    def agents_below(self, verb: Token) -> list[Token]:
        """Return the agents of a passive that the parser hung lower ("let *go* by rebels")."""
        children = self.tree.children
        return [
            filler
            for word in children[verb.i]
            if word.dep_ in ("xcomp", "oprd", "prt", "advmod")
            and word.i > verb.i
            and not (word.pos_ == "VERB" and word.tag_ == "VBN")
            for preposition in children[word.i]
            if preposition.lower_ == "by" and preposition.dep_ in ("agent", "prep")
            for filler in children[preposition.i]
            if filler.dep_ == "pobj"
        ]

    def _is_joined(self, first: Token, second: Token) -> bool:
        """Whether a conjunction or mark stands between two verbs the parser coordinated.

        Where none does ("summoned the envoy after shells fired from afar *killed* two"), it erred.
        """
        between = self.tree.tokens[first.i + 1 : second.i]
        return any(token.dep_ == "cc" or token.is_punct for token in between)


def antecedent(token: Token, verb: Token) -> Token:
    """Return the noun a relative pronoun of the verb stands for, else the token itself."""
    if token.lower_ in words("relative") and token.tag_ in _RELATIVE_TAGS:
        for above in (verb, *verb.ancestors):
            if above.dep_ == "relcl":
                return above.head
    return token
