"""Repairs single characters: line ends, invisible characters, entities, mojibake."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from dateline.reading.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE_END = re.compile("\r\n|[\r\u2028\x0b]")
_PARAGRAPH_END = re.compile("[\u2029\x0c]")
# Soft hyphens, zero-width and direction marks, byte order marks, control characters. C1 controls
# stay until mojibake has been looked for: they are what is left of a broken quotation mark.
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\x00-\x08\x0e-\x1f\x7f-\x9f]+"
)
# A joiner shapes Arabic and Indic letters and emoji; between Latin letters it is residue.
_JOINER = re.compile("(?<![\u0600-\u0fff\u2600-\U0010ffff])[\u200c\u200d]+")
_SPACES = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SUSPICIOUS = re.compile("[ÂÃâÐÑäåæçÅÄðïË][\x80-\xbf\u0152-\u0178\u017d\u017e\u02c6-\u2122]")
# The byte 0x9d has no character in windows-1252 and is often lost, and with it the end of a
# closing quotation mark.
_LOST_CLOSING_QUOTE = re.compile("â€(?=[\\s.,;:!?)\\]]|$)")


def line_end_edits(text: str) -> Iterator[Edit]:
    """Yield edits that leave line feeds as the only line ends."""
    for match in _LINE_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n")
    for match in _PARAGRAPH_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n\n")


def entity_edits(text: str) -> Iterator[Edit]:
    """Yield edits that turn HTML entities left in plain text into their characters."""
    for match in _ENTITY.finditer(text):
        character = html.unescape(match.group())
        if character != match.group() and not character.endswith(";"):
            yield Edit(match.start(), match.end(), character)


def mojibake_edits(text: str) -> Iterator[Edit]:
    """Yield edits that repair UTF-8 once read as another encoding; quotes stay curly."""
    if not _SUSPICIOUS.search(text):
        return
    from ftfy import fix_encoding
    from ftfy.chardata import UTF8_DETECTOR_RE

    for match in UTF8_DETECTOR_RE.finditer(text):
        broken = match.group()
        repaired = fix_encoding(broken)
        if repaired != broken:
            yield Edit(match.start(), match.end(), repaired)


def lost_quote_edits(text: str) -> Iterator[Edit]:
    """Yield edits that restore a closing quotation mark whose last byte was lost."""
    for match in _LOST_CLOSING_QUOTE.finditer(text):
        yield Edit(match.start(), match.end(), "”")


def invisible_edits(text: str) -> Iterator[Edit]:
    """Yield edits that take out characters nobody sees."""
    for pattern in (_INVISIBLE, _JOINER):
        for match in pattern.finditer(text):
            yield Edit(match.start(), match.end())


def space_edits(text: str) -> Iterator[Edit]:
    """Yield edits that leave one plain space between words and none at the ends of lines."""
    for match in _SPACES.finditer(text):
        start, end = match.span()
        at_edge = start == 0 or text[start - 1] == "\n" or end == len(text) or text[end] == "\n"
        replacement = "" if at_edge else " "
        if match.group() != replacement:
            yield Edit(start, end, replacement)
