"""Where a verb's content is a clause: finite, infinitive, participle, or the one around it."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.statements.nominals import merged, noun_clause, noun_phrase
from dateline.statements.sources import phrase
from dateline.statements.syntax import SUBJECTS, Syntax

_QUESTION_WORDS = ("whether", "if")
_CONTRASTS = ("while", "whereas")
_TENSES = ("VBD", "VBZ", "VBP", "MD")


def finite_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find a clause with a tensed verb: "said (that) they had left", "asked who had left"."""
    # A clause behind the cue is its content; one before it only where there is no other.
    for child in sorted(syntax.children[head], key=lambda c: (c < head, c)):
        dep = syntax.deps[child]
        if dep not in ("ccomp", "csubj", "csubjpass") or syntax.is_infinitive(child):
            continue
        if dep != "ccomp" and child < head and not syntax.is_passive(head):
            continue
        if child < head and any(syntax.words[t] == ";" for t in range(child, head)):
            continue  # "They met; Peru responded by leaving"
        if syntax.is_finite(child) or _opens_with(syntax, child, ("that", "whether", "if")):
            return _with_second_clause(syntax, head, _with_subject(syntax, head, child))
    return None


def _with_second_clause(syntax: Syntax, head: int, tokens: list[int]) -> list[int]:
    """Add what the parser joined to the cue: "said that A, but *that* B"."""
    for other in syntax.with_dep(head, "conj", "ccomp"):
        if other < tokens[-1]:
            continue
        if syntax.deps[other] == "ccomp":
            # "said that the report, parts of which had leaked, was biased": the verb is parted.
            if syntax.child(other, *SUBJECTS, "mark") or not syntax.is_finite(other):
                continue
        elif not _opens_with(syntax, other, ("that", "whether")):
            continue
        second = syntax.subtree(other)
        between = range(tokens[-1] + 1, second[0])
        if all(syntax.pos[t] in ("PUNCT", "CCONJ") for t in between):
            tokens = [*tokens, *between, *second]
    return tokens


def bare_clause(syntax: Syntax, head: int) -> list[int] | None:
    """Find a clause without *that* right behind the word: "made clear *they would stay*"."""
    for child in syntax.with_dep(head, "advcl"):
        tokens = syntax.subtree(child)
        own = syntax.child(child, "nsubj", "nsubjpass", "expl")
        if tokens[0] == head + 1 and own is not None and syntax.is_finite(child):
            return tokens if syntax.child(child, "mark") is None else None
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
    if clause is None or _is_asked_for(syntax, head, clause):
        return None
    subject = syntax.child(clause, "nsubj", "nsubjpass")
    return without_finite_conjuncts(syntax, clause, () if subject is None else (subject,))


def _is_asked_for(syntax: Syntax, head: int, clause: int) -> bool:
    """Say whether the infinitive tells what a thing asked for is needed for."""
    return any(
        syntax.words[c] == "for" and syntax.child(c, "pobj") is not None
        for c in syntax.with_dep(head, "prep")
        if head < c < clause
    )


def without_finite_conjuncts(syntax: Syntax, clause: int, without: Iterable[int] = ()) -> list[int]:
    """Return an infinitive or participle without tensed verbs that the parser joined to it.

    "proposed closing the port and has now left": the second verb goes with the cue.
    """
    tensed = [c for c in syntax.with_dep(clause, "conj") if c > clause and _is_tensed(syntax, c)]
    kept = [c for c in syntax.with_dep(clause, "conj") if c not in tensed]
    last = max(kept, default=clause)
    left_out = [*without, *tensed, *(c for c in syntax.with_dep(clause, "cc") if c > last)]
    return without_comment(syntax, syntax.subtree(clause, left_out))


def without_comment(syntax: Syntax, content: list[int]) -> list[int]:
    """Return an infinitive without a participle about the asking: "to leave, *accusing him*"."""
    for token in content:
        if syntax.tags[token] != "VBG" or syntax.deps[token] != "advcl":
            continue
        below = syntax.subtree(token)
        apart = below[0] > content[0] and syntax.words[below[0] - 1] == ","
        if apart and below[-1] == content[-1] and below[0] == token:
            return [t for t in content if t < token]
    return content


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
        if addressee is None and syntax.deps[child] == "prt":
            # The parser's "called-on": who is called on is then the object.
            addressee = syntax.child(head, "dobj")
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


def without_aside(syntax: Syntax, content: list[int]) -> list[int]:
    """Return the content without a closing clause that the reporter adds: ", which ...", "while".

    Such a clause is set off by a comma; one that contrasts has a subject of its own.
    """
    inside = set(content)
    for token in content:
        dep = syntax.deps[token]
        if dep not in ("relcl", "advcl") or syntax.heads[token] not in inside:
            continue
        below = [t for t in syntax.subtree(token) if t in inside]
        before = below[0] - 1
        if before <= content[0] or below[-1] != content[-1]:
            continue
        if dep == "relcl":
            # A pronoun ties the clause to what is told: ", which *they* had promised".
            aside = (
                syntax.words[before] == ","
                and syntax.tags[below[0]] in ("WDT", "WP", "WRB")
                and not any(syntax.tags[t] == "PRP" for t in below)
            )
        else:
            aside = (
                syntax.words[below[0]] in _CONTRASTS and syntax.child(token, "nsubj") is not None
            )
        if aside:
            return [t for t in content if t < below[0]]
    return content


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
        participle = (
            syntax.deps[child] == "advcl"
            and syntax.tags[child] == "VBG"
            and syntax.child(child, "ccomp", "xcomp") is not None
        )
        if (
            participle
            and child > clause > cue
            and syntax.words[syntax.subtree(child)[0] - 1] == ","
        ):
            left_out.append(child)
    left_out.extend(_verbs_of_the_speaker(syntax, clause, cue))
    return syntax.subtree(clause, left_out)


def _verbs_of_the_speaker(syntax: Syntax, clause: int, cue: int) -> list[int]:
    """Return verbs in the clause that go with the cue: "said it would pay *and left*".

    They have no subject of their own, and the cue's tense where the clause has another.
    """
    tense = syntax.tags[cue]
    if tense not in _TENSES or cue > clause or _tense(syntax, clause) in (None, tense):
        return []
    verbs = [
        c
        for c in syntax.with_dep(clause, "conj")
        if c > clause
        and syntax.tags[c] == tense
        and not syntax.has_auxiliary(c)
        and syntax.child(c, *SUBJECTS, "expl") is None
    ]
    if not verbs:
        return []
    kept = [c for c in syntax.with_dep(clause, "conj") if c not in verbs]
    last = max(kept, default=clause)
    return [*verbs, *(c for c in syntax.with_dep(clause, "cc") if c > last)]


def _tense(syntax: Syntax, verb: int) -> str | None:
    """Return the tag of the word that bears the tense of a clause."""
    bearers = (*(c for c in syntax.children[verb] if syntax.deps[c] in ("aux", "auxpass")), verb)
    return next((syntax.tags[t] for t in bearers if syntax.tags[t] in _TENSES), None)


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
