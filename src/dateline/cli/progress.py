"""Progress on anything that may take longer than two seconds; quiet when piped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

_QUIET_SECONDS = 2.0


@contextmanager
def progress(what: str, units: str) -> Iterator[Callable[[], None]]:
    """Yield a function to call for each unit done.

    Nothing is shown in the first two seconds, nor where standard error is no terminal.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    bar = Progress(
        SpinnerColumn(),
        TextColumn(f"{what}: {{task.completed}} {units}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
    task = bar.add_task(what, total=None)
    started = time.monotonic()

    def advance() -> None:
        if not bar.live.is_started and time.monotonic() - started > _QUIET_SECONDS:
            bar.start()
        bar.advance(task)

    try:
        yield advance
    finally:
        bar.stop()
