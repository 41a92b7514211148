"""A store to files that other programs read. The same store gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal

import duckdb
import msgspec
import pyarrow as pa

from dateline.store.files import StoreError
from dateline.store.reading import read_records
from dateline.store.schema import BESIDE
from dateline.store.views import HAPPENS, VIEWS
from dateline.tabular import PARTS

Format = Literal["csv", "parquet", "jsonl", "plover", "icews"]
_ORDER = {
    "reports": "id",
    "sources": "source, report",
    "failures": "source",
    "runs": "id",
    "copies": "report",
    "signatures": "report",
    "tellings": "story, report, event",
    "events_flat": "report, event, actor, recipient",
    "statements_flat": "report, statement",
    "stories": "day, story",
    "dyads": "actor_country, recipient_country",
    "speakers": "speaker",
}
_ROWS = 20_000


def tables_of_a_store() -> tuple[str, ...]:
    """Return the names of the tables and views that can be exported."""
    return ("reports", *PARTS, *BESIDE, *VIEWS)


def export(
    connection: duckdb.DuckDBPyConnection,
    stream: BinaryIO,
    format_: Format,
    table: str = "events_flat",
) -> None:
    """Write a store to a stream.

    ``csv`` and ``parquet`` are one table or view; ``jsonl`` is one record a line; ``plover`` one
    event a line in PLOVER's JSON; ``icews`` a table as of ICEWS, one row an actor and recipient.
    The last two leave out the copies of a report that is there, and ``icews``, which has no words
    for it, what is denied or only supposed. Raises StoreError for a table that
    is not there.
    """
    if format_ == "jsonl":
        for record in read_records(connection):
            stream.write(msgspec.json.encode(record) + b"\n")
    elif format_ == "plover":
        for event in _plover(connection):
            stream.write(msgspec.json.encode(event) + b"\n")
    elif format_ == "icews":
        _write_csv(_icews(connection), stream, "\t")
    else:
        reader = _rows(connection, table)
        if format_ == "csv":
            _write_csv(_flattened(reader), stream, ",")
        else:
            import pyarrow.parquet

            with pyarrow.parquet.ParquetWriter(stream, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> pa.RecordBatchReader:
    names = tables_of_a_store()
    if table not in names:
        raise StoreError(f"no table {table!r}: there are {', '.join(names)}")
    order = _ORDER.get(table, "report, number")
    return connection.sql(f'SELECT * FROM "{table}" ORDER BY {order}').to_arrow_reader(_ROWS)


def _flattened(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """Yield the batches with lists and structures as JSON: a cell of CSV holds no others."""
    empty = True
    for batch in reader:
        empty = False
        yield _flat(pa.Table.from_batches([batch]))
    if empty:
        yield _flat(reader.schema.empty_table())


def _flat(table: pa.Table) -> pa.Table:
    for place, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            cells = [
                None if value is None else msgspec.json.encode(value).decode()
                for value in table.column(place).to_pylist()
            ]
            table = table.set_column(place, field.name, pa.array(cells, pa.string()))
    return table


def _write_csv(tables: Iterator[pa.Table], stream: BinaryIO, delimiter: str) -> None:
    import pyarrow.csv

    header = True
    for table in tables:
        options = pyarrow.csv.WriteOptions(include_header=header, delimiter=delimiter)
        pyarrow.csv.write_csv(table, stream, options)
        header = False


_PLOVER = """
SELECT e.report || '/' || e.id AS id, coalesce(e."date"."start", r.published) AS day,
    e."date"."start", e."date"."end", e.type, e.mode, e.context, e.cameo, e.score, e.actor,
    e.recipient, e.auxiliary,
    substring(r.text, e.clause_span[1] + 1, e.clause_span[2] - e.clause_span[1]) AS clause,
    e.place, e.statement, s.speaker, r.publisher, r.url, r.published, r.coded
FROM events e JOIN reports r ON r.id = e.report
LEFT JOIN statements s ON s.report = e.report AND s.id = e.statement
LEFT JOIN copies c ON c.report = e.report
WHERE c.original IS NULL ORDER BY e.report, e.number
"""


def _plover(connection: duckdb.DuckDBPyConnection) -> Iterator[dict[str, object]]:
    # The reader keeps its connection busy: the actors are asked for on another.
    for batch in connection.cursor().sql(_PLOVER).to_arrow_reader(_ROWS):
        rows = batch.to_pylist()
        ids = sorted({row["id"].partition("/")[0] for row in rows})
        codes = {
            (report, id_): {"id": id_, "name": name, "country": country, "sector": sector}
            for report, id_, name, country, sector in connection.execute(
                "SELECT report, id, name, country, sector FROM actors WHERE report IN ?", [ids]
            ).fetchall()
        }
        for row in rows:
            report = row["id"].partition("/")[0]
            yield {
                "id": row["id"],
                "date": row["day"],
                "event": row["type"],
                "mode": row["mode"],
                "context": row["context"] or [],
                "actor": [codes[report, a] for a in row["actor"] or []],
                "recipient": [codes[report, a] for a in row["recipient"] or []],
                "auxiliary": row["auxiliary"] or [],
                "dateRange": [row["start"], row["end"]],
                "cameo": row["cameo"],
                "goldstein": row["score"],
                "eventText": row["clause"],
                "location": row["place"],
                "saidBy": row["speaker"],
                "publisher": row["publisher"],
                "published": row["published"],
                "url": row["url"],
                "coder": f"dateline {row['coded']['dateline']}",
                "version": row["coded"]["ontology"],
            }


_ICEWS = f"""
SELECT report || '/' || event AS "Event ID", day AS "Event Date", actor_name AS "Source Name",
    actor_sector AS "Source Sectors", actor_country AS "Source Country", type AS "Event Text",
    cameo AS "CAMEO Code", score AS "Intensity", recipient_name AS "Target Name",
    recipient_sector AS "Target Sectors", recipient_country AS "Target Country",
    story AS "Story ID", regexp_replace(clause, '\\s+', ' ', 'g') AS "Sentence",
    publisher AS "Publisher", place AS "City", place_country AS "Country",
    latitude AS "Latitude", longitude AS "Longitude"
FROM events_flat WHERE original = report AND {HAPPENS} ORDER BY report, event, actor, recipient
"""


def _icews(connection: duckdb.DuckDBPyConnection) -> Iterator[pa.Table]:
    reader = connection.sql(_ICEWS).to_arrow_reader(_ROWS)
    return _flattened(reader)


def citation(connection: duckdb.DuckDBPyConnection, path: Path) -> str:
    """Return one line that says what the data set is and with what it was made."""
    counts = connection.execute(
        "SELECT count(*), min(published), max(published) FROM reports"
    ).fetchall()[0]
    events = connection.execute("SELECT count(*) FROM events").fetchall()[0][0]
    coded = connection.execute(
        "SELECT DISTINCT coded.dateline, coded.language_model, coded.ontology, coded.lexicon, "
        "coded.knowledge FROM reports ORDER BY ALL"
    ).fetchall()
    made = " and ".join(
        f"dateline {c[0]} (model {c[1]}; ontology {c[2]}; lexicon {c[3]}; knowledge {c[4]})"
        for c in coded
    )
    days = f", published {counts[1]} to {counts[2]}" if counts[1] else ""
    return f"{path.stem}: {events:,} events from {counts[0]:,} reports{days}. Coded with {made}."
