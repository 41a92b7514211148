"""Where a date expression may stand: around the words and numbers without which there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.times.words import words

if TYPE_CHECKING:
    from dateline.parse import Parse
    from dateline.record import Span
    from dateline.times.patterns import Hint

_REACH = 50
"""Characters around a hint within which the expression lies."""
_NUMBER = re.compile(
    r"(?P<year>\b(?:1[5-9]|20)\d\d)|(?P<digits>\b\d0s)|(?P<ordinal>\b\d{1,2}(?:st|nd|rd|th)\b)"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_UNITS = ("day", "week", "month", "year", "decade", "hour", "minute")
_WORDS = ("yesterday", "today", "tomorrow", "tonight")
_PARTS = ("night", "morning", "evening", "afternoon", "weekend")


class Hints:
    """The places of each kind of hint in one report."""

    def __init__(self, parse: Parse) -> None:
        self._text = parse.text
        self._at: dict[Hint, list[Span]] = {}
        known = _known()
        for word, start, end in zip(parse.words, parse.starts, parse.ends, strict=True):
            if word.isalpha():
                kind = known.get(word)
                if kind is not None:
                    self._at.setdefault(kind, []).append((start, end))
            elif len(word) > 1:
                for kind in _inside(word):
                    self._at.setdefault(kind, []).append((start, end))

    def windows(self, kind: Hint) -> list[Span]:
        """Return the stretches of text, from space to space, around hints of a kind."""
        text = self._text
        found: list[Span] = []
        for start, end in self._at.get(kind, ()):
            first = max(text.rfind(" ", 0, max(0, start - _REACH) + 1), 0)
            last = text.find(" ", end + _REACH)
            last = len(text) if last < 0 else last
            if found and first <= found[-1][1]:
                found[-1] = found[-1][0], max(last, found[-1][1])
            else:
                found.append((first, last))
        return found


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Hint]:
    """Return the words that are hints; of several words in a row, the last is one."""
    table = words()
    known: dict[str, Hint] = {}
    for unit in _UNITS:
        known |= {unit: "unit", f"{unit}s": "unit"}
    known |= {"century": "unit", "centuries": "unit"}
    for word in _WORDS:
        known |= {word: "word", word.capitalize(): "word"}
    for part in _PARTS:
        known[part] = "word"
    known["ago"] = "ago"
    kinds: tuple[Hint, ...] = ("holiday", "decade", "season", "weekday", "month")
    for kind in kinds:
        known |= {_LETTERS.findall(word)[-1]: kind for word in table.all(kind)}
    return known


def _inside(word: str) -> Iterator[Hint]:
    """Yield the hints within a token that is more than a word, such as *1990s* or *Sept.*."""
    match = _NUMBER.search(word)
    if match is not None and match.lastgroup is not None:
        yield match.lastgroup  # type: ignore[misc]  # the groups are named after the kinds
    known = _known()
    for letters in _LETTERS.findall(word):
        if letters in known:
            yield known[letters]
