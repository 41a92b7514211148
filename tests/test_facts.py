"""Claims of membership and office, and what our tables say to them."""

from __future__ import annotations

from datetime import date

import pytest
from tests.test_mentions import code, knowledge, language

from dateline.facts import check_facts, find_facts
from dateline.items import FoundFact, FoundStatement
from dateline.times import find_times

DAY = date(2011, 1, 17)


def facts_of(
    text: str, statements: tuple[FoundStatement, ...] = (), day: date = DAY
) -> tuple[FoundFact, ...]:
    doc = language()(text)
    return find_facts(doc, code(text, day), statements, (), knowledge(), day)


def told(text: str) -> set[tuple[str, str, str, str | None]]:
    return {(f.kind, f.subject, f.object, f.office) for f in facts_of(text)}


@pytest.mark.parametrize(
    ("text", "person", "body", "office"),
    [
        ("Malta's envoy to Rome, Ian Borg, left.", "ian-borg", "state:MLT", "envoy to Rome"),
        ("NATO spokesman Ole Brandt left.", "ole-brandt", "org:NATO", "spokesman"),
        ("Ian Borg, the president of Malta, left.", "ian-borg", "state:MLT", "president"),
        ("Ian Borg was elected president of Malta.", "ian-borg", "state:MLT", "president"),
        ("Ian Borg became prime minister of Malta.", "ian-borg", "state:MLT", "prime minister"),
        (
            "Ian Borg became the first president of Malta.",
            "ian-borg",
            "state:MLT",
            "first president",
        ),
    ],
)
def test_an_office_is_claimed(text: str, person: str, body: str, office: str) -> None:
    assert ("holds_office", f"person:{person}", body, office) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Former Maltese president Ian Borg left.",
        "Ian Borg is not the president of Malta.",
        "Ian Borg could become president of Malta.",
        "Ian Borg became the first president of Malta to visit Peru.",
        "Ian Borg met his Maltese counterpart, Eva Zammit.",
    ],
)
def test_no_office_is_claimed(text: str) -> None:
    assert not told(text)


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Malta joined the European Union.", {"MLT"}),
        ("Malta, a member of the European Union, agreed.", {"MLT"}),
        ("Malta and Cyprus are members of the European Union.", {"MLT", "CYP"}),
        ("EU members Malta and Cyprus agreed.", {"MLT", "CYP"}),
        ("The European Union comprises Malta, Cyprus and Greece.", {"MLT", "CYP", "GRC"}),
        ("Malta wants to join the European Union.", set()),
        ("Malta is not a member of the European Union.", set()),
        ("Malta left the European Union.", set()),
    ],
)
def test_membership_is_claimed(text: str, members: set[str]) -> None:
    assert told(text) == {("member_of", f"state:{m}", "org:EU", None) for m in members}


def test_a_fact_lies_in_the_text_and_belongs_to_its_statement() -> None:
    text = "“Malta is a member of the European Union,” she said."
    content = (1, text.index(",”"))
    statement = FoundStatement(
        speaker=None, speaker_span=None, cue_span=None, content_spans=(content,),
        manner="direct", stance="said", capacity="in person", via=(), within=None, said_on=None,
        rule="test",
    )  # fmt: skip
    (fact,) = facts_of(text, (statement,))
    assert fact.statement == 0
    assert text[slice(*fact.span)] == "Malta is a member of the European Union"


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("On 3 May 2010 Maltese envoy Ian Borg left Rome.", date(2010, 5, 3)),
        ("Maltese envoy Ian Borg said the vote on 3 May 2010 would fail.", None),
        ("Ian Borg became president of Malta on 3 May 2010.", date(2010, 5, 3)),
    ],
)
def test_an_office_has_the_date_of_its_own_clause(text: str, on: date | None) -> None:
    doc = language()(text)
    times = find_times(doc, DAY)
    (fact,) = find_facts(doc, code(text, DAY), (), times, knowledge(), DAY)
    assert (fact.date and fact.date.first) == on


@pytest.mark.parametrize(("day", "warned"), [(date(2011, 1, 17), 0), (date(2013, 6, 1), 1)])
def test_the_tables_contradict_a_membership_by_the_day(day: date, warned: int) -> None:
    facts = facts_of("Uzbekistan is a member of the CSTO.", day=day)
    warnings = check_facts(facts, knowledge(), day)
    assert [w.code for w in warnings] == ["membership-contradicted"] * warned


def test_nothing_is_contradicted_without_a_day() -> None:
    facts = facts_of("Uzbekistan is a member of the CSTO.")
    assert len(facts) == 1
    assert not check_facts(facts, knowledge(), None)


def test_a_member_of_two_organisations_and_a_year_with_two_presidents() -> None:
    text = "Tunisia, a member of the Arab League and of NATO, abstained."
    objects = {f.object for f in facts_of(text) if f.kind == "member_of"}
    assert objects == {"org:arab-league", "org:NATO"}
