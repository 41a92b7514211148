"""Predications that tell no event of their own, but more of another or of nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.events.auxiliary import Auxiliaries
from dateline.events.ontology import Ontology
from dateline.events.predications import Predication
from dateline.events.tree import Tree
from dateline.events.words import words
from dateline.parse import Token


class Details:
    """Knows among the predications of one document those that are only details."""

    def __init__(
        self,
        tree: Tree,
        auxiliaries: Auxiliaries,
        ontology: Ontology,
        predications: Sequence[Predication],
    ) -> None:
        self._tree = tree
        self._ontology = ontology
        self._auxiliaries = auxiliaries
        self._types = {p.clause: p.type for p in predications}
        threats = [p for p in predications if p.type == "THREATEN"]
        self._averting = {
            clause.i
            for threat in threats
            for verb in (threat.clause, *threat.consumed)
            for clause in auxiliaries.conditions(tree.tokens[verb])
        }
        """The if-clauses of threats: what averts one, or brings it on, is no event."""

    def holds(self, predication: Predication, head: Token) -> bool:
        """Whether a predication, with the head of its clause, tells no event of its own."""
        return (
            _is_detail(head, predication, self._types)
            or head.i in self._averting
            or self._is_planned(head)
            or self._has_stalled(predication)
            or self._is_invited(head)
        )

    def _is_invited(self, head: Token) -> bool:
        """Whether a verb only tells what somebody is invited to do ("an invitation to *visit*")."""
        return (
            head.dep_ in ("acl", "relcl")
            and self._tree.is_infinitive(head)
            and self._tree.lemmas[head.head.i] in words("invitation")
        )

    def _is_planned(self, head: Token) -> bool:
        """Whether a clause tells only what a plan holds ("a plan under which they would go")."""
        return (
            head.dep_ == "relcl"
            and self._tree.lemmas[head.head.i] in words("plan")
            and bool(self._auxiliaries.modality(head))
            and any(
                token.lower_ == "which"
                for phrase in self._tree.children[head.i]
                if phrase.dep_ == "prep"
                for token in self._tree.children[phrase.i]
            )
        )

    def _has_stalled(self, predication: Predication) -> bool:
        """Whether talks are told of only because nothing comes of them ("the talks collapsed")."""
        noun = self._tree.tokens[predication.trigger]
        return (
            self._ontology.is_a("joint", predication.type)
            and noun.pos_ == "NOUN"
            and noun.dep_ == "nsubj"
            and self._tree.lemmas[noun.head.i] in words("stalled")
        )


def is_past_clause(head: Token) -> bool:
    """Whether a clause tells what was, not what is demanded ("those who *ousted* him")."""
    return head.tag_ == "VBD" and (
        head.dep_ == "relcl"
        or (
            head.dep_ == "advcl"
            and any(
                c.dep_ in ("mark", "advmod") and c.lower_ in words("past") for c in head.children
            )
        )
    )


def _is_detail(head: Token, predication: Predication, types: Mapping[int, str]) -> bool:
    """Whether a participle only tells more of the event it hangs on.

    What came of it ("bombed the camp, *killing* five"), or how it was done to whoever the event
    names ("blown up by a bomb *planted* by rebels").
    """
    if predication.type == "CONSULT" and head.tag_ == "VB" and head.dep_ in ("advcl", "xcomp"):
        return types.get(head.head.i) == "CONSULT"  # "met them *to discuss* the fence"
    if head.dep_ == "pcomp":
        # "asked for help in *lifting* the embargo": what help is for
        return next((types[a.i] for a in head.ancestors if a.i in types), None) == "REQUEST"
    if head.dep_ not in ("acl", "advcl") or head.tag_ not in ("VBG", "VBN"):
        return False
    if head.tag_ == "VBG" and head.dep_ == "advcl" and predication.type in ("ASSAULT", "RETREAT"):
        return types.get(head.head.i) == predication.type
    if predication.recipients:
        return False
    above = next((types[a.i] for a in head.ancestors if a.i in types), None)
    return above == predication.type
