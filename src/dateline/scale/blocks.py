"""An input as blocks: so many reports of a file, which can be read without the others.

The reports of a block have the same fields and the same ``source`` as ``dateline.reading.read``
gives them.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Literal, TypeVar

import msgspec

from dateline.reading import Failure, ReadOptions, ReadReport, read
from dateline.reading.building import report_of_item
from dateline.reading.forms import form_of_name
from dateline.reading.options import FIELDS
from dateline.reading.records import Fields, Item, PageBytes, read_archive, read_parquet, read_table
from dateline.reading.sources import find_files
from dateline.reading.streams import read_stream
from dateline.reading.unpacking import BombError, PackedError, unpacked
from dateline.scale.coding import Found

Form = Literal["lines", "table", "parquet", "archive", "files"]

_ROWS = 256
_CHUNK_LINES = 64
_CHUNK_BYTES = 1_000_000
_GZIP = b"\x1f\x8b"
_NUMBER = re.compile(r":(\d+)((?:\[\d+\])?)\Z")


class Input(msgspec.Struct, frozen=True):
    """A table or archive, or a handful of small files: what is read from its beginning on."""

    form: Form
    paths: tuple[str, ...]
    state: str
    """Changes with the files and with how they are read."""
    problems: tuple[Failure, ...] = ()
    """Why a source names no file."""
    blocks: int | None = None
    """How many there are, where that is known before reading."""

    @property
    def name(self) -> str:
        """The path that stands for the input."""
        return self.paths[0] if self.paths else self.problems[0].source

    @property
    def can_be_shared(self) -> bool:
        """Whether passing over its blocks costs little beside coding them."""
        return self.form != "files"


def find_inputs(source: str, options: ReadOptions, size: int) -> Iterator[Input]:
    """Yield what a path, folder or glob names, in the order in which it is read.

    ``size`` is how many reports a block has; small files are gathered up to so many.
    """
    how = repr((size, msgspec.structs.asdict(options)))
    files: list[str] = []
    problems: list[Failure] = []

    def gathered() -> Iterator[Input]:
        if files or problems:
            state = _state(files, how)
            yield Input("files", tuple(files), state, tuple(problems))
            files.clear()
            problems.clear()

    for found in find_files(source):
        if isinstance(found, Failure):
            problems.append(found)
            continue
        form = form_of_name(found.name)
        path = str(found)
        if form in ("lines", "table", "parquet", "archive"):
            yield from gathered()
            blocks = _parquet_blocks(found, size) if form == "parquet" else None
            yield Input(form, (path,), _state([path], how), (), blocks)
            continue
        files.append(path)
        if len(files) == size:
            yield from gathered()
    yield from gathered()


def _state(paths: Iterable[str], how: str) -> str:
    digest = hashlib.sha256(how.encode())
    for path in paths:
        try:
            stat = Path(path).stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode())
        except OSError:
            digest.update(f"{path}\0".encode())
    return digest.hexdigest()[:16]


def _parquet_blocks(path: Path, size: int) -> int | None:
    import pyarrow.parquet

    try:
        return max(1, -(-int(pyarrow.parquet.read_metadata(path).num_rows) // size))
    except (OSError, ValueError):
        return 1


class _Line(msgspec.Struct, frozen=True):
    number: int
    data: bytes


_Raw = _Line | Item | Found


class BlockReader:
    """Reads the blocks of an input, in rising order at the cost of one pass over it."""

    def __init__(self, source: Input, options: ReadOptions, size: int) -> None:
        """``size`` is how many reports, rows or pages a block has."""
        self.source = source
        self._options = options
        self._size = size
        self._next = 0
        self._raw: Iterator[_Raw] = iter(())
        self._ahead: list[_Raw] = []

    @property
    def ended(self) -> bool:
        """Whether nothing comes after the block that was read last."""
        if not self._ahead:
            self._ahead = list(islice(self._raw, 1))
        return not self._ahead

    def block(self, number: int) -> Iterator[Found] | None:
        """Return the reports and failures of a block, or None where the input has ended before.

        Must be read to its end before ``ended`` is asked for or another block is read. Raises
        OSError where the input cannot be read any more.
        """
        if number < self._next or self._next == 0 or self.source.form == "parquet":
            start = number if self.source.form == "parquet" else 0
            self._raw = self._open(start * self._size)
            self._ahead = []
            self._next = start
        while self._next < number:
            if not sum(1 for _ in self._taken()):
                break
            self._next += 1
        if number and self.ended:
            self._next = 0
            return None
        self._next = number + 1
        return self._built(self._taken())

    def _taken(self) -> Iterator[_Raw]:
        ahead, self._ahead = self._ahead, []
        yield from ahead
        yield from islice(self._raw, self._size - len(ahead))

    def _open(self, first_row: int) -> Iterator[_Raw]:
        if self.source.form == "files":
            yield from self.source.problems
            yield from read(self.source.paths, self._options)
            return
        name = self.source.name
        if not os.access(name, os.R_OK):
            # Why, in the words of the reader.
            yield from read([name], self._options)
            return
        with Path(name).open("rb") as stream:
            try:
                if self.source.form == "parquet":
                    yield from _parquet(stream, name, self._options, first_row)
                else:
                    yield from _OPENERS[self.source.form](stream, name, self._options)
            except (PackedError, BombError) as error:
                yield Failure(name, str(error))

    def _built(self, raw: Iterator[_Raw]) -> Iterator[Found]:
        chunk: list[_Line] = []
        for item in raw:
            if isinstance(item, _Line):
                chunk.append(item)
                if len(chunk) < _CHUNK_LINES and sum(len(x.data) for x in chunk) < _CHUNK_BYTES:
                    continue
                yield from self._of_lines(chunk)
                chunk = []
                continue
            yield from self._of_lines(chunk)
            chunk = []
            if isinstance(item, Fields | PageBytes):
                yield report_of_item(item, self._options)
            else:
                yield item
        yield from self._of_lines(chunk)

    def _of_lines(self, chunk: list[_Line]) -> Iterator[Found]:
        if not any(line.data.strip() for line in chunk) and not (chunk and chunk[0].number == 1):
            return
        data, first, name = b"".join(line.data for line in chunk), chunk[0].number, self.source.name
        if first > 1:
            # What a file begins with tells what it is; this is none of its beginnings.
            data, first = b"\n" + data, first - 1
        for result in read_stream(io.BytesIO(data), name, "lines", self._options):
            if result.source == name and isinstance(result, Failure):
                # It is no JSONL at all: nothing more is said of it.
                self._raw, self._ahead = iter(()), []
            yield _moved(result, first - 1)


Placed = TypeVar("Placed", bound=Fields | PageBytes | ReadReport | Failure)


def _moved(result: Placed, by: int) -> Placed:
    """Return a result with the number of its line counted from the beginning of the file."""
    source = _NUMBER.sub(lambda m: f":{int(m[1]) + by}{m[2]}", result.source)
    return msgspec.structs.replace(result, source=source)


def _lines(stream: BinaryIO, _: str, options: ReadOptions) -> Iterator[_Raw]:
    lines, most, number = unpacked(stream), options.largest + 1, 0
    while line := lines.readline(most):
        number += 1
        whole = line.endswith(b"\n")
        while not whole and (tail := lines.readline(most)):
            # Its beginning is enough to say that it is too long.
            whole = tail.endswith(b"\n")
        yield _Line(number, line if line.endswith(b"\n") else line + b"\n")
    if not number:
        yield _Line(1, b"")


def _archive(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[_Raw]:
    packed = stream.peek(2).startswith(_GZIP)  # type: ignore[attr-defined]
    yield from read_archive(stream if packed else unpacked(stream), name, options)


def _table(stream: BinaryIO, name: str, options: ReadOptions) -> Iterator[_Raw]:
    yield from read_table(unpacked(stream), name, options)


_OPENERS: dict[str, Callable[[BinaryIO, str, ReadOptions], Iterator[_Raw]]] = {
    "lines": _lines,
    "archive": _archive,
    "table": _table,
}


def _parquet(stream: BinaryIO, name: str, options: ReadOptions, first: int) -> Iterator[_Raw]:
    """Yield the rows from one on; whole groups of rows before it are not read."""
    import pyarrow as pa
    import pyarrow.parquet

    start = next(read_parquet(stream, name, options), None)
    if start is None or (isinstance(start, Failure) and start.source == name):
        if start is not None and not first:
            yield start
        return
    known = {n for names in (*FIELDS.values(), options.fields.values()) for n in names}
    known |= {n.partition(".")[0] for n in options.fields.values()}
    try:
        with pyarrow.parquet.ParquetFile(stream) as opened:
            columns = [column for column in opened.schema_arrow.names if column in known]
            groups, row = list(range(opened.num_row_groups)), 0
            while groups and row + opened.metadata.row_group(groups[0]).num_rows <= first:
                row += opened.metadata.row_group(groups.pop(0)).num_rows
            for batch in opened.iter_batches(_ROWS, row_groups=groups, columns=columns):
                kept = batch.slice(max(0, first - row))
                number = row + batch.num_rows - kept.num_rows
                row += batch.num_rows
                yield from _rows(kept, number, name, options)
    except (pa.ArrowException, ValueError) as error:
        yield Failure(name, f"no Parquet that can be read: {str(error).splitlines()[0]}")


def _rows(batch: object, before: int, name: str, options: ReadOptions) -> Iterator[_Raw]:
    """Yield the rows of a batch as the reader gives those of a file."""
    import pyarrow as pa
    import pyarrow.parquet

    held = io.BytesIO()
    pyarrow.parquet.write_table(pa.Table.from_batches([batch]), held, compression="none")
    held.seek(0)
    for item in read_parquet(held, name, options):
        yield _moved(item, before)
