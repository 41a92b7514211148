"""Finds quotations by their marks: curly, straight, single, doubled, nested, left open.

A paragraph is read by itself, so a mark that is wrong spoils no more than its paragraph. A
quotation over several paragraphs, each of which opens with a mark while only the last one closes,
is found as one quotation a paragraph, the later ones with ``continues`` set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from dateline.record import Span

_MARK = re.compile(r"''|``|,,|[\"“”„‟«»‘’‚‛']")
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENING = {
    "“": '"',
    "„": '"',
    "‟": '"',
    "«": '"',
    "``": '"',
    ",,": '"',
    "‘": "'",
    "‚": "'",
    "‛": "'",
}
_CLOSING = {"”": '"', "»": '"'}
_ELISION = re.compile(r"['’‘](?:\d0s|em|til|tis|twas|cause|bout|n|round|neath)\b", re.IGNORECASE)
_BEFORE_OPENING = frozenset(" \t ([{-–—/:,;\"“‘'")


class Quotation(msgspec.Struct, frozen=True):
    """Words between quotation marks."""

    span: Span
    """With the marks, as far as they are there."""
    inner: Span
    """Without them."""
    depth: int
    """0 for a quotation, 1 for one inside it."""
    closed: bool
    continues: bool = False
    """The quotation of the paragraph before was left open and goes on here."""


class _Open(msgspec.Struct):
    kind: str
    start: int
    inner: int


def paragraphs(text: str) -> list[Span]:
    """Return the spans of the lines that are not empty."""
    return [m.span() for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations in order of their start, the outer before the inner. Never raises."""
    found: list[Quotation] = []
    left_open = False
    for paragraph in paragraphs(text):
        quotations = sorted(_in_paragraph(text, paragraph), key=lambda q: (q.span[0], q.depth))
        first = quotations[0] if quotations else None
        begins = first is not None and not text[paragraph[0] : first.span[0]].strip()
        if left_open and first is not None and begins:
            quotations[0] = msgspec.structs.replace(first, continues=True)
        left_open = any(not q.closed and q.depth == 0 for q in quotations)
        found.extend(quotations)
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span) -> Iterator[Quotation]:
    start, end = paragraph
    marks = [m for m in _MARK.finditer(text, start, end) if not _is_apostrophe(text, m, start, end)]
    stack: list[_Open] = []
    for position, mark in enumerate(marks):
        kind, opens = _read_mark(text, mark, stack, start, end)
        if opens:
            if any(o.kind == kind for o in stack):
                rest = marks[position + 1 :]
                if _is_doubled(text, stack[-1], mark):
                    stack[-1].inner = mark.end()
                    continue
                if kind == "'":
                    continue
                if not _is_nested(stack, kind, mark, rest):
                    # The one before was never closed: it ends where this one begins.
                    yield from _close_all(text, stack, mark.start(), closed=False)
            if kind == "'" and not _has_closing(text, marks[position + 1 :], end):
                continue
            stack.append(_Open(kind, mark.start(), mark.end()))
            continue
        matching = next((n for n in range(len(stack) - 1, -1, -1) if stack[n].kind == kind), None)
        if matching is None:
            continue
        del stack[matching + 1 :]
        opened = stack.pop()
        if mark.start() > opened.inner:
            yield Quotation(
                (opened.start, mark.end()), (opened.inner, mark.start()), len(stack), closed=True
            )
    yield from _close_all(text, stack, end, closed=False)


def _close_all(text: str, stack: list[_Open], end: int, *, closed: bool) -> Iterator[Quotation]:
    while end > 0 and text[end - 1].isspace():
        end -= 1
    while stack:
        opened = stack.pop()
        if end > opened.inner and opened.kind == '"':
            yield Quotation((opened.start, end), (opened.inner, end), len(stack), closed=closed)


def _read_mark(
    text: str, mark: re.Match[str], stack: list[_Open], start: int, end: int
) -> tuple[str, bool]:
    """Return the kind of the mark and whether it opens a quotation here."""
    sign = mark.group()
    if sign in _OPENING:
        kind = _OPENING[sign]
        # A typist's opening mark at the end of a word closes.
        if stack and stack[-1].kind == kind and not _can_open(text, mark, start, end):
            return kind, False
        return kind, True
    if sign in _CLOSING:
        kind = _CLOSING[sign]
        is_open = any(o.kind == kind for o in stack)
        return kind, not is_open and _can_open(text, mark, start, end)
    kind = "'" if sign in ("'", "’") else '"'
    is_open = any(o.kind == kind for o in stack)
    can_open = _can_open(text, mark, start, end)
    can_close = mark.start() > start and not text[mark.start() - 1].isspace()
    if can_open and can_close:
        return kind, not is_open
    if is_open and not can_open:
        return kind, False
    return kind, can_open


def _can_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    return before in _BEFORE_OPENING and not after.isspace() and after not in ",.;:)?!"


def _is_apostrophe(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark.group() == ",,":
        return not _can_open(text, mark, start, end) or mark.end() >= end
    if mark.group() not in ("'", "’", "‘"):
        return False
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if before.isalnum() and after.isalnum():
        return True
    return _ELISION.match(text, mark.start(), end) is not None and not before.isalnum()


def _is_doubled(text: str, opened: _Open, mark: re.Match[str]) -> bool:
    return not text[opened.inner : mark.start()].strip()


def _is_nested(
    stack: list[_Open], kind: str, mark: re.Match[str], rest: list[re.Match[str]]
) -> bool:
    """Say whether enough closing marks follow for a quotation of the same kind inside another."""
    if mark.group() not in ("“", "«", "„", "``"):
        return False
    depth = sum(o.kind == kind for o in stack) + 1
    for other in rest:
        if other.group() in _CLOSING:
            depth -= 1
            if depth == 0:
                return True
        elif _OPENING.get(other.group()) == kind:
            if depth == 1:
                return False
            depth += 1
    return False


def _has_closing(text: str, rest: list[re.Match[str]], end: int) -> bool:
    """Say whether a single mark follows that can close: after punctuation, or after a word."""
    for mark in rest:
        if mark.group() not in ("'", "’"):
            continue
        before = text[mark.start() - 1]
        after = text[mark.end()] if mark.end() < end else " "
        if not before.isspace() and not after.isalnum():
            return True
    return False
