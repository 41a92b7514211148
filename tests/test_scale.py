"""A corpus over a cluster: the same as of one process, whatever dies."""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.test_corpora import corpus, dateline, everything

from dateline.coder import Coder
from dateline.reading import Failure, ReadOptions, read
from dateline.scale.blocks import BlockReader, Input, find_inputs
from dateline.scale.cluster_run import Plan, Told, run
from dateline.scale.coding import Found
from dateline.scale.parts import Part, Written, finished_blocks, part_path
from dateline.scale.ray_cluster import ScaleError, connected
from dateline.scale.remote import BlockCoder
from dateline.scale.schedule import MOST_TRIES, Schedule, Task
from dateline.store import CodingFailure, StoreError, StoreFile, read_records
from dateline.store.importing import import_records
from dateline.store.partitions import MARK, Manifest

OPTIONS = ReadOptions()


def blocks_of(source: Path, size: int) -> list[list[Found]]:
    """Read the blocks of an only input, each by a reader of its own."""
    (found,) = find_inputs(str(source), OPTIONS, size)
    blocks: list[Any] = []
    while True:
        reader = BlockReader(found, OPTIONS, size)
        block = reader.block(len(blocks))
        if block is None:
            return blocks
        blocks.append(list(block))
        assert found.blocks is None or len(blocks) <= found.blocks
        if reader.ended:
            assert reader.block(len(blocks)) is None
            return blocks


def shown(found: Found) -> object:
    """What of a result must be the same; the way back to the source is of no use on a cluster."""
    return found if isinstance(found, Failure) else (found.source, found.report, found.warnings)


def rows(count: int) -> list[dict[str, str]]:
    return [
        {"text": f"Norway praised Chad in case {i}.\nIt was Monday.", "date": f"2019-03-{1 + i:02}"}
        for i in range(count)
    ]


def lines(path: Path) -> Path:
    path = path.with_suffix(".jsonl")
    found = [json.dumps(row) for row in rows(9)]
    found[4:4] = ["", "{broken", json.dumps([rows(1)[0], {"text": ""}])]
    path.write_text("\n".join(found))
    return path


def table(path: Path) -> Path:
    path = path.with_suffix(".csv")
    found = [f'"{row["text"]}",{row["date"]}' for row in rows(9)]
    found[3] = '"no end,2019-03-01'
    path.write_text("\n".join(["text,date", *found]))
    return path


def parquet(path: Path) -> Path:
    path = path.with_suffix(".parquet")
    held = pa.Table.from_pylist([*rows(13), {"text": "", "date": None}])
    pa.parquet.write_table(held, path, row_group_size=4)
    return path


def archive(path: Path) -> Path:
    path = path.with_suffix(".warc")
    paragraph = "<p>" + "Norway praised Chad on Monday over the dam in the valley. " * 6 + "</p>"
    found = b""
    for i in range(7):
        page = f"<html><body><article><h1>Case {i}</h1>{paragraph}</article></body></html>"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n"
            f"WARC-Target-URI: https://paper.example/{i}\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        found += head.encode() + http + b"\r\n\r\n" + (b"noise\r\n\r\n" if i == 3 else b"")
    path.write_bytes(found)
    return path


def packed(path: Path) -> Path:
    import gzip

    whole = gzip.compress(lines(path).read_bytes() * 40, mtime=0)
    path = path.with_suffix(".jsonl.gz")
    path.write_bytes(whole[: len(whole) - 20])
    return path


def empty(path: Path) -> Path:
    path = path.with_suffix(".jsonl")
    path.write_text("")
    return path


def picture(path: Path) -> Path:
    path = path.with_suffix(".jsonl")
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0" + b"\n{}\n" * 9)
    return path


def without_text(path: Path) -> Path:
    path = path.with_suffix(".parquet")
    pa.parquet.write_table(pa.table({"a": [1, 2, 3]}), path)
    return path


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 100])
@pytest.mark.parametrize(
    "make", [lines, table, parquet, archive, packed, empty, picture, without_text]
)
def test_blocks_together_are_what_the_reader_gives(
    tmp_path: Path, make: Callable[[Path], Path], size: int
) -> None:
    source = make(tmp_path / "source")
    blocks = blocks_of(source, size)
    together = [shown(result) for block in blocks for result in block]
    assert together == [shown(result) for result in read([str(source)])]
    assert together
    if size == 1 and len(together) > 3:
        assert len(blocks) > 3


