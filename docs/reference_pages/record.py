"""The page of the record: every type and field of ``dateline.record``, and the values it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import griffe
import msgspec
import pyarrow as pa

from dateline import record, tabular
from reference_pages.writing import Meanings, code, table

_TYPES = (
    "Record", "Report", "Actor", "Mention", "Statement", "Event", "Fact", "DateRange", "Place",
    "Warning", "Coded",
)  # fmt: skip
_VALUES = ("ActorKind", "Form", "Manner", "Stance", "Capacity", "Auxiliary", "FactKind")
_INTRODUCTION = """# The record

One report gives one record. `dateline code REPORT --format json` writes a list of records,
`--format jsonl` one record a line; in Python it is a `dateline.Record`, which cannot be changed and
is compared by value. This page is made from the types in the code.

Spans
:   A span is a pair `[start, end)` of offsets, counted in characters from 0 into `report.text`:
    `report.text[start:end]` is exactly what the item points at. No mention, statement, event, fact
    or date is in a record without its span.

Ids
:   Actors are named by readable ids (`state:RUS`, `org:NATO`, `office:USA/state-department`,
    `person:dmitry-rogozin`), the same in every record. Statements (`s1`, `s2` ...) and events
    (`e1` ...) are numbered in their record.

Dates
:   ISO, as text: `2011-01-17`. A time is a range of whole days, both ends included, as exact as
    the words are: "last week" is seven days.

`null` (in Python `None`) means that the report does not say, or that dateline abstained.
"""


def page() -> str:
    """Return the page."""
    meanings = Meanings("record.tsv")
    types = griffe.load("dateline.record", search_paths=[Path(record.__file__).parent.parent])
    parts = [_INTRODUCTION]
    for name in _TYPES:
        type_ = types[name]
        parts.append(f"## {name}\n\n{_prose(type_.docstring)}\n")
        parts.append(table(("field", "form", "meaning"), _fields(type_, meanings)))
    parts.append("## Values\n\nThe words that a field may hold.\n")
    for name in _VALUES:
        parts.append(f"### {name}\n")
        values = get_args(getattr(record, name))
        parts.append(table(("value", "meaning"), ((code(v), meanings.of(name, v)) for v in values)))
    parts.append(_COLUMNS + table(("report", "event", "actors"), [_flat_columns()]))
    meanings.done()
    return "\n".join(parts)


_COLUMNS = """## CSV and Parquet

`--format csv` and `--format parquet` of `dateline code` and `dateline show` write one row an event.
Lists are joined by semicolons. The columns are

"""


def _flat_columns() -> tuple[str, str, str]:
    schema: pa.Schema = tabular.flat_events([]).schema
    groups: dict[str, list[str]] = {"report": [], "event": [], "actors": []}
    for name in schema.names:
        if name in ("report", "published", "publisher", "url"):
            groups["report"].append(code(name))
        elif name.startswith(("actor", "recipient", "speaker")):
            groups["actors"].append(code(name))
        else:
            groups["event"].append(code(name))
    return (
        ", ".join(groups["report"]), ", ".join(groups["event"]), ", ".join(groups["actors"])
    )  # fmt: skip


def _fields(type_: griffe.Object | griffe.Alias, meanings: Meanings) -> Iterator[tuple[str, ...]]:
    struct = getattr(record, type_.name)
    for field in msgspec.structs.fields(struct):
        attribute = type_.members[field.name]
        assert isinstance(attribute, griffe.Attribute)
        said = _prose(attribute.docstring) or meanings.of(type_.name, field.name)
        yield code(field.name), _form(str(attribute.annotation)), said


def _form(annotation: str) -> str:
    """Return an annotation as the form of the JSON, with links to types and values."""
    optional = " or null" if annotation.endswith("| None") else ""
    bare = annotation.removesuffix(" | None")
    if many := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", bare):
        return f"list of {_form(many[1])}{optional}"
    plain = {
        "str": "text", "int": "number", "float": "number", "Span": "span",
        "Literal": "text",
    }.get(bare)  # fmt: skip
    if plain:
        return plain + optional
    return f"[{bare}](#{bare.lower()}){optional}"


def _prose(docstring: griffe.Docstring | None) -> str:
    return docstring.value.replace("``", "`") if docstring else ""
