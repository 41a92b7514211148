"""Clauses that the parser puts into a content though they go with the words around it."""

from __future__ import annotations

from collections.abc import Container, Sequence

from dateline.record import Span
from dateline.statements.attribution import Attribution
from dateline.statements.syntax import QUOTATION_MARKS, SUBJECTS, Syntax

_CONTRASTS = frozenset(("although", "though", "while", "whereas", "even"))
_PERSONS = frozenset(("he", "she", "they", "we", "i", "you", "who", "it"))
_REPORTING = ("speech", "writing")
_ASKING = ("infinitive", "addressee+infinitive", "object+infinitive")
_FRAMES = ("that", "clause")
CLOSING = ":closing"
"""How the rule ends by which a tag at the end of a sentence was found."""


def take_out(syntax: Syntax, attributions: Sequence[Attribution], nouns: Container[str]) -> None:
    """Take out of contents what is told beside them, and give it its speaker.

    "said the rise was natural *and denied that* ...": where nobody could deny but who said the
    first, the second cue has the same speaker. "... has left, according to Rome, *though a
    spokesman denied it*": a contrast with a cue of its own is no part of the first content. A tag
    that closes the sentence is in no content. ``nouns`` are those for people and bodies.
    """
    reporting = [
        a
        for a in attributions
        if a.cue is not None and a.cue.mode in _REPORTING and a.cue.part_of_speech == "verb"
    ]
    offsets = [syntax.starts[a.head] for a in reporting]
    for outer in attributions:
        if outer.cue is None:
            continue
        for inner, offset in zip(reporting, offsets, strict=True):
            if inner is outer or not _holds(outer.content, offset):
                continue
            if inner.rule.endswith(CLOSING):
                outer.content = _before(syntax, outer.content, inner.source_tokens[0])
                continue
            if outer.frame not in _FRAMES:
                continue
            start = _start_of_conjunct(syntax, outer, inner, nouns)
            if start is None:
                start = _start_of_comment(syntax, outer, inner)
            if start is not None:
                inner.source = outer.source
                inner.source_tokens = outer.source_tokens
                inner.source_head = outer.head
            else:
                start = _start_of_contrast(syntax, outer, inner)
            if start is not None:
                outer.content = _before(syntax, outer.content, start)


def give_comments_their_speaker(syntax: Syntax, attributions: Sequence[Attribution]) -> None:
    """Let who asks be who comments on it: "ordered the envoy to leave, *accusing* Paris of lies".

    The parser hangs the participle on the infinitive, whose subject is the one asked.
    """
    asking = {a.head: a for a in attributions if a.frame in _ASKING and a.source is not None}
    for comment in attributions:
        verb = comment.head
        if syntax.tags[verb] != "VBG" or syntax.deps[verb] != "advcl" or not verb:
            continue
        if syntax.words[verb - 1] != ",":
            continue
        above = syntax.heads[verb]
        while syntax.deps[above] in ("conj", "xcomp", "ccomp", "advcl") and above not in asking:
            above = syntax.heads[above]
        if above in asking:
            comment.source = asking[above].source
            comment.source_tokens = asking[above].source_tokens
            comment.source_head = above


def _holds(content: Sequence[Span], offset: int) -> bool:
    return any(start <= offset < end for start, end in content)


def _start_of_conjunct(
    syntax: Syntax, outer: Attribution, inner: Attribution, nouns: Container[str]
) -> int | None:
    """Return where a second verb of the outer speaker begins, with its conjunction; else None."""
    verb = inner.head
    first = syntax.heads[verb]
    if syntax.deps[verb] != "conj" or outer.head >= first or outer.frame != "that":
        return None
    # "said it would pay if they left and urged them": the parser joins it to the last verb.
    told = syntax.heads[first] if syntax.deps[first] == "advcl" else first
    if syntax.deps[told] != "ccomp" or syntax.heads[told] != outer.head:
        return None
    if syntax.tags[verb] != syntax.tags[outer.head] or outer.source is None:
        return None
    if syntax.has_auxiliary(verb) or syntax.child(verb, *SUBJECTS, "expl") is not None:
        return None
    subject = syntax.child(first, *SUBJECTS)
    if subject is None:
        return None
    # "denied that its troops *had fired* and accused ...": the auxiliary ends with the first verb.
    parted = syntax.has_auxiliary(first) and syntax.words[subject] not in _PERSONS
    if _may_speak(syntax, subject, nouns) and not parted:
        return None
    opening = verb
    while opening - 1 > first and syntax.pos[opening - 1] == "ADV":
        opening -= 1
    while opening - 1 > first and syntax.pos[opening - 1] in ("CCONJ", "PUNCT"):
        opening -= 1
    return opening


def _start_of_comment(syntax: Syntax, outer: Attribution, inner: Attribution) -> int | None:
    """Return where a participle behind quoted words goes on with the speaker; else None.

    `said that "we stay," *warning that* the truce may end`.
    """
    verb = inner.head
    if syntax.tags[verb] != "VBG" or verb <= outer.head or outer.source is None:
        return None
    if syntax.child(verb, "ccomp", "xcomp") is None or syntax.child(verb, *SUBJECTS) is not None:
        return None
    before = verb - 1
    while before > outer.head and syntax.pos[before] == "ADV":
        before -= 1
    if syntax.words[before] not in QUOTATION_MARKS:
        return None
    return before + 1 if syntax.words[before - 1] == "," else None


def _may_speak(syntax: Syntax, subject: int, nouns: Container[str]) -> bool:
    return (
        syntax.pos[subject] in ("PROPN", "NUM", "DET")
        or syntax.words[subject] in _PERSONS
        or syntax.lemmas[subject] in nouns
    )


def _start_of_contrast(syntax: Syntax, outer: Attribution, inner: Attribution) -> int | None:
    """Return where a contrast with its own speaker begins, in the same sentence; else None."""
    if syntax.deps[inner.head] != "advcl" or inner.source is None:
        return None
    tokens = syntax.subtree(inner.head)
    if syntax.words[tokens[0]] not in _CONTRASTS or tokens[0] <= outer.head:
        return None
    apart = syntax.words[tokens[0] - 1] == ","
    end = max(end for _, end in outer.content)
    return tokens[0] if apart and syntax.ends[tokens[-1]] >= end - 1 else None


def _before(syntax: Syntax, content: Sequence[Span], token: int) -> list[Span]:
    limit = syntax.starts[token]
    cut = [syntax.trim((start, min(end, limit))) for start, end in content if start < limit]
    return [(start, end) for start, end in cut if start < end]
