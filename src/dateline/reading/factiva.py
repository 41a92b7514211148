"""The two layouts of Factiva: fields with tags (HD, BY, WC ...), and as it shows an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from dateline.reading.exported import (
    day_of,
    document,
    is_byline,
    is_copyright,
    is_length,
    one_line,
)

_ID = r"Document\s+(?P<id>[A-Z][A-Z0-9]{2,11}(?:19|20)\d{6}[a-z0-9]{4,})"
_END = re.compile(rf"^[ \t]*{_ID}[ \t]*$", re.MULTILINE)
_TAGGED_END = re.compile(rf"^[ \t]*AN\s+{_ID}[ \t]*$", re.MULTILINE)
_HEAD = ("SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "CX")
_BODY = ("LP", "TD")
_TAIL = ("ART", "CO", "IN", "NS", "RE", "IPC", "IPD", "RF", "PUB", "CT", "CLM", "AN")
_TAG = re.compile(r"[ \t]*([A-Z]{2,3})(?:(\s{2,}|[ \t]*\t[ \t]*|[ \t]*$)|[ \t])(.*)")
_FOOTER = re.compile(
    r"^[ \t]*(?:Page \d+ of \d+.*|.*© ?\d{4} Factiva, Inc\. All rights reserved\.?)[ \t]*$",
    re.MULTILINE,
)
_TIME = re.compile(r"\d{1,2}:\d{2}(?: ?[AP]M)?(?: [A-Z]{2,4})?")
_NAME = re.compile(r"[A-Z][\w.'’-]*(?: (?:[A-Z][\w.'’-]*|de|van|von|al|and)){1,5}")
_SUMMARY = re.compile(r"\s*Search Summary\b")


def split_tagged(text: str) -> list[dict[str, str] | str] | None:
    """Split an export whose documents have a tag before each field; None where it is none."""
    return _split(_FOOTER.sub("", text), _TAGGED_END, _tagged)


def split_display(text: str) -> list[dict[str, str] | str] | None:
    """Split an export in the form Factiva shows articles in; None where it is none."""
    return _split(_FOOTER.sub("", text), _END, _displayed)


def _split(
    text: str, end: re.Pattern[str], read: Callable[[str, str], dict[str, str] | str]
) -> list[dict[str, str] | str] | None:
    found: list[dict[str, str] | str] = []
    start = 0
    for match in end.finditer(text):
        found.append(read(text[start : match.start()], match["id"]))
        start = match.end()
    rest = text[start:]
    if found and len(rest.split()) > 60 and not _SUMMARY.match(rest):
        found.append("it does not close with its number: the file is cut off")
    return found or None


def _tagged(text: str, id_: str) -> dict[str, str] | str:
    fields: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.split("\n"):
        tag = _TAG.fullmatch(line)
        if tag and _opens(tag, fields):
            current = fields.setdefault(tag[1], [])
            current.append(tag[3])
        else:
            current.append(line.strip())
    if not {"HD", "PD"} <= set(fields) or not {"LP", "TD"} & set(fields):
        return "not all of the tags HD, PD and LP: the layout is not known"
    body = "\n\n".join("\n".join(fields[name]).strip() for name in _BODY if name in fields)
    publisher = one_line(fields.get("SN", fields.get("SC", [])))
    byline = one_line(fields.get("BY", []))
    day = day_of(one_line(fields["PD"]))
    return document(one_line(fields["HD"]), body, publisher, day, byline, id_)


def _opens(tag: re.Match[str], fields: Mapping[str, object]) -> bool:
    """Say if a line begins a field: within the text a tag stands apart from what follows it."""
    name, apart = tag[1], tag[2] is not None
    if name in fields:
        return False
    if any(body in fields for body in _BODY):
        return apart and name in (*_BODY, *_TAIL)
    return name in _BODY or (name in _HEAD and (apart or name == "HD" or "HD" in fields))


def _displayed(text: str, id_: str) -> dict[str, str] | str:
    lines = [line.strip() for line in text.split("\n")]
    filled = [n for n, line in enumerate(lines) if line]
    length = next((n for n in filled if is_length(lines[n])), None)
    claim = next((n for n in filled if length is not None and n > length
                  and is_copyright(lines[n])), None)  # fmt: skip
    if length is None or claim is None:
        return "neither the number of words nor the copyright: the layout is not known"
    between = [lines[n] for n in filled if length < n < claim]
    if not between or not day_of(between[0]):
        return "no date below the number of words: the layout is not known"
    rest = [line for line in between[1:] if not _TIME.fullmatch(line)]
    above = [lines[n] for n in filled if n < length]
    byline = ""
    if above and (is_byline(above[-1]) or _is_name_below_headline(above)):
        byline = above.pop()
    return document(
        above[-1] if above else "", "\n".join(lines[claim + 1 :]), rest[0] if rest else None,
        day_of(between[0]), byline, id_,
    )  # fmt: skip


def _is_name_below_headline(lines: list[str]) -> bool:
    return len(lines) > 1 and bool(_NAME.fullmatch(lines[-1])) and len(lines[-2].split()) > 3
