"""Records as Arrow tables, and as CSV, Parquet and JSON files."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Literal

import msgspec
import pyarrow as pa

from dateline.record import Record

Format = Literal["json", "jsonl", "csv", "parquet"]

_SPAN = pa.list_(pa.int32(), 2)
_SPANS = pa.list_(_SPAN)
_TEXT = pa.string()
_TEXTS = pa.list_(pa.string())
_DATE = pa.struct([("start", _TEXT), ("end", _TEXT), ("text", _TEXT), ("span", _SPAN)])
_PLACE = pa.struct(
    [
        ("name", _TEXT),
        ("country", _TEXT),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("span", _SPAN),
    ]
)

# The columns are the fields of the record, in the order of RECORD; each row begins with the
# report it belongs to and its place among its kind.
_OF_REPORT = [("report", _TEXT), ("number", pa.int32())]
SCHEMAS: Mapping[str, pa.Schema] = {
    "reports": pa.schema(
        [
            ("id", _TEXT),
            ("title", _TEXT),
            ("publisher", _TEXT),
            ("byline", _TEXT),
            ("published", _TEXT),
            ("url", _TEXT),
            ("language", _TEXT),
            ("text", _TEXT),
            (
                "coded",
                pa.struct(
                    [
                        ("dateline", _TEXT),
                        ("language_model", _TEXT),
                        ("ontology", _TEXT),
                        ("lexicon", _TEXT),
                        ("knowledge", _TEXT),
                    ]
                ),
            ),
        ]
    ),
    "actors": pa.schema(
        [
            *_OF_REPORT,
            ("id", _TEXT),
            ("name", _TEXT),
            ("kind", _TEXT),
            ("country", _TEXT),
            ("sector", _TEXT),
            ("other_sectors", _TEXTS),
            ("wikidata", _TEXT),
        ]
    ),
    "mentions": pa.schema(
        [
            *_OF_REPORT,
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("actor", _TEXT),
            ("form", _TEXT),
            ("rule", _TEXT),
        ]
    ),
    "statements": pa.schema(
        [
            *_OF_REPORT,
            ("id", _TEXT),
            ("speaker", _TEXT),
            ("speaker_span", _SPAN),
            ("cue_span", _SPAN),
            ("content_spans", _SPANS),
            ("manner", _TEXT),
            ("stance", _TEXT),
            ("capacity", _TEXT),
            ("via", _TEXTS),
            ("within", _TEXT),
            ("said_on", _DATE),
            ("rule", _TEXT),
        ]
    ),
    "events": pa.schema(
        [
            *_OF_REPORT,
            ("id", _TEXT),
            ("type", _TEXT),
            ("mode", _TEXT),
            ("context", _TEXTS),
            ("cameo", _TEXT),
            ("score", pa.float64()),
            ("actor", _TEXTS),
            ("recipient", _TEXTS),
            ("actor_spans", _SPANS),
            ("recipient_spans", _SPANS),
            ("trigger_span", _SPAN),
            ("clause_span", _SPAN),
            ("auxiliary", _TEXTS),
            ("date", _DATE),
            ("place", _PLACE),
            ("statement", _TEXT),
            ("tellings", _SPANS),
            ("rule", _TEXT),
        ]
    ),
    "facts": pa.schema(
        [
            *_OF_REPORT,
            ("kind", _TEXT),
            ("subject", _TEXT),
            ("object", _TEXT),
            ("office", _TEXT),
            ("date", _DATE),
            ("span", _SPAN),
            ("statement", _TEXT),
            ("rule", _TEXT),
        ]
    ),
    "times": pa.schema(
        [*_OF_REPORT, ("start", _TEXT), ("end", _TEXT), ("text", _TEXT), ("span", _SPAN)]
    ),
    "warnings": pa.schema([*_OF_REPORT, ("code", _TEXT), ("message", _TEXT), ("span", _SPAN)]),
}
PARTS = tuple(name for name in SCHEMAS if name != "reports")


def tables(records: Iterable[Record]) -> dict[str, pa.Table]:
    """Return one Arrow table for each part of the records: reports, actors, mentions ..."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for record in records:
        built = msgspec.to_builtins(record)
        rows["reports"].append({**built["report"], "coded": built["coded"]})
        for part in PARTS:
            for number, item in enumerate(built[part]):
                rows[part].append({"report": record.report.id, "number": number, **item})
    return {name: table_of(rows[name], schema) for name, schema in SCHEMAS.items()}


