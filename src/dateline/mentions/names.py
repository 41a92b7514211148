"""Finds known names: one automaton over the folded text, checked at boundaries and for case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from operator import itemgetter

import ahocorasick_rs
import msgspec

from dateline.knowledge.entities import Name
from dateline.mentions.words import Words

_SINGLE = {"’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "–": " ", "‑": " ", "−": " "}
_FIRST_WORD = re.compile(r"[^\W_]+")
_NEXT = 4
_ARTICLE = "the "
_OPENING = frozenset(("the", "'s", "'", "’s", "’", "its", "their"))
_DOTTED = re.compile(r"[A-Z]{2,3}\Z")


class NameHit(msgspec.Struct, frozen=True, gc=False):
    """A known name in the text. ``first`` and ``last`` are a half-open range of tokens."""

    first: int
    last: int
    start: int
    end: int
    names: tuple[Name, ...]
    """What it may stand for, in the order of the tables."""

    def of_kind(self, *kinds: str) -> Name | None:
        """Return the first reading of one of these kinds."""
        return next((n for n in self.names if n.kind in kinds), None)


def level(text: str) -> str:
    """Return the text without diacritics and with plain apostrophes, hyphens and spaces.

    The length stays the same, so offsets in the result are offsets in the text. A hyphen becomes a
    space: *al-Qaeda* is also written *al Qaeda*.
    """
    return _mapped(text, _LEVEL)


def _mapped(text: str, table: dict[int, str]) -> str:
    """Return the text with each character replaced by the table, whose values stay as they are."""
    if text.isascii():
        return text.translate(table)
    # ``translate`` looks every character up where one is not ASCII, such as a quotation mark.
    for char in set(text):
        found = table[ord(char)]
        if found != char:
            text = text.replace(char, found)
    return text


class _Level(dict[int, str]):
    """Maps every character to one without diacritics, each worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "-\n\t" or char.isspace():
            found = " "
        elif char.isascii():
            found = char
        elif char in _SINGLE:
            found = _SINGLE[char]
        else:
            base = unicodedata.normalize("NFKD", char)[:1]
            found = base if base.isascii() and base.isalnum() else char
        self[code] = found
        return found


_LEVEL = _Level()


class _Words(dict[int, str]):
    """Maps every character that belongs to no word to a blank, each worked out once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        found = self[code] = char if char.isalnum() else " "
        return found


_WORDS = _Words()


def fold(text: str) -> str:
    """Return ``level(text)`` in lower case, still of the same length."""
    if text.isascii():
        return text.lower().replace("-", " ").replace("\n", " ").replace("\t", " ")
    return _lowered(level(text))


def _lowered(levelled: str) -> str:
    """Return the text in lower case, of the same length."""
    lowered = levelled.lower()
    if len(lowered) == len(levelled):
        return lowered
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in levelled)


class NameFinder:
    """Looks names up by an automaton over their first words, then by the whole name.

    An automaton over whole names would take most of a second to build for 200,000 of them. Made
    once; finding changes nothing in it.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        groups: dict[str, dict[str, tuple[Name, ...]]] = {}
        for name in names:
            for text in _spellings(name.text):
                folded = fold(text)
                first = _first_word(folded)
                group = groups.get(first)
                if group is None:
                    group = groups[first] = {}
                same = group.get(folded)
                group[folded] = (name,) if same is None else (*same, name)
        self._by_first = groups
        self._groups = list(groups.values())
        self._sizes = _AllSizes(groups)
        # A blank on both sides: a word is found only where it is a whole one.
        self._automaton = ahocorasick_rs.AhoCorasick(
            [f" {first} " for first in groups],
            matchkind=ahocorasick_rs.MATCHKIND_STANDARD,
            implementation=ahocorasick_rs.Implementation.NoncontiguousNFA,
            store_patterns=False,
        )

    def called(self, text: str) -> tuple[Name, ...]:
        """Return what the text may stand for as a whole name; empty where it is none."""
        folded = fold(text)
        return self._by_first.get(_first_word(folded), {}).get(folded, ())

    def find(self, words: Words) -> list[NameHit]:
        """Return the names in the text, the longest where they overlap, in order of the text."""
        content = words.content
        levelled = level(content)
        folded = fold(content) if content.isascii() else _lowered(levelled)
        size = len(content)
        all_sizes, groups = self._sizes, self._groups
        found = []
        # A blank in front moves every word one to the right, where its own blank begins.
        for number, begins, _ in self._automaton.find_matches_as_indexes(
            f" {_mapped(folded, _WORDS)} ", overlapping=True
        ):
            word, sizes, ending = all_sizes[number]
            after = begins + word
            for length, before in sizes.get(folded[after : after + _NEXT], ending):
                start = begins - before
                end = start + length
                if start < 0 or end > size:
                    continue
                same = groups[number].get(folded[start:end])
                if same is None:
                    continue
                if end < size and content[end].isalnum() and folded[end - 1] != " ":
                    continue
                if before and start and content[start - 1].isalnum():
                    continue
                if _in_address(content, start):
                    continue
                written = levelled[start:end]
                meant = [n for n in same if _is_written(n, written)]
                if meant:
                    found.append((start, -end, meant))
                    break
        found.sort(key=itemgetter(0, 1))
        reaches = {start: -minus_end for start, minus_end, _ in reversed(found)}
        hits: list[NameHit] = []
        reached, tokens = -1, len(words)
        for start, minus_end, names in found:
            if start < reached:
                continue
            if folded.startswith(_ARTICLE, start) and (
                reaches.get(start + len(_ARTICLE), 0) > -minus_end
            ):
                continue  # "the Independent" newspaper, and the Independent Electoral Commission
            first, last = words.tokens(start, -minus_end)
            if first >= tokens:
                continue
            hit = NameHit(first, last, start, -minus_end, tuple(names))
            if _is_end_of_longer(words, hit, hits):
                continue
            reached = -minus_end
            hits.append(hit)
        return hits


