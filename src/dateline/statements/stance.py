"""What a statement makes of its words once negation and hedges are taken in."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import get_args

from dateline.record import Stance
from dateline.statements.attribution import Attribution
from dateline.statements.syntax import Syntax
from dateline.statements.tables import DATA
from dateline.tables import read_table

_HEARSAY = ("raising", "object+infinitive", "object+as")


def load_negations() -> Mapping[str, Stance]:
    """Return what each stance becomes under negation. Raises TableError for an unknown one."""
    negations: dict[str, Stance] = {}
    for row in read_table(DATA / "stances.tsv", ("stance", "negated")):
        negated: Stance = row.one_of("negated", get_args(Stance))  # type: ignore[assignment]
        negations[row.one_of("stance", get_args(Stance))] = negated
    return negations


def stance_of(
    syntax: Syntax,
    attribution: Attribution,
    negations: Mapping[str, Stance],
    hedges: Container[str],
) -> Stance:
    """Return the stance of one attribution.

    "did not say that" doubts, "is said to have" only reports, and so does "reportedly told".
    ``hedges`` are the adverbs that make hearsay of a clause.
    """
    cue = attribution.cue
    if cue is None:
        return attribution.stance
    head = attribution.head
    if cue.part_of_speech == "preposition":
        hedged = any(syntax.words[c] in hedges for c in syntax.children[syntax.heads[head]])
        return "reported" if hedged else cue.stance
    if cue.part_of_speech == "verb":
        if any(syntax.words[c] in hedges for c in syntax.children[head]):
            return "reported"
        if syntax.deps[head] == "pcomp" and syntax.is_passive(syntax.heads[syntax.heads[head]]):
            return "reported"
        hearsay = syntax.is_passive(head) and attribution.source is None
        if hearsay and cue.stance == "said" and attribution.frame in _HEARSAY:
            return "reported"
    # "is not worried that it rains" grants that it rains.
    if cue.mode != "feeling" and is_negated(syntax, attribution):
        return negations[cue.stance]
    return cue.stance


def is_negated(syntax: Syntax, attribution: Attribution) -> bool:
    """Say whether the cue is negated, an adjective through its copula."""
    head = attribution.head
    if syntax.is_negated(head):
        return True
    above = syntax.heads[head]
    if syntax.deps[head] in ("acomp", "attr", "oprd") or (
        syntax.deps[head] == "xcomp" and syntax.pos[head] == "ADJ"
    ):
        return syntax.is_negated(above)
    if syntax.pos[head] == "NOUN":
        return any(
            syntax.words[c] == "no" and syntax.deps[c] == "det" for c in syntax.children[head]
        ) or (syntax.deps[head] == "dobj" and syntax.is_negated(above))
    return False
