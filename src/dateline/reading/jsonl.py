"""A JSON record to the fields of a report."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import msgspec

from dateline.reading.options import FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

_DECODER = msgspec.json.Decoder()


class BadRecordError(ValueError):
    """A JSON record that is no report; the message says what is wrong."""


def decode_json(data: bytes | str) -> Any:
    """Decode JSON. Raises BadRecordError where it is none."""
    try:
        return _DECODER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRecordError(f"not JSON: {error}") from None


def fields_of(record: object, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the fields of a report that a JSON object holds, as text.

    ``mapping`` names the field of the object for fields of the report; the others go by their
    usual names. Raises BadRecordError where the object has no text or lacks a mapped field.
    """
    if not isinstance(record, dict):
        raise BadRecordError(f"a JSON {_kind(record)}, not an object with the fields of a report")
    found: dict[str, str] = {}
    for field, names in FIELDS.items():
        if field in mapping:
            value = _reached(record, mapping[field])
            if value is _ABSENT:
                raise BadRecordError(_no_field(mapping[field], record))
        else:
            value = next((record[n] for n in names if record.get(n) not in (None, "")), None)
        text = _text(value, field)
        if text:
            found[field] = text
    if "text" not in found:
        expected = mapping["text"] if "text" in mapping else ", ".join(FIELDS["text"])
        if "text" in mapping or any(name in record for name in FIELDS["text"]):
            raise BadRecordError(f"the text is empty (field {expected})")
        raise BadRecordError(
            f"no text: none of the fields {expected}; there are {_names(record)}"
            " (name the field with --field text=FIELD)"
        )
    return found


_ABSENT = object()


def _reached(record: dict[str, Any], path: str) -> object:
    if path in record:
        return record[path]
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, dict) or name not in value:
            return _ABSENT
        value = value[name]
    return value


def _text(value: object, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value if field == "text" else " ".join(value.split())
    if isinstance(value, bool | dict):
        raise BadRecordError(f"the {field} is a JSON {_kind(value)}, not text")
    if isinstance(value, list):
        if not all(isinstance(part, str) for part in value):
            raise BadRecordError(f"the {field} is a JSON array of other things than text")
        return ("\n\n" if field == "text" else ", ").join(value)
    if field == "text":
        raise BadRecordError("the text is a JSON number, not text")
    return str(value)


def _no_field(name: str, record: dict[str, Any]) -> str:
    close = get_close_matches(name, list(record), n=1)
    hint = f"; did you mean {close[0]!r}?" if close else ""
    return f"no field {name!r}: there are {_names(record)}{hint}"


def _names(record: dict[str, Any]) -> str:
    names = list(record)
    shown = ", ".join(names[:12]) or "none"
    return shown + (", ..." if len(names) > 12 else "")


def _kind(value: object) -> str:
    names = {dict: "object", list: "array", str: "string", bool: "boolean", type(None): "null"}
    return names.get(type(value), "number")