def test_a_reader_goes_on_to_later_blocks_and_back(tmp_path: Path) -> None:
    source = lines(tmp_path / "source")
    blocks = blocks_of(source, 2)
    (found,) = find_inputs(str(source), OPTIONS, 2)
    reader = BlockReader(found, OPTIONS, 2)
    for number in (1, 2, 4, 3, 0, 5, 99, 2):
        block = reader.block(number)
        if number == 99:
            assert block is None
        else:
            assert block is not None
            assert [shown(r) for r in block] == [shown(r) for r in blocks[number]]


def test_small_files_are_gathered_and_what_is_missing_is_told(tmp_path: Path) -> None:
    for i in range(7):
        (tmp_path / f"{i}.txt").write_text(f"Norway praised Chad in case {i}.")
    lines(tmp_path / "3a")
    inputs = list(find_inputs(str(tmp_path), OPTIONS, 3))
    assert [(i.form, len(i.paths)) for i in inputs] == [
        ("files", 3), ("files", 1), ("lines", 1), ("files", 3),
    ]  # fmt: skip
    assert [p for i in inputs for p in i.paths] == sorted(map(str, tmp_path.iterdir()))
    (missing,) = find_inputs(str(tmp_path / "none.jsonl"), OPTIONS, 3)
    block = BlockReader(missing, OPTIONS, 3).block(0)
    assert block is not None
    assert [type(result) for result in block] == [Failure]


def inputs_of(*blocks: int | None, form: str = "lines") -> list[Input]:
    return [Input(form, (f"{i}",), "", (), count) for i, count in enumerate(blocks)]  # type: ignore[arg-type]


def simulated(lengths: list[int], workers: int, deaths: float, seed: int) -> tuple[Schedule, int]:
    """Run a schedule over inputs of so many blocks; return it and how many inputs were opened."""
    chance = random.Random(seed)
    known = [n if chance.random() < 0.5 else None for n in lengths]
    schedule = Schedule(inputs_of(*known), [{} for _ in lengths])
    done: list[tuple[int, int]] = []
    running: dict[int, Task] = {}
    living, opened, last = list(range(workers)), 0, dict[int, int]()
    while not schedule.is_done:
        for worker in living:
            if worker not in running and (task := schedule.give(worker)):
                opened += last.get(worker) != task.source
                last[worker] = task.source
                running[worker] = task
        assert running
        worker = chance.choice(sorted(running))
        task = running.pop(worker)
        if chance.random() < deaths:
            schedule.died(worker)
            living[living.index(worker)] = max(living) + 1
        elif task.block >= lengths[task.source]:
            schedule.done(worker, last=True, beyond=True)
        else:
            done.append((task.source, task.block))
            schedule.done(worker, last=task.block == lengths[task.source] - 1)
    expected = [(i, b) for i, n in enumerate(lengths) for b in range(n)]
    missing = {(t.source, t.block) for t in schedule.given_up}
    assert sorted(done) == sorted(set(expected) - missing)
    return schedule, opened


@pytest.mark.parametrize("seed", range(30))
def test_each_block_is_coded_once_whoever_dies(seed: int) -> None:
    schedule, _ = simulated([5, 1, 12, 1, 3], workers=1 + seed % 4, deaths=0.15, seed=seed)
    assert not schedule.given_up
    assert schedule.give(0) is None


def test_workers_stay_with_their_input_while_there_are_others() -> None:
    _, opened = simulated([20, 20, 20, 20, 20, 20], workers=2, deaths=0, seed=3)
    assert opened <= 8


def test_files_are_read_by_one_worker_and_tables_by_several() -> None:
    for form, expected in (("files", None), ("lines", Task(0, 1))):
        schedule = Schedule(inputs_of(None, form=form), [{}])
        assert schedule.give(1) == Task(0, 0)
        assert schedule.give(2) == expected


