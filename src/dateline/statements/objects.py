"""Where a verb's content is an object, with what is said of it, or hangs on a preposition."""

from __future__ import annotations

from dateline.statements.nominals import merged, noun_phrase
from dateline.statements.syntax import QUOTATION_MARKS, Syntax
from dateline.times.words import words

_REFLEXIVES = frozenset(
    ["myself", "yourself", "himself", "herself", "itself", "ourselves", "yourselves", "themselves"]
)
_SAYING = ("say", "tell", "state", "add")
_PREDICATED = ("prep", "advcl", "npadvmod", "advmod", "acomp", "oprd")
_CLAUSES = ("ccomp", "xcomp", "advcl", "acl", "relcl", "dep", "csubj")


def direct_object(syntax: Syntax, head: int) -> list[int] | None:
    """Find a noun phrase: an object, the subject of a passive, a relative's antecedent."""
    if syntax.is_passive(head):
        subject = syntax.child(head, "nsubjpass")
        if subject is None:
            return None
        return noun_phrase(syntax, subject, head)
    found = syntax.child(head, "dobj")
    if found is None:
        for sibling in syntax.with_dep(head, "conj"):
            if syntax.pos[sibling] == "VERB" and syntax.child(sibling, "nsubj") is None:
                found = syntax.child(sibling, "dobj")
                break
        else:
            return _antecedent(syntax, head)
    if found is None or syntax.words[found] in _REFLEXIVES:
        return None
    return noun_phrase(syntax, found, head)


def _antecedent(syntax: Syntax, head: int) -> list[int] | None:
    """Find what a relative clause is about, where that is its object: "a plan that he backed"."""
    subject = syntax.child(head, "nsubj")
    if syntax.deps[head] != "relcl" or subject is None or syntax.tags[subject] in ("WP", "WDT"):
        return None
    return noun_phrase(syntax, syntax.heads[head], head)


def predicate(syntax: Syntax, head: int) -> list[int] | None:
    """Find an object with what it is called or held to be: "called the vote a farce"."""
    complement = syntax.child(head, "oprd")
    if complement is not None:
        target = syntax.child(head, "nsubjpass", "dobj") if syntax.pos[head] == "VERB" else None
        if target is None:
            # "a town called Sirte" names it and attributes nothing.
            return None
        return merged(noun_phrase(syntax, target, head), syntax.subtree(complement))
    objects = [c for c in syntax.with_dep(head, "dobj") if c > head]
    if len(objects) == 2:
        return merged(syntax.subtree(objects[0]), syntax.subtree(objects[1]))
    direct = objects[0] if objects else None
    if direct is not None:
        # "called the vote "a farce"": the parser loses what is in quotation marks.
        tokens = syntax.subtree(direct)
        for mark in range(direct + 1, min(tokens[-1] + 2, len(syntax) - 1)):
            if syntax.words[mark] in QUOTATION_MARKS:
                return list(range(tokens[0], max(mark + 2, tokens[-1] + 1)))
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


def object_with(syntax: Syntax, head: int, preposition: str) -> list[int] | None:
    """Find an object with a phrase about it: "accused them of treason", "praised him for it"."""
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
                charge = _with_second_gerund(syntax, head, syntax.subtree(child))
                return merged(noun_phrase(syntax, target, head), charge)
    return None


def _with_second_gerund(syntax: Syntax, head: int, tokens: list[int]) -> list[int]:
    """Add a participle that the parser joined to the cue: "accused it of lies *and hiding* men"."""
    for other in syntax.with_dep(head, "conj"):
        if other < tokens[-1] or syntax.tags[other] != "VBG" or syntax.has_auxiliary(other):
            continue
        second = syntax.subtree(other)
        between = range(tokens[-1] + 1, second[0])
        if all(syntax.pos[t] in ("PUNCT", "CCONJ") for t in between):
            return [*tokens, *between, *second]
    return tokens


def object_gerund(syntax: Syntax, head: int) -> list[int] | None:
    """Find an object with a participle: "showed them leaving"."""
    for child in syntax.children[head]:
        if (
            child > head
            and syntax.deps[child] == "ccomp"
            and syntax.tags[child] == "VBG"
            and syntax.child(child, "nsubj", "npadvmod") is not None
        ):
            return syntax.subtree(child)
    return None


def evidence(syntax: Syntax, head: int) -> list[int] | None:
    """Find what a document shows, with all that is said about it: "polls show them in the lead"."""
    direct = syntax.child(head, "dobj")
    if direct is None or direct < head:
        return None
    tokens = syntax.subtree(direct)
    for child in syntax.children[head]:
        below = syntax.subtree(child)
        if below[0] == tokens[-1] + 1 and syntax.deps[child] in _PREDICATED:
            tokens += below
    return tokens


def _with_second_phrase(syntax: Syntax, preposition: int, tokens: list[int]) -> list[int]:
    """Add a second phrase with the same word: "called for talks *and for an end to the siege*"."""
    for other in syntax.with_dep(preposition, "conj"):
        if other > tokens[-1] and syntax.words[other] == syntax.words[preposition]:
            tokens = list(range(tokens[0], syntax.subtree(other)[-1] + 1))
    return tokens


def _with_purpose(syntax: Syntax, head: int, tokens: list[int]) -> list[int]:
    """Add the infinitive right behind what is asked for: "asked for time *to think*"."""
    for child in syntax.children[head]:
        if child > tokens[-1] and syntax.is_infinitive(child) and syntax.deps[child] in _CLAUSES:
            below = syntax.subtree(child)
            if below[0] == tokens[-1] + 1:
                return [*tokens, *below]
    return tokens


def _is_day(word: str) -> bool:
    """Say whether a day is told, not a content: "agreed on *Monday* to a truce"."""
    known, name = words(), word.capitalize()
    return known.has("weekday", name) or known.has("month", name)


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
                if filler is not None and not _is_day(syntax.words[filler]):
                    tokens = _with_second_phrase(syntax, child, syntax.subtree(filler))
                    return _with_purpose(syntax, head, tokens)
    if preposition == "for":
        for child in syntax.children[head]:
            if child > head and syntax.deps[child] in _CLAUSES and syntax.is_infinitive(child):
                mark = syntax.child(child, "mark")
                if mark is not None and syntax.words[mark] == "for":
                    return syntax.subtree(child, (mark,))
    return None
