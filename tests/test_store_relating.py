"""Relating what came in gives what relating the whole store gives, and touches little else."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import msgspec
import pytest
from tests.made_records import CODED

from dateline.record import Actor, Event, Record, Report
from dateline.store import StoreError, StoreFile, open_store, stories, syndication, write_records
from dateline.store.relating import relate
from dateline.store.stories import link_stories

WORDS = [
    f"{a}{b}" for a in ("ba", "de", "gi", "lo", "mu", "ra") for b in ("nok", "set", "til", "wan")
]
STATES = ("CHL", "NOR", "PER", "TCD")
DAYS = [f"2019-03-{day:02}" for day in (4, 5, 6, 8, 9, 20)]


def a_text(chance: random.Random) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(40))


def changed(chance: random.Random, text: str) -> str:
    """Return the text with a few other words: sometimes still a copy, sometimes no more."""
    words = text.split()
    for _ in range(chance.randrange(4)):
        words[chance.randrange(len(words))] = chance.choice(WORDS)
    return " ".join(words)


def a_record(chance: random.Random, id_: str, text: str, coding: str) -> Record:
    def event(number: int) -> Event:
        start = chance.randrange(0, 120)
        one, other = chance.sample(STATES, 2)
        return Event(
            id=f"e{number}", type=chance.choice(["CONSULT", "SANCTION"]), mode=None, context=(),
            cameo="000", score=0, actor=(f"state:{one}",), recipient=(f"state:{other}",),
            actor_spans=(), recipient_spans=(), trigger_span=(start, start + 5),
            clause_span=(start, start + 40), statement=None, rule="made",
        )  # fmt: skip

    return Record(
        report=Report(
            id=id_, title=None, publisher=f"Paper {chance.randrange(5)}", language="en", text=text,
            published=chance.choice([*DAYS, None]), url=f"https://{id_}.example/",
        ),
        actors=tuple(Actor(id=f"state:{s}", name=s, kind="state", country=s) for s in STATES),
        events=tuple(event(number) for number in range(chance.randrange(1, 5))),
        coded=msgspec.structs.replace(CODED, dateline=coding),
    )  # fmt: skip


def steps(chance: random.Random) -> Iterator[list[Record]]:
    """Yield what comes in one after the other: new reports, copies and other codings."""
    texts: dict[str, str] = {}
    for step in range(6):
        batch: dict[str, Record] = {}
        for number in range(chance.choice([1, 5, 20])):
            kind = chance.random()
            if kind < 0.2 and texts:
                id_ = chance.choice(sorted(texts))
                if chance.random() < 0.3:
                    texts[id_] = changed(chance, texts[id_])
            else:
                id_ = f"{chance.randrange(10_000):04}-{step}-{number}"
                of = chance.choice(sorted(texts.values())) if texts and kind < 0.6 else None
                texts[id_] = changed(chance, of) if of else a_text(chance)
            batch[id_] = a_record(chance, id_, texts[id_], f"{step}")
        yield list(batch.values())


def related(path: Path, records: Sequence[Record], keep: bool = False) -> None:
    with StoreFile(path) as store:
        write_records(store.connection, records)
        relate(store, keep_duplicates=keep)


def found(path: Path) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return [
            connection.execute(f"FROM {table} ORDER BY ALL").fetchall()
            for table in ("copies", "tellings", "signatures")
        ]


@pytest.mark.parametrize("seed", range(12))
def test_step_by_step_is_as_all_at_once(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    if seed % 3 == 1:
        monkeypatch.setattr(stories, "_PART", 5)
    path = tmp_path / "steps.duckdb"
    latest: dict[str, Record] = {}
    for step, batch in enumerate(steps(chance)):
        latest |= {record.report.id: record for record in batch}
        keep = seed % 4 == 3 and step % 2 == 0
        related(path, batch, keep)
        whole = tmp_path / f"whole{step}.duckdb"
        related(whole, list(latest.values()), keep)
        assert found(path) == found(whole), f"after step {step}"
    copies, tellings, _ = found(path)
    assert copies
    assert len({story for story, *_ in tellings}) < len(tellings)


def test_a_report_that_was_taken_out_by_hand_is_gone_from_groups(tmp_path: Path) -> None:
    chance = random.Random(3)
    text = a_text(chance)
    records = [a_record(chance, str(i), text, "1") for i in range(3)]
    path, whole = tmp_path / "steps.duckdb", tmp_path / "whole.duckdb"
    related(path, records)
    with duckdb.connect(str(path)) as connection:
        for table in ("reports", "events", "actors"):
            key = "id" if table == "reports" else "report"
            connection.execute(f"DELETE FROM {table} WHERE {key} = '0'")
    related(path, [])
    related(whole, records[1:])
    assert found(path)[0] == found(whole)[0]
    assert len(found(path)[0]) == 1


def test_what_has_nothing_to_do_with_the_news_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(5)
    path = tmp_path / "r.duckdb"
    texts = [a_text(chance) for _ in range(40)]
    records = [a_record(chance, f"{i:03}", t, "1") for i, t in enumerate([*texts, *texts])]
    related(path, records)
    compared: list[str] = []
    linked: list[int] = []
    shingles, rows = syndication.shingles, stories._rows

    def kept(text: str) -> frozenset[str]:
        compared.append(text)
        return shingles(text)

    monkeypatch.setattr(syndication, "shingles", kept)

    def counted(connection: duckdb.DuckDBPyConnection, total: int) -> object:
        linked.append(total)
        return rows(connection, total)

    monkeypatch.setattr(stories, "_rows", counted)
    new = a_record(chance, "new", texts[7], "1")
    event = msgspec.structs.replace(new.events[0], actor=("state:NOR",), recipient=("state:TCD",))
    related(path, [msgspec.structs.replace(new, events=(event,))])
    # Compared with the two that have its text.
    assert set(compared) == {texts[7]}
    assert len(compared) == 3
    assert 0 < linked[0] < sum(len(record.events) for record in records) / 2


def test_a_store_that_needs_more_memory_gets_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(2)
    text = a_text(chance)
    records = [a_record(chance, str(i), text, "1") for i in range(9)]
    little, whole = tmp_path / "little.duckdb", tmp_path / "whole.duckdb"
    related(whole, records)
    limits: list[str] = []

    def greedy(connection: duckdb.DuckDBPyConnection) -> None:
        rows = connection.execute("SELECT current_setting('memory_limit')").fetchall()
        limits.append(rows[0][0])
        if len(limits) < 3:
            raise duckdb.OutOfMemoryException("failed to pin block")
        link_stories(connection)

    monkeypatch.setattr("dateline.store.relating.link_stories", greedy)
    related(little, records)
    assert found(little) == found(whole)
    assert len(set(limits)) == 3
    # What can never be had is said.
    monkeypatch.setattr("dateline.store.files._TRIED", (1,))
    limits.clear()
    with pytest.raises(StoreError, match="failed to pin"):
        related(little, [a_record(chance, "new", text, "1")])
    assert found(little) == found(whole)


def test_reports_of_a_length_that_nobody_expects_are_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(4)
    monkeypatch.setattr("dateline.store.files._MEMORY", 4_000_000)
    records = [a_record(chance, str(i), chance.randbytes(150_000).hex(), "1") for i in range(60)]
    path = tmp_path / "r.duckdb"
    with closing(open_store(path, write=True)) as connection:
        assert write_records(connection, records) == 60
        assert write_records(connection, records) == 0
        assert connection.execute("SELECT count(*) FROM events").fetchall()[0][0] == sum(
            len(record.events) for record in records
        )


def test_a_store_is_closed_and_opened_again_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.store.files._REOPENED", 10)
    with StoreFile(tmp_path / "r.duckdb") as store:
        first = store.connection
        store.count(9)
        assert store.connection is first
        store.count(1)
        second = store.connection
        with pytest.raises(duckdb.ConnectionException):
            first.execute("FROM reports")
        store.count(9)
        assert store.connection is second


def test_a_reader_that_comes_between_is_waited_for_but_not_forever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "r.duckdb"
    tries: list[float] = []

    def held(*_: object, **__: object) -> duckdb.DuckDBPyConnection:
        tries.append(1)
        if len(tries) < 3:
            raise StoreError("open in another process")
        return open_store(path, write=True)

    with StoreFile(path) as store:
        monkeypatch.setattr("dateline.store.files.open_store", held)
        store.reopen()
        assert len(tries) == 3
        assert store.connection.execute("SELECT count(*) FROM reports").fetchall() == [(0,)]
        tries.clear()
        monkeypatch.setattr("dateline.store.files._PATIENCE", 0.0)
        with pytest.raises(StoreError, match="another process"):
            store.reopen()
