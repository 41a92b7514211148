"""What a noun means and what stands with it: whole phrases, the clauses that fill a noun."""

from __future__ import annotations

from dateline.statements.sources import phrase, relative_antecedent
from dateline.statements.syntax import SUBJECTS, Syntax

_ADNOMINAL = frozenset(("of", "to", "from", "for", "about", "against", "between", "over", "with"))


def noun_phrase(syntax: Syntax, noun: int, cue: int) -> list[int]:
    """Return the whole phrase, without the cue where that stands in a clause about the noun."""
    if syntax.tags[noun] in ("WDT", "WP"):
        antecedent = relative_antecedent(syntax, cue)
        if antecedent is not None:
            return phrase(syntax, antecedent, cue)
    if syntax.is_below(cue, noun):
        return phrase(syntax, noun, cue)
    tokens = syntax.subtree(noun)
    # "praised the envoy for his work", "denied reports of talks": what the parser hangs on the
    # verb though it stands right behind the noun.
    for child in syntax.children[cue]:
        if (
            child == tokens[-1] + 1
            and noun > cue
            and syntax.deps[child] == "prep"
            and syntax.words[child] in _ADNOMINAL
        ):
            tokens += syntax.subtree(child)
    return tokens


def noun_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find the clause that says what a noun is: "the claim that it rained", "the fear is that"."""
    for child in syntax.children[head]:
        clausal = syntax.deps[child] in ("acl", "ccomp", "relcl", "appos", "dep")
        if clausal and child > head and _is_content(syntax, head, child):
            return syntax.subtree(child)
    above = syntax.heads[head]
    if syntax.deps[head] == "nsubj" and syntax.lemmas[above] == "be":
        for child in syntax.with_dep(above, "ccomp"):
            if child > above and syntax.is_finite(child):
                return syntax.subtree(child)
    return None


def _is_content(syntax: Syntax, noun: int, clause: int) -> bool:
    """Say whether a clause says what the noun is, not which one it is: "the claim that"."""
    first = next((c for c in syntax.children[clause] if syntax.words[c] == "that"), None)
    if first is None or first < noun:
        return False
    if syntax.deps[first] == "mark":
        # "a charge *that* the party called false": what the clause lacks, the noun is.
        lacks = syntax.child(clause, "oprd") is not None and not syntax.is_passive(clause)
        return not lacks or syntax.child(clause, "dobj") is not None
    if syntax.deps[first] in SUBJECTS or syntax.child(clause, *SUBJECTS) is None:
        return False
    # The parser takes the conjunction for an object; the tag, or a full clause, tells better.
    full = any(
        syntax.deps[c] in ("nsubjpass", "acomp", "attr", "dobj") and c != first
        for c in syntax.children[clause]
    )
    return (
        syntax.tags[first] == "IN"
        or syntax.deps[clause] == "acl"
        or (full and syntax.is_finite(clause))
    )


def noun_infinitive(syntax: Syntax, head: int) -> list[int] | None:
    """Find the infinitive that says what a noun is: "the threat to leave"."""
    for child in syntax.children[head]:
        if child > head and syntax.deps[child] in ("acl", "relcl") and syntax.is_infinitive(child):
            return syntax.subtree(child)
    return None


def merged(left: list[int], right: list[int]) -> list[int]:
    """Return the tokens of both, sorted, each once."""
    return sorted({*left, *right})
