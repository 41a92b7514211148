"""Words in scare quotes are parsed as if the marks were not there.

The parser takes a quoted verb for part of a name or for an adjective: in *ministers "strongly
condemned" the strikes* it finds no verb at all. So a text with such marks is parsed without them,
and they are put back, each hanging on the words that it encloses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from spacy.tokens import Doc

_OPENING = ('"', "“")
_CLOSING = ('"', "”")
_LONGEST = 4
_TOLD = ("TAG", "POS", "MORPH", "LEMMA", "DEP")


def scare_quotes(doc: Doc) -> list[tuple[int, int]]:
    """Return the tokens of opening and closing marks around up to four words in lower case."""
    return list(_pairs(doc))


def _pairs(doc: Doc) -> Iterator[tuple[int, int]]:
    token, end = 0, len(doc)
    while token < end:
        if doc[token].text in _OPENING:
            close = _closing(doc, token)
            if close is not None:
                yield token, close
                token = close
        token += 1


def _closing(doc: Doc, opening: int) -> int | None:
    if doc[opening].whitespace_ or (opening and not doc[opening - 1].whitespace_):
        return None
    for token in range(opening + 1, min(opening + _LONGEST + 2, len(doc))):
        if doc[token].text in _CLOSING:
            return token if token > opening + 1 and not doc[token - 1].whitespace_ else None
        if not (doc[token].is_alpha and doc[token].is_lower):
            return None
    return None


def without(doc: Doc, pairs: list[tuple[int, int]], instead: Mapping[int, str]) -> Doc:
    """Return a text to be parsed that lacks the marks, with other words ``instead`` of some."""
    left_out = {mark for pair in pairs for mark in pair}
    kept = [token for token in doc if token.i not in left_out]
    words = [instead.get(token.i, token.text) for token in kept]
    spaces = [
        bool(token.whitespace_) or (token.i + 1 in left_out and bool(doc[token.i + 1].whitespace_))
        for token in kept
    ]
    found = Doc(doc.vocab, words=words, spaces=spaces)
    for new, old in zip(found, kept, strict=True):
        if old.i not in instead:
            new.norm_ = old.norm_  # the tokenizer's own for "n't": the model sees it
    return found


def restored(parsed: Doc, doc: Doc, pairs: list[tuple[int, int]]) -> Doc:
    """Return the whole text with the analysis of the text without the marks."""
    place = np.ones(len(doc), dtype=bool)
    place[[mark for pair in pairs for mark in pair]] = False
    kept = np.flatnonzero(place)
    table = np.zeros((len(doc), len(_TOLD) + 1), dtype=np.int64)
    table[kept, :-1] = parsed.to_array(list(_TOLD)).astype(np.int64)
    heads = kept[[token.head.i for token in parsed]]
    table[kept, -1] = heads - kept
    for opening, closing in pairs:
        inside = range(opening + 1, closing)
        top = next(i for i in inside if i + table[i, -1] not in inside or not table[i, -1])
        for mark, tag in ((opening, "``"), (closing, "''")):
            told = (tag, "PUNCT", "", '"', "punct")
            table[mark, :-1] = np.array([doc.vocab.strings.add(t) for t in told], np.uint64).astype(
                np.int64
            )
            table[mark, -1] = top - mark
    return doc.from_array([*_TOLD, "HEAD"], table.astype(np.uint64))  # type: ignore[arg-type]
