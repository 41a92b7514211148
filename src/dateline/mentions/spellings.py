"""Two spellings of one name: *el-Sisi* and *al-Sissi*, *Zelensky* and *Zelenskyy*."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import cache
from itertools import groupby

from dateline.mentions.lexicon import DATA
from dateline.mentions.names import fold
from dateline.tables import read_table

_TABLE = "romanisations"
_ARTICLES = frozenset(("al", "el", "ul", "ad", "an", "ar", "as", "at", "bin", "ben", "ibn"))
_WORD = re.compile(r"[^\W\d_]+")
_ALIKE = 0.85


def same_name(left: str, right: str) -> bool:
    """Return whether two names may be spellings of one, as other alphabets are written in ours.

    Only where something else speaks for it too, such as one office of one state on one day.
    """
    first, second = _plain(left), _plain(right)
    if not first or not second or len(first) != len(second) or first[-1][0] != second[-1][0]:
        return False
    return SequenceMatcher(None, " ".join(first), " ".join(second), False).ratio() >= _ALIKE


def _plain(name: str) -> list[str]:
    """Return the words of a name in plain letters, without articles and doubled letters."""
    written = _romanisations()
    found = []
    for word in _WORD.findall(fold(name)):
        if word in _ARTICLES:
            continue
        plain = _letters().sub(lambda match: written[match.group()], word)
        found.append("".join(letter for letter, _ in groupby(plain)))
    return found


@cache
def _romanisations() -> Mapping[str, str]:
    rows = read_table(DATA / f"{_TABLE}.tsv", ("written", "plain", "example"))
    return {row.required("written"): row.required("plain") for row in rows}


@cache
def _letters() -> re.Pattern[str]:
    longest_first = sorted(_romanisations(), key=lambda written: (-len(written), written))
    return re.compile("|".join(longest_first))
