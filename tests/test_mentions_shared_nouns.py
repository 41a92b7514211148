"""What stands in front of a noun and belongs to it, and what belongs to another noun behind."""

from __future__ import annotations

import pytest
from tests.test_mentions import code, mentioned


def test_an_adjective_whose_noun_stands_after_the_other_names_its_state() -> None:
    text = "The guards exchanged 15 Chadian and five Sudanese prisoners."
    assert mentioned(text, code(text), "Chadian") == {"state:TCD"}
    text = "The guards met two Chadians and five Sudanese prisoners."
    assert mentioned(text, code(text), "Chadians") != {"state:TCD"}


def test_a_state_in_front_of_a_thing_is_hardly_spoken_of() -> None:
    text = "Soldiers in Chad took away U.S. vehicles that were to leave the country."
    assert mentioned(text, code(text), "the country") == {"state:TCD"}
    text = "Soldiers in Chad took vehicles from the U.S. before they left the country."
    assert not mentioned(text, code(text), "the country")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Several Iraqi army trucks left.", "Iraqi army"),
        ("The Iraqi army left.", "The Iraqi army"),
    ],
)
def test_how_many_things_there_are_is_no_part_of_the_body_before(text: str, body: str) -> None:
    assert mentioned(text, code(text), body) == {"office:IRQ/army"}


def test_a_verb_with_a_capital_in_a_headline_is_no_surname() -> None:
    text = (
        "Merkel Says Greece Must Pay\n\nGerman Chancellor Angela Merkel spoke in Berlin on Sunday."
    )
    assert mentioned(text, code(text), "Merkel") == {"person:angela-merkel"}
    text = "Omid Says spoke on Sunday."
    assert mentioned(text, code(text), "Omid Says") == {"person:omid-says"}


def test_business_is_nobody_and_businesses_are_somebody() -> None:
    text = "There was no business in Mali."
    assert not mentioned(text, code(text), "no business")
    text = "Businesses in Mali protested."
    assert mentioned(text, code(text), "Businesses")


def test_whose_are_those_of_all_named_before() -> None:
    text = "Britain and the United States, whose ambassadors met in Oslo, left."
    found = mentioned(text, code(text), "whose ambassadors")
    assert found == {"office:GBR/ambassador", "office:USA/ambassador"}
    text = "Britain met the United States, whose ambassadors left."
    assert mentioned(text, code(text), "whose ambassadors") == {"group:USA/ambassadors"}
