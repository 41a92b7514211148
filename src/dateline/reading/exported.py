"""What the layouts of press databases have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?P<month>[A-Z][a-z]{2,8}|[A-Z]{3,9})"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?\s*)?"
_DAYS = (
    re.compile(rf"{_WEEKDAY}{_MONTH}\.? (?P<day>\d{{1,2}}),? (?P<year>(?:19|20)\d\d)\b"),
    re.compile(rf"{_WEEKDAY}(?P<day>\d{{1,2}}) {_MONTH}\.?,? (?P<year>(?:19|20)\d\d)\b"),
)
_WORDS = re.compile(r"[\d,.]+ words?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b|all rights reserved)", re.IGNORECASE)
_BY = re.compile(r"by:?\s+", re.IGNORECASE)


def day_of(line: str) -> str | None:
    """Return the ISO day with which a line begins, else None."""
    for pattern in _DAYS:
        match = pattern.match(line.strip())
        if match and match["month"][:3].lower() in _MONTHS:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            try:
                return date(int(match["year"]), month, int(match["day"])).isoformat()
            except ValueError:
                return None
    return None


def is_length(line: str) -> bool:
    """Say if a line is the count of a report's words."""
    return bool(_WORDS.fullmatch(line.strip()))


def is_copyright(line: str) -> bool:
    """Say if a line claims the copyright."""
    return bool(_COPYRIGHT.match(line))


def is_byline(line: str) -> bool:
    """Say if a line names the author as bylines do."""
    return bool(_BY.match(line)) and len(line.split()) <= 15


def author(line: str) -> str:
    """Return the author of a byline."""
    return _BY.sub("", line.strip(), count=1)


def one_line(lines: Sequence[str]) -> str:
    """Return lines as one, with single spaces."""
    return " ".join(" ".join(lines).split())


def document(
    title: str, body: str, publisher: str | None, day: str | None, byline: str = "", id_: str = ""
) -> dict[str, str] | str:
    """Return the fields of a report, or what of it is missing."""
    missing = [
        name
        for name, value in (
            ("headline", title), ("text", body.strip()), ("publisher", publisher), ("date", day),
        )
        if not value
    ]  # fmt: skip
    if missing:
        return f"no {' and no '.join(missing)} found in it"
    return {
        "id": id_, "text": f"{title}\n\n{body.strip()}", "title": title,
        "publisher": publisher or "", "published": day or "", "byline": author(byline),
    }  # fmt: skip
