"""The clause that states an event, and the statement that asserts it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.tree import VERBAL, Tree, governing_verb
from dateline.items import FoundStatement
from dateline.parse import Token
from dateline.record import Span

# So many words from its event noun a main verb is still the verb of the clause.
_NEAR = 12


def innermost(statements: Sequence[FoundStatement], token: Token) -> int | None:
    """Return the index of the smallest statement whose content covers the token."""
    best: tuple[int, int] | None = None
    place = token.idx
    for index, statement in enumerate(statements):
        for start, end in statement.content_spans:
            if start <= place < end:
                size = sum(e - s for s, e in statement.content_spans)
                if best is None or size < best[0]:
                    best = size, index
                break
    return best[1] if best else None


def clause_span(tree: Tree, head: Token) -> Span:
    """Return the clause around a trigger, without clauses coordinated with it."""
    verb = head if head.pos_ in VERBAL else governing_verb(head) or head
    if head is not verb and tree.sentence(verb).root == verb and head.dep_ != "ROOT":
        verb = verb if abs(verb.i - head.i) < _NEAR else head
    if verb.dep_ in ("acl", "relcl"):
        verb = verb.head
    first, last = verb.left_edge, verb.right_edge
    if _is_apart(first, verb) or _is_apart(last, verb):
        first, last = _ends_without_others(tree, verb)
    while (last.is_punct or last.is_space) and last.i > first.i and last.text not in ')”"’':
        last = last.nbor(-1)
    while (first.is_punct or first.is_space or first.dep_ in ("mark", "cc")) and first.i < last.i:
        first = first.nbor()
    return token_span(first, last)


def _is_apart(edge: Token, verb: Token) -> bool:
    """Whether the outermost word belongs to a coordinated clause, or to what joins it."""
    token = edge
    while token != verb:
        if _joins(token, verb):
            return True
        token = token.head
    return False


def _joins(token: Token, verb: Token) -> bool:
    label = token.dep_
    return label == "cc" or (
        label in ("conj", "parataxis") and token.head == verb and token.pos_ == "VERB"
    )


def _ends_without_others(tree: Tree, verb: Token) -> tuple[Token, Token]:
    start = end = verb.i
    pending = [verb]
    while pending:
        token = pending.pop()
        start, end = min(start, token.i), max(end, token.i)
        pending += [child for child in tree.children[token.i] if not _joins(child, verb)]
    return tree.tokens[start], tree.tokens[end]


def within(
    clause: Span, trigger: Token, statements: Sequence[FoundStatement], asserting: int | None
) -> Span:
    """Return the clause without words of the cue that the parser hung on it.

    ``asserting`` is the index of the statement that tells the event, if one does.
    """
    if asserting is None:
        return clause
    for start, end in statements[asserting].content_spans:
        if start <= trigger.idx < end:
            return max(clause[0], start), min(clause[1], end)
    return clause


def token_span(first: Token, last: Token) -> Span:
    """Return the characters from one token to another."""
    return first.idx, last.idx + len(last)