def table_of(rows: Sequence[Mapping[str, Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table; as structs they are made into one faster than column by column."""
    return pa.Table.from_struct_array(pa.array(rows, type=pa.struct(list(schema))))


def frames(records: Iterable[Record]) -> dict[str, Any]:
    """Return the tables as pandas frames, else polars frames, else as they are."""
    built = tables(records)
    if importlib.util.find_spec("pandas"):
        return {name: table.to_pandas() for name, table in built.items()}
    if importlib.util.find_spec("polars"):
        polars = importlib.import_module("polars")
        return {name: polars.from_arrow(table) for name, table in built.items()}
    return dict(built)


def records(parts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[Record]:
    """Yield the records that the rows of ``tables`` stand for, in the order of the reports."""
    grouped: dict[str, dict[str, list[Any]]] = {}
    for part in PARTS:
        for row in sorted(parts[part], key=lambda r: (r["report"], r["number"])):
            item = {k: v for k, v in row.items() if k not in ("report", "number")}
            grouped.setdefault(row["report"], {}).setdefault(part, []).append(item)
    for row in parts["reports"]:
        report = {k: v for k, v in row.items() if k != "coded"}
        built = {"report": report, "coded": row["coded"], **grouped.get(row["id"], {})}
        yield msgspec.convert(built, Record)


def write(records: Iterable[Record], format_: Format, output: Path | None = None) -> None:
    """Write records to a file or standard output.

    ``json`` is a list of records, ``jsonl`` one record a line, ``csv`` and ``parquet`` one row an
    event. Raises ValueError for Parquet without a file.
    """
    if format_ == "parquet":
        if output is None:
            raise ValueError("Parquet needs a file")
        import pyarrow.parquet

        pyarrow.parquet.write_table(flat_events(records), output)
        return
    stream: BinaryIO = sys.stdout.buffer if output is None else output.open("wb")
    try:
        if format_ == "csv":
            import pyarrow.csv

            pyarrow.csv.write_csv(flat_events(records), stream)
        elif format_ == "jsonl":
            for record in records:
                stream.write(msgspec.json.encode(record) + b"\n")
        else:
            stream.write(b"[")
            for index, record in enumerate(records):
                stream.write((b",\n" if index else b"\n") + msgspec.json.encode(record))
            stream.write(b"\n]\n")
        stream.flush()
    finally:
        if output is not None:
            stream.close()


_FLAT = pa.schema(
    [
        (name, pa.float64() if name == "score" else _TEXT)
        for name in (
            "report", "published", "publisher", "url", "event", "type", "mode", "cameo", "score",
            "actor", "actor_country", "actor_sector", "recipient", "recipient_country",
            "recipient_sector", "auxiliary", "context", "date_start", "date_end", "place",
            "place_country", "statement", "speaker", "clause", "trigger", "rule",
        )
    ]
)  # fmt: skip


def flat_events(records: Iterable[Record]) -> pa.Table:
    """Return one row an event with its words and codes; lists are joined by semicolons."""
    return pa.Table.from_pylist([row for r in records for row in _flat_rows(r)], schema=_FLAT)


def _flat_rows(record: Record) -> Iterator[dict[str, Any]]:
    report, actors = record.report, {actor.id: actor for actor in record.actors}
    speakers = {s.id: s.speaker for s in record.statements}

    def cut(span: tuple[int, int]) -> str:
        return " ".join(report.text[span[0] : span[1]].split())

    def joined(values: Iterable[str | None]) -> str:
        return ";".join(value or "" for value in values)

    for event in record.events:
        yield {
            "report": report.id,
            "published": report.published,
            "publisher": report.publisher,
            "url": report.url,
            "event": event.id,
            "type": event.type,
            "mode": event.mode,
            "cameo": event.cameo,
            "score": event.score,
            "actor": joined(event.actor),
            "actor_country": joined(actors[a].country for a in event.actor),
            "actor_sector": joined(actors[a].sector for a in event.actor),
            "recipient": joined(event.recipient),
            "recipient_country": joined(actors[a].country for a in event.recipient),
            "recipient_sector": joined(actors[a].sector for a in event.recipient),
            "auxiliary": joined(event.auxiliary),
            "context": joined(event.context),
            "date_start": event.date.start if event.date else None,
            "date_end": event.date.end if event.date else None,
            "place": event.place.name if event.place else None,
            "place_country": event.place.country if event.place else None,
            "statement": event.statement,
            "speaker": speakers.get(event.statement or ""),
            "clause": cut(event.clause_span),
            "trigger": cut(event.trigger_span),
            "rule": event.rule,
        }
