"""The coder behind the pages: loaded once, when first needed, and used by one request at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec

from dateline.reading import ReadOptions, parse_day, read_text
from dateline.record import Record

if TYPE_CHECKING:
    from dateline.coder import Coder
    from dateline.explain import Rules


class Because(msgspec.Struct, frozen=True):
    """A rule that fired, with where it is written down and an example, once they are loaded."""

    rule: str
    row: str = ""
    example: str = ""


class LazyCoder:
    """Codes pasted texts and explains rules."""

    def __init__(self, model: str | None = None) -> None:
        self._model = model
        self._lock = threading.Lock()
        self._coder: Coder | None = None
        self._rules: Rules | None = None

    def warm(self) -> None:
        """Load the coder in the background, so that the first reader does not wait."""
        threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> Coder:
        # Loading the parser takes seconds: pages that need none of it do not wait.
        from dateline.coder import Coder
        from dateline.explain import Rules

        with self._lock:
            if self._coder is None:
                self._coder = Coder(model=self._model)
                self._rules = Rules(self._coder)
            return self._coder

    def reasons(self, rule: str) -> tuple[Because, ...]:
        """Return the rules behind an item; without row and example until the coder is loaded."""
        if self._rules is not None:
            return tuple(Because(r.rule, r.row, r.example) for r in self._rules.reasons(rule))
        parts = [rule] if rule.startswith("cue:") else rule.split("+")
        return tuple(Because(part) for part in parts if part)

    def code(self, text: str, published: str, publisher: str, title: str) -> Record:
        """Code one text. Raises ValueError for a text without words or a date that is none."""
        options = ReadOptions(
            published=parse_day(published) if published else None,
            publisher=publisher or None,
            title=title or None,
        )
        report = read_text(text, options).report
        coder = self._load()
        with self._lock:
            return coder.code_report(report)
