"""Finds the headline and byline of a plain text, and keeps the headline once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from dateline.reading.edits import Edit
from dateline.reading.residue import Line, lines_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_NEAR_TOP = 10
"""Lines among which the headline is looked for."""
_LONGEST = 25
"""Words of the longest headline."""
_SITE_NAME = re.compile(r"\s+(?:[|–—·»•-]|::)\s+[^|–—·»•]{2,40}$")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_BYLINE = re.compile(
    r"(?i:by):? ((?:[A-Z][\w.'’-]*|de|van|von|der|bin|al|and|,)"
    r"(?: (?:[A-Z][\w.'’-]*|de|van|von|der|bin|al|and|,)){0,7})"
    r"(?:,? (?:in|of|for|from|staff|correspondent)\b.{0,60})?"
)
_DATE_LINE = re.compile(
    r"(?:(?:first |last )?(?:published|updated|posted|edited|modified|created|date)\b.*"
    r"|\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\W+)?"
    r"(?:\d{1,2}\W+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
    r"\.?\W[\d ,:.apmgtesut|()+-]*"
    r"|[\d\s./:,-]{6,}(?:[ap]\.?m\.?)?(?: ?[a-z]{2,4})?)",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'/-]{2,40}(?:,| \(|\s[-–—])")


class Headline(msgspec.Struct, frozen=True):
    """What stands above a report, and the edits that keep it from standing there twice."""

    title: str | None
    byline: str | None
    edits: tuple[Edit, ...]


def find_headline(text: str, title: str | None = None) -> Headline:
    """Find headline and byline in the first lines of a text.

    ``title`` is the headline where it is known from elsewhere; the text then loses only its second
    copy of it.
    """
    lines = lines_of(text)
    top = lines[:_NEAR_TOP]
    edits = _repetitions(top, title)
    taken_out = {edit.start for edit in edits}
    left = [line for line in lines if line.start not in taken_out]
    repeated = {_normal(line.text) for line in top if line.start in taken_out}
    byline = None
    for line in left[:4]:
        match = _BYLINE.fullmatch(line.text)
        if match and match.group(1)[0].isupper():
            byline = match.group(1).strip(" ,")
            break
    if title is None:
        title = _first_headline(left, repeated)
    return Headline(title, byline, tuple(edits))


def _first_headline(lines: Sequence[Line], repeated: set[str]) -> str | None:
    for index, line in enumerate(lines[:3]):
        if _BYLINE.fullmatch(line.text) or _DATE_LINE.fullmatch(line.text):
            continue
        if any(_normal(line.text) in (copy, _normal(_without_site(copy))) for copy in repeated):
            return line.text
        following = lines[index + 1 :]
        return line.text if _is_headline(line, following) else None
    return None


def _is_headline(line: Line, following: Sequence[Line]) -> bool:
    words = line.text.split()
    if not following or not 2 <= len(words) <= _LONGEST or line.text[-1] in ".,;:…-–—":
        return False
    if line.text.endswith((".”", '."', ",”", ".’")) or _DATELINE.match(line.text):
        return False
    if line.text[-1] in "?!" and len(words) > 15:
        return False
    body = max(following[:4], key=lambda other: len(other.text))
    if body.text[0].islower() and body is following[0]:
        return False  # a line broken in the middle of its sentence
    return len(body.text.split()) > len(words) or len(body.text) > 80


def _repetitions(top: Sequence[Line], title: str | None) -> list[Edit]:
    seen: dict[str, Line] = {}
    edits: list[Edit] = []
    known = _normal(title) if title else None
    for line in top:
        whole, bare = _normal(line.text), _normal(_without_site(line.text))
        again = whole in seen and (_may_stand_twice(line.text) or whole == known)
        again |= bare != whole and bare in seen and _may_stand_twice(line.text)
        if again:
            edits.append(Edit(line.start, line.end))
        else:
            earlier = next(
                (
                    other
                    for other in seen.values()
                    if whole == _normal(_without_site(other.text)) and _may_stand_twice(line.text)
                ),
                None,
            )
            if earlier is not None:
                edits.append(Edit(earlier.start, earlier.end))
                del seen[_normal(earlier.text)]
            seen[whole] = line
    return sorted(edits)


def _may_stand_twice(text: str) -> bool:
    return 3 <= len(text.split()) <= _LONGEST


def _without_site(text: str) -> str:
    return _SITE_NAME.sub("", text)


def _normal(text: str) -> str:
    return " ".join(text.translate(_QUOTES).casefold().split())
