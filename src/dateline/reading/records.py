"""Archives of reports: CSV and Parquet tables, WARC archives, one item at a time.

Each reader yields the fields of a report, or why an item gave none; memory does not grow with
the file.
"""

from __future__ import annotations

import csv
import io
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from dateline.reading.jsonl import fields_of
from dateline.reading.options import FIELDS, Failure, ReadOptions
from dateline.reading.text import decode
from dateline.reading.unpacking import bare_name
from dateline.reading.warc import Broken, warc_records


class Fields(msgspec.Struct, frozen=True):
    """The fields of one report and where they were read."""

    source: str
    fields: Mapping[str, str]


class PageBytes(msgspec.Struct, frozen=True):
    """A page of an archive as the server sent it."""

    source: str
    data: bytes
    url: str | None


Item = Fields | PageBytes | Failure


def read_table(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Item]:
    """Yield the rows of a CSV file; a row whose quotes are broken costs no other."""
    delimiter = "\t" if bare_name(source).lower().endswith(".tsv") else ","
    lines = _Lines(stream, options.largest)
    header: list[str] | None = None
    while (start := lines.next()) is not None:
        number, first = start
        taken, row, reason = [first], None, None
        while True:
            try:
                text = decode(b"".join(taken))[0]
                rows = list(csv.reader(text.splitlines(True), delimiter=delimiter, strict=True))
            except csv.Error as error:
                reason = f"{error}: is a quote missing?"
            except ValueError as error:
                reason = str(error)
                break
            else:
                row = rows[0] if rows else []
                break
            # The row may go on in the next line, inside of a quote.
            more = lines.next() if sum(map(len, taken)) <= options.largest else None
            if more is None:
                break
            taken.append(more[1])
        place = f"{source}:{number}"
        if row is None:
            lines.back(number + 1, taken[1:])
            yield Failure(place, f"not read: {reason}")
        elif not any(row):
            continue
        elif header is None:
            header = [name.strip().lstrip("\ufeff") for name in row]
            problem = _no_text(header, options)
            if problem:
                yield Failure(source, problem)
                return
        elif len(row) != len(header):
            lines.back(number + 1, taken[1:])
            yield Failure(
                place,
                f"{len(row)} fields where the header has {len(header)}: is a quote missing?",
            )
        else:
            yield _fields(place, dict(zip(header, row, strict=True)), options)
    if header is None:
        yield Failure(source, "the file is empty")


class _Lines:
    """Numbered lines of at most so many bytes, which can be given back."""

    def __init__(self, stream: BinaryIO, largest: int) -> None:
        self._stream = stream
        self._largest = largest
        self._returned: deque[tuple[int, bytes]] = deque()
        self._number = 0

    def next(self) -> tuple[int, bytes] | None:
        if self._returned:
            return self._returned.popleft()
        line = self._stream.readline(self._largest + 1)
        if not line:
            return None
        self._number += 1
        if len(line) > self._largest:
            end = line
            while end and not end.endswith(b"\n"):
                end = self._stream.readline(self._largest)
        return self._number, line

    def back(self, number: int, lines: list[bytes]) -> None:
        self._returned.extendleft(reversed([(number + i, x) for i, x in enumerate(lines)]))


def _fields(place: str, record: Mapping[str, Any], options: ReadOptions) -> Item:
    try:
        return Fields(place, fields_of(dict(record), options.fields))
    except ValueError as error:
        return Failure(place, str(error).replace("a JSON", "a"))


def _no_text(columns: list[str], options: ReadOptions) -> str | None:
    shown = ", ".join(columns[:12]) + (", ..." if len(columns) > 12 else "")
    for ours, theirs in sorted(options.fields.items()):
        if theirs not in columns and theirs.partition(".")[0] not in columns:
            return f"no column {theirs!r} for the {ours}: there are {shown}"
    if "text" not in options.fields and not set(FIELDS["text"]) & set(columns):
        return (
            f"no text: none of the columns {', '.join(FIELDS['text'])}; there are {shown} "
            "(name the column with --field text=COLUMN)"
        )
    return None


def read_parquet(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Item]:
    """Yield the rows of a Parquet file."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        with pyarrow.parquet.ParquetFile(stream) as opened:
            columns = list(opened.schema_arrow.names)
            problem = _no_text(columns, options)
            if problem:
                yield Failure(source, problem)
                return
            known = {name for names in FIELDS.values() for name in names}
            known |= {n for v in options.fields.values() for n in (v, v.partition(".")[0])}
            wanted = [name for name in columns if name in known]
            number = 0
            for batch in opened.iter_batches(256, columns=wanted):
                for row in batch.to_pylist():
                    number += 1
                    plain = {k: str(v) if hasattr(v, "isoformat") else v for k, v in row.items()}
                    yield _fields(f"{source}:{number}", plain, options)
    except (pa.ArrowException, ValueError) as error:
        yield Failure(source, f"no Parquet that can be read: {str(error).splitlines()[0]}")


def read_archive(stream: BinaryIO, source: str, options: ReadOptions) -> Iterator[Item]:
    """Yield the pages of a WARC file, packed with gzip or not."""
    number = 0
    for found in warc_records(stream, options.largest):
        number += 1
        if isinstance(found, Broken):
            yield Failure(f"{source}:{number}", f"the archive is broken here: {found.reason}")
        else:
            yield from _page(found, source, number, options)
    if not number:
        yield Failure(source, "the archive is empty")


def _page(data: bytes, source: str, number: int, options: ReadOptions) -> Iterator[Item]:
    """Yield the page of a record, where it is one; requests and pictures give nothing."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    for record in ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.response):
        url = record.headers.get("WARC-Target-URI")
        if record.http_headers is None:
            return
        kind = (record.http_headers.get("Content-Type") or "").lower()
        if not kind.startswith(("text/html", "text/plain", "application/xhtml")):
            return
        encoding = (record.http_headers.get("Content-Encoding") or "").lower()
        place = f"{source}:{url or number}"
        try:
            body = record.reader.read(options.largest + 1)
            yield PageBytes(place, _unpacked(body, encoding, options.largest), url)
        except ValueError as error:
            yield Failure(place, str(error))


def _unpacked(body: bytes, encoding: str, largest: int) -> bytes:
    """Return what a server packed. Raises ValueError where it is too large or broken."""
    if encoding in ("gzip", "x-gzip", "deflate") and len(body) <= largest:
        unpack = zlib.decompressobj(47 if "gzip" in encoding else zlib.MAX_WBITS)
        try:
            body = unpack.decompress(body, largest + 1)
        except zlib.error as error:
            raise ValueError(f"the page is packed, and broken: {error}") from None
    elif encoding not in ("", "identity") and len(body) <= largest:
        raise ValueError(f"the page is packed in a way dateline does not read ({encoding})")
    if len(body) > largest:
        raise ValueError(f"larger than {largest / 1e6:g} MB once unpacked")
    return body
