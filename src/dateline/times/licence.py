"""Decides by their surroundings if words that look like a date are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dateline.times.meanings import Match, group
from dateline.times.syntax import covering, token_of
from dateline.times.tense import direction_of

if TYPE_CHECKING:
    from dateline.parse import Parse, Token
    from dateline.record import Span
    from dateline.times.patterns import Rule
    from dateline.times.words import Words

_PREPOSITION = re.compile(r"([A-Za-z]+)(?:[ -]the)?[ -]$")
_SURNAME_MAY = re.compile(
    r"\b(?!(?:In|On|By|Since|Until|Last|Next|This|From|Late|Early)\b)[A-Z][a-z]+ May\b"
)


def has_surname_may(text: str) -> bool:
    """Say if a text names somebody called May."""
    return " May" in text and _SURNAME_MAY.search(text) is not None


def is_date(
    parse: Parse, rule: Rule, match: Match, vocabulary: Words, *, surname_may: bool
) -> bool:
    """Say if the words mean a date where they stand."""
    kind = rule.doubt
    if not kind:
        return True
    text, (start, end) = match.string, match.span()
    token = token_of(parse, match.span())
    before = _PREPOSITION.search(text, max(0, start - 20), start)
    word = before.group(1).lower() if before else ""
    if kind == "month":
        if group(match, "part") or group(match, "which"):
            return True
        return _is_month(text, token, word, match["month"], end, vocabulary, surname_may)
    if kind == "year":
        return bool(group(match, "part")) or _is_year(parse, token, word, (start, end), vocabulary)
    if kind == "weekday":
        earlier = text[max(0, start - 12) : start].split()
        last_word = earlier[-1].lower() if earlier else ""
        if vocabulary.has("named_day", last_word) or vocabulary.has("repeated", last_word):
            return False
        return not (token.dep_ == "compound" and token.head.pos_ == "PROPN")
    if kind == "word":
        return not (text[start].isupper() and " " not in text[start:end] and not _opens(token))
    if kind == "ordinal":
        following = token.nbor() if token.i + 1 < len(parse) else None
        return following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
    if kind == "ahead":
        return direction_of(token, vocabulary) > 0
    return vocabulary.has("licence", word) or word in ("on", "at", "over", "last", "this", "next")


def _is_month(
    text: str, token: Token, word: str, month: str, end: int, vocabulary: Words, surname_may: bool
) -> bool:
    if token.pos_ in ("AUX", "VERB"):
        return False
    ambiguous = month in ("May", "March")
    if ambiguous and surname_may:
        return vocabulary.has("surname_safe", word)
    if vocabulary.has("licence", word):
        following = text[end : end + 2]
        return not (following[:1] == " " and following[1:].isupper() and token.dep_ == "compound")
    if ambiguous or token.dep_ in ("nsubj", "nsubjpass", "ROOT"):
        return False
    if token.dep_ == "conj":
        return vocabulary.has("month", token.head.text)
    possessive = text[end : end + 2] in ("'s", "’s")
    return possessive or (token.dep_ in ("compound", "nmod", "amod") and token.head.pos_ == "NOUN")


def _is_year(parse: Parse, token: Token, word: str, span: Span, vocabulary: Words) -> bool:
    start, end = covering(parse, span)
    previous = parse.tokens[start - 1] if start else None
    following = parse.tokens[end] if end < len(parse) else None
    if following is not None and vocabulary.has("counted", following.lower_):
        return False
    if previous is not None and vocabulary.has("numbered", previous.lower_):
        return False
    if vocabulary.has("licence", word):
        counts = token.dep_ == "nummod" and token.head.tag_ in ("NNS", "NNPS")
        return not counts or word in ("in", "since", "during")
    if previous is None or following is None:
        return False
    if previous.text == "(" or following.text == ")":
        return True
    if previous.lower_ in ("the", "a") or previous.tag_ in ("PRP$", "POS", "JJ"):
        return following.pos_ in ("NOUN", "PROPN", "ADJ")
    if token.dep_ == "conj":
        return token.head.like_num and len(token.head.text) == 4
    return False


def _opens(token: Token) -> bool:
    """Say if a token opens a sentence or a quotation."""
    if token.i == 0 or token.is_sent_start:
        return True
    return token.nbor(-1).is_quote or token.nbor(-1).is_space or token.nbor(-1).text in ":."
