"""The words of date expressions, from a table."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from dateline.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = (
    "month", "weekday", "number", "season", "holiday", "century", "decade", "licence",
    "surname_safe", "counted", "numbered", "named_day", "repeated", "reporting", "forward",
    "completing", "excluding",
)  # fmt: skip


class Words:
    """The words of each kind with their values."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
        with as_file(files("dateline.times") / "data" / "words.tsv") as path:
            for row in read_table(path, ("kind", "word", "value")):
                words = self._values[row.one_of("kind", KINDS)]
                if row.required("word") in words:
                    raise row.error(f"{row['word']!r} stands twice")
                words[row["word"]] = row["value"]

    def pattern(self, *kinds: str) -> str:
        """Return a regular expression for the words of these kinds, the longest first."""
        found = (word for kind in kinds for word in self._values[kind])
        return alternatives(found)

    def all(self, kind: str) -> Iterable[str]:
        """Return the words of a kind."""
        return self._values[kind]

    def value(self, kind: str, word: str) -> str:
        """Return the value of a word. Raises KeyError where the table has none."""
        return self._values[kind][word]

    def number(self, kind: str, word: str) -> int:
        """Return the value of a word as a number."""
        return int(self._values[kind][word])

    def has(self, kind: str, word: str) -> bool:
        """Say if the table has the word as one of this kind."""
        return word in self._values[kind]


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the table, read on first use."""
    return Words()


def alternatives(found: Iterable[str]) -> str:
    """Return a regular expression for any of the words, the longest first."""
    ordered = sorted(found, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"
