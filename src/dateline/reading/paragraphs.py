"""Makes paragraphs: lines broken by width are joined, paragraphs stand apart by a blank line."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.reading.edits import Edit
from dateline.reading.residue import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_NARROWEST, _WIDEST = 50, 110
"""Widths, in characters, at which a text is taken to have been broken."""
_ENOUGH_BREAKS = 3
_MOST = 0.8
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_LINE_ENDS = re.compile("\n+")


def paragraph_edits(text: str) -> Iterator[Edit]:
    """Yield edits that leave one paragraph a line and a blank line between paragraphs."""
    lines = lines_of(text)
    if not lines:
        yield Edit(0, len(text))
        return
    joined = _joined_breaks(lines)
    for match in _LINE_ENDS.finditer(text):
        start, end = match.span()
        between = " " if start in joined else "\n\n"
        replacement = "" if start == 0 or end == len(text) else between
        if match.group() != replacement:
            yield Edit(start, end, replacement)


def _joined_breaks(lines: list[Line]) -> set[int]:
    """Return the offsets of the line ends that break a sentence rather than end a paragraph."""
    breaks = [
        (line, following) for line, following in pairwise(lines) if following.start == line.end + 1
    ]
    joined = {line.end for line, following in breaks if _breaks_sentence(line, following)}
    width = max((len(line.text) for pair in breaks for line in pair), default=0)
    if _NARROWEST <= width <= _WIDEST and len(breaks) >= _ENOUGH_BREAKS:
        forced = {
            line.end
            for line, following in breaks
            if len(line.text) + 1 + len(following.text.split()[0]) > width
        }
        if len(forced) >= _MOST * len(breaks):
            joined |= forced
    return joined


def _breaks_sentence(line: Line, following: Line) -> bool:
    return (
        len(line.text) >= 40 and following.text[0].islower() and not _SENTENCE_END.search(line.text)
    )
