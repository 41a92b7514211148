"""Exports of press databases: one file, many reports, in a layout of Nexis or Factiva.

Only a layout that is known in full is split: a text that merely has some of its words stays one
report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from dateline.reading.factiva import split_display, split_tagged
from dateline.reading.html import is_page, plain_lines
from dateline.reading.nexis import split_numbered, split_uni
from dateline.reading.options import Failure
from dateline.reading.records import Fields, Item
from dateline.reading.text import decode

_SIGNS = re.compile(
    r"\b\d+\s+of\s+\d+\s+DOCUMENTS?\b|\bDocument\s+\d+\s+of\s+\d+\b|\bEnd of Document\b"
    r"|\bDocument\s+[A-Z][A-Z0-9]{2,11}(?:19|20)\d{6}\w+"
)
"""One of these stands in every export; the rest of a layout is looked at only where one does."""
_SPLITTERS: tuple[Callable[[str], list[dict[str, str] | str] | None], ...] = (
    split_numbered,
    split_uni,
    split_tagged,
    split_display,
)
_SURE_WITHIN = 200_000


def may_be_export(data: bytes) -> bool:
    """Say if the beginning of a file has a sign of an export."""
    return _SIGNS.search(data[:_SURE_WITHIN].decode("latin-1")) is not None


def split_export(data: bytes, source: str) -> Iterator[Item] | None:
    """Yield the reports of an export of Nexis or Factiva, or return None where it is none.

    A document of which the layout is not understood is a failure of its own.
    """
    if not may_be_export(data):
        return None
    try:
        text = decode(data)[0]
    except ValueError:
        return None
    if is_page(text):
        text = plain_lines(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    for split in _SPLITTERS:
        found = split(text)
        if found is not None and any(isinstance(document, dict) for document in found):
            return _items(found, source)
    return None


def _items(found: list[dict[str, str] | str], source: str) -> Iterator[Item]:
    for number, document in enumerate(found, 1):
        place = f"{source}#{number}"
        if isinstance(document, str):
            yield Failure(place, f"document {number} of {len(found)} of the export: {document}")
        else:
            yield Fields(place, {k: v for k, v in document.items() if v})
