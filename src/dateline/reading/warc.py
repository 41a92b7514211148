"""The records of a WARC file, one after the other, past what is broken in it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

_PIECE = 1 << 16
_LARGEST_HEAD = 1 << 16
_MEMBER = b"\x1f\x8b\x08"
_START = b"WARC/1."
_NEXT = b"\r\n\r\nWARC/1."
_LENGTH = re.compile(rb"^content-length:\s*(\d+)\s*$", re.IGNORECASE | re.MULTILINE)


class Broken(msgspec.Struct, frozen=True):
    """A place of the archive from which nothing could be read."""

    reason: str


def warc_records(stream: BinaryIO, largest: int) -> Iterator[bytes | Broken]:
    """Yield the bytes of each record, and where something is broken.

    The stream must be able to ``peek``. Of a record that is larger than ``largest`` only the
    beginning is kept. Reading goes on with the next member of a packed file, or the next place
    that looks like a record.
    """
    packed = stream.peek(3).startswith(_MEMBER)  # type: ignore[attr-defined]
    pieces = _unpacked(stream) if packed else _plain(stream)
    buffer = _Buffer(pieces)
    while True:
        found: bytes | Broken | None = None
        buffer.skip_blank()
        if buffer.fill(len(_START)):
            if buffer.data.startswith(_START):
                found = _record(buffer, largest)
            else:
                found = Broken("no record where one should begin")
                buffer.seek(_START)
        elif buffer.take_all():
            found = Broken("it is cut off")
        damage = buffer.take_damage()
        if damage is not None:
            # What was left of the damaged record is told with the damage, once.
            buffer.clear()
            if isinstance(found, bytes):
                yield found
            yield damage
        elif found is None:
            return
        else:
            yield found


def _record(buffer: _Buffer, largest: int) -> bytes | Broken:
    while (end := buffer.data.find(b"\r\n\r\n")) < 0 and len(buffer.data) < _LARGEST_HEAD:
        if not buffer.more():
            buffer.clear()
            return Broken("it is cut off within the head of a record")
    length = _LENGTH.search(bytes(buffer.data[:end]).replace(b"\r\n", b"\n")) if end >= 0 else None
    if length is None:
        del buffer.data[: len(_START)]
        buffer.seek(_START)
        return Broken("a record without its length")
    size, head = int(length.group(1)), end + 4
    kept = min(size, largest + _LARGEST_HEAD)
    whole = buffer.fill(head + kept)
    record = bytes(buffer.data[: head + kept])
    del buffer.data[: head + kept]
    if whole:
        whole = buffer.skip(size - kept)
    inner = record.find(_NEXT, head)
    follows = buffer.fill(len(_NEXT)) and buffer.data.startswith(_NEXT)
    at_end = whole and not follows and bytes(buffer.data[: len(_NEXT)]).strip() == b""
    if not (follows or at_end) and inner >= 0:
        # The length is wrong, and the next record lies within it.
        buffer.data[:0] = record[inner + 4 :]
        return Broken("a record with a wrong length")
    return record if whole else Broken("it is cut off within a record")


class _Buffer:
    def __init__(self, pieces: Iterator[bytes | Broken]) -> None:
        self.data = bytearray()
        self._pieces = pieces
        self._damage: Broken | None = None

    def more(self) -> bool:
        """Read on, as far as the archive's end or the next damage to it."""
        piece = next(self._pieces, None) if self._damage is None else None
        if piece is None:
            return False
        if isinstance(piece, Broken):
            self._damage = piece
            return False
        self.data += piece
        return True

    def fill(self, size: int) -> bool:
        while len(self.data) < size:
            if not self.more():
                return False
        return True

    def skip(self, size: int) -> bool:
        while size > 0:
            if not self.data and not self.more():
                return False
            step = min(size, len(self.data))
            del self.data[:step]
            size -= step
        return True

    def take_damage(self) -> Broken | None:
        damage, self._damage = self._damage, None
        return damage

    def skip_blank(self) -> None:
        while self.fill(1) and self.data[0] in b"\r\n":
            del self.data[0]

    def seek(self, mark: bytes) -> bool:
        while (place := self.data.find(mark)) < 0:
            del self.data[: -len(mark)]
            if not self.more():
                self.clear()
                return False
        del self.data[:place]
        return True

    def take_all(self) -> bytes:
        data = bytes(self.data)
        self.clear()
        return data

    def clear(self) -> None:
        self.data.clear()


def _plain(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece


def _unpacked(stream: BinaryIO) -> Iterator[bytes | Broken]:
    """Yield what the members of a gzip file hold, in pieces; a broken member is passed over."""
    waiting = b""
    while waiting or (waiting := stream.read(_PIECE)):
        unpack = zlib.decompressobj(31)
        try:
            while not unpack.eof:
                piece = unpack.decompress(waiting, _PIECE)
                waiting = unpack.unconsumed_tail
                if piece:
                    yield piece
                if unpack.eof:
                    break
                if not waiting and not (waiting := stream.read(_PIECE)) and not piece:
                    yield Broken("it is cut off within a packed record")
                    return
            waiting = unpack.unused_data
        except zlib.error as error:
            yield Broken(f"a packed record is broken ({error})")
            waiting = _next_member(waiting[1:], stream)


def _next_member(waiting: bytes, stream: BinaryIO) -> bytes:
    while (place := waiting.find(_MEMBER)) < 0:
        piece = stream.read(_PIECE)
        if not piece:
            return b""
        waiting = waiting[-2:] + piece
    return waiting[place:]
