"""A corpus goes through whatever happens: killed runs, broken reports, dead workers."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from dateline.cli.coding import code
from dateline.cli.failure import UserError
from dateline.coder import Coder
from dateline.reading import ReadOptions, ReadReport, read
from dateline.record import Record, Report
from dateline.scale.coding import code_all
from dateline.scale.workers import CoderOptions, WorkerError, Workers
from dateline.store import CodingFailure, Intake, StoreError, StoreFile, open_store, read_records
from dateline.store.exporting import export, tables_of_a_store

ACTORS = ["Norway", "Chad", "Brazil", "Japan", "Kenya", "Peru", "Ghana", "Poland", "Laos"]
DEEDS = ["condemned", "praised", "expelled the envoy of", "sent aid to", "threatened"]


def corpus(path: Path, count: int) -> Path:
    """Write so many short reports, each its own."""
    with path.open("w", encoding="utf-8") as stream:
        for i in range(count):
            actor, other = ACTORS[i % 9], ACTORS[(i * 5 + 1 + i // 9) % 9]
            text = f"{actor} {DEEDS[i % 5]} {other} on Monday over case {i}, officials said."
            row = {"text": text, "published": f"2019-03-{1 + i % 28:02}", "publisher": f"P{i % 7}"}
            stream.write(json.dumps(row) + "\n")
    return path


def dateline(*words: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", *map(str, words)], capture_output=True, timeout=300
    )


def everything(db: Path) -> bytes:
    """All that a store exports and that does not tell of runs."""
    stream = io.BytesIO()
    with closing(open_store(db)) as connection:
        for format_ in ("jsonl", "plover", "icews"):
            export(connection, stream, format_)
        for table in tables_of_a_store():
            if table != "runs":
                export(connection, stream, "csv", table)
    return stream.getvalue()


class _Run:
    """``dateline code`` in a process of its own, which has the model already."""

    def __init__(self, source: Path, db: Path) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            status = 70
            with contextlib.suppress(BaseException):
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                status = code(str(source), db=db)
            os._exit(status)

    def written(self) -> int:
        """Return the bytes the process has written so far, wherever it wrote them."""
        lines = Path(f"/proc/{self.pid}/io").read_text().splitlines()
        return int(dict(line.split(": ") for line in lines)["wchar"])

    def kill_at(self, size: int, seconds: float) -> int:
        """Kill the process when it has written so much, or after so long; return how it ended."""
        until = time.monotonic() + seconds
        while self.written() < size and time.monotonic() < until:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                return status
            time.sleep(0.0005)
        os.kill(self.pid, signal.SIGKILL)
        return os.waitpid(self.pid, 0)[1]

    def all_written(self) -> int:
        """Wait for the end, which must be as it should; return how much was written."""
        largest = 0
        while True:
            largest = max(largest, self.written())
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                assert os.waitstatus_to_exitcode(status) == 1  # for the line that is no JSON
                return largest
            time.sleep(0.0005)


@pytest.mark.slow
def test_a_run_killed_at_any_moment_goes_on_and_ends_as_an_undisturbed_one(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.cli.coding.make_coder", lambda *_: coder)
    monkeypatch.setattr("dateline.store.intake._AT_ONCE", 24)
    monkeypatch.setattr("dateline.store.files._REOPENED", 48)
    source = corpus(tmp_path / "reports.jsonl", 100)
    lines = source.read_text("utf-8").splitlines(keepends=True)
    # One that is broken, one that comes three times, one that is copied with a word more.
    lines[50:50] = ["{ no JSON\n", lines[3], lines[80]]
    lines += [lines[5].replace("officials said", "officials there said")]
    source.write_text("".join(lines), "utf-8")
    coder.code("Chad praised Norway.")  # what is loaded at the first report is shared, too
    whole = tmp_path / "whole.duckdb"
    started = time.monotonic()
    written = _Run(source, whole).all_written()
    took = time.monotonic() - started
    expected = everything(whole)
    chance = random.Random(11)
    held: list[int] = []
    for moment in range(8):
        killed = tmp_path / f"{moment}.duckdb"
        # From the start to the last transaction, which groups the copies: by what is written, which
        # is most where the file is closed, and by the clock.
        part = (moment // 2 + chance.random()) / 4
        size, seconds = (int(written * part), took) if moment % 2 else (written, took * part)
        status = _Run(source, killed).kill_at(max(size, 1), seconds)
        if os.WIFSIGNALED(status):
            with closing(open_store(killed, write=True)) as connection:
                held += connection.execute("SELECT count(*) FROM reports").fetchall()[0]
        _Run(source, killed).all_written()
        assert everything(killed) == expected, f"killed at {size} bytes or {seconds} s"
    assert len(held) >= 5
    assert len(set(held)) >= 3


def test_a_report_that_breaks_the_coder_is_set_aside(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = corpus(tmp_path / "reports.jsonl", 70)
    healthy = Coder.analyse

    def breaking(self: Coder, report: Report, *rest: object, **named: object) -> object:
        if "case 40," in report.text:
            raise ZeroDivisionError("a bug of ours")
        return healthy(self, report, *rest, **named)  # type: ignore[arg-type]

    expected = [o[1] for o in code_all(coder, read([str(source)])) if isinstance(o, tuple)]
    monkeypatch.setattr(Coder, "analyse", breaking)
    outcomes = list(code_all(coder, read([str(source)])))
    failed = [o for o in outcomes if isinstance(o, CodingFailure)]
    assert [o.source for o in failed] == [f"{source}:41"]
    assert "ZeroDivisionError: a bug of ours" in failed[0].reason
    assert "in breaking" in (failed[0].traceback or "")
    del expected[40]
    assert [o[1] for o in outcomes if isinstance(o, tuple)] == expected
    db = tmp_path / "r.duckdb"
    with StoreFile(db) as store:
        Intake(store, coder.coded, []).take(outcomes)
        rows = store.connection.execute("SELECT source, reason, traceback FROM failures").fetchall()
        assert rows == [(f"{source}:41", failed[0].reason, failed[0].traceback)]
        # Mended, the report is coded and the failure is gone.
        monkeypatch.setattr(Coder, "analyse", healthy)
        intake = Intake(store, coder.coded, [])
        intake.take(code_all(coder, intake.unseen(read([str(source)]))))
        assert (intake.already, intake.written) == (69, 1)
        assert store.connection.execute("SELECT count(*) FROM failures").fetchall() == [(0,)]


class _Dying:
    """A coder whose process dies on certain reports."""

    def __init__(self) -> None:
        self._coder = Coder()
        self.coded = self._coder.coded

    def code_reports(self, reports: list[Report]) -> list[Record]:
        listed = list(reports)
        if any("case 33," in r.text for r in listed):
            os._exit(9)
        return list(self._coder.code_reports(listed))


def test_workers_give_what_one_process_gives_in_the_same_order(
    coder: Coder, tmp_path: Path
) -> None:
    source = corpus(tmp_path / "reports.jsonl", 100)
    source.write_text(source.read_text() + "{broken\n")
    alone = list(code_all(coder, read([str(source)])))
    with Workers(2, CoderOptions().make) as workers:
        assert workers.coded == coder.coded
        assert list(workers.code(read([str(source)]))) == alone


def test_a_worker_that_dies_is_replaced_and_its_report_set_aside(
    coder: Coder, tmp_path: Path
) -> None:
    source = corpus(tmp_path / "reports.jsonl", 80)
    alone = list(code_all(coder, read([str(source)])))
    with Workers(1, _Dying) as workers:  # type: ignore[arg-type]
        outcomes = list(workers.code(read([str(source)])))
    assert isinstance(outcomes[33], CodingFailure)
    assert "exit code 9" in outcomes[33].reason
    assert outcomes[:33] + outcomes[34:] == alone[:33] + alone[34:]


def test_a_model_that_is_not_there_is_said_by_the_workers() -> None:
    with (
        pytest.raises(WorkerError, match="no_such_model"),
        Workers(1, CoderOptions(model="no_such_model").make) as workers,
    ):
        _ = workers.coded


def test_two_reports_with_one_id_are_both_kept(coder: Coder, tmp_path: Path) -> None:
    source = tmp_path / "r.jsonl"
    rows = [{"id": "1", "text": "Norway praised Chad."}, {"id": "1", "text": "Peru praised Laos."}]
    source.write_text("".join(json.dumps(r) + "\n" for r in rows))
    db = tmp_path / "r.duckdb"
    options = ReadOptions(fields={"id": "id"})
    with StoreFile(db) as store:
        for expected in (2, 0):
            intake = Intake(store, coder.coded, [])
            intake.take(code_all(coder, intake.unseen(read([str(source)], options))))
            assert intake.written == expected
        records = list(read_records(store.connection))
    assert [r.report.text for r in records] == [r["text"] for r in rows]
    assert records[1].report.id.startswith("1-")
    assert [w.code for w in records[1].warnings][:1] == ["id-taken"]


def test_copies_are_read_once_with_every_source_kept(coder: Coder, tmp_path: Path) -> None:
    source = tmp_path / "r.jsonl"
    line = json.dumps({"text": "Norway praised Chad on Monday.", "published": "2019-03-05"})
    source.write_text((line + "\n") * 10_000)
    db = tmp_path / "r.duckdb"
    coded: list[ReadReport] = []
    with StoreFile(db) as store:
        intake = Intake(store, coder.coded, [])

        def counted() -> object:
            for result in intake.unseen(read([str(source)])):
                assert isinstance(result, ReadReport)
                coded.append(result)
                yield result

        intake.take(code_all(coder, counted()))  # type: ignore[arg-type]
        assert len(coded) == 1
        assert store.connection.execute("SELECT count(*) FROM reports").fetchall() == [(1,)]
        assert store.connection.execute("SELECT count(*) FROM sources").fetchall() == [(10_000,)]


def test_a_full_disk_is_said_and_loses_nothing(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.cli.coding.make_coder", lambda *_: coder)
    monkeypatch.setattr("dateline.store.intake._AT_ONCE", 32)
    disk, whole = tmp_path / "disk", tmp_path / "whole.duckdb"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here: " + mounted.stderr.decode().strip())
    try:
        source, db = corpus(tmp_path / "reports.jsonl", 600), disk / "r.duckdb"
        with pytest.raises(UserError, match="the disk is full"):
            code(str(source), db=db)
        subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
        with closing(open_store(db)) as connection:
            held = connection.execute("SELECT count(*) FROM reports").fetchall()[0][0]
        assert 0 < held < 600
        assert code(str(source), db=db) == 0
        assert code(str(source), db=whole) == 0
        assert everything(db) == everything(whole)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_in_words(tmp_path: Path) -> None:
    from dateline.store.files import problem

    error = duckdb.IOException('Could not write file "r.duckdb": No space left on device')
    assert isinstance(problem(tmp_path / "r.duckdb", error), StoreError)
    assert "the disk is full" in str(problem(tmp_path / "r.duckdb", error))
