"""Copies of one text count once; tellings of one event are one story with counted sources."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import random
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import msgspec
import pytest

from dateline.coder import Coder
from dateline.record import Record
from dateline.store import StoreError, StoreFile, open_store, write_records
from dateline.store.exporting import export
from dateline.store.relating import relate
from dateline.store.schema import BESIDE, SCHEMA_VERSION
from dateline.store.syndication import shingles, similarity
from dateline.store.views import VIEWS
from dateline.tabular import SCHEMAS

AGENCY = (
    "OSLO (Newswire) - Norway expelled the ambassador of Chad on Monday. The foreign ministry gave "
    "no reason for the decision. Trade between the two countries has grown for ten years, and "
    "fishing fleets of both sail the same waters. Officials in the north had warned of a quarrel "
    "since the summer, when a ship was held in port for eleven days without a charge."
)
OTHER = (
    "Norway has expelled Chad's ambassador, a newspaper in Bergen wrote. It is the first time in "
    "a generation that a diplomat has had to leave, historians told the paper."
)


def coded(coder: Coder, text: str, publisher: str, day: str = "2019-03-05") -> Record:
    return coder.code(text, published=day, publisher=publisher)


def related(path: Path, records: Sequence[Record], keep: bool = False) -> list[tuple[object, ...]]:
    with StoreFile(path) as store:
        write_records(store.connection, records)
        relate(store, keep_duplicates=keep)
        return store.connection.execute(
            "SELECT type, tellings, independent_sources, publishers FROM stories "
            "WHERE type = 'SANCTION' ORDER BY story"
        ).fetchall()


def test_agency_copies_are_one_source_and_another_report_is_a_second(
    coder: Coder, tmp_path: Path
) -> None:
    records = [
        coded(coder, AGENCY, "Alpha"),
        coded(coder, AGENCY.removesuffix(" without a charge.") + ".", "Beta"),
        coded(coder, OTHER, "Gamma"),
    ]
    assert related(tmp_path / "r.duckdb", records) == [
        ("SANCTION", 3, 2, ["Alpha", "Beta", "Gamma"])
    ]
    with duckdb.connect(str(tmp_path / "r.duckdb")) as connection:
        assert connection.execute("SELECT count(*) FROM copies").fetchall() == [(1,)]
    related(tmp_path / "kept.duckdb", records, keep=True)
    with duckdb.connect(str(tmp_path / "kept.duckdb")) as connection:
        assert connection.execute("SELECT count(*) FROM copies").fetchall() == [(0,)]


def test_an_event_of_another_week_is_another_story(coder: Coder, tmp_path: Path) -> None:
    records = [coded(coder, AGENCY, "Alpha"), coded(coder, OTHER, "Gamma", "2019-04-09")]
    assert [row[1] for row in related(tmp_path / "r.duckdb", records)] == [1, 1]


def test_groups_and_stories_do_not_depend_on_the_order(coder: Coder, tmp_path: Path) -> None:
    records = [coded(coder, AGENCY, f"Paper {i}", f"2019-03-{5 + i % 3:02}") for i in range(20)]
    records += [coded(coder, OTHER, "Gamma")]
    found = []
    for seed in range(2):
        random.Random(seed).shuffle(records)
        path = tmp_path / f"{seed}.duckdb"
        related(path, records)
        with duckdb.connect(str(path)) as connection:
            found.append([
                connection.execute(f"SELECT * FROM {t} ORDER BY ALL").fetchall()
                for t in ("copies", "tellings")
            ])  # fmt: skip
    assert found[0] == found[1]
    assert len(found[0][0]) == 19


def test_similarity_is_of_the_words() -> None:
    assert similarity(shingles("A b c d e"), shingles("a, b c d e!")) == 1
    assert similarity(shingles("a b c d e"), shingles("v w x y z")) == 0


def test_plain_duckdb_reads_every_table_and_view(coder: Coder, tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    related(path, [coded(coder, AGENCY.partition(" Trade")[0], "Alpha")])
    with duckdb.connect(str(path), read_only=True) as connection:
        for name in (*SCHEMAS, *BESIDE, *VIEWS):
            connection.execute(f"SELECT * FROM {name}").fetchall()
        rows = connection.execute(
            "SELECT actor_country, recipient_country FROM events_flat WHERE type = 'SANCTION'"
        ).fetchall()
        assert rows == [("NOR", "TCD")]
        assert ("NOR", "TCD", 1) in connection.execute(
            "SELECT actor_country, recipient_country, stories FROM dyads"
        ).fetchall()


def _as_version_1(connection: duckdb.DuckDBPyConnection) -> None:
    for name in VIEWS:
        connection.execute(f"DROP VIEW {name}")
    for name in BESIDE:
        connection.execute(f"DROP TABLE {name}")


def _as_version_2(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE OR REPLACE VIEW dyads AS SELECT actor_country FROM events_flat")
    connection.execute("DROP VIEW speakers")


@pytest.mark.parametrize(("version", "older"), [(1, _as_version_1), (2, _as_version_2)])
def test_an_older_schema_is_brought_forward_with_a_backup(
    coder: Coder,
    tmp_path: Path,
    version: int,
    older: Callable[[duckdb.DuckDBPyConnection], None],
) -> None:
    path, fresh = tmp_path / "r.duckdb", tmp_path / "fresh.duckdb"
    for each in (path, fresh):
        related(each, [coded(coder, AGENCY, "Alpha")])
    with duckdb.connect(str(path)) as connection:
        older(connection)
        connection.execute("UPDATE dateline_schema SET version = ?", [version])
    with pytest.raises(StoreError, match="dateline store migrate"):
        open_store(path)
    with closing(open_store(path, write=True)) as connection:
        found = connection.execute("SELECT version FROM dateline_schema").fetchall()
        assert found == [(SCHEMA_VERSION,)]
    related(path, [])
    with duckdb.connect(str(path)) as migrated, duckdb.connect(str(fresh)) as made:
        for name in (*SCHEMAS, *BESIDE, *VIEWS):
            if name not in ("sources", "runs"):
                rows = [c.execute(f"FROM {name} ORDER BY ALL").fetchall() for c in (migrated, made)]
                assert rows[0] == rows[1], name
    with duckdb.connect(str(tmp_path / f"r.duckdb.schema{version}")) as connection:
        found = connection.execute("SELECT version FROM dateline_schema").fetchall()
        assert found == [(version,)]


def test_what_a_store_has_changes_only_with_its_version() -> None:
    """Where this fails, raise SCHEMA_VERSION, write the step that leads there and note both here.

    Files of the version before would else keep their old views, or tables without a column.
    """
    held = repr(
        (sorted(VIEWS.items()), sorted((k, str(v)) for k, v in {**SCHEMAS, **BESIDE}.items()))
    )
    digest = hashlib.sha256(held.encode()).hexdigest()[:16]
    assert (SCHEMA_VERSION, digest) == (3, "dcf52fb76f2fc88c")


def test_differences_name_what_was_added_lost_and_altered(coder: Coder, tmp_path: Path) -> None:
    from dateline.store.difference import differences

    record = coded(coder, AGENCY, "Alpha")
    event = record.events[0]
    altered = msgspec.structs.replace(event, type="ACCUSE", mode=None)
    paths = [tmp_path / "old.duckdb", tmp_path / "new.duckdb", tmp_path / "none.duckdb"]
    related(paths[0], [record])
    related(paths[1], [msgspec.structs.replace(record, events=(altered, *record.events[1:]))])
    related(paths[2], [msgspec.structs.replace(record, events=record.events[1:])])
    stores = [open_store(path) for path in paths]
    assert not list(differences(stores[0], stores[0]))
    changed = list(differences(stores[0], stores[1]))
    assert [(d.change, d.kind) for d in changed] == [("altered", "event")]
    assert (changed[0].new or "").startswith("ACCUSE state:NOR")
    assert [d.change for d in differences(stores[0], stores[2])] == ["lost"]
    assert [d.change for d in differences(stores[2], stores[0])] == ["added"]
    for connection in stores:
        connection.close()


def test_nothing_new_leaves_the_groups_as_they_are_and_new_reports_join_them(
    coder: Coder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = [coded(coder, AGENCY, name) for name in ("Alpha", "Beta")]
    records.append(coded(coder, OTHER, "Gamma"))
    steps, whole = tmp_path / "steps.duckdb", tmp_path / "whole.duckdb"
    related(whole, records)
    related(steps, records[:1])
    related(steps, records[:1], keep=True)
    related(steps, records[:2])
    tables = ("copies", "tellings", "signatures")

    def rows(path: Path) -> list[object]:
        with duckdb.connect(str(path), read_only=True) as connection:
            return [sorted(connection.execute(f"FROM {t}").fetchall(), key=repr) for t in tables]

    related(steps, records)
    assert rows(steps) == rows(whole)
    # A store without news is not linked anew, but is after copies were kept apart.
    linked: list[object] = []
    monkeypatch.setattr("dateline.store.relating.link_stories", linked.append)
    related(steps, records)
    assert linked == []
    related(steps, records, keep=True)
    related(steps, records)
    assert len(linked) == 2


LEAK = {
    "Harbour Gazette": "Peru threatened Chile with sanctions on Monday, according to a cable that "
    "the Harbour Gazette has seen.",
    "Lima Observer": "The Harbour Gazette reported that Peru had threatened Chile with sanctions "
    "on Monday, citing a cable.",
    "Andes Post": "Peru threatened Chile with sanctions on Monday, the Harbour Gazette reported.",
    "Coast Mail": "According to the Harbour Gazette, Peru threatened Chile with sanctions Monday.",
    "Desert Times": "Peru threatened Chile with sanctions on Monday, a leaked cable showed.",
}
AGENCY_TOLD = {
    "Alpha": "OSLO (AFP) - Norway expelled the ambassador of Chad on Monday. No reason was given.",
    "Beta": "Norway expelled Chad's ambassador on Monday, Agence France-Presse reported.",
    "Gamma": "AFP said Norway expelled the ambassador of Chad on Monday.",
    "AFP": "Norway expelled the ambassador of Chad on Monday, ending a year of quarrels at sea.",
    "Delta": "According to Agence France-Presse, Norway expelled the ambassador of Chad on Monday.",
}
TWO_AGENCIES = {
    "Alpha": "Norway expelled the ambassador of Chad on Monday, AFP reported.",
    "Beta": "Norway expelled Chad's ambassador on Monday, Reuters reported from the north.",
}
UNNAMED = {
    "Alpha": "Norway expelled the ambassador of Chad on Monday, officials said.",
    "Beta": "Norway expelled Chad's ambassador on Monday, officials told reporters in the north.",
}


@pytest.mark.parametrize(
    ("texts", "type_", "sources"),
    [
        (LEAK, "THREATEN", 1),
        (AGENCY_TOLD, "SANCTION", 1),
        (TWO_AGENCIES, "SANCTION", 2),
        (UNNAMED, "SANCTION", 2),
    ],
    ids=["leak", "agency", "two agencies", "unnamed"],
)
def test_articles_that_rest_on_one_agency_or_leak_are_one_source(
    coder: Coder, tmp_path: Path, texts: dict[str, str], type_: str, sources: int
) -> None:
    records = []
    for place, (name, text) in enumerate(texts.items()):
        record = coded(coder, text, name)
        report = msgspec.structs.replace(record.report, url=f"https://{place}.example/a")
        records.append(msgspec.structs.replace(record, report=report))
    path = tmp_path / "r.duckdb"
    related(path, records)
    with duckdb.connect(str(path)) as connection:
        assert connection.execute("SELECT count(*) FROM copies").fetchall() == [(0,)]
        found = connection.execute(
            "SELECT tellings, independent_sources, len(urls) FROM stories WHERE type = ?", [type_]
        ).fetchall()
    assert found == [(len(texts), sources, len(texts))]


def test_what_does_not_happen_is_no_act_of_two_countries(coder: Coder, tmp_path: Path) -> None:
    path = tmp_path / "r.duckdb"
    record = coded(coder, "Norway expelled the ambassador of Chad on Monday.", "Alpha")
    denied = coded(coder, "Norway did not expel the ambassador of Chad on Tuesday.", "Beta")
    assert [e.auxiliary for e in denied.events] == [("negation",)]
    related(path, [record, denied])
    with closing(open_store(path)) as connection:
        stories = connection.execute("SELECT actor_country, stories FROM dyads").fetchall()
        assert stories == [("NOR", 1)]
        tab, plover = io.BytesIO(), io.BytesIO()
        export(connection, tab, "icews")
        export(connection, plover, "plover")
    rows = list(csv.DictReader(io.StringIO(tab.getvalue().decode()), delimiter="\t"))
    assert [(r["Source Country"], r["Target Country"], r["CAMEO Code"]) for r in rows] == [
        ("NOR", "TCD", "161")
    ]
    events = [json.loads(line) for line in plover.getvalue().splitlines()]
    assert sorted(e["auxiliary"] for e in events) == [[], ["negation"]]
    assert {e["event"] for e in events} == {"SANCTION"}
    assert {a["country"] for e in events for a in e["actor"]} == {"NOR"}
