"""Headlines put a comma where prose has *and*: *India, China agree on border patrols*.

The parser takes the first of the two for an adverb or an address. A verb in the plural behind one
name in the singular tells that both are its subject.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

_LONGEST = 4
_NAMES = ("NNP", "NNPS")
_DAYS = frozenset(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"])


def join_subjects(doc: Doc) -> Doc:
    """Let two names with a comma between them be the subject of a verb in the plural."""
    for sentence in doc.sents:
        start, end = sentence.start, min(sentence.end, sentence.start + 2 * _LONGEST + 4)
        tokens = [token for token in doc[start:end] if not token.is_space]
        first = _names(tokens)
        if not first or len(tokens) <= len(first) + 2 or tokens[len(first)].text != ",":
            continue
        second = _names(tokens[len(first) + 1 :])
        behind = tokens[len(first) + 1 + len(second) :]
        verb = _plural_verb(behind)
        plural = len(second) == 1 and second[0].tag_ == "NNPS"
        if second and not plural and verb is not None:
            _join(first, tokens[len(first)], second, verb)
    return doc


def _names(tokens: list[Token]) -> list[Token]:
    found = []
    for token in tokens[: _LONGEST + 1]:
        if token.tag_ not in _NAMES or token.text in _DAYS:
            break
        found.append(token)
    return found if len(found) <= _LONGEST else []


def _plural_verb(tokens: list[Token]) -> Token | None:
    """Return a verb that a single name cannot have: *agree*, *have agreed*, *to agree*."""
    if not tokens:
        return None
    opening = tokens[0]
    if opening.tag_ == "VBP":
        return opening.head if opening.dep_ in ("aux", "auxpass") else opening
    if opening.lower_ == "to" and len(tokens) > 1 and tokens[1].tag_ == "VB":
        return tokens[1]
    return None


def _join(first: list[Token], comma: Token, second: list[Token], verb: Token) -> None:
    head, other = first[-1], second[-1]
    if other.head != verb or head.sent != verb.sent:
        return
    for token in first[:-1]:
        if token.head not in first:
            token.head, token.dep_ = head, "compound"
    head.head, head.dep_ = verb, "nsubj"
    other.head, other.dep_ = head, "conj"
    comma.head, comma.dep_ = head, "punct"
