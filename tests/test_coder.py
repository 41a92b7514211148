"""The whole pipeline: sound spans, and the same bytes for the same text."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.gold.scoring import code, load

from dateline.coder import Coder
from dateline.events.checking import read_example
from dateline.reading import ReadOptions, read_text
from dateline.record import Record, Span


def spans_of(record: Record) -> list[Span]:
    found: list[Span | None] = [(m.start, m.end) for m in record.mentions]
    for s in record.statements:
        found += [s.speaker_span, s.cue_span, *s.content_spans]
    for e in record.events:
        found += [*e.actor_spans, *e.recipient_spans, e.trigger_span, e.clause_span, *e.tellings]
        found.append(e.place.span if e.place else None)
    found += [f.span for f in record.facts]
    found += [w.span for w in record.warnings]
    return [span for span in found if span is not None]


def check(record: Record) -> None:
    text = record.report.text
    actors = {actor.id for actor in record.actors}
    statements = {statement.id for statement in record.statements}
    for start, end in spans_of(record):
        assert 0 <= start < end <= len(text)
        assert not text[start].isspace()
        assert not text[end - 1].isspace()
    for time in record.times:
        assert text[time.span[0] : time.span[1]] == time.text
    assert len(actors) == len(record.actors)
    for mention in record.mentions:
        assert mention.actor in actors
        assert mention.rule
    for statement in record.statements:
        assert statement.speaker is None or statement.speaker in actors
        assert set(statement.via) <= actors
        assert statement.within is None or statement.within in statements
        assert statement.within != statement.id
        assert statement.content_spans
        assert statement.rule
    for event in record.events:
        assert event.actor
        assert {*event.actor, *event.recipient} <= actors
        assert event.statement is None or event.statement in statements
        assert event.rule
    for fact in record.facts:
        assert {fact.subject, fact.object} <= actors


@pytest.mark.parametrize("name", sorted(load()))
def test_real_reports_give_sound_records(coder: Coder, name: str) -> None:
    check(code(coder, load()[name]))


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "’",
        "\n\n",
        "\n",
        " — ",
        ", said the minister, ",
        "according to Reuters ",
        "He said ",
        "Norway",
        " on Monday",
        " (NATO) ",
        "U.S. troops ",
        "…",
        "1 May 2009 ",
        "Minister: no talks",
        "éü漢字 ",
        " and ",
        ". ",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, min_size=1, max_size=14), seed=st.integers(0, 10_000))
def test_no_text_breaks_it(coder: Coder, pieces: list[str], seed: int) -> None:
    frames = coder.events.lexicon.frames
    chance = random.Random(seed)
    sentences = [read_example(chance.choice(frames).example).text + " " for _ in range(3)]
    mixed = [*sentences, *pieces]
    chance.shuffle(mixed)
    check(coder.code("Norway. " + "".join(mixed), published="2010-01-01"))


def test_the_same_text_gives_the_same_bytes(coder: Coder) -> None:
    golds = list(load().values())[:6]
    reports = [
        read_text(g["text"], ReadOptions(title=g["title"], publisher=g["publisher"])).report
        for g in golds
    ]
    together = [r.to_json() for r in coder.code_reports(reports)]
    backwards = [r.to_json() for r in coder.code_reports(reports[::-1])][::-1]
    alone = [Coder().code_report(report).to_json() for report in reports[:2]]
    assert together == backwards
    assert together[:2] == alone


def test_a_report_in_another_language_is_not_coded(coder: Coder) -> None:
    text = (
        "Der Außenminister reiste am Montag nach Moskau, um mit seinem Amtskollegen über die Lage "
        "in der Ukraine zu sprechen. Die Bundesregierung forderte ein Ende der Kämpfe."
    )
    record = coder.code(text)
    assert not record.events
    assert [w.code for w in record.warnings] == ["not-english"]


def test_a_relative_date_without_publication_is_warned_of(coder: Coder) -> None:
    record = coder.code("Norway said on Monday that Chad had expelled its envoy.")
    assert [(t.text, t.start) for t in record.times] == [("Monday", None)]
    assert "date-without-anchor" in {w.code for w in record.warnings}


def test_a_wrong_date_is_refused(coder: Coder) -> None:
    with pytest.raises(ValueError, match="2011-17-01"):
        coder.code("Norway met Chad.", published="2011-17-01")
