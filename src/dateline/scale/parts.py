"""One block coded into one part of the output, whole or not at all."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet

from dateline.record import Coded
from dateline.scale.blocks import Input
from dateline.store import CodingFailure, Outcome
from dateline.store.partitions import COLUMNS, Manifest, manifest_of

_ROWS = 128
_SHOWN = 20
"""Failures of a part that are told at the end of a run; the part holds all."""


class Written(msgspec.Struct, frozen=True):
    """A part that is finished, and some of what failed in it."""

    manifest: Manifest
    failures: tuple[CodingFailure, ...]


def folder_of(output: Path, source: Input) -> Path:
    """Return the folder of an input's parts; another input has another."""
    readable = re.sub(r"[^\w.-]", "_", Path(source.name).name)[:60]
    return output / f"{readable}-{hashlib.sha256(source.name.encode()).hexdigest()[:10]}"


def part_path(output: Path, source: Input, block: int) -> Path:
    """Return where the part of a block is written."""
    return folder_of(output, source) / f"part-{block:05}.parquet"


def finished_blocks(output: Path, source: Input, coded: Coded) -> dict[int, Manifest]:
    """Return the blocks whose parts are there and still right; remove what is outdated."""
    found = {}
    for part in folder_of(output, source).glob("part-*.parquet"):
        manifest = manifest_of(part)
        if manifest and manifest.state == source.state and manifest.coded == coded:
            found[manifest.block] = manifest
        else:
            part.with_suffix(".json").unlink(missing_ok=True)
            part.unlink(missing_ok=True)
    return found


def remove_unfinished(output: Path) -> None:
    """Remove what workers that died left behind; none may be at work."""
    for left in output.glob("*/.part-*.tmp"):
        left.unlink(missing_ok=True)


class Part:
    """A part while it is written; under its name it stands only once it is whole."""

    def __init__(self, output: Path, source: Input, block: int) -> None:
        """Make the folder. Raises OSError where that cannot be done."""
        self._source = source
        self._block = block
        self._path = part_path(output, source, block)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._reports = self._failed = self._words = 0
        self._failures: list[CodingFailure] = []

    def write(self, outcomes: Iterable[Outcome]) -> None:
        """Write all outcomes of the block to a file of its own, not yet under its name.

        Raises OSError where it cannot be written.
        """
        self._held = self._beside()
        try:
            with pa.parquet.ParquetWriter(self._held, COLUMNS, compression="zstd") as writer:
                rows: list[dict[str, Any]] = []
                for outcome in outcomes:
                    rows.append(self._row(outcome))
                    if len(rows) == _ROWS:
                        writer.write_table(pa.Table.from_pylist(rows, schema=COLUMNS))
                        rows = []
                writer.write_table(pa.Table.from_pylist(rows, schema=COLUMNS))
        except BaseException:
            self._held.unlink(missing_ok=True)
            raise

    def _row(self, outcome: Outcome) -> dict[str, Any]:
        if isinstance(outcome, CodingFailure):
            self._failed += 1
            if len(self._failures) < _SHOWN:
                self._failures.append(msgspec.structs.replace(outcome, traceback=None))
            return msgspec.structs.asdict(outcome)
        source, record = outcome
        self._reports += 1
        self._words += record.report.text.count(" ") + 1
        return {
            "source": source,
            "report": record.report.id,
            "record": msgspec.json.encode(record).decode(),
        }

    def finish(self, coded: Coded, *, last: bool) -> Written:
        """Put the part under its name, and then its manifest beside it.

        Two workers may do so at once, where one was thought dead: both have the same bytes.
        """
        manifest = Manifest(
            input=self._source.name,
            state=self._source.state,
            block=self._block,
            last=last,
            coded=coded,
            coded_reports=self._reports,
            failed_reports=self._failed,
            words=self._words,
            size=self._held.stat().st_size,
        )
        self._held.replace(self._path)
        held = self._beside()
        held.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        held.replace(self._path.with_suffix(".json"))
        return Written(manifest, tuple(self._failures))

    def _beside(self) -> Path:
        return self._path.with_name(f".{self._path.name}.{uuid.uuid4().hex}.tmp")
