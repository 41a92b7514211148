"""What a page is asked for in its address, read without ever failing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import Request

from dateline.knowledge.questions import UnknownNameError
from dateline.records import Records, first_day, last_day
from dateline.store.wanted import Wanted

PAGE = 50
_LONGEST = 200
_MOST_PAGES = 2000
_TEXT: Mapping[str, Any] = {"type": "string", "maxLength": _LONGEST}
_DAY: Mapping[str, Any] = {"type": "string", "examples": ["2011", "2011-01", "2011-01-17"]}
FIELDS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "q": ("Words of the text", _TEXT),
    "in": ("What to look for", {"type": "string", "enum": ["reports", "events", "statements"]}),
    "actor": ("Who acts: a code, name or id; members:CSTO for whoever was a member", _TEXT),
    "recipient": ("Whom it is done to", _TEXT),
    "by": ("Who says it", _TEXT),
    "about": ("Somebody mentioned in the words", _TEXT),
    "via": ("Id of an outlet, leak or document that it came through", _TEXT),
    "type": ("Event type", {"type": "string", "examples": ["ASSAULT"]}),
    "since": ("First day, month or year", _DAY),
    "until": ("Last day, month or year", _DAY),
    "publisher": ("Who published the report", _TEXT),
    "a": ("One of the two", _TEXT),
    "b": ("The other", _TEXT),
    "members": ("Organisation whose members act or speak", _TEXT),
    "towards": ("Organisation whose members are acted upon or spoken of", _TEXT),
    "show": ("Acts or speech", {"type": "string", "enum": ["acts", "speech"]}),
    "page": ("Number of the page", {"type": "integer", "minimum": 1, "maximum": _MOST_PAGES}),
}
"""What the fields of an address mean, and their JSON schemas."""
PERIOD = ("since", "until")


def declared(*names: str) -> dict[str, Any]:
    """Return what the schema of the API says of a page that is asked with these fields."""
    return {
        "parameters": [
            {"name": name, "in": "query", "description": FIELDS[name][0],
             "schema": dict(FIELDS[name][1])}
            for name in names
        ]
    }  # fmt: skip


class Asked(msgspec.Struct, frozen=True):
    """The fields of an address that a page knows, and what was wrong with them."""

    fields: Mapping[str, str]
    problems: tuple[str, ...]
    page: int

    def __getattr__(self, name: str) -> str:
        return self.fields.get(name, "")

    def get(self, name: str) -> str:
        """Return a field, empty where it was not given."""
        return self.fields.get(name, "")

    def address(self, path: str, **changes: Any) -> str:
        """Return the address of the same question with some fields changed."""
        fields = {**self.fields, **{k.rstrip("_"): str(v) for k, v in changes.items()}}
        kept = {k: v for k, v in fields.items() if v and (k, v) != ("page", "1")}
        return f"{path}?{urlencode(kept)}" if kept else path


def asked(request: Request) -> Asked:
    """Return what the address asks for; a date that is none is left out and told of."""
    fields: dict[str, str] = {}
    problems: list[str] = []
    for name in FIELDS:
        value = request.query_params.get(name, "").replace("\0", "").strip()
        if not value:
            continue
        if len(value) > _LONGEST:
            problems.append(f"“{name}” is longer than {_LONGEST} characters and was left out.")
            continue
        fields[name] = value
    for name, check in (("since", first_day), ("until", last_day)):
        if name in fields:
            try:
                check(fields[name])
            except ValueError:
                problems.append(f"“{name}” is no date (2011, 2011-01 or 2011-01-17): left out.")
                del fields[name]
    page = fields.pop("page", "1")
    number = int(page) if re.fullmatch(r"[0-9]{1,4}", page) else 1
    return Asked(fields, tuple(problems), min(max(number, 1), _MOST_PAGES))


class Question(msgspec.Struct, frozen=True):
    """A question with its names looked up; ``wanted`` is None where a name is unknown."""

    wanted: Wanted | None
    problems: tuple[str, ...]


def question(records: Records, asked: Asked, **more: Any) -> Question:
    """Return the question that the address asks of the store."""
    try:
        wanted = records.wanted(
            actor=asked.get("actor"),
            recipient=asked.get("recipient"),
            by=asked.get("by"),
            about=asked.get("about"),
            type=asked.get("type") or None,
            since=asked.get("since"),
            until=asked.get("until"),
            publisher=asked.get("publisher"),
            text=asked.get("q"),
            **more,
        )
    except UnknownNameError as error:
        hint = f" Did you mean {' or '.join(error.suggestions)}?" if error.suggestions else ""
        return Question(None, (*asked.problems, f"Nobody is known as “{error.text}”.{hint}"))
    wanted = msgspec.structs.replace(wanted, via=asked.get("via") or None)
    return Question(wanted, asked.problems)
