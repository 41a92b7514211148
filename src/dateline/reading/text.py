"""Bytes to text: which encoding, and what is no text at all."""

from __future__ import annotations

import codecs
import re
import unicodedata

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF: convert it to text first, for instance with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document: unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Word, Excel or PowerPoint file: save it as plain text"),
    (b"{\\rtf", "an RTF document: save it as plain text"),
    (b"\x1f\x8b", "compressed with gzip: unpack it first"),
    (b"BZh", "compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "compressed with xz: unpack it first"),
    (b"(\xb5/\xfd", "compressed with zstd: unpack it first"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive: unpack it first"),
    (b"\x89PNG\r\n", "an image: dateline reads text only"),
    (b"\xff\xd8\xff", "an image: dateline reads text only"),
    (b"GIF8", "an image: dateline reads text only"),
    (b"SQLite format 3\x00", "an SQLite database: export its texts as JSONL"),
    (b"PAR1", "a Parquet file: export its texts as JSONL"),
    (b"\x7fELF", "a program: dateline reads text only"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")
_MOST_HIGH_BYTES = 0.1
"""More bytes above 0x7f than this, and the text is in no Western encoding."""


class UndecodableError(ValueError):
    """The bytes are no text that can be read; the message says what they are."""


def binary_kind(head: bytes) -> str | None:
    """Say what kind of binary file starts with these bytes, or None where it may be text."""
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    if head[8:12] == b"DUCK":
        return "a DuckDB database: read it with `dateline show`"
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return None
    if b"\x00" in head:
        halves = head[::2], head[1::2]
        if any(half and half.count(0) > 0.7 * len(half) for half in halves) and head.count(
            0
        ) < 0.6 * len(head):
            return "UTF-16 without a byte order mark: save it as UTF-8"
        return "a binary file: dateline reads text only"
    return None


def decode(data: bytes) -> tuple[str, str]:
    """Decode bytes and return the text with the name of the encoding.

    Tries the byte order mark, then UTF-8, then windows-1252 where the result looks like Western
    text. Raises UndecodableError with a reason of one line.
    """
    kind = binary_kind(data[:4096])
    if kind:
        raise UndecodableError(kind)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise UndecodableError(_complaint(data, error, encoding.upper())) from None
    if b"\x00" in data:
        raise UndecodableError("a binary file: dateline reads text only")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        text = _western(data)
        if text is None:
            raise UndecodableError(_complaint(data, error, "UTF-8")) from None
        return text, "windows-1252"


def _western(data: bytes) -> str | None:
    if _MULTIBYTE.search(data):
        return None  # UTF-8 with a damaged place: another encoding would spoil the rest
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = [character for character in text if ord(character) > 127]
    if len(high) > _MOST_HIGH_BYTES * len(text):
        return None
    plausible = sum(_is_plausible(character) for character in high)
    return text if plausible >= 0.9 * len(high) else None


def _is_plausible(character: str) -> bool:
    return unicodedata.category(character)[0] in "LPZ" or character in "€£°½¼¾§©®™"


def _complaint(data: bytes, error: UnicodeDecodeError, encoding: str) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    return (
        f"byte 0x{data[error.start]:02x} at offset {error.start} (line {line}) is not "
        f"{encoding}: save it as UTF-8"
    )
