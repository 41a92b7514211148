"""Loading, lookup by day and actors, on small tables written here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from dateline.knowledge import Knowledge, UnknownNameError, check, members, show, who
from dateline.knowledge.loading import COLUMNS
from dateline.tables import TableError

if TYPE_CHECKING:
    from pathlib import Path

TABLES = {
    "states": [
        "FRA;France;;;Paris;French|Franco-;Frenchman|Frenchmen|French;French Republic;the Élysée",
        "GEO;Georgia;1991-04-09;;Tbilisi;Georgian;Georgian|Georgians",
        "GEO-AB;Abkhazia;1992-07-23;;Sukhumi;Abkhaz;Abkhaz",
        "RUS;Russia;1991-12;;Moscow;Russian;Russian|Russians;;the Kremlin",
        "SUN;Soviet Union;1922;1991-12-26;Moscow;Soviet;Soviet|Soviets;USSR;the Kremlin;RUS|GEO",
    ],
    "organisations": [
        "AP;Associated Press;agency;NGO;JRN",
        "NATO;North Atlantic Treaty Organization;alliance;IGO;MIL;Brussels;;1949-04-04;;Nato",
    ],
    "memberships": ["FRA;NATO;1949-04-04", "GEO;NATO;1994;2000;observer"],
    "offices": [
        "FRA/foreign-minister;minister of foreign affairs;FRA;foreign-minister;GOV",
        "FRA/president;president;FRA;head-of-state;GOV",
        "NATO/secretary-general;Secretary General;NATO;head;;Secretary-General of NATO",
        "RUS/president;president;RUS;head-of-state;GOV",
    ],
    "terms_here": [
        "FRA/foreign-minister;jean-martin;Jean Martin;2001-05-02;2004-01-31",
        "FRA/president;luc-de-brie;Luc de Brie;1995;2002-05-16;Luc Brie",
        "FRA/president;jean-martin;Jean Martin;2007-05-16;2012-05-15",
        "NATO/secretary-general;jean-martin;Jean Martin;2013-01-01;2015-06-30",
        "RUS/president;ivan-orlov;Ivan Orlov;2000-05-07",
    ],
    "bodies": [
        "State Duma;LEG;parliament;RUS;Duma",
        "foreign ministry;GOV;ministry",
    ],
    "cities": ["Moscow;RUS;yes;55.76;37.62", "Nice;FRA;no;43.70;7.27", "Paris;FRA;yes;48.86;2.35"],
    "naming": ["de;particle"],
    "regions": ["Corsica;FRA;Corsican;Corsican|Corsicans;Corse"],
    "ambiguous": ["Georgia;state:GEO|a state of the United States"],
    "office_kinds": ["foreign-minister;foreign minister|foreign secretary"],
}


def write(directory: Path, tables: dict[str, list[str]]) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = COLUMNS["terms" if name.startswith("terms") else name].split()
        lines = ["\t".join(columns)]
        for row in rows:
            cells = row.split(";")
            if name == "memberships" and len(cells) < 5:
                cells += [""] * (4 - len(cells)) + ["member"]
            lines.append("\t".join(cells))
        (directory / f"{name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return directory


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return write(tmp_path / "tables", TABLES)


@pytest.fixture
def knowledge(directory: Path) -> Knowledge:
    return Knowledge.load(directory)


def test_members_are_those_of_the_day(knowledge: Knowledge) -> None:
    assert knowledge.members("NATO", date(1949, 4, 3)) == ()
    assert knowledge.members("NATO", date(1995, 1, 1)) == ("FRA",)
    assert knowledge.is_member("FRA", "NATO", date(1949, 4, 4))
    assert not knowledge.is_member("GEO", "NATO", date(1995, 1, 1))
    assert [m.status for m in knowledge.memberships_of("GEO", date(2000, 12, 31))] == ["observer"]
    assert knowledge.memberships_of("GEO", date(2001, 1, 1)) == ()


def test_holders_are_those_of_the_day(knowledge: Knowledge) -> None:
    names = [t.name for t in knowledge.holders("FRA/president", date(1995, 1, 1))]
    assert names == ["Luc de Brie"]
    assert knowledge.holders("FRA/president", date(2002, 5, 17)) == ()
    assert [t.office for t in knowledge.terms_of("jean-martin", date(2014, 1, 1))] == [
        "NATO/secretary-general"
    ]
    assert len(knowledge.terms_of("jean-martin")) == 3


@pytest.mark.parametrize(
    ("on", "country", "sector", "others"),
    [
        (date(2003, 1, 1), "FRA", "GOV", ()),
        (date(2005, 1, 1), "FRA", "ELI", ("GOV",)),
        (date(2014, 1, 1), "IGO", "MIL", ()),
        (date(2020, 1, 1), "FRA", "ELI", ("GOV",)),
        (date(1999, 1, 1), "FRA", None, ()),
    ],
)
def test_a_person_is_what_his_office_on_the_day_makes_him(
    knowledge: Knowledge, on: date, country: str, sector: str | None, others: tuple[str, ...]
) -> None:
    actor = knowledge.actor_of_person("jean-martin", "Martin", on)
    assert (actor.id, actor.name) == ("person:jean-martin", "Martin")
    assert (actor.country, actor.sector, actor.other_sectors) == (country, sector, others)


def test_a_person_the_tables_do_not_know_has_no_country(knowledge: Knowledge) -> None:
    actor = knowledge.actor_of_person("ann-other", "Ann Other", date(2003, 1, 1))
    assert (actor.country, actor.sector) == (None, None)


def test_actors(knowledge: Knowledge) -> None:
    assert knowledge.actor_of_state("GEO").sector is None
    abkhazia = knowledge.actor_of_state("GEO-AB")
    assert (abkhazia.id, abkhazia.country, abkhazia.sector) == ("state:GEO-AB", "GEO", "PRE")
    assert knowledge.actor_of_organisation("AP").kind == "media"
    assert knowledge.actor_of_organisation("NATO").country == "IGO"
    office = knowledge.actor_of_office("NATO/secretary-general")
    assert (office.id, office.country, office.sector) == (
        "office:NATO/secretary-general", "IGO", "MIL",
    )  # fmt: skip
    ministry = knowledge.actor_of_body("foreign-ministry", "RUS")
    assert (ministry.id, ministry.name) == (
        "office:RUS/foreign-ministry", "Foreign Ministry of Russia",
    )  # fmt: skip
    assert knowledge.actor_of_body("state-duma").id == "office:RUS/state-duma"
    with pytest.raises(ValueError, match="whose"):
        knowledge.actor_of_body("foreign-ministry")


def test_names_say_what_they_are(knowledge: Knowledge) -> None:
    names = {(n.text, n.target): n for n in knowledge.names()}
    assert names["Frenchmen", "state:FRA"].plural
    assert not names["Frenchman", "state:FRA"].plural
    assert names["French", "state:FRA"].form == "demonym"
    assert names["Franco-", "state:FRA"].form == "demonym"
    assert names["Élysée", "state:FRA"].form == "metonym"
    assert names["Elysee", "state:FRA"].row == "states.tsv:2"
    assert names["Paris", "state:FRA"].kind == "capital"
    assert names["Nice", "FRA/nice"].kind == "city"
    assert names["USSR", "state:SUN"].case_sensitive
    assert not names["Nato", "org:NATO"].case_sensitive
    assert names["Georgia", "state:GEO"].ambiguous
    assert names["Duma", "office:RUS/state-duma"].kind == "office"
    assert names["Luc Brie", "person:luc-de-brie"].form == "name"
    assert ("foreign ministry", "office:RUS/foreign-ministry") not in names


def test_the_kremlin_is_that_of_the_day(knowledge: Knowledge) -> None:
    targets = [n.target for n in knowledge.names() if n.text == "Kremlin"]
    assert [t for t in targets if knowledge.exists(t, date(1985, 3, 1))] == ["state:SUN"]
    assert [t for t in targets if knowledge.exists(t, date(2011, 3, 1))] == ["state:RUS"]


def test_regions_are_apart_from_the_names_of_actors(knowledge: Knowledge) -> None:
    names = {n.text: n for n in knowledge.region_names()}
    assert names["Corse"].target == "FRA/corsica"
    assert knowledge.regions["FRA/corsica"].state == "FRA"
    assert names["Corsicans"].plural
    assert not names.keys() & {n.text for n in knowledge.names()}


def test_show_prefers_what_exists(knowledge: Knowledge) -> None:
    for year, code in ((1980, "SUN"), (2010, "RUS")):
        shown = show(knowledge, "the Kremlin", date(year, 1, 1))
        assert [s.actor.id for s in shown] == [f"state:{code}"]


def test_places_are_found_by_every_spelling_of_one_city(tmp_path: Path) -> None:
    cities = [
        "Málaga;ESP;no;36.72;-4.42",
        "Sana;YEM;yes;;;Sana'a",
        "Valencia;ESP;no",
        "Valencia;VEN;no",
    ]
    places = Knowledge.load(write(tmp_path / "other", {"cities": cities})).places
    assert places["Malaga"].latitude == 36.72
    assert places["Sana’a"].id == "YEM/sana"
    assert "Valencia" not in places


def test_surnames_keep_their_particles(knowledge: Knowledge) -> None:
    surnames = {n.text for n in knowledge.surnames() if n.target == "person:luc-de-brie"}
    assert surnames == {"de Brie", "Brie"}


def test_family_names_that_stand_first(tmp_path: Path) -> None:
    tables = TABLES | {
        "naming": ["RUS;family-first"],
        "terms_here": [
            "FRA/president;pak-su-jin;Pak Su-jin;2000",
            "RUS/president;li-wei-min;Li Wei Min;2000",
        ],
    }
    knowledge = Knowledge.load(write(tmp_path / "other", tables))
    assert [n.text for n in knowledge.surnames()] == ["Pak", "Li"]


def test_who_in_many_words(knowledge: Knowledge) -> None:
    on = date(2014, 1, 1)
    for text in ("Secretary General of NATO", "NATO secretary-general", "NATO's Secretary General"):
        assert [h.term.person for h in who(knowledge, text, on)] == ["jean-martin"]
    for text in ("French foreign minister", "foreign secretary of France", "FRA/foreign-minister"):
        assert [h.term.name for h in who(knowledge, text, date(2002, 1, 1))] == ["Jean Martin"]
    assert who(knowledge, "president of France", date(2003, 1, 1)) == ()
    with pytest.raises(UnknownNameError):
        who(knowledge, "queen of France", on)


def test_show_and_members(knowledge: Knowledge) -> None:
    (nato,) = show(knowledge, "nato", date(1995, 6, 1))
    assert nato.actor.id == "org:NATO"
    assert [m.actor.name for m in nato.members] == ["France", "Georgia"]
    assert [m.membership.status for m in members(knowledge, "NATO", date(1995, 6, 1))] == [
        "member", "observer",
    ]  # fmt: skip
    (martin,) = show(knowledge, "Martin", date(2008, 1, 1))
    assert [h.office.id for h in martin.offices] == ["FRA/president"]
    (union,) = show(knowledge, "the Soviet Union", date(1992, 1, 1))
    assert not union.exists
    with pytest.raises(UnknownNameError, match=r"did you mean .*France"):
        show(knowledge, "Frence", date(1995, 6, 1))


def test_rows_of_the_user_replace_ours(directory: Path, tmp_path: Path) -> None:
    mine = write(
        tmp_path / "mine",
        {
            "memberships": ["FRA;NATO;1950"],
            "states": ["FRA;Gaul;;;Lutetia;Gaulish", "XYZ;Ruritania;1900;;Strelsau;Ruritanian"],
        },
    )
    ours, theirs = Knowledge.load(directory), Knowledge.load(directory, [mine])
    assert ours.version != theirs.version
    assert theirs.states["FRA"].name == "Gaul"
    assert theirs.states["XYZ"].row == "states.tsv:3"
    assert theirs.members("NATO", date(1949, 12, 31)) == ()
    assert theirs.memberships_of("GEO") == ours.memberships_of("GEO")


def test_version_follows_the_bytes(directory: Path) -> None:
    version = Knowledge.load(directory).version
    assert Knowledge.load(directory).version == version
    with (directory / "cities.tsv").open("a", encoding="utf-8") as file:
        file.write("Tours\tFRA\tno\n")
    assert Knowledge.load(directory).version != version


def test_cache_gives_the_same_tables(directory: Path, cache: Path) -> None:
    read = Knowledge.load(directory)
    (file,) = (cache / "dateline").iterdir()
    written = file.stat().st_mtime_ns
    cached = Knowledge.load(directory)
    assert cached.tables == read.tables
    assert file.stat().st_mtime_ns == written
    file.write_bytes(b"broken")
    assert Knowledge.load(directory).tables == read.tables


def test_cache_that_cannot_be_written_is_no_error(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert Knowledge.load(directory).states["FRA"].name == "France"


@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        ("states", "france;France", "no alpha-3 code"),
        ("states", "FRA;France;2000;1999", "before it starts"),
        ("states", "FRA;France;20x0", "no date"),
        ("organisations", "AP;Associated Press;club", "not one of"),
        ("offices", "FRA/president;president;FRA;head-of-state;XXX", "not one of"),
        ("cities", "Nice;FRA;no;143.70;7.27", "beyond 90 degrees"),
        ("memberships", "FRA;;1949", "is empty"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(
    tmp_path: Path, table: str, row: str, problem: str
) -> None:
    directory = write(tmp_path / "wrong", {table: [row]})
    with pytest.raises(TableError, match=problem) as caught:
        Knowledge.load(directory)
    assert caught.value.path.name == f"{table}.tsv"
    assert caught.value.line == 2


def test_a_row_twice_is_refused(tmp_path: Path) -> None:
    directory = write(tmp_path / "wrong", {"cities": ["Nice;FRA;no", "Nice;FRA;no"]})
    with pytest.raises(TableError, match="twice"):
        Knowledge.load(directory)


def test_tables_that_agree_have_no_problems(knowledge: Knowledge) -> None:
    assert [str(p) for p in check(knowledge)] == [
        "states.tsv:3: capital Tbilisi is no capital in cities.tsv",
    ]


@pytest.mark.parametrize(
    ("table", "rows", "problem"),
    [
        ("terms_more", ["FRA/president;ann-bel;Ann Bel;2001"], "Ann Bel while Luc de Brie"),
        ("terms_more", ["FRA/king;ann-bel;Ann Bel;2001"], "office FRA/king is not"),
        ("terms_more", ["RUS/president;ivan-orlov;Iwan Orlow;1993;1994"], "is called"),
        ("memberships", ["RUS;NATO;1960;1970"], "RUS does not exist on 1960-01-01"),
        ("memberships", ["FRA;NATO;1940;1950"], "NATO does not exist on 1940-01-01"),
        ("memberships", ["SUN;NATO;1955"], "SUN ended on 1991-12-26"),
        ("memberships", ["FRA;NATO;1950;1960", "FRA;NATO;1955;1970"], "twice at once"),
        ("memberships", ["FRA;EU;1950;1960"], "organisation EU is not"),
        ("memberships", ["GBR;NATO;1950;1960"], "member GBR is not"),
        ("offices", ["DEU/president;president;DEU;head-of-state"], "body DEU is not"),
        ("cities", ["Paris;FRA;yes", "Nice;FRA;no"], "out of order"),
        ("organisations", ["AP;Paris;agency;NGO"], "'Paris' is state:FRA"),
        ("exceptions", ["shared-office;FRA/king;;many at once"], "FRA/king  is not"),
    ],
)
def test_tables_that_disagree(tmp_path: Path, table: str, rows: list[str], problem: str) -> None:
    knowledge = Knowledge.load(write(tmp_path / "wrong", TABLES | {table: rows}))
    found = [p for p in check(knowledge) if problem in p.problem]
    assert found
    assert found[0].line > 1


def test_an_office_may_be_shared_and_handed_over(tmp_path: Path) -> None:
    tables = TABLES | {
        "exceptions": ["shared-office;RUS/president;;for this test"],
        "terms_here": [
            "FRA/president;a-b;A B;2000;2001-05-02",
            "FRA/president;c-d;C D;2001-05-02;2003",
            "FRA/president;e-f;E F;2003",
            "RUS/president;g-h;G H;2000",
            "RUS/president;i-j;I J;2001",
        ],
    }
    knowledge = Knowledge.load(write(tmp_path / "shared", tables))
    assert not [p for p in check(knowledge) if p.file.startswith("terms")]


def test_short_names_are_family_names_or_what_kings_are_called() -> None:
    short: dict[str, set[str]] = {}
    for name in Knowledge.load().surnames():
        short.setdefault(name.target, set()).add(name.text)
    assert "Carrie" not in short["person:carrie-lam"]
    assert "Lam" in short["person:carrie-lam"]
    assert "Leung" in short["person:leung-chun-ying"]
    assert "John" not in short["person:john-lee"]
    assert "Juan Carlos" in short["person:juan-carlos-i"]
    assert "John Paul" in short["person:john-paul-ii"]
    assert "Wojtyla" in short["person:john-paul-ii"]
    assert "Aquino" in short["person:benigno-aquino"]
    assert not any(set(text) <= set("IVX") for texts in short.values() for text in texts)
