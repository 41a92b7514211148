"""Whose words or views a cue reports: the phrase that names the source."""

from __future__ import annotations

from dateline.statements.syntax import QUOTATION_MARKS, SUBJECTS, Syntax
from dateline.statements.tables import verbs_of_passing_on

_RELATIVES = ("who", "which", "that", "whom")
_DUMMIES = ("it", "there")
_ROOMS_FOR_SUBJECT = (
    "conj",
    "xcomp",
    "advcl",
    "ccomp",
    "pcomp",
    "acl",
    "relcl",
    "dep",
    "prep",
    "acomp",
    "attr",
)
_DEPTH = 6


def subject_of(syntax: Syntax, verb: int, depth: int = 0) -> int | None:
    """Return the head of the phrase that does what an active verb says, also across control.

    The subject of a passive further up counts ("was elected and said"); a dummy *it* does not.
    """
    deps, words = syntax.deps, syntax.words
    own = [c for c in syntax.children[verb] if deps[c] in SUBJECTS]
    if own:
        subject = own[-1] if deps[own[0]] == "csubj" else own[0]
        if words[subject] in _RELATIVES and syntax.tags[subject] in ("WP", "WDT"):
            antecedent = relative_antecedent(syntax, verb)
            return subject if antecedent is None else antecedent
        if words[subject] in _DUMMIES and deps[subject] == "expl":
            return None
        return subject
    if depth > _DEPTH or any(deps[c] == "expl" for c in syntax.children[verb]):
        return None
    return _borrowed_subject(syntax, verb, depth)


def _borrowed_subject(syntax: Syntax, verb: int, depth: int) -> int | None:
    dep = syntax.deps[verb]
    head = syntax.heads[verb]
    if head == verb or dep not in _ROOMS_FOR_SUBJECT:
        return None
    if dep in ("acl", "relcl"):
        if syntax.is_infinitive(verb):
            return possessor_of(syntax, head)
        return head if syntax.pos[head] in ("NOUN", "PROPN", "PRON") else None
    if dep == "pcomp":
        above = syntax.heads[head]
        if syntax.words[head] == "as" and not syntax.is_passive(above):
            quoted = syntax.child(above, "dobj")
            if quoted is not None:
                return quoted
        if syntax.pos[above] in ("VERB", "AUX"):
            return subject_of(syntax, above, depth + 1)
        return possessor_of(syntax, above)
    if dep == "xcomp":
        controller = syntax.child(head, "dobj", "dative")
        if controller is not None and controller < verb and syntax.is_infinitive(verb):
            return controller
    if dep == "conj":
        nearer = _clause_before(syntax, head, verb)
        if nearer is not None:
            return subject_of(syntax, nearer, depth + 1)
    if syntax.pos[head] in ("NOUN", "PROPN") and dep == "advcl":
        return head
    if syntax.pos[head] in ("VERB", "AUX", "ADJ"):
        return subject_of(syntax, head, depth + 1)
    return None


def _clause_before(syntax: Syntax, head: int, verb: int) -> int | None:
    """Return a clause right before the *and* of a verb that the parser joined to one further up.

    "Rome called for talks, while Paris voiced concern *and said* ...": nothing but the conjunction
    parts the verb from the nearer clause, and both have one tense.
    """
    opening = verb - 1
    if opening <= head or syntax.deps[opening] != "cc":
        return None
    for clause in syntax.with_dep(head, "advcl"):
        if (
            head < clause < opening
            and syntax.tags[clause] == syntax.tags[verb]
            and syntax.child(clause, "nsubj") is not None
            and syntax.subtree(clause)[-1] == opening - 1
        ):
            return clause
    return None


def relative_antecedent(syntax: Syntax, verb: int) -> int | None:
    """Return the noun that the relative clause of this verb describes, or None."""
    here = verb
    for _ in range(_DEPTH):
        if syntax.deps[here] == "relcl":
            return syntax.heads[here]
        if syntax.deps[here] not in ("conj", "xcomp", "ccomp", "advcl"):
            return None
        here = syntax.heads[here]
    return None


