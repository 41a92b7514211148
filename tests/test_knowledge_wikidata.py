"""The importer, on a small entity file of our own making."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from dateline.knowledge import Knowledge
from dateline.knowledge.wikidata import import_entities

if TYPE_CHECKING:
    from pathlib import Path


def item(id: str) -> dict[str, Any]:  # noqa: A002
    return {"datavalue": {"value": {"id": id}, "type": "wikibase-entityid"}}


def text(value: str) -> dict[str, Any]:
    return {"datavalue": {"value": value, "type": "string"}}


def day(value: str, precision: int = 11) -> dict[str, Any]:
    time = {"time": f"+{value}T00:00:00Z", "precision": precision}
    return {"datavalue": {"value": time, "type": "time"}}


def claim(
    snak: dict[str, Any], rank: str = "normal", **qualifiers: dict[str, Any]
) -> dict[str, Any]:
    return {
        "mainsnak": snak,
        "rank": rank,
        "qualifiers": {k: [v] for k, v in qualifiers.items()},
    }


def entity(
    id: str,  # noqa: A002
    label: str,
    aliases: tuple[str, ...] = (),
    **claims: list[dict[str, Any]],
) -> dict[str, Any]:
    return {
        "id": id,
        "type": "item",
        "labels": {"en": {"language": "en", "value": label}},
        "aliases": {"en": [{"language": "en", "value": a} for a in aliases]},
        "claims": claims,
    }


ENTITIES = [
    entity(
        "Q900001", "Ruritania", ("Kingdom of Ruritania",), P298=[claim(text("RUR"))],
        P571=[claim(day("1878-00-00", 9))], P36=[claim(item("Q900002"))],
        P463=[
            claim(item("Q900003"), P580=day("1955-05-14"), P582=day("1960-03-00", 10)),
            claim(item("Q900099")),
            claim(item("Q900003"), rank="deprecated"),
        ],
    ),
    entity("Q900002", "Strelsau"),
    entity("Q900003", "Middle European League", ("MEL",), P31=[claim(item("Q484652"))]),
    entity("Q900004", "King of Ruritania", P1001=[claim(item("Q900001"))]),
    entity(
        "Q900005", "Rudolf Elphberg", ("Rudolf V",), P31=[claim(item("Q5"))],
        P39=[claim(item("Q900004"), P580=day("1894-06-01")), claim(item("Q900098"))],
    ),
]  # fmt: skip


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def contents(form: str) -> str:
    if form == "entities":
        return json.dumps({"entities": {e["id"]: e for e in ENTITIES}}, indent=1)
    if form == "array":
        return json.dumps(ENTITIES)
    return "\n".join(json.dumps(e) for e in ENTITIES)


@pytest.mark.parametrize("form", ["entities", "array", "lines"])
def test_every_form_gives_tables_that_load(tmp_path: Path, form: str) -> None:
    source = tmp_path / "entities.json"
    source.write_text(contents(form))
    imported = import_entities(source, tmp_path / "mine", Knowledge.load())
    assert imported.rows == {
        "states.tsv": 1, "organisations.tsv": 1, "memberships.tsv": 1, "offices.tsv": 1,
        "terms_wikidata.tsv": 1,
    }  # fmt: skip
    assert {s.entity for s in imported.skipped} == {"Q900001", "Q900002", "Q900005"}

    knowledge = Knowledge.load(extra=[tmp_path / "mine"])
    state = knowledge.states["RUR"]
    assert (state.name, state.capital, state.start) == ("Ruritania", "Strelsau", date(1878, 1, 1))
    assert knowledge.organisations["MEL"].kind == "igo"
    assert knowledge.is_member("RUR", "MEL", date(1960, 3, 31))
    assert not knowledge.is_member("RUR", "MEL", date(1960, 4, 1))
    (term,) = knowledge.holders("RUR/king", date(1900, 1, 1))
    assert (term.person, term.aliases) == ("rudolf-elphberg", ("Rudolf V",))


def test_a_state_we_know_keeps_our_row_and_gains_names(tmp_path: Path) -> None:
    source = tmp_path / "entities.json"
    france = entity("Q142", "France", ("Hexagon",), P298=[claim(text("FRA"))])
    source.write_text(json.dumps([france]))
    ours = Knowledge.load()
    import_entities(source, tmp_path / "mine", ours)
    theirs = Knowledge.load(extra=[tmp_path / "mine"]).states["FRA"]
    assert theirs.people == ours.states["FRA"].people
    assert set(theirs.aliases) - set(ours.states["FRA"].aliases) == {"Hexagon"}


def test_it_does_not_write_over_tables(tmp_path: Path) -> None:
    source = tmp_path / "entities.json"
    source.write_text(contents("array"))
    import_entities(source, tmp_path / "mine", Knowledge.load())
    with pytest.raises(FileExistsError, match=r"states\.tsv"):
        import_entities(source, tmp_path / "mine", Knowledge.load())


@pytest.mark.parametrize("content", ["", "{}", "[]", "no JSON", '{"entities": {}}'])
def test_a_file_without_entities_is_refused(tmp_path: Path, content: str) -> None:
    source = tmp_path / "entities.json"
    source.write_text(content)
    with pytest.raises(ValueError, match="no Wikidata entities"):
        import_entities(source, tmp_path / "mine", Knowledge.load())
