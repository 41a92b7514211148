"""Whole corpora through the commands: many forms at once, twice, and all that can be broken."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.test_corpora import everything
from tests.test_corpora_sources import page, warc_record

import dateline
from dateline.cli.coding import code
from dateline.cli.exporting import diff, export
from dateline.coder import Coder
from dateline.scale.workers import CoderOptions
from dateline.store import open_store
from dateline.tables import TableError

EXPORTS = Path(__file__).parent / "exports"
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>World Desk</title>'
    "<item><title>Japan protests</title><link>https://desk.example/1</link>"
    "<pubDate>Tue, 05 Mar 2019 08:00:00 GMT</pubDate><description>Japan lodged a protest with Peru "
    "on Tuesday.</description></item></channel></rss>"
)


@pytest.fixture(autouse=True)
def _with_the_model(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dateline.cli.coding.make_coder", lambda *_: coder)


def gzipped_pages(path: Path, count: int) -> list[bytes]:
    """Return a WARC's packed records, whose addresses begin with the name of the file."""
    return [
        gzip.compress(warc_record(f"https://{path.name}/{i}", page(f"Treaty number {i}")))
        for i in range(count)
    ]


def test_a_folder_of_many_forms_is_read_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "crawl.warc.gz").write_bytes(b"".join(gzipped_pages(folder / "crawl", 2)))
    (folder / "feed.xml").write_text(FEED)
    (folder / "nexis.txt").write_bytes((EXPORTS / "nexis-uni.txt").read_bytes())
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["headline", "text", "date", "source", "url"])
        rows.writerow(["Envoy", 'Peru called Laos "a bully".', "2019-03-05", "A", "https://a.ex/1"])
        rows.writerow(["Again", "Ghana praised Poland,\nagain.", "2019-03-06", "B", ""])
    db, again = tmp_path / "r.duckdb", tmp_path / "again.duckdb"
    assert code(str(folder), db=db) == 0
    assert "7 reports coded" in capsys.readouterr().err
    once = everything(db)
    assert code(str(folder), db=db) == 0
    assert "0 reports coded" in capsys.readouterr().err
    assert everything(db) == once
    # In another order into another file, it is the same data.
    assert code(*map(str, sorted(folder.iterdir(), reverse=True)), db=again) == 0
    assert everything(again) == once
    capsys.readouterr()
    assert diff(db, again) == 0
    assert capsys.readouterr().err == "no differences\n"
    tables = {}
    for name in ("reports", "events_flat"):
        assert export(db, table=name, output=tmp_path / f"{name}.csv") == 0
        assert export(db, table=name, format="parquet", output=tmp_path / f"{name}.parquet") == 0
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            tables[name] = list(csv.DictReader(stream))
        columns = pyarrow.parquet.read_table(tmp_path / f"{name}.parquet")
        assert columns.column_names == list(tables[name][0])
        assert columns.num_rows == len(tables[name])
    assert {row["publisher"] for row in tables["reports"]} >= {"World Desk", "A", "B"}
    assert 'Peru called Laos "a bully".' in {row["text"] for row in tables["reports"]}
    assert {row["published"] for row in tables["events_flat"]} >= {"2019-03-05", "2019-03-06"}


def _spoil(folder: Path) -> dict[str, int]:
    """Write a broken file of each kind; return how many whole reports are in each."""
    cut = gzipped_pages(folder / "cut", 3)
    (folder / "cut.warc.gz").write_bytes(b"".join(cut)[:-200])
    broken = gzipped_pages(folder / "broken", 5)
    broken[2] = broken[2][:60] + b"\xff\x00" * 40 + broken[2][140:]
    (folder / "broken.warc.gz").write_bytes(b"".join(broken))
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(100)) + packer.flush()
    (folder / "bomb.warc").write_bytes(
        warc_record("https://bomb/0", bomb, "gzip") + warc_record("https://bomb/1", page("Treaty"))
    )
    (folder / "bomb.txt.gz").write_bytes(bomb)
    (folder / "quote.csv").write_text(
        'text,date,outlet\n"Norway praised Chad, again.",2019-03-05,One\n'
        '"Peru praised Laos, again.,2019-03-06,Two\n"Ghana praised Poland.",2019-03-07,Three\n'
    )
    (folder / "mixed.csv").write_bytes(
        b"text,outlet\nPoland praised Chad in S\xc3\xa8vres.,A\nPeru praised Laos in S\xe8vres.,B\n"
    )
    pyarrow.parquet.write_table(pa.table({"number": [1]}), folder / "column.parquet")
    (folder / "notes.parquet").write_text("these are notes")
    (folder / "entities.xml").write_text(
        '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        "<rss version='2.0'><channel><item><title>A</title><description>&x; here</description>"
        "</item></channel></rss>"
    )
    lines = [json.dumps({"text": f"Kenya praised Japan over case {i}."}) for i in range(3)]
    (folder / "long.jsonl").write_text(f'{lines[0]}\n{{"text": "{"a" * 6_000_000}"}}\n{lines[1]}\n')
    (folder / "cut.jsonl.gz").write_bytes(gzip.compress("\n".join(lines[2:] * 3000).encode())[:-20])
    (folder / "copies.jsonl").write_text('{"text": "Spain praised Egypt."}\n' * 1_000)
    (folder / "empty.txt").write_text("")
    return {
        "cut.warc.gz": 2, "broken.warc.gz": 4, "bomb.warc": 1, "quote.csv": 2, "mixed.csv": 2,
        "long.jsonl": 2, "cut.jsonl.gz": 1, "copies.jsonl": 1,
    }  # fmt: skip