def _is_end_of_longer(words: Words, hit: NameHit, before: list[NameHit]) -> bool:
    """Return whether the name is only the end of another: *the Trade and Security Council*."""
    first = hit.first
    if hit.last - first < 2 or first < 3 or words.lower[first - 1] not in ("and", "&"):
        return False
    if hit.of_kind("organisation") is None or words.lower[first - 3] not in _OPENING:
        return False
    known = bool(before) and before[-1].last > first - 2
    return words.text[first - 2][:1].isupper() and not known


def _first_word(folded: str) -> str:
    """Return the first letters and digits in a row; the text where it has none."""
    first = folded.partition(" ")[0]
    if first.isalnum():
        return first
    found = _FIRST_WORD.search(folded)
    return found.group() if found else folded


_Sizes = tuple[int, dict[str, list[tuple[int, int]]], list[tuple[int, int]]]


class _AllSizes(dict[int, _Sizes]):
    """The ``_sizes`` of each group by its number, each worked out once, when it is asked for."""

    def __init__(self, groups: dict[str, dict[str, tuple[Name, ...]]]) -> None:
        super().__init__()
        self._groups = list(groups.items())

    def __missing__(self, number: int) -> _Sizes:
        found = self[number] = _sizes(*self._groups[number])
        return found


def _sizes(first: str, group: Iterable[str]) -> _Sizes:
    """Return the length of the first word, which names there are by what follows it, and others.

    A name is told by its length and where the first word begins in it, the longest first. Those
    that end with the word, or soon after it, stand under every key, and by themselves at the end.
    """
    found: dict[str, set[tuple[int, int]]] = {}
    ending: set[tuple[int, int]] = set()
    for text in group:
        before = text.index(first)
        after = text[before + len(first) :][:_NEXT]
        same = found.setdefault(after, set()) if len(after) == _NEXT else ending
        same.add((len(text), before))
    by_next = {key: sorted(sizes | ending, reverse=True) for key, sizes in found.items()}
    return len(first), by_next, sorted(ending, reverse=True)


def _spellings(text: str) -> tuple[str, ...]:
    """Return the text and, for a short acronym, its spelling with points."""
    if len(text) < 4 and _DOTTED.match(text):
        dotted = ".".join(text)
        return text, f"{dotted}.", dotted
    return (text,)


def _in_address(content: str, start: int) -> bool:
    """Return whether what begins there is part of an address or handle: *@nato*, *w.who.int*."""
    return start > 0 and (
        content[start - 1] in "@#/_" or (start > 1 and content[start - 2 : start] == "w.")
    )


def _is_written(name: Name, written: str) -> bool:
    """Return whether the case of the text allows the name."""
    if written == name.text:
        return True
    expected = level(name.text)
    if written == expected or written.replace(".", "") == expected:
        return True
    if written[1:] == expected[1:] and written[:1].isupper():
        return True
    return not name.case_sensitive and len(written) > 3 and written == expected.upper()
