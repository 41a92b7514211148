"""Workers on a Ray cluster, or on a Ray of our own on this machine."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from dateline.coder import Coder
from dateline.reading import ReadOptions
from dateline.scale.blocks import Input
from dateline.scale.remote import Answer, BlockCoder, Ready
from dateline.scale.schedule import Task

_LOCAL_STORE = 80 * 1024 * 1024
"""Bytes of Ray's store of objects on this machine: reports do not go through it."""
_LOOKED_SECONDS = 5.0


class ScaleError(Exception):
    """The run cannot go on; the message says what to do."""


class Died(msgspec.Struct, frozen=True):
    """A worker or its node is gone."""

    why: str


Message = Ready | Answer | Died


@contextmanager
def connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Yield Ray, connected to a cluster or started here for as long as it is used.

    Raises ScaleError where Ray is not installed or the cluster cannot be reached.
    """
    # Before the import, which reads them: nothing is sent to Ray's makers.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    if address is None:
        # Ray's name for it apart: it listens on the loopback interface only.
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    try:
        import ray
    except ImportError as error:
        raise ScaleError(
            "dateline scale needs Ray, which is not installed: pip install 'dateline[ray]'"
        ) from error
    options: dict[str, Any] = {"address": address}
    if address is None:
        options = {
            "address": "local",
            "num_cpus": workers or os.cpu_count() or 1,
            "include_dashboard": False,
            "object_store_memory": _LOCAL_STORE,
            "_node_ip_address": "127.0.0.1",
        }
    try:
        ray.init(logging_level=logging.ERROR, log_to_driver=False, **options)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        line = (str(error).splitlines() or [type(error).__name__])[0]
        raise ScaleError(f"no Ray cluster at {address or 'this machine'}: {line}") from error
    try:
        yield ray
    finally:
        ray.shutdown()


class RayWorkers:
    """Actors of a cluster, one for each of its processors; they are replaced where they die."""

    def __init__(
        self,
        ray: Any,
        count: int | None,
        make: Callable[[], Coder],
        options: ReadOptions,
        output: str,
        size: int,
        mark: str,
        source: str,
    ) -> None:
        """``count`` is how many at most; without it as many as the cluster has processors."""
        self._ray = ray
        self._count = count
        self._made = 0
        self._source = source
        self._remote = ray.remote(BlockCoder).options(
            num_cpus=1, max_restarts=0, max_task_retries=0, scheduling_strategy="SPREAD"
        )
        self._arguments = (make, options, output, size, mark)
        self._actors: dict[int, Any] = {}
        self._waiting: dict[Any, int] = {}

    def fill(self) -> None:
        """Start as many workers as are missing; a node that comes late gets some too."""
        wanted = self._count
        if wanted is None:
            wanted = max(1, int(self._ray.cluster_resources().get("CPU", 1)))
        while len(self._actors) < wanted:
            self._made += 1
            actor = self._remote.remote(*self._arguments)
            self._actors[self._made] = actor
            self._waiting[actor.start.remote(self._source)] = self._made

    def give(self, worker: int, source: Input, task: Task) -> None:
        """Let a worker code a block."""
        reference = self._actors[worker].code.remote(source, task.block, task.careful)
        self._waiting[reference] = worker

    def wait(self) -> list[tuple[int, Message]]:
        """Return what workers have to say, and nothing where none says anything for a while."""
        ray = self._ray
        ready, _ = ray.wait(
            list(self._waiting), num_returns=1, timeout=_LOOKED_SECONDS, fetch_local=False
        )
        found: list[tuple[int, Message]] = []
        for reference in ready:
            worker = self._waiting.pop(reference)
            try:
                found.append((worker, ray.get(reference)))
            except (ray.exceptions.RayActorError, ray.exceptions.RaySystemError) as error:
                self._actors.pop(worker)
                found.append((worker, Died(str(error))))
            except ray.exceptions.RayError as error:
                # A mistake of ours within the worker, which may have left it in any state.
                ray.kill(self._actors.pop(worker))
                found.append((worker, Died(str(error))))
        return found

    def stop(self) -> None:
        """End all workers, whatever they are doing."""
        for actor in self._actors.values():
            self._ray.kill(actor)
        self._actors.clear()
        self._waiting.clear()
