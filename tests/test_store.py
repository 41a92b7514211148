"""A store gives back what was put in, once, and says plainly why it cannot."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from dateline.record import (
    Actor,
    Coded,
    DateRange,
    Event,
    Fact,
    Mention,
    Place,
    Record,
    Report,
    Statement,
    Warning,
)
from dateline.store import StoreError, open_store, read_records, write_records

TEXT = "Norway said on Monday that Chad had expelled its envoy. No one was hurt in Oslo."
CODED = Coded(dateline="1", language_model="m 1", ontology="o", lexicon="l", knowledge="k")


def a_record(id_: str = "abc", coded: Coded = CODED) -> Record:
    day = DateRange(start="2011-01-10", end="2011-01-10", text="Monday", span=(15, 21))
    return Record(
        report=Report(id=id_, title="A “title”", published="2011-01-11", text=TEXT, language="en"),
        actors=(
            Actor(id="state:NOR", name="Norway", kind="state", country="NOR"),
            Actor(id="state:TCD", name="Chad", kind="state", other_sectors=("GOV", "MIL")),
        ),
        mentions=(
            Mention(start=0, end=6, actor="state:NOR", form="name", rule="r"),
            Mention(start=27, end=31, actor="state:TCD", form="name", rule="r"),
        ),
        statements=(
            Statement(
                id="s1", speaker="state:NOR", speaker_span=(0, 6), cue_span=(7, 11),
                content_spans=((22, 54),), manner="indirect", stance="said",
                capacity="for an institution", via=("org:REUTERS",), said_on=day, rule="cue",
            ),
        ),
        events=(
            Event(
                id="e1", type="SANCTION", mode="expel", context=("diplomatic",), cameo="161",
                score=-5.5, actor=("state:TCD",), recipient=("state:NOR",),
                actor_spans=((27, 31),), recipient_spans=((45, 48),), trigger_span=(36, 44),
                clause_span=(22, 54), auxiliary=("historical",), statement="s1", rule="f",
                place=Place(
                    name="Oslo", country="NOR", latitude=59.9, longitude=10.7, span=(76, 80)
                ),
                tellings=((0, 5), (6, 9)),
            ),
        ),
        facts=(
            Fact(
                kind="member_of", subject="state:NOR", object="state:TCD", office=None, date=None,
                span=(0, 6), statement=None,
            ),
        ),
        times=(day,),
        warnings=(Warning(code="c", message="m"),),
        coded=coded,
    )  # fmt: skip


def test_a_stored_record_comes_back_as_it_was(tmp_path: Path) -> None:
    with open_store(tmp_path / "r.duckdb", write=True) as connection:
        assert write_records(connection, [a_record("b"), a_record("a")]) == 2
    with open_store(tmp_path / "r.duckdb") as connection:
        assert list(read_records(connection)) == [a_record("a"), a_record("b")]


def test_storing_again_changes_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "r.duckdb", write=True) as connection:
        write_records(connection, [a_record(), a_record()])
        assert write_records(connection, [a_record()]) == 0
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (1,)


def test_a_new_coding_takes_the_place_of_the_old(tmp_path: Path) -> None:
    newer = Coded(dateline="2", language_model="m 1", ontology="o", lexicon="l", knowledge="k")
    with open_store(tmp_path / "r.duckdb", write=True) as connection:
        write_records(connection, [a_record()])
        assert write_records(connection, [a_record(coded=newer)]) == 1
        assert list(read_records(connection)) == [a_record(coded=newer)]


def test_json_comes_back_as_it_was() -> None:
    assert Record.from_json(a_record().to_json()) == a_record()


def test_frames_have_a_row_an_item() -> None:
    frames = a_record().frames()
    assert len(frames["mentions"]) == 2
    assert list(frames["events"]["type"]) == ["SANCTION"]


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE sales (amount INTEGER)")
    with pytest.raises(StoreError, match="another program"):
        open_store(path, write=True)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.duckdb"
    path.write_text("these are my notes\n" * 500)
    with pytest.raises(StoreError, match="no DuckDB file"):
        open_store(path)


def test_a_missing_file_is_not_made_for_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no such file"):
        open_store(tmp_path / "none.duckdb")
    assert not (tmp_path / "none.duckdb").exists()


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    with open_store(path, write=True) as connection:
        connection.execute("UPDATE dateline_schema SET version = 999")
    with pytest.raises(StoreError, match="newer dateline"):
        open_store(path)
