"""``dateline code``: reports in, records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter
from rich.console import Console

from dateline.cli.coders import check_directories, make_coder
from dateline.cli.display import show_record
from dateline.cli.failure import UserError
from dateline.cli.progress import Advance, progress
from dateline.reading import ReadOptions, parse_day, read
from dateline.reading.counting import expected_reports
from dateline.record import Coded, Record
from dateline.scale.coding import Found, code_all, rehearse
from dateline.scale.workers import CoderOptions, WorkerError, Workers
from dateline.store import CodingFailure, Intake, Outcome, StoreError, StoreFile
from dateline.store.relating import relate

Format = Literal["json", "jsonl", "csv", "parquet"]
_MOST_SHOWN = 200
"""Failures listed at the end; a store keeps all."""


def code(
    *sources: str,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    field: Annotated[list[str] | None, Parameter(negative="")] = None,
    format: Format | None = None,  # noqa: A002 - the option's name
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    db: Path | None = None,
    workers: int = 1,
    keep_duplicates: Annotated[bool, Parameter(negative="")] = False,
    allow_private: Annotated[bool, Parameter(negative="")] = False,
    knowledge: Annotated[list[Path] | None, Parameter(negative="")] = None,
    ontology: Path | None = None,
    model: str | None = None,
) -> int:
    """Turn reports into records.

    Without --format the records are shown as a person reads them. Sources that cannot be read are
    listed at the end with the reason, the others are coded, and the exit status is 1.

    Examples
    --------
        dateline code report.txt --published 2011-01-17

        dateline code page.html reports/*.txt --format jsonl > records.jsonl

        dateline code archive.jsonl --field text=body --db records.duckdb

        cat report.txt | dateline code - --published 2024-05-02

    Parameters
    ----------
    sources
        Files (text, HTML, JSONL, CSV, Parquet, WARC, feeds, exports of Nexis and Factiva; packed
        or not), folders, globs, addresses (https://...), or - for standard input.
    published
        Day of publication (YYYY-MM-DD), against which relative dates are resolved.
    publisher
        Who published the reports.
    title
        The report's headline.
    field
        Where a JSONL record keeps a field: text=body. Can be given several times.
    format
        json, jsonl, csv (one line an event) or parquet (with --output).
    output
        File to write to instead of standard output.
    db
        DuckDB file to store the records in; made if it is not there. A run that was stopped goes
        on where it was when it is started again.
    workers
        Processes that code, each with a model of its own (some 400 MB).
    keep_duplicates
        Count copies of one agency text in a store as reports of their own.
    allow_private
        Let an address be one of this host or of the local network.
    knowledge
        Directory of tables that add to the knowledge base or override it.
    ontology
        Directory of event types and frames to use instead of PLOVER.
    model
        spaCy pipeline to use instead of the one installed with dateline.

    """
    if not sources:
        raise UserError("nothing to code: name files or folders, or - for standard input")
    options = msgspec.structs.replace(
        _options(published, publisher, title, field or []), allow_private=allow_private
    )
    if format == "parquet" and output is None:
        raise UserError("parquet is written to a file: name it with --output FILE")
    if workers < 1:
        raise UserError(f"--workers {workers}: at least one")
    found: Iterable[Found] = read(sources, options)
    shown = Shown()
    with (
        _coding(knowledge or [], ontology, model, workers) as (coded, code_found),
        progress("coding", "reports", lambda: expected_reports(sources)) as advance,
    ):

        def outcomes(found: Iterable[Found]) -> Iterator[Outcome]:
            return shown.watch(code_found(found), advance)

        if db is not None:
            _into_store(db, coded, list(sources), found, outcomes, keep_duplicates)
        else:
            _out(shown.records(outcomes(found)), format, output)
    return shown.summary(db)


CodeFound = Callable[[Iterable[Found]], Iterator[Outcome]]


@contextmanager
def _coding(
    knowledge: Sequence[Path], ontology: Path | None, model: str | None, workers: int
) -> Iterator[tuple[Coded, CodeFound]]:
    """Yield with what is coded, and what codes: this process, or workers of its."""
    check_directories(knowledge, ontology)
    if workers == 1:
        coder = rehearse(make_coder(knowledge, ontology, model))
        yield coder.coded, lambda found: code_all(coder, found)
        return
    make = CoderOptions(
        model, tuple(str(d) for d in knowledge), str(ontology) if ontology else None
    ).make
    try:
        with Workers(workers, make) as pool:
            yield pool.coded, pool.code
    except WorkerError as error:
        raise UserError(str(error)) from error


def _into_store(
    db: Path,
    coded: Coded,
    sources: list[str],
    found: Iterable[Found],
    outcomes: CodeFound,
    keep_duplicates: bool,
) -> None:
    try:
        with StoreFile(db) as store:
            intake = Intake(store, coded, sources)
            intake.take(outcomes(intake.unseen(found)))
            relate(store, keep_duplicates=keep_duplicates)
    except StoreError as error:
        raise UserError(str(error)) from error


def _out(
    records: Iterator[tuple[str, Record]], format_: Format | None, output: Path | None
) -> None:
    if format_ is None and output is None:
        console = Console(highlight=False)
        for source, record in records:
            show_record(console, record, source)
        return
    from dateline.tabular import write

    try:
        write((record for _, record in records), format_ or "json", output)
    except OSError as error:
        if output is None:
            raise
        raise UserError(f"{output} cannot be written: {error.strerror or error}") from error


class Shown:
    """Counts what a run did, and tells it at the end."""

    def __init__(self) -> None:
        self.coded = 0
        self.failed = 0
        self.failures: list[CodingFailure] = []

    def watch(self, outcomes: Iterable[Outcome], advance: Advance) -> Iterator[Outcome]:
        """Pass the outcomes on and count them."""
        for outcome in outcomes:
            if isinstance(outcome, CodingFailure):
                self.failed += 1
                if len(self.failures) < _MOST_SHOWN:
                    self.failures.append(outcome)
                advance(failed=True)
            else:
                self.coded += 1
                advance(outcome[1].report.text.count(" ") + 1)
            yield outcome

    @staticmethod
    def records(outcomes: Iterable[Outcome]) -> Iterator[tuple[str, Record]]:
        """Leave the failures out."""
        return (o for o in outcomes if not isinstance(o, CodingFailure))

    def summary(self, db: Path | None) -> int:
        """Say on standard error what was done and return the exit status."""
        errors = Console(stderr=True, highlight=False, soft_wrap=True)
        if db is not None:
            errors.print(f"{self.coded} reports coded into {db}", markup=False)
        for failure in self.failures:
            line = f"not coded: {failure.source}: {failure.reason}"
            errors.print(line, style="red", markup=False)
        if self.failed > len(self.failures):
            errors.print(f"and {self.failed - len(self.failures)} more", markup=False)
        if self.failed:
            errors.print(f"{self.coded} coded, {self.failed} not coded", markup=False)
        sys.stdout.flush()
        return int(bool(self.failed))


def _options(
    published: str | None, publisher: str | None, title: str | None, fields: list[str]
) -> ReadOptions:
    mapping = {}
    for text in fields:
        ours, equals, theirs = text.partition("=")
        if not equals or not theirs:
            raise UserError(f"--field {text}: write it as OURS=THEIRS, such as --field text=body")
        mapping[ours] = theirs
    try:
        day = parse_day(published) if published else None
    except ValueError as error:
        raise UserError(f"--published: {error}") from None
    try:
        return ReadOptions(published=day, publisher=publisher, title=title, fields=mapping)
    except (ValueError, msgspec.ValidationError) as error:
        raise UserError(f"--field: {error}") from None