def test_a_block_that_kills_is_coded_with_care_and_at_last_given_up() -> None:
    schedule = Schedule(inputs_of(1), [{}])
    care = []
    for worker in range(MOST_TRIES):
        task = schedule.give(worker)
        assert task is not None
        care.append(task.careful)
        schedule.died(worker)
    assert care == [False, False, True, True, True, True]
    assert schedule.is_done
    assert schedule.given_up == [Task(0, 0, MOST_TRIES)]


def test_finished_blocks_are_passed_over() -> None:
    schedule = Schedule(inputs_of(None, 3), [{0: False, 2: False}, {0: False, 1: False, 2: True}])
    assert [schedule.give(1), schedule.give(2)] == [Task(0, 1), Task(0, 3)]
    schedule.done(1, last=False)
    schedule.done(2, last=False, beyond=True)
    assert schedule.is_done


def written(
    output: Path, source: Input, coder: Coder, options: ReadOptions = OPTIONS
) -> list[Written]:
    """Code all blocks of an input as a node does."""
    (output / MARK).parent.mkdir(exist_ok=True)
    (output / MARK).write_text("m")
    node = BlockCoder(lambda: coder, options, str(output), 4, "m")
    assert node.start("").coded == coder.coded
    found: list[Written] = []
    while not found or not found[-1].manifest.last:
        answer = node.code(source, len(found), careful=False)
        assert answer.written is not None
        found.append(answer.written)
    assert node.code(source, len(found), careful=False).written is None
    return found


