"""Headlines whose verb the parser takes for a noun, and lines that only look like them."""

import pytest

from dateline import Coder
from dateline.headlines import headline_verbs
from dateline.record import Event, Report


def events(coder: Coder, text: str) -> tuple[Event, ...]:
    return coder.analyse(Report(id="x", text=text, published="2011-01-17")).record.events


@pytest.mark.parametrize(
    ("line", "type_", "recipient"),
    [
        ("US halts aid to Mali", "SANCTION", "state:MLI"),
        ("Ghana airlifts food to Liberia", "AID", "state:LBR"),
        ("US Halts Aid to Mali Over Vote", "SANCTION", "state:MLI"),
        ("Kenya Expels Four Iranian Envoys", "SANCTION", "group:IRN/envoys"),
        ("EU fines Hungary", "SANCTION", "state:HUN"),
        ("Indonesia lifts ban on Portuguese journalists", "CONCEDE", "group:PRT/journalists"),
    ],
)
def test_the_verb_is_found(coder: Coder, line: str, type_: str, recipient: str) -> None:
    (event,) = events(coder, line)
    assert (event.type, event.recipient) == (type_, (recipient,))


def test_the_rest_of_the_report_stays(coder: Coder) -> None:
    body = "The pledge made by Ghana helps. Aid halts hurt Mali and its neighbours."
    alone = coder.analyse(Report(id="x", text=body)).doc
    both = coder.analyse(Report(id="x", text=f"US halts aid to Mali\n\n{body}")).doc
    told = [(token.text, token.tag_, token.dep_) for token in alone]
    assert [(token.text, token.tag_, token.dep_) for token in both][-len(told) :] == told


@pytest.mark.parametrize(
    "line",
    [
        "US arms sale to Taiwan",
        "US halts aid to Mali.",
        "The US halts aid",
        "Iraq weapons inspectors leave Baghdad",
        "Human rights report on Mali",
    ],
)
def test_no_other_line_is_touched(coder: Coder, line: str) -> None:
    doc = coder.analyse(Report(id="x", text=line)).doc
    assert all(
        token.dep_ != "ROOT" or token.tag_ != "VBZ" or token.lemma_ not in headline_verbs()
        for token in doc
    )


def test_words_that_stand_before_nouns_are_no_verbs_of_headlines() -> None:
    assert headline_verbs().isdisjoint(["arm", "sport", "right", "weapon", "state", "report"])
