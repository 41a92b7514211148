"""Edits of a text that remember where every character came from."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dateline.record import Span


class Edit(msgspec.Struct, frozen=True, order=True):
    """Replaces the characters ``[start, end)`` of a text by others."""

    start: int
    end: int
    replacement: str = ""


class Layer:
    """One set of edits applied at once, and the way back through them."""

    def __init__(self, edits: tuple[Edit, ...]) -> None:
        self._edits = edits
        self._starts: list[int] = []
        """Where the replacement of each edit starts in the edited text."""
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += len(edit.replacement) - (edit.end - edit.start)

    def original_character(self, position: int) -> Span:
        """Return the span of the unedited text that one edited character came from."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position, position + 1
        edit = self._edits[index]
        beyond = position - self._starts[index] - len(edit.replacement)
        if beyond < 0:
            return edit.start, edit.end
        return edit.end + beyond, edit.end + beyond + 1


class Cleaning:
    """Maps spans of a cleaned text back to the text as it was read."""

    def __init__(self, layers: tuple[Layer, ...] = ()) -> None:
        self._layers = layers

    def then(self, layer: Layer) -> Cleaning:
        """Return the cleaning followed by one more layer of edits."""
        return Cleaning((*self._layers, layer))

    def original_span(self, span: Span) -> Span:
        """Return the half-open span of the original that a span of the clean text came from.

        The span runs from the origin of its first character to the origin of its last, so residue
        that was taken out in between lies within it.
        """
        start, end = span
        for layer in reversed(self._layers):
            first = layer.original_character(start)
            last = layer.original_character(end - 1) if end > start else (first[0], first[0])
            start, end = first[0], last[1]
        return start, end


def apply(text: str, edits: Iterable[Edit]) -> tuple[str, Layer]:
    """Apply edits that do not overlap and return the new text with the way back.

    Raises ValueError where two edits overlap.
    """
    ordered = tuple(sorted(edits))
    parts: list[str] = []
    position = 0
    for edit in ordered:
        if edit.start < position or edit.end < edit.start:
            raise ValueError(f"edits overlap at offset {edit.start}")
        parts += text[position : edit.start], edit.replacement
        position = edit.end
    parts.append(text[position:])
    return "".join(parts), Layer(ordered)
