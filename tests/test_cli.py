"""The command line as a user meets it: what it prints, and one line for what went wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from dateline.cli import main

EXAMPLES = Path(__file__).parent.parent / "examples"
REPORT = "Norway said on Monday that Chad had expelled its envoy. The prime minister protested."


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(words)
    captured = capsys.readouterr()
    code = ended.value.code
    return (code if isinstance(code, int) else 0), captured.out, captured.err


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


def test_the_form_of_the_record(capsys: pytest.CaptureFixture[str], report: Path) -> None:
    code, out, _ = run(capsys, "code", str(report), "--published", "2011-01-11", "--format", "json")
    (record,) = json.loads(out)
    assert code == 0
    assert list(record) == [
        "report", "actors", "mentions", "statements", "events", "facts", "times", "warnings",
        "coded",
    ]  # fmt: skip
    assert record["times"][0] == {
        "start": "2011-01-10",
        "end": "2011-01-10",
        "text": "Monday",
        "span": [15, 21],
    }
    (statement,) = [s for s in record["statements"] if s["speaker"] == "state:NOR"]
    assert statement["said_on"]["start"] == "2011-01-10"


def test_without_a_format_a_person_can_read_it(
    capsys: pytest.CaptureFixture[str], report: Path
) -> None:
    code, out, _ = run(capsys, "code", str(report), "--published", "2011-01-11")
    assert code == 0
    for words in ("Events", "Statements", "Chad", "SANCTION", "Norway"):
        assert words in out


@pytest.mark.parametrize("format_", ["jsonl", "csv"])
def test_formats_for_pipes(
    capsys: pytest.CaptureFixture[str], report: Path, tmp_path: Path, format_: str
) -> None:
    target = tmp_path / f"out.{format_}"
    code, out, _ = run(capsys, "code", str(report), "--format", format_, "--output", str(target))
    assert code == 0
    assert out == ""
    assert "SANCTION" in target.read_text()


def test_stored_once_and_read_back(
    capsys: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    store = tmp_path / "records.duckdb"
    arguments = ("code", str(report), "--published", "2011-01-11", "--db", str(store))
    assert run(capsys, *arguments)[0] == 0
    first = run(capsys, "show", str(store), "--format", "json")[1]
    assert run(capsys, *arguments)[0] == 0
    assert run(capsys, "show", str(store), "--format", "json")[1] == first
    (record,) = json.loads(first)
    assert record["events"][0]["type"] == "SANCTION"
    explained = run(
        capsys,
        "explain",
        "--db",
        str(store),
        "--report",
        record["report"]["id"][:6],
        "--event",
        "e1",
    )[1]
    assert "SANCTION" in explained
    assert "sanction.tsv:" in explained


def test_explain_names_the_row(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "explain", "Chad bombed a Sudanese army base.")
    assert code == 0
    assert "assault.tsv:" in out
    assert "states.tsv:" in out
    assert "did not fire" in out


def test_the_good_reports_of_a_batch_are_coded(
    capsys: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "binary.txt").write_bytes(b"%PDF-1.4\x00\x01")
    code, out, err = run(capsys, "code", str(tmp_path), "--format", "jsonl")
    assert code == 1
    assert len(out.splitlines()) == 1
    assert "empty.txt" in err
    assert "binary.txt" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("code", "none.txt"), "no such file"),
        (("code", "x.txt", "--published", "2011-17-01"), "did you mean 2011-01-17"),
        (("code",), "nothing to code"),
        (("code", "x.txt", "--format", "parquet"), "--output"),
        (("code", "x.txt", "--field", "text"), "text=body"),
        (("code", "x.txt", "--knowledge", "none"), "no such directory"),
        (("code", "x.txt", "--model", "xx_none_sm"), "xx_none_sm"),
        (("show", "none.duckdb"), "no such file"),
        (("explain",), "sentence"),
        (("explain", "--report", "a"), "--db"),
        (("evaluate", "pairs", "none.jsonl"), "no such file"),
        (("knowledge", "show", "Nowhereland"), "Nowhereland"),
        (("knowledge", "who", "president of France", "--on", "2011-2-30"), "2011-2-30"),
    ],
)
def test_mistakes_get_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text(REPORT)
    code, _, err = run(capsys, *words)
    assert code == 1
    assert message in err
    assert "Traceback" not in err


def test_a_foreign_database_is_refused(
    capsys: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.duckdb"
    with duckdb.connect(str(other)) as connection:
        connection.execute("CREATE TABLE sales (amount INTEGER)")
    code, _, err = run(capsys, "code", str(report), "--db", str(other))
    assert code == 1
    assert "another program" in err


def test_a_database_in_use_is_named(
    capsys: pytest.CaptureFixture[str], report: Path, tmp_path: Path
) -> None:
    store = tmp_path / "records.duckdb"
    run(capsys, "code", str(report), "--db", str(store))
    holding = (
        "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        code, _, err = run(capsys, "code", str(report), "--db", str(store))
        other.communicate("\n")
    assert code == 1
    assert "another process" in err


def test_a_text_over_standard_input(report: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dateline", "code", "-", "--format", "jsonl"],
        input=REPORT.encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "COLUMNS": "80"},
    )
    assert json.loads(done.stdout)["events"]
    assert done.stderr == b""


def test_evaluate_prints_figures_with_intervals(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sentence = "Chad bombed Sudan."
    row = {
        "id": "1",
        "sentence": sentence,
        "source": {"start": 0, "end": 4, "text": "Chad"},
        "target": {"start": 12, "end": 17, "text": "Sudan"},
        "root": "ASSAULT",
    }
    gold, answers = tmp_path / "gold.jsonl", tmp_path / "answers.jsonl"
    gold.write_text(json.dumps(row) + "\n")
    code, out, _ = run(capsys, "evaluate", "pairs", str(gold), "--predictions", str(answers))
    assert code == 0
    assert "macro-F1 1.000" in out
    assert json.loads(answers.read_text())["root"] == "ASSAULT"


def test_the_examples_are_coded(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "code", str(EXAMPLES), "--format", "jsonl")
    assert code == 0, err
    records = [json.loads(line) for line in out.splitlines()]
    assert len(records) >= 4
    assert all(record["events"] and record["statements"] for record in records)
