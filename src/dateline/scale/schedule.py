"""Which block is coded next, and what is done where a worker dies on one."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

import msgspec

from dateline.scale.blocks import Input

CAREFUL = 2
"""Deaths after which a block is coded by a process of its own, which sets aside what kills it."""
MOST_TRIES = 6


class Task(msgspec.Struct, frozen=True):
    """A block to code."""

    source: int
    """Which of the inputs, from 0."""
    block: int
    tries: int = 0
    """How many workers or nodes have died on it."""

    @property
    def careful(self) -> bool:
        """Whether a report may be what they died of."""
        return self.tries >= CAREFUL


class _Progress:
    """How far an input is."""

    def __init__(self, finished: Mapping[int, bool], blocks: int | None) -> None:
        self._finished = set(finished)
        ends = [block + 1 for block, last in finished.items() if last]
        self.end = min(ends) if ends else blocks
        self._next = 0
        self._pass_over()
        self.workers: set[int] = set()

    def take(self) -> int:
        """Return the number of the next block."""
        block, self._next = self._next, self._next + 1
        self._pass_over()
        return block

    def end_at(self, end: int) -> None:
        """Keep in mind that there are no more than so many blocks."""
        self.end = end if self.end is None else min(self.end, end)

    @property
    def is_open(self) -> bool:
        """Whether there may be a block that nobody has taken."""
        return self.end is None or self._next < self.end

    def _pass_over(self) -> None:
        while self._next in self._finished:
            self._next += 1


class Schedule:
    """Gives out blocks. A worker stays with its input, so that few read the same file.

    One that has none goes to an input that nobody reads, and where there is none joins others.
    """

    def __init__(self, inputs: Sequence[Input], finished: Sequence[Mapping[int, bool]]) -> None:
        """``finished`` says for each input which blocks need not be coded, and if it ends there."""
        self._inputs = inputs
        self._progress = [
            _Progress(done, source.blocks) for source, done in zip(inputs, finished, strict=True)
        ]
        self._unread = deque(i for i, p in enumerate(self._progress) if p.is_open)
        self._again: deque[Task] = deque()
        self._running: dict[int, Task] = {}
        self._reads: dict[int, int] = {}
        self.given_up: list[Task] = []
        """Blocks on which too many workers died."""

    @property
    def is_done(self) -> bool:
        """Whether nothing is under way and nothing left to give out."""
        if self._running or self._again:
            return False
        return not any(self._progress[i].is_open for i in (*self._unread, *self._reads.values()))

    def give(self, worker: int) -> Task | None:
        """Return the worker's next block, or None where there is none for it now."""
        if self._again:
            task = self._again.popleft()
        else:
            source = self._reads.get(worker)
            if source is None or not self._progress[source].is_open:
                source = self._join(worker)
            if source is None:
                return None
            task = Task(source, self._progress[source].take())
        self._running[worker] = task
        return task

    def done(self, worker: int, *, last: bool, beyond: bool = False) -> None:
        """Take note that a worker has finished its block.

        ``last`` says that the input ends with it, ``beyond`` that it has ended before.
        """
        task = self._running.pop(worker)
        if last or beyond:
            self._progress[task.source].end_at(task.block + (0 if beyond else 1))

    def died(self, worker: int) -> None:
        """Take note that a worker is no more: its block is given to another."""
        self._leave(worker)
        task = self._running.pop(worker, None)
        if task is not None:
            task = msgspec.structs.replace(task, tries=task.tries + 1)
            (self._again if task.tries < MOST_TRIES else self.given_up).append(task)

    def _join(self, worker: int) -> int | None:
        self._leave(worker)
        while self._unread and not self._progress[self._unread[0]].is_open:
            self._unread.popleft()
        if self._unread:
            found = self._unread.popleft()
        else:
            shared = [
                i
                for i in sorted(set(self._reads.values()))
                if self._progress[i].is_open and self._inputs[i].can_be_shared
            ]
            if not shared:
                return None
            found = min(shared, key=lambda i: len(self._progress[i].workers))
        self._reads[worker] = found
        self._progress[found].workers.add(worker)
        return found

    def _leave(self, worker: int) -> None:
        left = self._reads.pop(worker, None)
        if left is None:
            return
        progress = self._progress[left]
        progress.workers.discard(worker)
        if progress.is_open and not progress.workers:
            self._unread.appendleft(left)