def test_parts_are_whole_or_not_there(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out"
    (source,) = find_inputs(str(corpus(tmp_path / "r.jsonl", 10)), OPTIONS, 4)
    assert [w.manifest.coded_reports for w in written(output, source, coder)] == [4, 4, 2]
    assert {b: m.last for b, m in finished_blocks(output, source, coder.coded).items()} == {
        0: False, 1: False, 2: True,
    }  # fmt: skip
    bytes_before = part_path(output, source, 1).read_bytes()
    part_path(output, source, 1).with_suffix(".json").unlink()
    part_path(output, source, 2).write_bytes(b"cut off")
    assert list(finished_blocks(output, source, coder.coded)) == [0]
    assert not part_path(output, source, 1).exists()
    written(output, source, coder)
    assert part_path(output, source, 1).read_bytes() == bytes_before
    # Coded with something else, or of a file that has changed, it is no longer right.
    other = msgspec.structs.replace(coder.coded, lexicon="other")
    assert finished_blocks(output, source, other) == {}
    written(output, source, coder)
    changed = msgspec.structs.replace(source, state="other")
    assert finished_blocks(output, changed, coder.coded) == {}

    def dying(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    monkeypatch.setattr(pa.parquet.ParquetWriter, "write_table", dying)
    with pytest.raises(RuntimeError, match="killed"):
        Part(output, source, 0).write([])
    assert not list(output.rglob("*.parquet*"))


def test_what_was_written_imports_as_what_was_coded_here(coder: Coder, tmp_path: Path) -> None:
    folder, output = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    # Ids that different reports have, a report that comes twice, and what cannot be read.
    for name in ("a", "b"):
        path = corpus(folder / f"{name}.jsonl", 16)
        found = [json.loads(line) for line in path.read_text().splitlines()]
        found = [{**row, "id": str(i), "publisher": name * (i % 3)} for i, row in enumerate(found)]
        path.write_text("\n".join(map(json.dumps, [*found, found[2]])) + "\n{broken\n")
    options = ReadOptions(fields={"id": "id"})
    for source in find_inputs(str(folder), options, 4):
        written(output, source, coder, options)
    (output / "a.jsonl-x").mkdir()
    (output / "a.jsonl-x" / "part-00000.parquet").write_bytes(b"not finished")
    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    with StoreFile(there) as store:
        assert import_records(store, output) == 26
        assert import_records(store, output) == 0
        ids = [r.report.id for r in read_records(store.connection)]
        assert sum("-" in id_ for id_ in ids) == 10
    assert dateline("code", folder, "--db", here, "--field", "id=id").returncode == 1
    assert everything(there) == everything(here)


def test_nothing_to_import_is_said(tmp_path: Path) -> None:
    (tmp_path / MARK).write_text("")
    with (
        StoreFile(tmp_path / "r.duckdb") as store,
        pytest.raises(StoreError, match="no Parquet"),
    ):
        import_records(store, tmp_path)


def test_a_node_with_other_storage_says_so(tmp_path: Path, coder: Coder) -> None:
    node = BlockCoder(lambda: coder, OPTIONS, str(tmp_path), 4, "mark")
    assert "storage that all nodes share" in (node.start("").problem or "")
    (tmp_path / MARK).write_text("mark")
    assert "does not see" in (node.start(str(tmp_path / "none")).problem or "")
    assert node.start(str(tmp_path)).problem is None


def test_without_ray_the_user_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ScaleError, match=r"pip install 'dateline\[ray\]'"), connected(None, 1):
        pass


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two nodes with a processor each, which notice soon that the other is gone."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    little: dict[str, Any] = {"num_cpus": 1, "object_store_memory": 80 * 1024 * 1024}
    noticed = {"health_check_initial_delay_ms": 0, "health_check_period_ms": 500,
               "health_check_failure_threshold": 4}  # fmt: skip
    made: Any = Cluster(
        initialize_head=True,
        head_node_args={**little, "include_dashboard": False, "_system_config": noticed},
    )
    made.second = made.add_node(**little)
    yield made
    made.shutdown()


def together(folder: Path) -> Callable[[], Coder]:
    """Return what makes a coder once two are made, so that none has coded all before the other."""

    def make() -> Coder:
        coder = Coder()
        (folder / str(os.getpid())).touch()
        deadline = time.monotonic() + 120
        while len(list(folder.iterdir())) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        return coder

    return make


@pytest.mark.slow
def test_a_node_killed_in_the_middle_changes_nothing(tmp_path: Path, cluster: Any) -> None:
    folder, output, made = tmp_path / "in", tmp_path / "out", tmp_path / "made"
    for new in (folder, made):
        new.mkdir()
    corpus(folder / "a.jsonl", 240)
    parquet(folder / "b")
    lines(folder / "c")
    parts: list[Written] = []
    there_before: list[Manifest] = []
    given_up: list[CodingFailure] = []
    killed: list[int] = []

    def kill() -> None:
        while len(parts) < 4 or len(list(output.glob("*/.part-*.tmp"))) < 2:
            time.sleep(0.01)
        cluster.remove_node(cluster.second, allow_graceful=False)
        killed.append(len(parts))

    killer = threading.Thread(target=kill, daemon=True)
    killer.start()
    plan = Plan(str(folder), output, together(made), OPTIONS, 12, 2)
    with connected(cluster.address, None) as ray:
        run(ray, plan, Told(there_before.append, parts.append, given_up.append))
    killer.join(timeout=0)
    assert (there_before, given_up) == ([], [])
    assert killed, "the run had ended before a node could be killed"
    assert killed[0] < len(parts)
    failures = [failure for part in parts for failure in part.failures]
    assert len(failures) == 3, failures  # three rows are no reports
    assert sum(part.manifest.coded_reports for part in parts) == 263
    # The command started again codes nothing, and needs no second node for it.
    before = {part: part.stat().st_mtime_ns for part in output.glob("*/part-*")}
    again = dateline("scale", folder, output, "--address", cluster.address, "--block", "12")
    assert b"0 reports coded" in again.stderr, again.stderr
    assert b"263 were there" in again.stderr, again.stderr
    assert {part: part.stat().st_mtime_ns for part in output.glob("*/part-*")} == before
    there, here = tmp_path / "there.duckdb", tmp_path / "here.duckdb"
    assert dateline("store", "import", output, "--db", there).returncode == 0
    assert dateline("code", folder, "--workers", "1", "--db", here).returncode == 1
    assert everything(there) == everything(here)
