"""Who is meant on a day: offices and their holders."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.test_mentions import code, mentioned

from dateline.items import FoundTime
from dateline.knowledge import Knowledge

OFFICES = """id\ttitle\tbody\tkind\tsector\taliases
BRA/president\tPresident\tBRA\thead-of-state\tGOV\t
GUAM/secretary-general\tSecretary General\tGUAM\thead\tGOV\t
"""
TERMS = """office\tperson\tname\tstart\tend\taliases
BRA/president\trui-antigo\tRui Antigo\t1990\t1994-12-31\t
BRA/president\tana-antigo\tAna Antigo\t1995\t1999-12-31\t
BRA/president\tpaulo-novo\tPaulo Novo\t2000\t\t
GUAM/secretary-general\tlia-beridze\tLia Beridze\t1990\t\t
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    directory: Path = tmp_path_factory.mktemp("terms")
    # Our own terms of Brazil would stand beside these: a state of affairs nobody wants to test.
    source = Path(__file__).parents[1] / "src/dateline/knowledge/data"
    for table in sorted(source.glob("*.tsv")):
        if not table.name.startswith(("terms_", "offices")):
            (directory / table.name).write_bytes(table.read_bytes())
    (directory / "offices.tsv").write_text(OFFICES, encoding="utf-8")
    (directory / "terms_test.tsv").write_text(TERMS, encoding="utf-8")
    return Knowledge.load(directory)


@pytest.mark.parametrize(
    ("day", "person"), [(date(1992, 5, 1), "rui-antigo"), (date(1997, 5, 1), "ana-antigo")]
)
def test_a_surname_with_a_title_is_who_held_the_office(
    tables: Knowledge, day: date, person: str
) -> None:
    text = "President Antigo spoke."
    assert mentioned(text, code(text, day, tables=tables), "Antigo") == {f"person:{person}"}


def test_the_holder_stands_for_the_office_on_that_day(tables: Knowledge) -> None:
    text = "The Brazilian president spoke to the secretary general of GUAM."
    actors = code(text, date(1997, 5, 1), tables=tables)
    assert mentioned(text, actors, "The Brazilian president") == {"person:ana-antigo"}
    assert mentioned(text, actors, "the secretary general of GUAM") == {"person:lia-beridze"}


def test_without_a_day_the_office_itself_is_meant(tables: Knowledge) -> None:
    text = "The Brazilian president spoke."
    actors = code(text, None, tables=tables)
    assert mentioned(text, actors, "The Brazilian president") == {"office:BRA/president"}


def test_the_day_that_is_told_counts_before_that_of_publication(tables: Knowledge) -> None:
    text = "In 1992 the Brazilian president resigned."
    told = FoundTime((3, 7), date(1992, 1, 1), date(1992, 12, 31), "year")
    actors = code(text, date(2005, 1, 1), (told,), tables)
    assert mentioned(text, actors, "the Brazilian president") == {"person:rui-antigo"}


def test_who_has_left_is_elite_and_keeps_the_state(tables: Knowledge) -> None:
    actors = code("Ana Antigo spoke.", date(2005, 1, 1), tables=tables)
    person = actors["person:ana-antigo"]
    assert (person.country, person.sector) == ("BRA", "ELI")


def test_a_head_of_an_organisation_belongs_to_it(tables: Knowledge) -> None:
    actors = code("GUAM Secretary General Lia Beridze spoke.", date(2005, 1, 1), tables=tables)
    assert actors["person:lia-beridze"].country == actors["org:GUAM"].country


def test_an_unknown_office_of_a_state_is_an_office() -> None:
    text = "Fiji's envoy to Tonga spoke."
    actors = code(text)
    actor = actors["office:FJI/envoy-to-tonga"]
    assert (actor.kind, actor.country, actor.sector) == ("office", "FJI", "GOV")
