"""Headlines With Capitals on Every Word are parsed as if they were written like sentences.

The tagger takes *Threatens* in *ECOWAS Threatens Force* for a name. So each word of such a line is
parsed in lower case unless it is a name: a word that the text has with a capital and never
without, or one in capitals throughout. Where the text has it neither way, it is no name if it is
one of the closed classes or a form of a verb, by the lemmatizer's own lists.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Token

_LINE = re.compile(r"[^\n]+")
_LONGEST_LINE = 160
_FEWEST_WORDS = 4
_SHORT = 3
_STOPS = (".", "…", "!", ",", ";")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))


class Lemmas(NamedTuple):
    """The verbs and nouns that a lemmatizer knows."""

    verbs: Container[str] = frozenset()
    nouns: Container[str] = frozenset()


def lowered(doc: Doc, known: Lemmas) -> dict[int, str]:
    """Return the words to be parsed in lower case, by token."""
    lines = list(_headlines(doc))
    if not lines:
        return {}
    inside = {token.i for line in lines for token in line}
    rest = [token.text for token in doc if token.i not in inside]
    common = {text for text in rest if text.islower()}
    named = {text for text in rest if text.istitle()}
    found: dict[int, str] = {}
    for line in lines:
        for token in line:
            if not token.text.istitle():
                continue
            if token.is_stop and token.text != "Us":
                is_common = True
            elif token.lower_ in common or token.text in named:
                is_common = token.text not in named
            else:
                is_common = _is_verb(token.lower_, known) or (
                    # "House" and "State" are verbs as well, but rarely behind a name.
                    token.lower_ in known.verbs and token.i - 1 in found
                )
            if is_common:
                found[token.i] = token.lower_
    return found


def _is_verb(word: str, known: Lemmas) -> bool:
    """Return whether the word is a form of a verb, and no noun in the singular."""
    return word not in known.nouns and (
        word in known.verbs
        or any(
            word.endswith(ending) and word[: -len(ending)] + stem in known.verbs
            for ending, stem in _ENDINGS
        )
    )


def _headlines(doc: Doc) -> Iterator[Sequence[Token]]:
    """Yield the lines without a full stop in which every longer word has a capital."""
    for match in _LINE.finditer(doc.text):
        line = match[0].strip()
        if len(line) > _LONGEST_LINE or line.endswith(_STOPS):
            continue
        words = [w for w in line.split() if w[:1].isalpha()]
        if len(words) < _FEWEST_WORDS:
            continue
        long = [w for w in words if len(w) > _SHORT]
        if all(w[0].isupper() for w in long) and not line.isupper():
            span = doc.char_span(match.start(), match.end(), alignment_mode="contract")
            if span is not None:
                yield [token for token in span if not token.is_space]
