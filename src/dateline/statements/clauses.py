"""Where a verb's content is a clause: finite, infinitive, participle, or the one around it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.statements.nominals import merged, noun_clause, noun_phrase
from dateline.statements.sources import phrase
from dateline.statements.syntax import SUBJECTS, Syntax

_QUESTION_WORDS = ("whether", "if")


def finite_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find a clause with a tensed verb: "said (that) they had left", "asked who had left"."""
    # A clause behind the cue is its content; one before it only where there is no other.
    for child in sorted(syntax.children[head], key=lambda c: (c < head, c)):
        dep = syntax.deps[child]
        if dep not in ("ccomp", "csubj", "csubjpass") or syntax.is_infinitive(child):
            continue
        if dep != "ccomp" and child < head and not syntax.is_passive(head):
            continue
        if syntax.is_finite(child) or _opens_with(syntax, child, ("that", "whether", "if")):
            return _with_subject(syntax, head, child)
    return None


def told_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find a clause hung on the person told: "notified owners that fees would rise"."""
    direct = syntax.child(head, "dobj")
    return None if direct is None or direct < head else noun_clause(syntax, direct)


def _with_subject(syntax: Syntax, head: int, clause: int) -> list[int]:
    """Return the clause with its subject where that stands outside: "a gift that she knew ..."."""
    tokens = _without_cue(syntax, clause, head)
    if syntax.child(clause, *SUBJECTS, "expl") is not None or clause < head:
        return tokens
    direct = syntax.child(head, "dobj")
    if direct is not None and head < direct < clause:
        return list(range(syntax.subtree(direct)[0], tokens[-1] + 1))
    if syntax.deps[head] == "relcl":
        return merged(phrase(syntax, syntax.heads[head], head), tokens)
    return tokens


def question(syntax: Syntax, head: int) -> list[int] | None:
    """Find an indirect question: "asked whether they had left"."""
    for child in syntax.children[head]:
        if syntax.deps[child] in ("ccomp", "advcl", "xcomp", "acl", "pcomp") and any(
            syntax.deps[c] in ("mark", "advmod") and syntax.words[c] in _QUESTION_WORDS
            for c in syntax.children[child]
        ):
            return _without_cue(syntax, child, head)
    return None


def infinitive(syntax: Syntax, head: int) -> list[int] | None:
    """Find an infinitive without a subject of its own: "vowed to leave"."""
    if syntax.child(head, "dobj") is not None and syntax.pos[head] == "VERB":
        return None
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.is_infinitive(child)
            and syntax.child(child, "nsubj") is None
            and (
                syntax.deps[child] in ("xcomp", "ccomp", "acl", "dep")
                or (syntax.deps[child] == "advcl" and syntax.subtree(child)[0] == head + 1)
            )
        ):
            return without_finite_conjuncts(syntax, child)
    return None


def object_infinitive(syntax: Syntax, head: int) -> list[int] | None:
    """Find an infinitive with its subject: "wants the rebels to leave"; raised in the passive."""
    if syntax.is_passive(head):
        clause = _infinitive_child(syntax, head)
        return None if clause is None else _with_raised_subject(syntax, head, clause)
    clause = _infinitive_child(syntax, head)
    if clause is None:
        return None
    if syntax.child(clause, "nsubj", "nsubjpass") is not None:
        return syntax.subtree(clause)
    direct = syntax.child(head, "dobj")
    if direct is None:
        return None
    return merged(syntax.subtree(direct, (clause,)), syntax.subtree(clause))


def addressee_infinitive(syntax: Syntax, head: int) -> list[int] | None:
    """Find an infinitive that says what somebody is asked to do: "urged them to leave"."""
    clause = _infinitive_child(syntax, head)
    if clause is None:
        return None
    subject = syntax.child(clause, "nsubj", "nsubjpass")
    return without_finite_conjuncts(syntax, clause, () if subject is None else (subject,))


def without_finite_conjuncts(syntax: Syntax, clause: int, without: Iterable[int] = ()) -> list[int]:
    """Return an infinitive or participle without tensed verbs that the parser joined to it.

    "proposed closing the port and has now left": the second verb goes with the cue.
    """
    tensed = [c for c in syntax.with_dep(clause, "conj") if c > clause and _is_tensed(syntax, c)]
    kept = [c for c in syntax.with_dep(clause, "conj") if c not in tensed]
    last = max(kept, default=clause)
    left_out = [*without, *tensed, *(c for c in syntax.with_dep(clause, "cc") if c > last)]
    return syntax.subtree(clause, left_out)


def _is_tensed(syntax: Syntax, verb: int) -> bool:
    if syntax.tags[verb] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        syntax.deps[c] in ("aux", "auxpass") and syntax.tags[c] in ("VBD", "VBZ", "VBP", "MD")
        for c in syntax.children[verb]
    )


def prepositional_infinitive(syntax: Syntax, head: int, preposition: str) -> list[int] | None:
    """Find what somebody is asked to do, behind a preposition: "called on both sides to talk"."""
    for child in syntax.children[head]:
        if child < head or syntax.words[child] != preposition:
            continue
        addressee = syntax.child(child, "pobj")
        if addressee is None:
            continue
        for holder in (head, addressee):
            for clause in syntax.children[holder]:
                if (
                    clause > addressee
                    and syntax.deps[clause] in ("xcomp", "advcl", "acl", "relcl")
                    and syntax.is_infinitive(clause)
                ):
                    return merged(syntax.subtree(addressee), syntax.subtree(clause))
    return None


def gerund(syntax: Syntax, head: int) -> list[int] | None:
    """Find a participle as complement: "suggested leaving"."""
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.tags[child] == "VBG"
            and syntax.deps[child] in ("xcomp", "ccomp", "pcomp")
        ):
            return without_finite_conjuncts(syntax, child)
    return None


def raising(syntax: Syntax, head: int) -> list[int] | None:
    """Find what seems so to nobody in particular: "the talks appear to have failed"."""
    clause = _infinitive_child(syntax, head)
    if clause is None:
        clause = syntax.child(head, "oprd", "acomp")
    return None if clause is None else _with_raised_subject(syntax, head, clause)


def main_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find the clause into which a cue is set as a parenthesis: "he, they say, has left"."""
    above = syntax.heads[head]
    if above == head or syntax.pos[above] not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return None
    if syntax.deps[head] == "parataxis" or (
        syntax.deps[head] == "advcl"
        and any(
            syntax.words[c] == "as" and syntax.deps[c] in ("mark", "advmod", "prep")
            for c in syntax.children[head]
        )
        and syntax.child(head, "dobj", "ccomp", "xcomp") is None
    ):
        return _without_marks(syntax, above, syntax.subtree(above, (head,)))
    return None


