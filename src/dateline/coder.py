"""The pipeline: one report in, one record out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from spacy.tokens import Doc

from dateline.actors import find_actors
from dateline.assembly import assemble
from dateline.events.finding import EventCoder
from dateline.events.matching import NearMiss
from dateline.events.ontology import DEFAULT_DIRECTORY
from dateline.facts import check_facts, find_facts
from dateline.items import Actors, FoundEvent, FoundStatement, FoundTime
from dateline.knowledge import Knowledge
from dateline.language import Language
from dateline.mentions.first_person import resolve_first_person
from dateline.reading import (
    ReadOptions,
    is_coded,
    language_warning,
    parse_day,
    read_text,
)
from dateline.record import (
    Coded,
    Record,
    Report,
    Warning,  # noqa: A004 - the record's own word
)
from dateline.statements import Cues, find_statements
from dateline.times import find_times
from dateline.version import __version__, fingerprint


class Analysis(NamedTuple):
    """A record with what led to it, for ``explain`` and for tests."""

    record: Record
    doc: Doc
    times: tuple[FoundTime, ...]
    actors: Actors
    statements: tuple[FoundStatement, ...]
    events: tuple[FoundEvent, ...]
    near_misses: list[NearMiss]


class Coder:
    """Codes reports. Holds all that is loaded once: model, knowledge, cues, frames.

    Safe to use for any number of reports; it keeps nothing of one for the next.
    """

    def __init__(
        self,
        *,
        model: str | None = None,
        knowledge: Iterable[str | Path] = (),
        ontology: str | Path | None = None,
    ) -> None:
        """Load everything.

        ``model`` is the name of an installed spaCy pipeline; ``knowledge`` are directories of
        tables that add to ours or override them; ``ontology`` is a directory of types and frames
        that takes the place of PLOVER. Raises ModelMissingError, TableError or FileNotFoundError.
        """
        directory = Path(ontology) if ontology else DEFAULT_DIRECTORY
        self.language = Language(model)
        self.knowledge = Knowledge.load(extra=[Path(d) for d in knowledge])
        self.cues = Cues.load()
        self.events = EventCoder.load(directory, self.knowledge)
        self.coded = Coded(
            dateline=__version__,
            language_model=self.language.model,
            ontology=f"{directory.name} {fingerprint(sorted(directory.glob('*.tsv')))}",
            lexicon=fingerprint([*sorted(directory.glob("*/*.tsv")), *self._lexicons()]),
            knowledge=self.knowledge.version,
        )

    @staticmethod
    def _lexicons() -> list[Path]:
        """Return the tables of words beside the knowledge and the frames."""
        here = Path(__file__).parent
        return sorted(p for p in here.glob("*/data/*.tsv") if p.parts[-3] != "knowledge")

    def code(
        self,
        text: str,
        *,
        published: str | date | None = None,
        publisher: str | None = None,
        title: str | None = None,
    ) -> Record:
        """Code one text. ``published`` is the day every relative date is resolved against.

        Raises ValueError for a date that is none or a text without words.
        """
        options = ReadOptions(
            published=parse_day(published) if isinstance(published, str) else published,
            publisher=publisher,
            title=title,
        )
        read = read_text(text, options)
        return with_warnings(self.code_report(read.report), read.warnings)

    def code_report(self, report: Report) -> Record:
        """Code one report that has been read."""
        return next(self.code_reports([report]))

    def code_reports(self, reports: Iterable[Report], batch_size: int = 32) -> Iterator[Record]:
        """Yield a record for each report, in order.

        A report that is not English stays uncoded, with a warning.
        """
        pending: list[Report] = []
        for report in reports:
            pending.append(report)
            if len(pending) == batch_size:
                yield from self._code_batch(pending)
                pending = []
        yield from self._code_batch(pending)

    def _code_batch(self, reports: list[Report]) -> Iterator[Record]:
        english = [r for r in reports if is_coded(r)]
        docs = self.language.parse_all(r.text for r in english)
        for report in reports:
            if is_coded(report):
                yield self.analyse(report, next(docs)).record
            else:
                yield self._uncoded(report)

    def analyse(
        self, report: Report, doc: Doc | None = None, *, near_misses: bool = False
    ) -> Analysis:
        """Code one report and return all that led to the record."""
        if doc is None:
            doc = self.language.parse(report.text)
        published = date.fromisoformat(report.published) if report.published else None
        missed: list[NearMiss] = []
        times = find_times(doc, published)
        actors = find_actors(doc, self.knowledge, times, published)
        found = find_statements(doc, actors, times, self.cues, published)
        statements = found.statements
        actors = resolve_first_person(found.actors, doc, statements)
        events, actors = self.events.find(
            doc, actors, statements, times, published, missed if near_misses else None
        )
        facts = find_facts(doc, actors, statements, times, self.knowledge, published)
        warnings = [
            Warning(
                code="date-without-anchor",
                message="a relative date and no day of publication: give one with --published",
                span=time.span,
            )
            for time in times
            if time.first is None
        ]
        warnings += check_facts(facts, self.knowledge, published)
        record = assemble(
            report,
            actors,
            statements,
            events,
            facts,
            times,
            warnings,
            self.events.ontology,
            self.coded,
        )
        return Analysis(record, doc, times, actors, statements, events, missed)

    def _uncoded(self, report: Report) -> Record:
        warning = language_warning(report)
        assert warning is not None
        return Record(report=report, warnings=(warning,), coded=self.coded)


def with_warnings(record: Record, warnings: Sequence[Warning]) -> Record:
    """Return the record with what reading its source warned of, each warning once."""
    extra = tuple(w for w in warnings if w not in record.warnings)
    if not extra:
        return record
    return msgspec.structs.replace(record, warnings=(*extra, *record.warnings))
