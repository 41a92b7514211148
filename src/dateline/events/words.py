"""Tables of words by kind: the small closed classes of English that syntax is read by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dateline.tables import read_table

SYNTAX = Path(__file__).parent / "data" / "syntax_words.tsv"
_SYNTAX_KINDS = (
    "about",
    "compound_preposition",
    "authority",
    "cause",
    "definite",
    "first_person",
    "force",
    "inner",
    "invitation",
    "locative",
    "no_command",
    "not_reached",
    "obligation",
    "onlooker",
    "paper",
    "past",
    "plan",
    "reached",
    "relative",
    "setting",
    "shared_preposition",
    "stalled",
    "state",
    "third_person",
)


def read_words(path: Path, kinds: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the words of each kind in the order of the table.

    Raises TableError where a kind is unknown or a word stands twice under one.
    """
    words: dict[str, list[str]] = {kind: [] for kind in kinds}
    for row in read_table(path, ("kind", "word")):
        kind, word = row.one_of("kind", tuple(kinds)), row.required("word")
        if word in words[kind]:
            raise row.error(f"{word!r} stands twice as {kind}")
        words[kind].append(word)
    return {kind: tuple(of) for kind, of in words.items()}


@cache
def _syntax() -> Mapping[str, tuple[str, ...]]:
    return read_words(SYNTAX, _SYNTAX_KINDS)


@cache
def in_order(kind: str) -> tuple[str, ...]:
    """Return the words of a kind in the order of the table, which is that of preference."""
    return _syntax()[kind]


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind."""
    return frozenset(_syntax()[kind])
