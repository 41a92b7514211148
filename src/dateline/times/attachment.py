"""Which date expression dates what a word tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.parse import parsed
from dateline.times.syntax import INSIDE_NOUN, VERBS, token_of, verb_before
from dateline.times.words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from dateline.items import FoundTime, Placed
    from dateline.parse import Token

_SHORT = 7
"""Days of the longest range that dates a verb though the parser hangs it on the object."""
_CLAUSES = frozenset({"relcl", "advcl", "acl", "ccomp", "csubj", "parataxis", "pcomp"})


def time_of(doc: Doc, times: Sequence[FoundTime], token: Placed) -> FoundTime | None:
    """Return the time that dates the event or statement whose trigger is ``token``.

    That is the nearest one attached to the token in syntax; else, for a noun, to the verb of its
    clause; else, for a verb that shares its subject with the one before, one that opens their
    sentence. A time within another clause dates that clause.
    """
    parse = parsed(doc)
    target = parse.tokens[token.i]
    sentence = parse.sentence(target.i)
    near = [
        (time, token_of(parse, time.span))
        for time in times
        if sentence.start_char <= time.span[0] < sentence.end_char
    ]
    if not near:
        return None
    found = _attached(near, target)
    if found is None and target.pos_ not in VERBS:
        verb = _verb_of(target)
        found = _attached(near, verb) if verb is not None else None
    if (
        found is None
        and target.dep_ == "conj"
        and target.pos_ in VERBS
        and not _has_subject(target)
    ):
        opening = [(time, root) for time, root in near if root.i < target.head.i]
        found = _attached(opening, target.head)
    return found


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)


def _attached(near: Sequence[tuple[FoundTime, Token]], target: Token) -> FoundTime | None:
    best: tuple[int, int, int] | None = None
    found = None
    for time, root in near:
        depth = _depth(time, root, target)
        if depth is None:
            continue
        key = (depth, abs(root.i - target.i), root.i)
        if best is None or key < best:
            best, found = key, time
    return found


def _depth(time: FoundTime, root: Token, target: Token) -> int | None:
    """Return how many steps up the tree lead from a time to a word, None where none do."""
    if verb := verb_before(root):
        return 1 if verb == target else None
    current, depth = root, 0
    vocabulary = words()
    while current != target:
        if vocabulary.has("excluding", current.lower_):
            return None
        head = current.head
        if head == current or current.dep_ in _CLAUSES:
            return None
        if current != root and current.pos_ in VERBS:
            return None
        if head != target and head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            # A noun between the time and the word: only a short time can be meant for the word.
            if current.dep_ in INSIDE_NOUN or current.lower_ == "of" or not _is_short(time):
                return None
            depth += 2
        current = head
        depth += 1
    return depth


def _is_short(time: FoundTime) -> bool:
    if time.first is None or time.last is None:
        return True
    return (time.last - time.first).days < _SHORT


def _verb_of(token: Token) -> Token | None:
    current = token
    while current.head != current:
        if current.dep_ in _CLAUSES:
            return None
        current = current.head
        if current.pos_ in VERBS:
            return current
    return None
