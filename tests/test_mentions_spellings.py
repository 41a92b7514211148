"""Names in another alphabet are spelled in many ways; only office, state and day make them one."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.coder import Coder
from dateline.mentions.spellings import same_name
from dateline.reading import ReadOptions, read_text
from dateline.record import Record


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def record(coder: Coder, text: str, day: date) -> Record:
    return coder.code_report(read_text(text, ReadOptions(published=day)).report)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("Abdel Fattah al-Sissi", "Abdel Fattah el-Sisi", True),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", True),
        ("Mohammed Mursi", "Mohamed Morsi", True),
        ("Kim Jong Il", "Kim Jong Un", False),
        ("Hosni Mubarak", "Mohamed Morsi", False),
        ("", "Mohamed Morsi", False),
    ],
)
def test_spellings(left: str, right: str, same: bool) -> None:
    assert same_name(left, right) is same


def test_a_holder_of_office_in_another_spelling_is_the_known_one(coder: Coder) -> None:
    text = "Egypt's President Abdel Fattah al-Sissi flew to Khartoum. Al-Sissi met aid workers."
    found = record(coder, text, date(2024, 1, 7))
    assert "person:abdel-fattah-el-sisi" in {a.id for a in found.actors}
    assert not found.warnings


def test_another_holder_is_somebody_else_and_warned_of(coder: Coder) -> None:
    text = "Egypt's President Gamal Hamdan flew to Khartoum."
    found = record(coder, text, date(2024, 1, 7))
    assert "person:gamal-hamdan" in {a.id for a in found.actors}
    assert [w.code for w in found.warnings] == ["office-contradicted"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ministers sat in the Trade and Security Council of the bloc.", False),
        ("Ministers sat in the General Assembly and Security Council.", True),
        ("Envoys of Chad and Security Council members met.", True),
    ],
)
def test_the_end_of_a_longer_name_is_no_name(coder: Coder, text: str, found: bool) -> None:
    known = {m.actor for m in record(coder, text, date(2015, 3, 2)).mentions}
    assert ("org:UNSC" in known) is found
