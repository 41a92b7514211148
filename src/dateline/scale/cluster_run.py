"""A run over a cluster: what is there is passed over, the rest is given to workers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from dateline.coder import Coder
from dateline.reading import ReadOptions
from dateline.record import Coded
from dateline.scale.blocks import Input, find_inputs
from dateline.scale.parts import Written, finished_blocks, remove_unfinished
from dateline.scale.ray_cluster import Died, RayWorkers, ScaleError
from dateline.scale.remote import Answer, Ready
from dateline.scale.schedule import Schedule
from dateline.store import CodingFailure
from dateline.store.partitions import MARK, Manifest

BLOCK = 1000
"""Reports of a block: some minutes of one processor are the most that is lost."""
_MOST_DEATHS = 20
"""Workers that die before they code anything, one after the other."""


class Plan(msgspec.Struct, frozen=True):
    """What is coded and how."""

    source: str
    output: Path
    make: Callable[[], Coder]
    options: ReadOptions
    size: int = BLOCK
    workers: int | None = None


class Told(msgspec.Struct):
    """What a run tells while it goes on."""

    passed: Callable[[Manifest], None]
    """Called for each part that was finished before."""
    finished: Callable[[Written], None]
    """Called for each part once it is finished."""
    failed: Callable[[CodingFailure], None]
    """Called for each block that could not be coded at all."""


def run(ray: Any, plan: Plan, told: Told) -> None:
    """Code a source into parts. Raises ScaleError where the run cannot go on."""
    mark = uuid.uuid4().hex
    try:
        plan.output.mkdir(parents=True, exist_ok=True)
        (plan.output / MARK).write_text(mark, encoding="utf-8")
    except OSError as error:
        raise ScaleError(f"{plan.output} cannot be written: {error.strerror}") from error
    inputs = list(find_inputs(plan.source, plan.options, plan.size))
    # A glob is no path that a node could look for.
    source = plan.source if Path(plan.source).exists() else ""
    workers = RayWorkers(
        ray, plan.workers, plan.make, plan.options, str(plan.output), plan.size, mark, source
    )
    try:
        _Run(plan, inputs, workers, told).go()
        remove_unfinished(plan.output)
    except ConnectionError as error:
        raise ScaleError(
            "the connection to the cluster is lost: run the same command again, it goes on where "
            f"it stopped ({error})"
        ) from error
    finally:
        workers.stop()


class _Run:
    def __init__(self, plan: Plan, inputs: list[Input], workers: RayWorkers, told: Told) -> None:
        self._plan = plan
        self._inputs = inputs
        self._workers = workers
        self._told = told
        self._coded: Coded | None = None
        self._schedule: Schedule | None = None
        self._idle: set[int] = set()
        self._deaths = 0

    def go(self) -> None:
        while self._schedule is None or not self._schedule.is_done:
            self._workers.fill()
            for worker, message in self._workers.wait():
                if isinstance(message, Ready):
                    self._begin(worker, message)
                elif isinstance(message, Answer):
                    self._deaths = 0
                    self._take(worker, message)
                else:
                    self._bury(worker, message)
            self._give_out()
        for task in self._schedule.given_up:
            name = self._inputs[task.source].name
            reason = f"block {task.block} was not coded: {task.tries} workers died on it or failed"
            self._told.failed(CodingFailure(name, reason))

    def _begin(self, worker: int, ready: Ready) -> None:
        if ready.coded is None:
            raise ScaleError(ready.problem or "a worker could not start")
        if self._coded is None:
            self._coded = ready.coded
            self._schedule = Schedule(self._inputs, self._finished(ready.coded))
        elif ready.coded != self._coded:
            raise ScaleError(
                f"the node {ready.node} has another dateline, model or tables than the others: "
                "install the same everywhere"
            )
        self._deaths = 0
        self._idle.add(worker)

    def _finished(self, coded: Coded) -> list[dict[int, bool]]:
        blocks = []
        for source in self._inputs:
            found = finished_blocks(self._plan.output, source, coded)
            for _, manifest in sorted(found.items()):
                self._told.passed(manifest)
            blocks.append({block: manifest.last for block, manifest in found.items()})
        return blocks

    def _take(self, worker: int, answer: Answer) -> None:
        assert self._schedule is not None
        if answer.stops:
            raise ScaleError(answer.problem or "the run cannot go on")
        if answer.problem is not None:
            # What cannot be read here may be readable on another node, or later.
            self._schedule.died(worker)
        else:
            self._schedule.done(worker, last=answer.last, beyond=answer.written is None)
        if answer.written is not None:
            self._told.finished(answer.written)
        self._idle.add(worker)

    def _bury(self, worker: int, died: Died) -> None:
        self._idle.discard(worker)
        if self._schedule is not None:
            self._schedule.died(worker)
        self._deaths += 1
        if self._deaths == _MOST_DEATHS:
            line = (died.why.strip().splitlines() or ["no reason given"])[0]
            raise ScaleError(f"{_MOST_DEATHS} workers died one after the other, the last: {line}")

    def _give_out(self) -> None:
        if self._schedule is None:
            return
        for worker in sorted(self._idle):
            task = self._schedule.give(worker)
            if task is None:
                continue
            self._idle.discard(worker)
            self._workers.give(worker, self._inputs[task.source], task)
