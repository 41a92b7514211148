"""Where the content of a verb, noun or adjective stands: one function for each kind of frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dateline.statements.cues import PREPOSITIONS
from dateline.statements.sources import phrase, relative_antecedent
from dateline.statements.syntax import QUOTATION_MARKS, SUBJECTS, Syntax

_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "relcl", "dep", "csubj")
_QUESTION_WORDS = ("whether", "if")
_ADNOMINAL = frozenset(("of", "to", "from", "for", "about", "against", "between", "over", "with"))
_SAYING = ("say", "tell", "state", "add")
_REFLEXIVES = frozenset(
    ["myself", "yourself", "himself", "herself", "itself", "ourselves", "yourselves", "themselves"]
)


def content_of(syntax: Syntax, head: int, frame: str, anchor: int) -> list[int] | None:
    """Return the tokens of the content of a cue in this frame, sorted, or None.

    ``anchor`` is the cue's last word, such as the particle: prepositions may hang on either.
    """
    finder = _FINDERS.get(frame)
    if finder is not None:
        found = finder(syntax, head)
        if found is None and anchor != head:
            found = _of_particle(syntax, anchor, frame)
        return found
    if frame.endswith("+infinitive"):
        return _prepositional_infinitive(syntax, head, frame.removesuffix("+infinitive"))
    if frame.startswith("object+"):
        return _object_with(syntax, head, frame.removeprefix("object+"))
    if frame in PREPOSITIONS:
        return prepositional(syntax, head, frame, anchor)
    return None


def _of_particle(syntax: Syntax, particle: int, frame: str) -> list[int] | None:
    """Find what hangs on the cue's second word: "made the case that ...", "brushed off the claim"."""
    if frame == "that":
        return noun_clause(syntax, particle) or finite_clause(syntax, particle)
    if frame == "infinitive":
        return noun_infinitive(syntax, particle)
    if frame == "object":
        filler = syntax.child(particle, "pobj")
        return None if filler is None else syntax.subtree(filler)
    return None


def told_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find a clause that the parser hangs on the person told: "notified owners that fees would rise"."""
    direct = syntax.child(head, "dobj")
    return None if direct is None or direct < head else noun_clause(syntax, direct)


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


def _with_subject(syntax: Syntax, head: int, clause: int) -> list[int]:
    """Return the clause with its subject where that stands outside: "a gift that she knew ..."."""
    tokens = _without_cue(syntax, clause, head)
    if syntax.child(clause, *SUBJECTS, "expl") is not None or clause < head:
        return tokens
    direct = syntax.child(head, "dobj")
    if direct is not None and head < direct < clause:
        return list(range(syntax.subtree(direct)[0], tokens[-1] + 1))
    if syntax.deps[head] == "relcl":
        return _merged(phrase(syntax, syntax.heads[head], head), tokens)
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
            return syntax.subtree(child)
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
    return _merged(syntax.subtree(direct, (clause,)), syntax.subtree(clause))


def addressee_infinitive(syntax: Syntax, head: int) -> list[int] | None:
    """Find an infinitive that says what somebody is asked to do: "urged them to leave"."""
    clause = _infinitive_child(syntax, head)
    if clause is None:
        return None
    subject = syntax.child(clause, "nsubj", "nsubjpass")
    return syntax.subtree(clause, () if subject is None else (subject,))


def gerund(syntax: Syntax, head: int) -> list[int] | None:
    """Find a participle as complement: "suggested leaving"."""
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.tags[child] == "VBG"
            and syntax.deps[child] in ("xcomp", "ccomp", "pcomp")
        ):
            return syntax.subtree(child)
    return None


def direct_object(syntax: Syntax, head: int) -> list[int] | None:
    """Find a noun phrase: "criticised the plan"; the subject of a passive; a relative's antecedent."""
    if syntax.is_passive(head):
        subject = syntax.child(head, "nsubjpass")
        if subject is None:
            return None
        return _noun_phrase(syntax, subject, head)
    found = syntax.child(head, "dobj")
    if found is None:
        for sibling in syntax.with_dep(head, "conj"):
            if syntax.pos[sibling] == "VERB" and syntax.child(sibling, "nsubj") is None:
                found = syntax.child(sibling, "dobj")
                break
        else:
            if syntax.deps[head] == "relcl" and syntax.child(head, "nsubj") is not None:
                return _noun_phrase(syntax, syntax.heads[head], head)
            return None
    if found is None or syntax.words[found] in _REFLEXIVES:
        return None
    return _noun_phrase(syntax, found, head)


def predicate(syntax: Syntax, head: int) -> list[int] | None:
    """Find an object with what it is called or held to be: "called the vote a farce"."""
    complement = syntax.child(head, "oprd")
    if complement is not None:
        target = syntax.child(head, "nsubjpass", "dobj") if syntax.pos[head] == "VERB" else None
        if target is None:
            return syntax.subtree(complement)
        return _merged(_noun_phrase(syntax, target, head), syntax.subtree(complement))
    objects = [c for c in syntax.with_dep(head, "dobj") if c > head]
    if len(objects) == 2:
        return _merged(syntax.subtree(objects[0]), syntax.subtree(objects[1]))
    direct = objects[0] if objects else None
    if direct is not None:
        # "called the vote "a farce"": the parser loses what is in quotation marks.
        tokens = syntax.subtree(direct)
        for mark in range(direct + 1, min(tokens[-1] + 2, len(syntax) - 1)):
            if syntax.words[mark] in QUOTATION_MARKS:
                return list(range(tokens[0], mark + 2))
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.deps[child] in ("ccomp", "xcomp")
            and not syntax.is_infinitive(child)
            and not syntax.is_finite(child)
            and syntax.child(child, "nsubj") is not None
        ):
            return syntax.subtree(child)
    return None


