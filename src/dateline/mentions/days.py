"""The day that counts for a token: of what is told where a date says so, else of publication."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dateline.items import FoundTime
from dateline.mentions.words import Words

_LONGEST = 366
_OPENING = 40


class Days:
    """Looks up the day of a token. With two dates in a sentence, that of its clause counts."""

    def __init__(self, words: Words, times: Sequence[FoundTime], published: date | None) -> None:
        self.words = words
        self.published = published = published or _dateline(words, times)
        self._times: dict[int, list[tuple[int, tuple[date, date]]]] = {}
        for time in times:
            if time.first is None or time.last is None:
                continue
            if (time.last - time.first).days > _LONGEST or (published and time.first > published):
                continue
            first, _ = words.tokens(*time.span)
            if first < len(words):
                told = (time.first, time.last)
                self._times.setdefault(words.sentence[first], []).append((first, told))

    def of(self, token: int) -> date | None:
        """Return the day for the token, none where neither a date nor publication gives one.

        It is the last day of a range: an office entered within it is held at its end.
        """
        return self.within(token)[1]

    def within(self, token: int) -> tuple[date | None, date | None]:
        """Return first and last day of the date for the token, twice the day of publication."""
        published = (self.published, self.published)
        times = self._times.get(self.words.sentence[token])
        if not times:
            return published
        days = {told for _, told in times}
        if len(days) == 1:
            return next(iter(days))
        words = self.words
        verbs = [a for a in words.ancestors(token) if words.tag[a].startswith("VB")][:1]
        for first, told in times:
            if any(a in verbs for a in words.ancestors(first)):
                return told
        return published


def _dateline(words: Words, times: Sequence[FoundTime]) -> date | None:
    """Return the day that opens the report: what it tells is as of then, if nobody says when."""
    for time in times:
        if time.first is None or time.first != time.last:
            continue
        return time.last if words.at(time.span[0]) < _OPENING else None
    return None
