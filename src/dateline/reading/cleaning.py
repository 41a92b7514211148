"""Cleans a text of what a page leaves in it, without losing a sentence of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dateline.reading.characters import (
    entity_edits,
    invisible_edits,
    line_end_edits,
    lost_quote_edits,
    mojibake_edits,
    space_edits,
)
from dateline.reading.edits import Cleaning, Edit, apply
from dateline.reading.headline import find_headline
from dateline.reading.paragraphs import paragraph_edits
from dateline.reading.residue import residue_edits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHARACTERS: tuple[Callable[[str], Iterable[Edit]], ...] = (
    line_end_edits,
    entity_edits,
    lost_quote_edits,
    mojibake_edits,
    mojibake_edits,  # what was broken twice is repaired twice
    invisible_edits,
    space_edits,
)


class Cleaned(msgspec.Struct, frozen=True):
    """A clean text, what stands above it, and the way back to the text as it was read."""

    text: str
    title: str | None
    byline: str | None
    cleaning: Cleaning


def clean(text: str, title: str | None = None) -> Cleaned:
    """Clean a plain text.

    The headline stays in the text, once, as a paragraph of its own. ``title`` is the headline
    where it is known from elsewhere.
    """
    cleaning = Cleaning()
    for find_edits in (*_CHARACTERS, residue_edits):
        text, cleaning = _edited(text, cleaning, find_edits(text))
    headline = find_headline(text, title)
    text, cleaning = _edited(text, cleaning, headline.edits)
    text, cleaning = _edited(text, cleaning, paragraph_edits(text))
    return Cleaned(text, headline.title, headline.byline, cleaning)


def _edited(text: str, cleaning: Cleaning, edits: Iterable[Edit]) -> tuple[str, Cleaning]:
    edits = tuple(edits)
    if not edits:
        return text, cleaning
    text, layer = apply(text, edits)
    return text, cleaning.then(layer)
