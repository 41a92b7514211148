"""``dateline code``: reports in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter
from rich.console import Console

from dateline.cli.coders import make_coder
from dateline.cli.display import show_record
from dateline.cli.failure import UserError
from dateline.cli.progress import progress
from dateline.reading import Failure, ReadOptions, ReadReport, parse_day, read
from dateline.record import Record

Format = Literal["json", "jsonl", "csv", "parquet"]


def code(
    *sources: str,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    field: Annotated[list[str] | None, Parameter(negative="")] = None,
    format: Format | None = None,  # noqa: A002 - the option's name
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    db: Path | None = None,
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
        Files of text, HTML or JSONL, folders, globs, or - for standard input.
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
        DuckDB file to store the records in; made if it is not there.
    knowledge
        Directory of tables that add to the knowledge base or override it.
    ontology
        Directory of event types and frames to use instead of PLOVER.
    model
        spaCy pipeline to use instead of the one installed with dateline.

    """
    if not sources:
        raise UserError("nothing to code: name files or folders, or - for standard input")
    options = _options(published, publisher, title, field or [])
    if format == "parquet" and output is None:
        raise UserError("parquet is written to a file: name it with --output FILE")
    coder = make_coder(knowledge or [], ontology, model)
    failures: list[Failure] = []
    coded = 0

    def records() -> Iterator[tuple[str, Record]]:
        nonlocal coded
        batch: list[ReadReport] = []

        def flush() -> Iterator[tuple[str, Record]]:
            nonlocal coded
            for result, record in zip(
                batch, coder.code_reports(r.report for r in batch), strict=True
            ):
                coded += 1
                yield result.source, record
            batch.clear()

        for result in read(sources, options):
            if isinstance(result, Failure):
                failures.append(result)
            else:
                batch.append(result)
                if len(batch) == 32:
                    yield from flush()
        yield from flush()

    with progress("coding", "reports") as advance:
        found = _advancing(records(), advance)
        if db is not None:
            from dateline.cli.storing import store

            store(db, (record for _, record in found))
        elif format is None and output is None:
            console = Console(highlight=False)
            for source, record in found:
                show_record(console, record, source)
        else:
            from dateline.tabular import write

            write((record for _, record in found), format or "json", output)
    return _summary(coded, failures, db)


def _advancing(records: Iterator[tuple[str, Record]], advance) -> Iterator[tuple[str, Record]]:  # type: ignore[no-untyped-def]
    for item in records:
        advance()
        yield item


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


def _summary(coded: int, failures: list[Failure], db: Path | None) -> int:
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    if db is not None:
        errors.print(f"{coded} reports coded into {db}", markup=False)
    for failure in failures:
        errors.print(f"not coded: {failure.source}: {failure.reason}", style="red", markup=False)
    if failures:
        errors.print(f"{coded} coded, {len(failures)} not coded", markup=False)
    sys.stdout.flush()
    return int(bool(failures))
