"""Packed files and answers, unpacked as they are read and never further than is allowed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PACKED = (".gz", ".zst", ".bz2", ".xz")
"""Endings of packed files; what is packed is told by the rest of the name."""
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"(\xb5/\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)
_FREE = 100_000_000
"""Bytes that may come out of any packed file."""
_MOST_RATIO = 250
"""Most bytes out of one packed byte after that: archives of news pack to a third or a twentieth,
ten thousand copies of one report to a hundredth, a bomb to a thousandth."""
_PIECE = 1 << 16


class PackedError(OSError):
    """What is packed is broken or cut off; the message says which."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.strerror = message


class BombError(ValueError):
    """More comes out than is allowed."""


class Meter:
    """Counts bytes against a limit."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.count = 0

    @property
    def left(self) -> int:
        """Bytes that may still come."""
        return self._most - self.count

    def add(self, count: int) -> None:
        """Count some more. Raises BombError where they are too many."""
        self.count += count
        if self.count > self._most:
            raise BombError(f"larger than {self._most / 1e6:g} MB")


def bare_name(name: str) -> str:
    """Return a file's name without the ending that says it is packed."""
    for ending in PACKED:
        if name.lower().endswith(ending):
            return name[: -len(ending)]
    return name


def unpacked_pieces(pieces: Iterable[bytes], encoding: str, meter: Meter) -> Iterator[bytes]:
    """Yield what a server sent, unpacked, in pieces.

    ``encoding`` is the Content-Encoding. Raises BombError beyond the meter's limit, before more
    than that is in memory, and PackedError where it is broken or packed in another way.
    """
    if encoding in ("", "identity"):
        for piece in pieces:
            meter.add(len(piece))
            yield piece
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise PackedError(f"packed in a way dateline does not read ({encoding})")
    unpack = zlib.decompressobj(47 if "gzip" in encoding else zlib.MAX_WBITS)
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpack.eof:
                out = unpack.decompress(rest, min(_PIECE, meter.left + 1))
                rest = unpack.unconsumed_tail
                meter.add(len(out))
                if out:
                    yield out
    except zlib.error as error:
        raise PackedError(f"it is packed, and broken: {error}") from None
    if not unpack.eof:
        raise PackedError("it is packed, and cut off")


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Return a stream of what a file holds, unpacked if its first bytes say that it is packed.

    The stream must be able to ``peek``. What is read from the result is as much as was asked for;
    where the file is broken or cut off the last line that is not whole is not given, and
    PackedError is raised; where out of all proportion comes out, BombError.
    """
    head = stream.peek(6)[:6]  # type: ignore[attr-defined]
    kind = next((name for magic, name in _MAGIC if head.startswith(magic)), None)
    if kind is None:
        return stream
    counted = _Counted(stream)
    opened = _OPENERS[kind](cast("BinaryIO", counted))
    return io.BufferedReader(_Guarded(opened, counted, kind), _PIECE)


def _zstd(stream: BinaryIO) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(stream, mode="r"), "zstd")


_OPENERS: dict[str, Callable[[BinaryIO], Any]] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream, mode="rb"),
    "bzip2": lambda stream: bz2.BZ2File(stream, "rb"),
    "xz": lambda stream: lzma.LZMAFile(stream, "rb"),  # noqa: SIM115 - it only unpacks
    "zstd": _zstd,
}


class _Counted(io.RawIOBase):
    """Counts the bytes that are read from a stream."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.count += len(data)
        return data

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Guarded(io.RawIOBase):
    """What comes out of a packed stream, with its errors in our words."""

    def __init__(self, stream: Any, packed: _Counted, kind: str) -> None:
        self._stream = stream
        self._packed = packed
        self._kind = kind
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        try:
            data = self._stream.read(min(len(view), _PIECE))
        except EOFError:
            raise PackedError(f"the file is cut off ({self._kind})") from None
        except (OSError, zlib.error, lzma.LZMAError) as error:
            if "runcated" in str(error):
                raise PackedError(f"the file is cut off ({self._kind})") from None
            raise PackedError(f"the file is broken ({self._kind}: {error})") from None
        self._count += len(data)
        if self._count > max(_FREE, _MOST_RATIO * self._packed.count):
            raise BombError(
                f"{self._count / 1e6:,.0f} MB come out of {self._packed.count / 1e6:.1f} MB, more "
                "than any archive of news holds: unpack it yourself if you trust it"
            )
        view[: len(data)] = data
        return len(data)