def raising(syntax: Syntax, head: int) -> list[int] | None:
    """Find what seems so to nobody in particular: "the talks appear to have failed"."""
    clause = _infinitive_child(syntax, head)
    if clause is None:
        clause = syntax.child(head, "oprd", "acomp")
    return None if clause is None else _with_raised_subject(syntax, head, clause)


def prepositional(
    syntax: Syntax, head: int, preposition: str, anchor: int | None = None
) -> list[int] | None:
    """Find what stands after a preposition: "called for talks", "called for them to talk"."""
    holders = (head,) if anchor in (None, head) else (head, anchor)
    for holder in holders:
        for child in syntax.children[holder]:
            if child < head or syntax.words[child] != preposition:
                continue
            if syntax.deps[child] in ("prep", "agent", "dative"):
                filler = syntax.child(child, "pcomp", "pobj")
                if filler is not None:
                    return syntax.subtree(filler)
    if preposition == "for":
        for child in syntax.children[head]:
            if child > head and syntax.deps[child] in _CLAUSES and syntax.is_infinitive(child):
                mark = syntax.child(child, "mark")
                if mark is not None and syntax.words[mark] == "for":
                    return syntax.subtree(child, (mark,))
    return None


def _prepositional_infinitive(syntax: Syntax, head: int, preposition: str) -> list[int] | None:
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
                    return _merged(syntax.subtree(addressee), syntax.subtree(clause))
    return None


def evidence(syntax: Syntax, head: int) -> list[int] | None:
    """Find what a document shows, with all that is said about it: "polls show them in the lead"."""
    direct = syntax.child(head, "dobj")
    if direct is None or direct < head:
        return None
    tokens = syntax.subtree(direct)
    for child in syntax.children[head]:
        if child == tokens[-1] + 1 and syntax.deps[child] in ("prep", "advcl", "npadvmod"):
            tokens += syntax.subtree(child)
    return tokens


def noun_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find the clause that says what a noun is: "the claim that it rained", "the fear is that"."""
    for child in syntax.children[head]:
        if child > head and syntax.deps[child] in ("acl", "ccomp", "relcl", "appos", "dep"):
            if _is_content(syntax, head, child):
                return syntax.subtree(child)
    above = syntax.heads[head]
    if syntax.deps[head] == "nsubj" and syntax.lemmas[above] == "be":
        for child in syntax.with_dep(above, "ccomp"):
            if child > above and syntax.is_finite(child):
                return syntax.subtree(child)
    return None


def _is_content(syntax: Syntax, noun: int, clause: int) -> bool:
    """Say whether a clause says what the noun is, and does not describe it: "the claim that ..."."""
    first = next((c for c in syntax.children[clause] if syntax.words[c] == "that"), None)
    if first is None or first < noun:
        return False
    if syntax.deps[first] == "mark":
        return True
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


def main_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find the clause into which a cue is set as a parenthesis: "the army, officials say, has left"."""
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


def _object_with(syntax: Syntax, head: int, preposition: str) -> list[int] | None:
    passive = syntax.is_passive(head)
    target = syntax.child(head, "nsubjpass") if passive else syntax.child(head, "dobj")
    if target is None and not passive and syntax.deps[head] == "relcl":
        target = syntax.heads[head] if syntax.child(head, "nsubj") is not None else None
    if target is None:
        return None
    for holder in (head, target):
        for child in syntax.children[holder]:
            if (
                child > max(head, target if not passive else head)
                and syntax.words[child] == preposition
                and syntax.deps[child] in ("prep", "dative")
            ):
                if passive and syntax.child(child, "pcomp") is not None and preposition == "as":
                    # "was quoted as saying": what was said is a statement of its own.
                    filler = syntax.child(child, "pcomp")
                    if filler is not None and syntax.lemmas[filler] in _SAYING:
                        return None
                return _merged(_noun_phrase(syntax, target, head), syntax.subtree(child))
    return None


def _object_gerund(syntax: Syntax, head: int) -> list[int] | None:
    """Find an object with a participle: "showed them leaving"."""
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.deps[child] == "ccomp"
            and syntax.tags[child] == "VBG"
            and syntax.child(child, "nsubj") is not None
        ):
            return syntax.subtree(child)
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
    return _merged(_noun_phrase(syntax, subject, head), below)


def _noun_phrase(syntax: Syntax, noun: int, cue: int) -> list[int]:
    """Return the whole phrase, without the cue where it stands in a relative clause about the noun."""
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


def _without_cue(syntax: Syntax, clause: int, cue: int) -> list[int]:
    """Return the clause without the cue, and without a participle that comments on the saying."""
    left_out = [cue]
    for child in syntax.children[clause]:
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


def _merged(left: list[int], right: list[int]) -> list[int]:
    return sorted({*left, *right})


_FINDERS: dict[str, Callable[[Syntax, int], list[int] | None]] = {
    "that": finite_clause,
    "whether": question,
    "infinitive": infinitive,
    "gerund": gerund,
    "object": direct_object,
    "object+predicate": predicate,
    "object+infinitive": object_infinitive,
    "object+gerund": _object_gerund,
    "addressee+infinitive": addressee_infinitive,
    "raising": raising,
    "evidence": evidence,
}
