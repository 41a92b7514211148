"""What was found of a report, as fields or as a page, to the report itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dateline.reading.cleaning import clean
from dateline.reading.html import read_page
from dateline.reading.language_check import language_of, language_warning
from dateline.reading.options import Failure, ReadOptions, ReadReport, parse_day, report_id
from dateline.reading.records import Fields, Item
from dateline.reading.text import UndecodableError, binary_kind, decode
from dateline.record import Report
from dateline.record import Warning as ReportWarning

if TYPE_CHECKING:
    from collections.abc import Mapping

Result = ReadReport | Failure


class NoTextError(ValueError):
    """There is nothing to read in a source."""


def report_of_item(item: Item, options: ReadOptions) -> Result:
    """Return the report of an item of an archive, or why it gives none."""
    if isinstance(item, Failure):
        return item
    try:
        if isinstance(item, Fields):
            return report_of(item.fields, item.source, options, from_record=True)
        url = options.url or item.url
        return report_of_page(item.data, item.source, msgspec.structs.replace(options, url=url))
    except ValueError as error:
        return Failure(item.source, str(error))


def report_of_page(page: str | bytes, source: str, options: ReadOptions) -> ReadReport:
    """Return the report on a page. Raises ValueError where there is none."""
    found = read_page(_decoded_page(page) if isinstance(page, bytes) else page)
    title = options.title or found.title
    text = found.text
    if found.title and not text.startswith(found.title):
        text = f"{found.title}\n\n{text}"
    fields = {
        "text": text,
        "title": title,
        "byline": found.byline,
        "publisher": found.publisher,
        "published": found.published,
        "url": found.url,
    }
    return report_of({k: v for k, v in fields.items() if v}, source, options)


def _decoded_page(page: bytes) -> str | bytes:
    """Return the text of a page, or its bytes where the page itself declares how to read them."""
    try:
        text, encoding = decode(page)
    except UndecodableError as error:
        if binary_kind(page[:4096]) or b"<" not in page:
            raise
        if b"charset" not in page[:4096].lower():
            raise UndecodableError(f"{error}, or declare its charset in the page") from None
        return page
    return page if encoding == "windows-1252" else text


def report_of(
    fields: Mapping[str, str],
    source: str,
    options: ReadOptions,
    *,
    warnings: tuple[ReportWarning, ...] = (),
    from_record: bool = False,
) -> ReadReport:
    """Return the report of a text and what is known of it.

    The id of the fields is kept where they come from a record. Raises ValueError where the text
    has no words.
    """
    cleaned = clean(fields["text"], options.title or fields.get("title"))
    if not any(character.isalnum() for character in cleaned.text):
        raise NoTextError("no words in it once page residue is taken out")
    published = options.published
    if published is None and "published" in fields:
        try:
            published = parse_day(fields["published"])
        except ValueError as error:
            warnings += (ReportWarning(code="date-unreadable", message=str(error)),)
    report = Report(
        id=fields.get("id", "") if from_record else "",
        title=cleaned.title,
        publisher=options.publisher or fields.get("publisher"),
        byline=options.byline or fields.get("byline") or cleaned.byline,
        published=published.isoformat() if published else None,
        url=options.url or fields.get("url"),
        language=language_of(cleaned.text),
        text=cleaned.text,
    )
    if not report.id:
        report = msgspec.structs.replace(report, id=report_id(report))
    not_english = language_warning(report)
    if not_english:
        warnings += (not_english,)
    return ReadReport(report, source, cleaned.cleaning, warnings)
