"""What a stream of bytes holds, in whatever form, to reports."""

from __future__ import annotations

import io
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast

from dateline.reading.building import Result, report_of, report_of_item, report_of_page
from dateline.reading.databases import may_be_export, split_export
from dateline.reading.feeds import read_feed
from dateline.reading.forms import LONGER, Form, is_archive, is_feed
from dateline.reading.html import is_page
from dateline.reading.jsonl import BadRecordError, decode_json, fields_of
from dateline.reading.options import Failure, ReadOptions
from dateline.reading.records import read_archive, read_parquet, read_table
from dateline.reading.text import binary_kind, decode
from dateline.reading.unpacking import BombError, PackedError, unpacked
from dateline.record import Warning as ReportWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

_GZIP = b"\x1f\x8b"


def read_stream(
    stream: BinaryIO, source: str, form: Form | None, options: ReadOptions
) -> Iterator[Result]:
    """Yield the reports and failures of a stream, packed or not.

    ``form`` is what its name tells; without it the first bytes tell. Raises OSError where the
    stream cannot be read.
    """
    if not hasattr(stream, "peek"):
        stream = io.BufferedReader(cast("io.RawIOBase", stream))
    head = stream.peek(8)
    try:
        if form == "parquet":
            for item in read_parquet(stream, source, options):
                yield report_of_item(item, options)
            return
        if form == "archive" and head.startswith(_GZIP):
            # Its members are unpacked one by one, past what is broken.
            yield from _archive(stream, source, options)
            return
        yield from _read_unpacked(unpacked(stream), source, form, options)
    except (PackedError, BombError) as error:
        yield Failure(source, str(error))


def _read_unpacked(
    stream: BinaryIO, source: str, form: Form | None, options: ReadOptions
) -> Iterator[Result]:
    head = stream.peek(8)  # type: ignore[attr-defined]
    if form == "archive" or (form is None and is_archive(head)):
        yield from _archive(stream, source, options)
        return
    if form == "table":
        for item in read_table(stream, source, options):
            yield report_of_item(item, options)
        return
    first = stream.readline(options.largest + 1)
    kind = binary_kind(first[:4096])
    if kind:
        yield Failure(source, kind)
    elif form == "lines" or (form not in ("page", "json", "feed") and _is_record(first)):
        yield from _read_lines(first, stream, source, options)
    else:
        data = first + stream.read(max(0, options.largest + 1 - len(first)))
        if len(data) > options.largest and (form == "feed" or may_be_export(data)):
            data += stream.read(options.largest * (LONGER - 1))
        yield from _read_whole(data, source, form, options)


def _archive(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Result]:
    for item in read_archive(stream, source, options):
        yield report_of_item(item, options)


def _read_whole(
    data: bytes, source: str, form: Form | None, options: ReadOptions
) -> Iterator[Result]:
    if not data.strip():
        yield Failure(source, "the file is empty" if source != "-" else "standard input is empty")
        return
    if form != "feed" and len(data) <= options.largest * LONGER:
        export = split_export(data, source)
        if export is not None:
            for item in export:
                yield report_of_item(item, options)
            return
    feed = form == "feed" or (form != "page" and is_feed(data[:5000].decode("utf-8", "replace")))
    most = options.largest * (LONGER if feed else 1)
    if len(data) > most:
        advice = "split it into reports, or write them as JSONL, one a line"
        yield Failure(source, f"larger than {most / 1e6:g} MB, too much for one report: {advice}")
        return
    if feed:
        for item in read_feed(data, source):
            yield report_of_item(item, options)
        return
    try:
        yield from _read_one(data, source, form, options)
    except ValueError as error:
        yield Failure(source, str(error))


def _read_one(
    data: bytes, source: str, form: Form | None, options: ReadOptions
) -> Iterator[Result]:
    if form == "page":
        yield report_of_page(data, source, options)
        return
    text, encoding = decode(data)
    stripped = text.lstrip()
    if form == "json" or (stripped.startswith(("{", "[")) and _is_json(stripped)):
        yield from _read_json(decode_json(text), source, options)
    elif is_page(text):
        yield report_of_page(data if encoding == "windows-1252" else text, source, options)
    else:
        warnings: tuple[ReportWarning, ...] = ()
        if encoding == "windows-1252":
            warnings = (ReportWarning(code="encoding-guessed", message="read as windows-1252"),)
        yield report_of({"text": text}, source, options, warnings=warnings)


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
            yield report_of(fields_of(record, options.fields), place, options, from_record=True)
        except ValueError as error:
            yield Failure(place, str(error))


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
