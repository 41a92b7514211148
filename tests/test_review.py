"""Decisions are kept apart from the records and outlive them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from tests.made_records import first

from dateline.record import Record
from dateline.review import (
    Correction,
    Reviews,
    agreement,
    alpha,
    gold,
    key_of,
    precision,
    wilson,
)


def recoded(record: Record) -> Record:
    """Return the record as a later version might number it: the ids have moved on."""
    events = tuple(msgspec.structs.replace(e, id=f"e{i + 7}") for i, e in enumerate(record.events))
    return msgspec.structs.replace(record, events=events)


def test_a_decision_survives_recoding(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    reviews.add(key_of(record.events[0], record.report.id), "accept", "Ann", coded="1")
    (row,) = gold([recoded(record)], reviews.decisions())
    assert (row["type"], row["right"], row["words"]) == (
        "ASSAULT", True, ["Turkey had shelled Gyumri"],
    )  # fmt: skip


def test_the_latest_decision_of_an_analyst_counts_and_none_is_lost(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    key = key_of(record.events[0], record.report.id)
    reviews.add(key, "accept", "Ann", coded="1")
    reviews.add(key, "reject", " Ann ", coded="1")
    assert [d.verdict for d in reviews.decisions()] == ["reject"]
    assert len(list(reviews.history())) == 2


def test_a_correction_is_exported(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    change = Correction(type="AID", recipient=("state:ARM",))
    key = key_of(record.events[2], record.report.id)
    reviews.add(key, "correct", "Bob", coded="1", correction=change)
    (row,) = gold([record], reviews.decisions())
    assert (row["type"], row["recipient"], row["right"]) == ("AID", ("state:ARM",), False)


def test_a_decision_needs_a_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="name"):
        Reviews(tmp_path / "r.sqlite").add(key_of(first().events[0], "x"), "accept", " ", coded="1")


def test_precision_by_type(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    for event, verdict in zip(record.events, ("accept", "reject", "accept"), strict=True):
        reviews.add(key_of(event, record.report.id), verdict, "Ann", coded="1")  # type: ignore[arg-type]
    found = {p.name: (p.accepted, p.decided) for p in precision(reviews.decisions())}
    assert found == {"AGREE": (1, 1), "ASSAULT": (1, 1), "SUPPORT": (0, 1), "all events": (2, 3)}


def test_an_item_that_two_decided_counts_once(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    key = key_of(record.events[0], record.report.id)
    reviews.add(key, "accept", "Ann", coded="1")
    reviews.add(key, "reject", "Bob", coded="1")
    row, _ = precision(reviews.decisions())
    assert (row.accepted, row.decided, row.value) == (0.5, 1, 0.5)


def test_wilson_as_published() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 and 0 of 20.
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert [round(x, 4) for x in wilson(0, 20)] == [0.0, 0.1611]


def test_alpha_as_published() -> None:
    # Krippendorff 2011, example B: two observers, nominal data.
    known = "aabbdcccedda", "babbbccceddd"
    assert alpha(list(zip(*known, strict=True))) == pytest.approx(0.692, abs=0.0006)


def test_agreement_of_two_analysts(tmp_path: Path) -> None:
    record, reviews = first(), Reviews(tmp_path / "r.sqlite")
    for event in record.events:
        for name, verdict in (("Ann", "accept"), ("Bob", "accept")):
            chosen = "reject" if event.id == "e3" else verdict
            reviews.add(key_of(event, record.report.id), chosen, name, coded="1")  # type: ignore[arg-type]
    assert agreement(reviews.decisions()) == (1.0, 3)
