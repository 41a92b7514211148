"""Descriptions that say something new of whom they mean, and those that leave it open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.test_mentions import code, knowledge, mentioned

from dateline.mentions.lexicon import _areas
from dateline.tables import TableError, read_table

DAY = date(2012, 5, 5)


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Niger and Poland signed a pact. The West African country will export uranium.",
            "The West African country",
            "state:NER",
        ),
        ("Iraq shelled Kuwait. The emirate called for help.", "The emirate", "state:KWT"),
        (
            "Armenia wrote to France. The former Soviet republic wants jets.",
            "The former Soviet republic",
            "state:ARM",
        ),
        # Both lie there: nobody is taken.
        ("Niger and Mali signed it. The West African country won.", "The West African country", ""),
        # None of them does.
        ("Poland signed it. The West African country won.", "The West African country", ""),
    ],
)
def test_a_state_by_its_part_of_the_world(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text, DAY), words) == ({actor} if actor else set())


def test_an_adjective_of_an_area_is_no_state() -> None:
    text = "South American ministers met a Latin American banker."
    assert "state:USA" not in code(text, DAY).actors


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "Dmitry Medvedev met Angela Merkel. The German leader smiled.",
            "The German leader",
            "person:angela-merkel",
        ),
        (
            "Amina Sule, the Chadian mining minister, resigned. The Chadian minister was ill.",
            "The Chadian minister",
            "person:amina-sule",
        ),
        # Nobody of that state was named.
        ("Angela Merkel slept. The Tongan leader smiled.", "The Tongan leader", None),
    ],
)
def test_a_person_by_the_state(text: str, words: str, actor: str | None) -> None:
    found = mentioned(text, code(text, DAY), words)
    assert found == {actor} if actor else "person:angela-merkel" not in found


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        (
            "The World Health Organization sent doctors. The Geneva-based agency needs money.",
            "The Geneva-based agency",
            "org:WHO",
        ),
        (
            "The Guardian and Le Monde printed it. The British newspaper sold out.",
            "The British newspaper",
            "org:the-guardian",
        ),
    ],
)
def test_an_organisation_by_seat_or_state(text: str, words: str, actor: str) -> None:
    assert mentioned(text, code(text, DAY), words) == {actor}


def test_an_airline_no_table_holds_is_a_company() -> None:
    text = "Blue Coral Airlines lost a jet. The carrier said nothing."
    assert mentioned(text, code(text, DAY), "The carrier") == {"org:blue-coral-airlines"}


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Angela Merkel said she loved her country.", "her country", "state:DEU"),
        ("Ann Lee said she loved her country.", "her country", None),
    ],
)
def test_the_country_of_a_citizen(text: str, words: str, actor: str | None) -> None:
    assert mentioned(text, code(text, DAY), words) == ({actor} if actor else set())


@pytest.mark.parametrize(
    ("text", "is_his"),
    [
        ("Ann Lee resigned as trade minister on Monday.", True),
        ("The council appointed Ann Lee as police chief.", True),
        ("Ann Lee described the plan as prime minister of words.", False),
    ],
)
def test_who_serves_as_what(text: str, is_his: bool) -> None:
    actors = code(text, DAY)
    words = text.partition(" as ")[2].split(" on ")[0].removesuffix(".")
    found = mentioned(text, actors, words) | mentioned(text, actors, words.partition(" of ")[0])
    assert ("person:ann-lee" in found) is is_his


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Ann Lee won the vote in Chad. The veteran politician thanked voters.", True),
        ("Ann Lee beat Bob Ray in Chad. The veteran politician thanked voters.", False),
        ("Ann Lee won the vote in Chad. The nurse thanked voters.", False),
    ],
)
def test_the_only_person_spoken_of(text: str, same: bool) -> None:
    words = "The nurse" if "nurse" in text else "The veteran politician"
    assert ("person:ann-lee" in mentioned(text, code(text, DAY), words)) is same


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("North Korea denounced the South on Sunday.", "South", "state:KOR"),
        ("France drilled for oil in the South on Sunday.", "South", None),
        ("Belarus said the KGB had freed him.", "KGB", "office:BLR/belarusian-kgb"),
        ("Russia said the KGB had freed him.", "KGB", "office:SUN/kgb"),
        (
            "The Foreign Office of Pakistan spoke.",
            "Foreign Office",
            "office:PAK/foreign-ministry",
        ),
        ("The Maldivian Democratic Party met.", "Democratic Party", None),
    ],
)
def test_names_by_what_stands_beside_them(text: str, words: str, actor: str | None) -> None:
    assert mentioned(text, code(text, DAY), words) == ({actor} if actor else set())


def test_honorifics_tell_sector_and_title() -> None:
    text = "Gen. Ann Lee left the hall with Sen. Bob Ray. The general was tired."
    actors = code(text, DAY)
    assert actors.actors["person:ann-lee"].sector == "MIL"
    assert actors.actors["person:bob-ray"].sector == "LEG"
    assert mentioned(text, actors, "The general") == {"person:ann-lee"}


def test_an_area_holds_states_of_the_tables(tmp_path: Path) -> None:
    table = tmp_path / "areas.tsv"
    table.write_text("words\tstates\nalpine\tAUT|XYZ\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"areas\.tsv:2.*XYZ"):
        _areas(read_table(table, ["words", "states"]), knowledge())