def agent_of(syntax: Syntax, verb: int) -> int | None:
    """Return the head of the *by* phrase of a passive, or None."""
    agent = syntax.child(verb, "agent")
    if agent is None:
        return None
    return syntax.child(agent, "pobj")


def source_of_verb(syntax: Syntax, verb: int) -> int | None:
    """Return the head of the source of a verb: its subject, or the agent of a passive."""
    if syntax.is_passive(verb):
        return agent_of(syntax, verb)
    subject = subject_of(syntax, verb)
    if subject is not None and syntax.words[subject] in _DUMMIES:
        # "it" that announces a clause is nobody; "it" that says something is somebody.
        return None if syntax.words[subject] == "there" else subject
    return subject


def relays_of(syntax: Syntax, head: int) -> list[int]:
    """Return the participles that say who passed words on: "as *quoted* by the agency"."""
    return [
        c
        for c in syntax.with_dep(head, "advcl", "acl", "prep")
        if syntax.lemmas[c] in verbs_of_passing_on("relay")
        and syntax.tags[c] == "VBN"
        and agent_of(syntax, c) is not None
        and any(syntax.words[m] == "as" for m in syntax.children[c])
    ]


def possessor_of(syntax: Syntax, noun: int) -> int | None:
    """Return who holds or utters what the noun means: a possessive, or a *by* or *from* phrase."""
    possessive = syntax.child(noun, "poss")
    if possessive is not None:
        return possessive
    for preposition in ("by", "from", "among"):
        for child in syntax.children[noun]:
            if syntax.deps[child] in ("prep", "agent") and syntax.words[child] == preposition:
                return syntax.child(child, "pobj")
    return None


def phrase(syntax: Syntax, head: int, without: int | None = None) -> list[int]:
    """Return the tokens of a noun phrase: with titles and appositions, without a clause about it.

    ``without`` is a token whose subtree is left out (the cue inside its own source).
    """
    left_out = [
        c
        for c in syntax.children[head]
        if c == without
        or (syntax.deps[c] in ("relcl", "punct", "cc", "advcl") and _is_set_off(syntax, head, c))
        or (syntax.deps[c] == "relcl" and without is not None and syntax.is_below(without, c))
        or syntax.deps[c] in ("case",)
    ]
    tokens = syntax.subtree(head, left_out)
    position = tokens.index(head)
    start = end = position
    while start > 0 and _joined(syntax, tokens[start - 1], tokens[start]):
        start -= 1
    while end + 1 < len(tokens) and _joined(syntax, tokens[end], tokens[end + 1]):
        end += 1
    found = tokens[start : end + 1]
    twin = _twin(syntax, head, found[-1])
    return found if twin is None else [*found, *phrase(syntax, twin, without)]


def _twin(syntax: Syntax, head: int, last: int) -> int | None:
    """Return a second subject behind a comma, which is an apposition: "the envoy, Ivan Petrov"."""
    if syntax.deps[head] not in SUBJECTS or last + 2 >= len(syntax):
        return None
    if syntax.words[last + 1] != ",":
        return None
    for other in syntax.with_dep(syntax.heads[head], syntax.deps[head]):
        if other > head and syntax.subtree(other)[0] == last + 2:
            return other
    return None


def _joined(syntax: Syntax, left: int, right: int) -> bool:
    """Say whether nothing but a comma or the like stands between."""
    if left + 1 == right:
        return True
    if syntax.pos[left] == "PUNCT" and syntax.words[left] in QUOTATION_MARKS:
        return False
    return all(
        syntax.pos[t] == "PUNCT" and syntax.words[t] not in (".", *QUOTATION_MARKS)
        for t in range(left + 1, right)
    )


def _is_set_off(syntax: Syntax, head: int, child: int) -> bool:
    dep = syntax.deps[child]
    if dep == "cc":
        return False
    if dep == "punct":
        return child > head
    first = syntax.subtree(child)[0]
    return first > 0 and syntax.words[first - 1] in (",", "-", "–", "—", "(")
