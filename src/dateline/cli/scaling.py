"""``dateline scale``: an archive over the machines of a Ray cluster."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from dateline.cli.coders import check_directories
from dateline.cli.coding import _options as read_options
from dateline.cli.failure import UserError
from dateline.cli.progress import Advance, progress
from dateline.reading.counting import expected_reports
from dateline.reading.sources import is_address
from dateline.scale.cluster_run import BLOCK, Plan, Told, run
from dateline.scale.parts import Written
from dateline.scale.ray_cluster import ScaleError, connected
from dateline.scale.workers import CoderOptions
from dateline.store import CodingFailure
from dateline.store.partitions import Manifest

_MOST_SHOWN = 200


def scale(
    source: str,
    output: Path,
    *,
    address: str | None = None,
    workers: int | None = None,
    block: int = BLOCK,
    published: str | None = None,
    publisher: str | None = None,
    field: Annotated[list[str] | None, Parameter(negative="")] = None,
    knowledge: Annotated[list[Path] | None, Parameter(negative="")] = None,
    ontology: Path | None = None,
    model: str | None = None,
) -> int:
    """Code an archive on the machines of a Ray cluster.

    The records are written as Parquet in parts. A run that was stopped goes on where it was when
    it is started again with the same command. What cannot be read or coded is listed in the
    output, and the exit status is 1. Needs Ray: pip install 'dateline[ray]'.

    Examples
    --------
        dateline scale archive/ coded/

        dateline scale /shared/archive /shared/coded --address 10.0.0.5:6379

        dateline store import coded/ records.duckdb

    Parameters
    ----------
    source
        File, folder or glob, in any form that dateline code reads; all nodes must see it.
    output
        Folder for the parts; all nodes must see it.
    address
        A Ray cluster (ray://HOST:10001, HOST:6379 or auto). Without it Ray is started here and
        stopped at the end, and nothing goes over the network.
    workers
        How many reports are coded at once; as many as there are processors if not given.
    block
        Reports of a part. What was coded of a part is lost where its node dies.
    published
        Day of publication (YYYY-MM-DD), against which relative dates are resolved.
    publisher
        Who published the reports.
    field
        Where a JSONL record or a table keeps a field: text=body. Can be given several times.
    knowledge
        Directory of tables that add to the knowledge base or override it.
    ontology
        Directory of event types and frames to use instead of PLOVER.
    model
        spaCy pipeline to use instead of the one installed with dateline.

    """
    if source == "-" or is_address(source):
        raise UserError(f"{source} cannot be read in parts: name a file, a folder or a glob")
    if workers is not None and workers < 1:
        raise UserError(f"--workers {workers}: at least one")
    if block < 1:
        raise UserError(f"--block {block}: at least one")
    check_directories(knowledge or [], ontology)
    make = CoderOptions(
        model,
        tuple(str(d.resolve()) for d in knowledge or []),
        str(ontology.resolve()) if ontology else None,
    ).make
    # The nodes have working directories of their own.
    absolute = str(Path(source).absolute())
    plan = Plan(
        absolute,
        output.absolute(),
        make,
        read_options(published, publisher, None, field or []),
        block,
        workers,
    )
    try:
        with (
            connected(address, workers) as ray,
            progress("coding", "reports", lambda: expected_reports([absolute])) as advance,
        ):
            shown = _Shown(advance)
            run(ray, plan, Told(shown.passed, shown.finished, shown.failed))
    except ScaleError as error:
        raise UserError(str(error)) from error
    return shown.summary(output)


class _Shown:
    """Counts what a run did, and tells it at the end."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._before = self._coded = self._failed = 0
        self._failures: list[CodingFailure] = []

    def passed(self, manifest: Manifest) -> None:
        self._before += manifest.coded_reports
        self._failed += manifest.failed_reports
        self._count(manifest.coded_reports, 0, manifest.failed_reports)

    def finished(self, written: Written) -> None:
        manifest = written.manifest
        self._coded += manifest.coded_reports
        self._failed += manifest.failed_reports
        self._failures.extend(written.failures[: _MOST_SHOWN - len(self._failures)])
        self._count(manifest.coded_reports, manifest.words, manifest.failed_reports)

    def failed(self, failure: CodingFailure) -> None:
        self._failed += 1
        self._failures.append(failure)

    def _count(self, coded: int, words: int, failed: int) -> None:
        for number in range(coded):
            self._advance(words if number == 0 else 0)
        for _ in range(failed):
            self._advance(failed=True)

    def summary(self, output: Path) -> int:
        errors = Console(stderr=True, highlight=False, soft_wrap=True)
        before = f", {self._before} were there" if self._before else ""
        errors.print(f"{self._coded} reports coded into {output}{before}", markup=False)
        for failure in self._failures:
            line = f"not coded: {failure.source}: {failure.reason}"
            errors.print(line, style="red", markup=False)
        if self._failed:
            errors.print(f"{self._failed} not coded: the output lists them", markup=False)
        return int(bool(self._failed))
