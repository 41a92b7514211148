"""Questions find what they ask for, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import msgspec
import polars
import pyarrow
import pytest
from tests.made_records import first, made_store

import dateline
from dateline.citing import footnote
from dateline.cli.main import main
from dateline.coder import Coder
from dateline.knowledge.questions import UnknownNameError
from dateline.reading import ReadOptions, read_text
from dateline.records import Records, last_day, open_records
from dateline.store import open_store, write_records


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_store(tmp_path_factory.mktemp("questions"))


@pytest.fixture
def records(store: Path) -> Iterator[Records]:
    with open_records(store) as opened:
        yield opened


def ids(table: object) -> list[str]:
    return sorted(f"{r['report'][0]}/{r['event']}" for r in table.to_pylist())  # type: ignore[attr-defined]


def test_events_by_actor_recipient_and_type(records: Records) -> None:
    assert ids(records.events(actor="Turkey")) == ["a/e1", "b/e1"]
    assert ids(records.events(recipient="ARM", type="support")) == ["a/e2"]
    assert ids(records.events(actor="RUS", recipient="TUR")) == []


def test_members_are_those_of_the_day(records: Records) -> None:
    assert ids(records.events(actor="members:CSTO")) == ["a/e2", "a/e3"]
    assert ids(records.events(actor="members:NATO")) == ["a/e1", "b/e1"]


def test_a_period_is_inclusive_and_may_be_a_year(records: Records) -> None:
    assert len(records.events(since="2011-01-19", until="2011-01-19")) == 1
    assert len(records.events(since="2011", until="2011")) == 4
    assert len(records.events(since="2012")) == 0
    assert last_day("2011-02") >= "2011-02-28"


def test_words_of_a_clause(records: Records) -> None:
    assert ids(records.events(text="PRAISED armenia", actor="Russia")) == ["a/e2", "a/e3"]


def test_who_asserts_an_event(records: Records) -> None:
    assert ids(records.events(by="Armenia")) == ["a/e1"]


def test_statements_by_and_about(records: Records) -> None:
    found = records.statements(by="ARM", about="Turkey").to_pylist()
    assert [(r["report"], r["statement"], r["via"]) for r in found] == [
        ("aaaa1111", "s2", ["org:REUTERS"])
    ]
    assert records.statements(by="ARM", about="RUS").num_rows == 0


def test_timeline_counts_what_happened_once_with_its_score(records: Records) -> None:
    (row,) = records.timeline("Turkey", "Armenia").to_pylist()
    assert (row["start"], row["material_conflict"], row["score"]) == ("2011-01-01", 1, -9.5)


def test_an_unknown_name_is_told(records: Records) -> None:
    with pytest.raises(UnknownNameError):
        records.events(actor="Atlantis-upon-Sea")


def test_what_one_affirms_and_another_denies(records: Records) -> None:
    (row,) = records.conflicts().to_pylist()
    assert (row["affirmed_by"], row["denied_by"]) == ("state:ARM", "state:TUR")
    assert records.conflicts(days=1).num_rows == 0


# (what two reports of one week say, who affirms and who denies)
CONTRADICTIONS = [
    ("Georgia said that Russia had shelled Georgia.", "Russia denied that it had shelled Georgia.",
     [("state:GEO", "state:RUS")]),
    ("Chad said Sudan had bombed Chad.", "The Sudanese army denied that it had bombed Chad.",
     [("state:TCD", "office:SDN/sudanese-armed-forces")]),
    ("Armenian troops shelled Azerbaijan.", "Armenia said it had not shelled the village.",
     [(None, "state:ARM")]),
    ("Kenya expelled Uganda's ambassador.", "Kenya did not expel the ambassador of Uganda.",
     [(None, None)]),
    # He who denies it himself, another act, another side, another year.
    ("Russia denied that it had shelled Georgia.", "Russia said that it had shelled Georgia.", []),
    ("Georgia said that Russia had shelled Georgia.", "Russia denied it had bombed a town.", []),
    ("Georgia said that Russia had shelled Georgia.", "Russia denied it had shelled Ukraine.", []),
    ("Peru said Chile would attack Peru.", "Chile denied that it had attacked Peru.", []),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "expected"), CONTRADICTIONS)
def test_what_the_coder_makes_of_a_denial_contradicts(
    tmp_path: Path, coder: Coder, one: str, other: str,
    expected: list[tuple[str | None, str | None]],
) -> None:  # fmt: skip
    reports = [
        read_text(text, ReadOptions(published=date(2011, 1, day))).report
        for text, day in ((one, 17), (other, 19))
    ]
    path = tmp_path / "c.duckdb"
    with open_store(path, write=True) as connection:
        write_records(connection, [coder.code_report(r) for r in reports])
    with open_records(path) as opened:
        found = opened.conflicts().to_pylist()
        assert [(r["affirmed_by"], r["denied_by"]) for r in found] == expected
        assert opened.conflicts(days=1).num_rows == 0


def test_claims_against_the_knowledge_base(records: Records) -> None:
    verdicts = {r["subject"]: r["verdict"] for r in records.claims().to_pylist()}
    assert verdicts == {"state:ARM": "agrees", "state:TUR": "differs"}


def test_a_footnote_names_speaker_words_and_passage() -> None:
    record = first()
    note = footnote(record, record.statements[1])
    assert note.startswith("Armenia, through Reuters, that Turkey had shelled Gyumri")
    assert "Made Wire, 2011-01-17" in note


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    with pytest.raises(SystemExit) as left:
        main(list(words))
    return int(left.value.code or 0), capsys.readouterr().out


def test_a_piped_answer_is_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "events", "--db", str(store), "--type", "SUPPORT")
    assert code == 0
    assert [row["clause"] for row in json.loads(out)] == ["Russia praised Armenia"]


def test_csv_and_parquet(store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = run(capsys, "statements", "--db", str(store), "--format", "csv")
    assert code == 0
    assert len(out.splitlines()) == 4
    target = tmp_path / "e.parquet"
    run(capsys, "events", "--db", str(store), "--format", "parquet", "--output", str(target))
    import pyarrow.parquet

    assert pyarrow.parquet.read_table(target).num_rows == 4


def test_the_chain_leads_from_publisher_to_speaker(
    store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = run(capsys, "chain", "aaaa/s2", "--db", str(store))
    assert code == 0
    order = [out.index(word) for word in ("Made Wire", "Reuters", "Armenia (said")]
    assert order == sorted(order)


def test_a_wrong_date_is_one_line(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _ = run(capsys, "events", "--db", str(store), "--since", "yesterday")
    assert code == 1


QUESTIONS: dict[str, Callable[[Records], pyarrow.Table]] = {
    "events": lambda r: r.events(actor="Turkey"),
    "statements": lambda r: r.statements(about="Turkey"),
    "timeline": lambda r: r.timeline("Turkey", "Armenia"),
    "links": lambda r: r.links(),
    "claims": lambda r: r.claims(),
    "conflicts": lambda r: r.conflicts(),
    "members": lambda r: r.members("CSTO", on="2011-01-17"),
    "chain": lambda r: r.chain("aaaa/s2"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_store_opens_from_the_package_and_answers_in_frames(store: Path, question: str) -> None:
    with dateline.open(store) as opened:
        table = QUESTIONS[question](opened)
    assert isinstance(table, pyarrow.Table)
    assert table.num_rows > 0
    rows = table.to_pylist()
    polars_frame = polars.from_arrow(table)
    assert isinstance(polars_frame, polars.DataFrame)
    assert polars_frame.to_dicts() == rows
    pandas_frame = table.to_pandas()
    assert list(pandas_frame.columns) == table.column_names
    for row, found in zip(rows, pandas_frame.to_dict("records"), strict=True):
        for column, value in row.items():
            assert value is None or isinstance(value, (list, float)) or found[column] == value


def test_members_of_a_day_and_the_chain_of_a_statement(records: Records) -> None:
    then = records.members("CSTO", on="2011-01-17")["member"].to_pylist()
    assert {"state:RUS", "state:UZB"} <= set(then)
    assert "state:UZB" not in records.members("CSTO", on="2015-01-01")["member"].to_pylist()
    with pytest.raises(ValueError, match="soon"):
        records.members("CSTO", on="soon")
    steps = [(s["role"], s["name"]) for s in records.chain("aaaa/s2").to_pylist()]
    assert steps[0] == ("publisher", "Made Wire")
    assert steps[-1] == ("speaker", "Armenia")
    assert records.cite("aaaa/s2").startswith("Armenia, through Reuters")
    with pytest.raises(LookupError):
        records.cite("aaaa/s99")


def lines(output: str) -> list[str]:
    return [" ".join(line.split()) for line in output.splitlines()]


def test_a_table_fits_eighty_columns_and_shows_what_is_denied(
    store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out = run(capsys, "events", "--db", str(store), "--actor", "TUR", "--format", "table")
    assert max(map(len, out.splitlines())) <= 80
    assert "…" not in out
    assert "2011-01-19 Turkey ASSAULT Armenia Turkey had shelled Gyumri bbbb2222/e1" in lines(out)
    assert "(negation) (according to Turkey)" in lines(out)
    _, out = run(capsys, "conflicts", "--db", str(store), "--format", "table")
    assert "(aaaa1111/e1)" in out
    assert "(bbbb2222/e1)" in out
    _, out = run(capsys, "claims", "--db", str(store), "--format", "table")
    assert any("Turkey, member of" in line and "differs" in line for line in lines(out))


def test_who_passed_it_on_and_speaks_stands_once_in_the_chain(records: Records) -> None:
    steps = [(s["role"], s["name"]) for s in records.chain("aaaa/s2").to_pylist()]
    assert steps == [("publisher", "Made Wire"), ("speaker", "Reuters"), ("speaker", "Armenia")]


def test_an_address_has_no_full_stop(records: Records) -> None:
    with_address = msgspec.structs.replace(first().report, url="https://wire.example/1")
    record = msgspec.structs.replace(first(), report=with_address)
    note = footnote(record, record.statements[1])
    assert note.endswith(", https://wire.example/1#:~:text=that%20Turkey%20had%20shelled%20Gyumri")


@pytest.mark.parametrize("words", [["--type", "WAR"], ["--format", "table", "--output", "x.txt"]])
def test_what_cannot_be_asked_is_told(
    store: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code, out = run(capsys, "events", "--db", str(store), *words)
    assert (code, out) == (1, "")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["--help"], "dateline code report.txt --published 2011-01-17"),
        (["--help"], "List statements, the latest first."),
        (["events", "--help"], "dateline events --actor members:CSTO --format csv > events.csv"),
        (["knowledge", "who", "--help"], 'dateline knowledge who "Secretary General of NATO"'),
        (["store", "migrate", "--help"], "dateline store migrate records.duckdb"),
    ],
)
def test_the_help_shows_examples(
    capsys: pytest.CaptureFixture[str], words: list[str], shown: str
) -> None:
    code, out = run(capsys, *words)
    assert code == 0
    assert shown in out


def test_a_file_without_its_option_is_told_how(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["events", str(tmp_path / "r.duckdb")])
    assert left.value.code == 2
    assert f"--db {tmp_path / 'r.duckdb'}" in capsys.readouterr().err.replace("\n", "")
