"""Progress on anything that may take longer than two seconds; quiet when piped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_QUIET_SECONDS = 2.0


class Advance(Protocol):
    """Says that one more unit is done, how many words it had and whether it failed."""

    def __call__(self, words: int = 0, *, failed: bool = False) -> None:
        """Count one unit."""


@contextmanager
def progress(
    what: str, units: str, expected: Callable[[], int | None] = lambda: None
) -> Iterator[Advance]:
    """Yield a function to call for each unit done.

    ``expected`` says how many there will be, where that is known; it is only called where standard
    error is a terminal. Nothing is shown in the first two seconds, nor where it is none.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _quiet
        return
    total = expected()
    of = f" of {total:,}" if total else ""
    bar = Progress(
        SpinnerColumn(),
        TextColumn(f"{what}: {{task.completed:,.0f}}{of} {units}"),
        TextColumn("{task.fields[detail]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(what, total=total, detail="")
    started = time.monotonic()
    done, words_done, failures = 0, 0, 0

    def advance(words: int = 0, *, failed: bool = False) -> None:
        nonlocal done, words_done, failures
        done, words_done, failures = done + 1, words_done + words, failures + failed
        seconds = time.monotonic() - started
        if not bar.live.is_started and seconds > _QUIET_SECONDS:
            bar.start()
        bar.update(
            task,
            advance=1,
            detail=detail(done, words_done, failures, seconds, total),
        )

    try:
        yield advance
    finally:
        bar.stop()


def _quiet(words: int = 0, *, failed: bool = False) -> None:
    """Show nothing."""


def detail(done: int, words: int, failures: int, seconds: float, total: int | None) -> str:
    """Return words a second, the time left where the total is known, and failures if any."""
    parts = []
    if words and seconds > 0:
        parts.append(f"{words / seconds:,.0f} words/s")
    if total and done and total > done:
        left = round(seconds / done * (total - done))
        hours, minutes = left // 3600, left // 60 % 60
        parts.append(f"{hours}:{minutes:02}:{left % 60:02} left" if hours else
                     f"{minutes}:{left % 60:02} left")  # fmt: skip
    if failures:
        parts.append(f"{failures:,} failed")
    return ", ".join(parts)
