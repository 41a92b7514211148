"""What runs on a node: a coder of its own that turns blocks into parts."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from dateline.coder import Coder
from dateline.reading import ReadOptions
from dateline.record import Coded
from dateline.scale.blocks import BlockReader, Input
from dateline.scale.coding import Found, code_all
from dateline.scale.parts import Part, Written
from dateline.scale.workers import Workers
from dateline.store import Outcome
from dateline.store.partitions import MARK


class Ready(msgspec.Struct, frozen=True):
    """A worker's first words: with what it codes, or why it cannot."""

    node: str
    coded: Coded | None = None
    problem: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """What became of a block."""

    written: Written | None = None
    """None where the input has no such block, or something went wrong."""
    last: bool = False
    problem: str | None = None
    stops: bool = False
    """Whether the problem is one of the whole run and not of this block."""


class BlockCoder:
    """Codes blocks, one after the other."""

    def __init__(
        self,
        make: Callable[[], Coder],
        options: ReadOptions,
        output: str,
        size: int,
        mark: str,
    ) -> None:
        """Load nothing yet: what goes wrong then is told by ``start``."""
        self._make = make
        self._options = options
        self._output = Path(output)
        self._size = size
        self._mark = mark
        self._coder: Coder | None = None
        self._reader: BlockReader | None = None

    def start(self, source: str) -> Ready:
        """Load the model, and see that the node has the input and the output."""
        node = socket.gethostname()
        try:
            if (self._output / MARK).read_text(encoding="utf-8") != self._mark:
                raise FileNotFoundError
        except OSError:
            return Ready(
                node,
                problem=f"the node {node} has another folder {self._output}: input and output must "
                "be on storage that all nodes share",
            )
        if source and not Path(source).exists():
            return Ready(node, problem=f"the node {node} does not see {source}")
        try:
            self._coder = self._make()
        except Exception as error:
            return Ready(node, problem=f"on the node {node}: {error}")
        return Ready(node, self._coder.coded)

    def code(self, source: Input, block: int, careful: bool) -> Answer:
        """Code a block and write its part.

        With ``careful`` a process of its own codes it, and a report on which that dies is set
        aside.
        """
        assert self._coder is not None
        reader = self._reader
        if reader is None or reader.source != source:
            reader = BlockReader(source, self._options, self._size)
        # Not kept where something goes wrong in between: then it stands anywhere.
        self._reader = None
        try:
            found = reader.block(block)
            if found is None:
                return Answer(last=True)
            part = Part(self._output, source, block)
            with self._coding(careful) as coding:
                part.write(coding(found))
            written = part.finish(self._coder.coded, last=reader.ended)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            why = (
                f"the disk is full: {self._output} holds the parts that are finished; make room "
                "and run the same command again, it goes on where it stopped"
                if full
                else f"{source.name}: {error}"
            )
            return Answer(problem=why, stops=full)
        self._reader = reader
        return Answer(written, written.manifest.last)

    @contextmanager
    def _coding(self, careful: bool) -> Iterator[Callable[[Iterable[Found]], Iterator[Outcome]]]:
        coder = self._coder
        assert coder is not None
        if careful:
            with Workers(1, self._make) as workers:
                yield workers.code
        else:
            yield lambda found: code_all(coder, found)
