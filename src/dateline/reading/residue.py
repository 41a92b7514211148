"""Recognises the lines of a page that are no part of the report: buttons, menus, icon names."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, NamedTuple

from dateline.reading.edits import Edit
from dateline.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_KINDS = ("strong", "list", "weak", "region")
_SEPARATORS = re.compile(r"[|>/\\·•»«›‹→←↑↓▼▲▾▸►✕×+:,()\[\]\d–—*-]+|&(?= )")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_ICON = re.compile(r"icons?|icon[a-z-]*|(?:[a-z-]*[a-z-])?(?:icon|svg|btn|chevron)", re.IGNORECASE)
_NO_ICON = frozenset({"silicon", "lexicon", "emoticon", "rubicon", "iconic", "iconoclast"})
_FEW = 3
"""So many words of menus make a menu, and so many names of icons a line of icons."""
_LISTED = 15
"""The longest list of other headlines that is taken for one."""
_LONGEST_PHRASE = 6


class Line(NamedTuple):
    """A line of the text without its line end."""

    start: int
    end: int
    text: str


class Residue:
    """The tables by which residue is known."""

    def __init__(self) -> None:
        with as_file(files("dateline.reading") / "data") as data:
            self._phrases: dict[tuple[str, ...], str] = {
                tuple(row.required("phrase").split()): row.one_of("kind", _KINDS)
                for row in read_table(data / "phrases.tsv", ("phrase", "kind"))
            }
            patterns = []
            for row in read_table(data / "lines.tsv", ("id", "pattern", "example")):
                pattern = row.required("pattern")
                if not re.fullmatch(pattern, row.required("example"), re.IGNORECASE):
                    raise row.error(f"the example is not matched by {pattern!r}")
                patterns.append(pattern)
        self._pattern = re.compile(
            "|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE
        )

    def is_line(self, line: str) -> bool:
        """Say if a line is residue whatever stands around it."""
        return bool(self._pattern.fullmatch(line)) or _is_icons(line)

    def phrases(self, line: str) -> list[str] | None:
        """Return the kinds of the phrases that make up a line, None where it has other words."""
        words = _SEPARATORS.sub(" ", line.lower().replace("’", "'")).split()
        plain = line.lower().replace("’", "'").split()
        for candidate in (plain, words):
            kinds = self._segment(candidate)
            if kinds is not None:
                return kinds
        return None

    def _segment(self, words: Sequence[str]) -> list[str] | None:
        kinds: list[str] = []
        position = 0
        while position < len(words):
            for length in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1):
                kind = self._phrases.get(tuple(words[position : position + length]))
                if kind:
                    kinds.append(kind)
                    position += length
                    break
            else:
                return None
        return kinds


@lru_cache(maxsize=1)
def residue() -> Residue:
    """Return the tables, read on first use."""
    return Residue()


def lines_of(text: str) -> list[Line]:
    """Return the lines that have something on them."""
    found, position = [], 0
    for line in text.split("\n"):
        if line:
            found.append(Line(position, position + len(line), line))
        position += len(line) + 1
    return found


def residue_edits(text: str) -> Iterator[Edit]:
    """Yield edits that empty the lines which are page residue; their line ends stay."""
    tables = residue()
    lines = lines_of(text)
    kinds = [
        ["strong"] if tables.is_line(line.text) else tables.phrases(line.text) for line in lines
    ]
    index = 0
    while index < len(lines):
        if kinds[index] is None:
            index += 1
            continue
        stop = index
        block: list[str] = []
        while stop < len(lines) and (here := kinds[stop]) is not None:
            block += here
            stop += 1
        if _is_residue(block):
            if "list" in (kinds[stop - 1] or ()):
                stop += _listed_after(lines[stop:])
            for line in lines[index:stop]:
                yield Edit(line.start, line.end)
        index = stop


def _is_residue(kinds: Sequence[str]) -> bool:
    if "strong" in kinds or "list" in kinds:
        return True
    return "weak" in kinds and len(kinds) >= _FEW


def _listed_after(lines: Sequence[Line]) -> int:
    """Count the headlines of other reports listed here: lines that are no sentences."""
    count = 0
    for line in lines[:_LISTED]:
        if _SENTENCE_END.search(line.text) or not 4 <= len(line.text.split()) <= 20:
            break
        count += 1
    return count if count == len(lines) or count > 1 else 0


def _is_icons(line: str) -> bool:
    if _SENTENCE_END.search(line):
        return False
    words = line.lower().split()
    icons = sum(bool(_ICON.fullmatch(word)) and word not in _NO_ICON for word in words)
    return icons >= _FEW and icons >= 0.3 * len(words)
