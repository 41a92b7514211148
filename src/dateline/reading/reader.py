"""Reads sources one after the other; a source that fails does not stop the others."""

from __future__ import annotations

import sys
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from dateline.reading.cleaning import clean
from dateline.reading.html import NoArticleError, is_page, read_page
from dateline.reading.jsonl import BadRecordError, decode_json, fields_of
from dateline.reading.language_check import language_of, language_warning
from dateline.reading.options import Failure, ReadOptions, ReadReport, parse_day, report_id
from dateline.reading.records import Fields, Item, kind_of, read_items
from dateline.reading.sources import JSON, LINES, PAGES, find_files
from dateline.reading.text import UndecodableError, binary_kind, decode
from dateline.record import Report
from dateline.record import Warning as ReportWarning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Result = ReadReport | Failure

_DEFAULTS = ReadOptions()


def read(sources: Iterable[str], options: ReadOptions = _DEFAULTS) -> Iterator[Result]:
    """Read sources in the order given: paths, folders, globs, ``-`` for standard input.

    Yields a report or a failure for each text, page and JSON record as soon as it is read. The
    files of a folder or glob come in the order of their paths, records in the order of their lines.
    """
    for source in sources:
        if source == "-":
            yield from _read_stream(sys.stdin.buffer, "-", "", options)
            continue
        for found in find_files(source):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _read_file(found, options)


def read_text(text: str, options: ReadOptions = _DEFAULTS, source: str = "") -> ReadReport:
    """Read a plain text that is at hand.

    Raises ValueError where there are no words in it.
    """
    return _report({"text": text}, source, options)


def _read_file(path: Path, options: ReadOptions) -> Iterator[Result]:
    source = str(path)
    kind = kind_of(path.name)
    try:
        if kind:
            for item in read_items(path, kind, options):
                yield _read_item(item, options)
            return
        with path.open("rb") as stream:
            yield from _read_stream(stream, source, path.suffix.lower(), options)
    except PermissionError:
        yield Failure(
            source, "no permission to read it: change its mode (chmod +r) or leave it out"
        )
    except FileNotFoundError:
        yield Failure(source, "no such file (a link that leads nowhere)")
    except OSError as error:
        yield Failure(source, f"cannot be read: {error.strerror or error}")


def _read_item(item: Item, options: ReadOptions) -> Result:
    if isinstance(item, Failure):
        return item
    try:
        if isinstance(item, Fields):
            return _report(item.fields, item.source, options, from_record=True)
        url = options.url or item.url
        return _page_report(item.data, item.source, msgspec.structs.replace(options, url=url))
    except ValueError as error:
        return Failure(item.source, str(error))


def _read_stream(
    stream: BinaryIO, source: str, suffix: str, options: ReadOptions
) -> Iterator[Result]:
    first = stream.readline(options.largest + 1)
    kind = binary_kind(first[:4096])
    if kind:
        yield Failure(source, kind)
    elif suffix in LINES or (suffix not in (*PAGES, *JSON) and _is_record(first)):
        yield from _read_lines(first, stream, source, options)
    else:
        data = first + stream.read(max(0, options.largest + 1 - len(first)))
        if len(data) > options.largest:
            megabytes = options.largest / 1e6
            yield Failure(
                source,
                f"larger than {megabytes:g} MB, too much for one report: split it into reports, or"
                " write them as JSONL, one a line",
            )
        else:
            yield from _read_whole(data, source, suffix, options)


def _read_whole(data: bytes, source: str, suffix: str, options: ReadOptions) -> Iterator[Result]:
    if not data.strip():
        yield Failure(source, "the file is empty" if source != "-" else "standard input is empty")
        return
    try:
        if suffix in PAGES:
            yield _page_report(data, source, options)
            return
        text, encoding = decode(data)
        stripped = text.lstrip()
        if suffix in JSON or (stripped.startswith(("{", "[")) and _is_json(stripped)):
            yield from _read_json(decode_json(text), source, options)
        elif is_page(text):
            yield _page_report(data if encoding == "windows-1252" else text, source, options)
        else:
            warnings: tuple[ReportWarning, ...] = ()
            if encoding == "windows-1252":
                warnings = (ReportWarning(code="encoding-guessed", message="read as windows-1252"),)
            yield _report({"text": text}, source, options, warnings=warnings)
    except ValueError as error:
        yield Failure(source, str(error))


def _read_lines(
    first: bytes, stream: BinaryIO, source: str, options: ReadOptions
) -> Iterator[Result]:
    rest = iter(lambda: stream.readline(options.largest + 1), b"")
    number, found, tail_of_long_line = 0, False, False
    for line in chain([first], rest):
        is_tail, tail_of_long_line = tail_of_long_line, not line.endswith(b"\n")
        if is_tail:
            continue
        number += 1
        if not line.strip():
            continue
        found = True
        place = f"{source}:{number}"
        try:
            if len(line) > options.largest:
                raise BadRecordError(f"the line is longer than {options.largest / 1e6:g} MB")
            text, _ = decode(line)
            yield from _read_json(decode_json(text), place, options)
        except ValueError as error:
            yield Failure(place, str(error))
    if not found:
        yield Failure(source, "the file is empty" if source != "-" else "standard input is empty")


def _read_json(value: object, source: str, options: ReadOptions) -> Iterator[Result]:
    records = value if isinstance(value, list) else [value]
    for number, record in enumerate(records, 1):
        place = f"{source}[{number}]" if isinstance(value, list) else source
        try:
            yield _report(fields_of(record, options.fields), place, options, from_record=True)
        except ValueError as error:
            yield Failure(place, str(error))


def _page_report(page: str | bytes, source: str, options: ReadOptions) -> ReadReport:
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
    return _report({k: v for k, v in fields.items() if v}, source, options)


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


def _report(
    fields: Mapping[str, str],
    source: str,
    options: ReadOptions,
    *,
    warnings: tuple[ReportWarning, ...] = (),
    from_record: bool = False,
) -> ReadReport:
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


class NoTextError(ValueError):
    """There is nothing to read in a source."""


def _is_record(line: bytes) -> bool:
    if not line.lstrip().startswith(b"{"):
        return False
    try:
        return isinstance(decode_json(line), dict)
    except BadRecordError:
        return False


def _is_json(text: str) -> bool:
    try:
        value = decode_json(text)
    except BadRecordError:
        return False
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], dict)
    )


__all__ = ["NoArticleError", "Result", "read", "read_text"]
