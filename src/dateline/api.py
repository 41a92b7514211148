"""The one-call form of the API, for a single report at a prompt."""

from __future__ import annotations

from datetime import date
from functools import cache

from dateline.coder import Coder
from dateline.record import Record


def code(
    text: str,
    *,
    published: str | date | None = None,
    publisher: str | None = None,
    title: str | None = None,
) -> Record:
    """Code one text with the default coder, which is loaded at the first call.

    ``published`` is the day (``2011-01-17``) every relative date is resolved against. Raises
    ValueError for a date that is none, or a text without words. For many texts make a ``Coder``.
    """
    return _default().code(text, published=published, publisher=publisher, title=title)


@cache
def _default() -> Coder:
    return Coder()
