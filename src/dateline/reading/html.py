"""A page to the report on it, through trafilatura."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import msgspec

_PAGE_START = re.compile(
    r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"<(?:p|div|article|h1|title|meta|script)\b[^>]*>", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*(?:\s|$)")
_FEWEST_WORDS = 12
"""A page with fewer words of running text has no report on it."""


class Page(msgspec.Struct, frozen=True):
    """What a page says: its text and what it tells of itself."""

    text: str
    title: str | None
    byline: str | None
    publisher: str | None
    published: str | None
    url: str | None


class NoArticleError(ValueError):
    """The page has no report on it."""


def is_page(text: str) -> bool:
    """Say if a text is HTML."""
    head = text[:5000]
    return bool(_PAGE_START.match(head)) or (
        head.lstrip().startswith("<") and len(_BLOCK.findall(head)) >= 2
    )


def read_page(page: str | bytes) -> Page:
    """Extract the report from a page; bytes are decoded as the page declares.

    Raises NoArticleError where there is none.
    """
    # Here, not at the top: the import takes longer than coding a short report of plain text.
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        page,
        include_comments=False,
        with_metadata=True,
        # Without this a year in the copyright line becomes the date of publication.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (document.text or "").strip() if document is not None else ""
    running = [line for line in text.split("\n") if _SENTENCE.search(line)]
    if sum(len(line.split()) for line in running) < _FEWEST_WORDS:
        raise NoArticleError(
            "no article found on the page: is it a list of links, or loaded by a script?"
            " Save the text of the report instead"
        )
    return Page(
        text=text,
        title=_value(document.title),
        byline=_value(document.author),
        publisher=_value(document.sitename) or _value(document.hostname),
        published=_value(document.date),
        url=_value(document.url),
    )


def _value(found: str | None) -> str | None:
    return " ".join(found.split()) or None if found else None


_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody",
    "tr", "ul",
))  # fmt: skip
_LINES = frozenset(("br", "td", "th"))
_UNSEEN = frozenset(("script", "style", "head", "template", "noscript"))


class _Lines(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        # A head that is not closed ends with the body.
        self._unseen = 0 if tag == "body" else self._unseen + (tag in _UNSEEN)
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag != "br":
            self._break(tag)

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain_lines(page: str) -> str:
    """Return all the text of a page: an empty line between blocks, a line for each table cell."""
    reader = _Lines()
    reader.feed(page)
    reader.close()
    lines = [line.strip() for line in "".join(reader.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