def _infinitive_child(syntax: Syntax, head: int) -> int | None:
    direct = syntax.child(head, "dobj")
    last = head if direct is None or direct < head else syntax.subtree(direct)[-1]
    for child in syntax.children[head]:
        if child < head or not syntax.is_infinitive(child):
            continue
        if syntax.deps[child] in ("xcomp", "ccomp"):
            return child
        # Right behind the verb or its object even what the parser takes for a purpose is meant.
        if syntax.deps[child] == "advcl" and syntax.subtree(child)[0] == last + 1:
            return child
    if direct is not None and direct > head:
        for child in syntax.with_dep(direct, "relcl", "acl"):
            if syntax.is_infinitive(child):
                return child
    return None


def _with_raised_subject(syntax: Syntax, head: int, clause: int) -> list[int]:
    subject = syntax.child(head, "nsubjpass", "nsubj")
    below = syntax.subtree(clause)
    if subject is None or syntax.words[subject] in ("it", "there"):
        return below
    return merged(noun_phrase(syntax, subject, head), below)


def _without_cue(syntax: Syntax, clause: int, cue: int) -> list[int]:
    """Return the clause without the cue, and without a participle that comments on the saying."""
    left_out = [cue]
    for child in syntax.children[clause]:
        if syntax.lemmas[child] in ("cite", "quote") and syntax.tags[child] == "VBG":
            left_out.append(child)
        participle = syntax.deps[child] == "advcl" and syntax.tags[child] == "VBG"
        if (
            participle
            and child > clause > cue
            and syntax.words[syntax.subtree(child)[0] - 1] == ","
        ):
            left_out.append(child)
    return syntax.subtree(clause, left_out)


def _without_marks(syntax: Syntax, head: int, tokens: list[int]) -> list[int]:
    marks = [c for c in syntax.children[head] if syntax.deps[c] in ("mark", "cc") and c < head]
    if tokens and tokens[0] in marks:
        return tokens[1:]
    return tokens


def _opens_with(syntax: Syntax, clause: int, words: Iterable[str]) -> bool:
    return any(
        syntax.deps[c] in ("mark", "advmod") and syntax.words[c] in words
        for c in syntax.children[clause]
    )