def test_in_one_run_the_good_reports_are_coded_and_all_that_is_broken_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, db = tmp_path / "in", tmp_path / "r.duckdb"
    folder.mkdir()
    whole = _spoil(folder)
    assert code(str(folder), db=db) == 1
    said = capsys.readouterr().err
    assert f"{sum(whole.values())} reports coded" in said
    assert "Traceback" not in said
    good = {"mixed.csv", "copies.jsonl"}
    for path in folder.iterdir():
        assert (f"not coded: {path}" in said) == (path.name not in good), path.name
    with closing(open_store(db)) as connection:
        counts = connection.execute(
            "SELECT regexp_extract(source, 'in/([a-z.]+[a-z])', 1), count(DISTINCT report) "
            "FROM sources GROUP BY 1"
        ).fetchall()
        assert dict(counts) == whole
        failed = connection.execute("SELECT source, traceback FROM failures").fetchall()
        assert all(traceback is None for _, traceback in failed)
        named = [source for source, _ in failed]
        assert len(named) == len(set(named)) == said.count("not coded: ")
        sources = connection.execute(
            "SELECT count(*) FROM sources WHERE source LIKE '%copies.jsonl%'"
        ).fetchall()
        assert sources == [(1_000,)]
    # The broken are tried again, the good are not coded again.
    assert code(str(folder), db=db) == 1
    again = capsys.readouterr().err
    assert "0 reports coded" in again
    assert again.count("not coded: ") == said.count("not coded: ")


def test_a_wrong_table_of_the_user_stops_the_run_before_it_begins(tmp_path: Path) -> None:
    mine, db = tmp_path / "mine", tmp_path / "r.duckdb"
    mine.mkdir()
    (mine / "cities.tsv").write_text(
        "city\tstate\tcapital\tlatitude\tlongitude\taliases\nOslo\tNOR\tperhaps\t\t\t\n"
    )
    source = tmp_path / "r.txt"
    source.write_text("Norway praised Chad on Monday.")
    for workers in (1, 2):
        done = subprocess.run(
            [sys.executable, "-m", "dateline", "code", str(source), "--db", str(db),
             "--knowledge", str(mine), "--workers", str(workers)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert f"{mine / 'cities.tsv'}:2: " in done.stderr
        assert "Traceback" not in done.stderr
        assert not db.exists()


def test_a_wrong_table_that_is_read_late_stops_the_run_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def analyse(*_: object, **__: object) -> None:
        raise TableError(Path("words.tsv"), 7, "no such class")

    monkeypatch.setattr(Coder, "analyse", analyse)
    source, db = tmp_path / "r.txt", tmp_path / "r.duckdb"
    source.write_text("Norway praised Chad on Monday.")
    with pytest.raises(TableError, match=r"words\.tsv:7: no such class"):
        code(str(source), db=db)
    assert not db.exists()
    with pytest.raises(TableError, match=r"words\.tsv:7: no such class"):
        CoderOptions().make()


_READ = """
import sys
opened = set()
sys.addaudithook(lambda event, of: opened.add(str(of[0])) if event == "open" else None)
from dateline.scale.workers import CoderOptions
CoderOptions().make()
print("\\n".join(sorted(name for name in opened if name.endswith(".tsv"))))
"""


@pytest.mark.slow
def test_every_table_that_coding_needs_is_read_before_the_first_report(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _READ],
        capture_output=True, text=True, check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
    )  # fmt: skip
    read = {Path(line) for line in done.stdout.splitlines()}
    package = Path(dateline.__file__).parent
    # Answers about marked pairs and the importer have tables of their own.
    others = {"learned.tsv", "wikidata_classes.tsv"}
    assert {p for p in package.rglob("*.tsv") if p.name not in others} - read == set()
