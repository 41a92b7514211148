"""Coding reports one batch at a time, so that a report that breaks the coder stops no other."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dateline.coder import Coder, with_warnings
from dateline.reading import Failure, ReadReport
from dateline.record import Record
from dateline.store.intake import Outcome
from dateline.store.writing import CodingFailure

BATCH = 32
Found = ReadReport | Failure

_TRIAL = """EU court fines Poland

PARIS, May 3 (Reuters) - The foreign minister of Norway, Kari Lund, said on Tuesday that her country
would not sign an agreement with Chad unless its troops left the border.

"We may recall our ambassador to Japan," she reportedly told the newspaper. Ms. Lund, who met the
Brazilian president last week, denied a visa to two officials who had been expelled."""
"""Something of all that a report may hold."""


def rehearse(coder: Coder) -> Coder:
    """Code a report and forget it, so that every table is read before the first one that counts.

    Raises TableError where a table is wrong: that stops a run, instead of setting aside every
    report of it.
    """
    coder.code(_TRIAL, published="2021-05-04", publisher="Reuters")
    return coder


def code_all(coder: Coder, found: Iterable[Found]) -> Iterator[Outcome]:
    """Yield an outcome for each report and failure, in order."""
    for batch in batches(found):
        yield from code_batch(coder, batch)


def batches(found: Iterable[Found], size: int = BATCH) -> Iterator[list[Found]]:
    """Yield lists of so many; the last may be shorter."""
    items = iter(found)
    while batch := list(islice(items, size)):
        yield batch


def code_batch(coder: Coder, batch: Sequence[Found]) -> Iterator[Outcome]:
    """Yield an outcome for each report and failure of a batch, in order."""
    read = [r for r in batch if isinstance(r, ReadReport)]
    records = _records(coder, read)
    for result in batch:
        if isinstance(result, Failure):
            yield CodingFailure(result.source, result.reason)
            continue
        record = next(records)
        if isinstance(record, Exception):
            yield failure_of(result, record)
        else:
            yield result.source, with_warnings(record, result.warnings)


def _records(coder: Coder, read: Sequence[ReadReport]) -> Iterator[Record | Exception]:
    done = 0
    try:
        for record in coder.code_reports(r.report for r in read):
            done += 1
            yield record
    except Exception:
        # The batch is lost with the report that broke it: the rest go one by one.
        for result in read[done:]:
            try:
                yield coder.code_report(result.report)
            except Exception as error:
                yield error


def failure_of(read: ReadReport, error: Exception) -> CodingFailure:
    """Return what is kept of a report that the coder broke on."""
    line = f"{type(error).__name__}: {error}".splitlines()[0]
    return CodingFailure(
        read.source,
        f"the coder broke on it ({line}): please report it",
        read.report.id,
        "".join(traceback.format_exception(error)),
    )
