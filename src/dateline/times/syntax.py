"""Where the words of a date expression hang in the parse."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.parse import Parse, Token
    from dateline.record import Span

VERBS = frozenset({"VERB", "AUX"})
INSIDE_NOUN = frozenset({"nummod", "compound", "amod", "poss", "nmod"})
"""Dependencies of what stands inside a noun phrase before its head."""
_BETWEEN = frozenset({"on", "in", "late", "early", "earlier", "later", "at"})


def covering(parse: Parse, span: Span) -> tuple[int, int]:
    """Return the tokens that a span of characters touches: the first, and the one behind them."""
    return bisect_right(parse.ends, span[0]), bisect_left(parse.starts, span[1])


def token_of(parse: Parse, span: Span) -> Token:
    """Return the word on which the syntax of a span hangs."""
    start, end = covering(parse, span)
    for i in range(start, end):
        head = parse.heads[i]
        if head == i or not start <= head < end:
            return parse.tokens[i]
    return parse.tokens[start]


def verb_before(token: Token) -> Token | None:
    """Return the verb that a date follows at once ("said Tuesday", "met late on Monday").

    The parser often hangs such a date on the clause after it.
    """
    parse, index = token.parse, token.i - 1
    deps = parse.deps
    inside = token.dep_ in INSIDE_NOUN
    if token.dep_ == "poss" or (inside and index >= 0 and deps[index] in ("det", "poss")):
        return None  # "condemned the 2008 war", "condemned Monday's attack"
    while index > 0 and (parse.lower[index] in _BETWEEN or deps[index] in ("det", "amod")):
        index -= 1
    if index < 0:
        return None
    before = parse.tokens[index]
    return before if before.pos_ == "VERB" and before.tag_ in ("VBD", "VBN") else None
