"""Where the words of one speaker end and those of another, or of the reporter, begin."""

from __future__ import annotations

import pytest

from dateline.coder import Coder
from dateline.reading import ReadOptions, read_text
from dateline.record import Record


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def told(record: Record) -> list[tuple[str | None, str]]:
    """Return speaker and words of each statement."""
    text = record.report.text
    return [
        (s.speaker, " … ".join(text[start:end] for start, end in s.content_spans))
        for s in record.statements
    ]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        # A second verb of saying goes with the speaker where the clause's subject cannot speak.
        (
            "Chad's foreign ministry said the delay was the result of heavy snow and denied that "
            "a deal had been reached.",
            "the delay was the result of heavy snow",
            "the delay was the result of heavy snow and denied that a deal had been reached",
        ),
        (
            "The minister said the rebels shelled the town and denied that they had left it.",
            "the rebels shelled the town and denied that they had left it",
            "the rebels shelled the town",
        ),
        (
            "The general denied that his troops had fired a shot and accused the rebels of lying.",
            "that his troops had fired a shot",
            "that his troops had fired a shot and accused the rebels of lying",
        ),
        # A contrast with a speaker of its own is no part of what was said before it.
        (
            "The army has left the valley, according to two diplomats, although a spokesman for "
            "the ministry denied that any order had been given.",
            "The army has left the valley",
            "The army has left the valley … although a spokesman for the ministry denied that "
            "any order had been given",
        ),
        ("The envoy said that talks would go on although the truce had failed.",
         "that talks would go on although the truce had failed", "that talks would go on"),
        # What the reporter adds about a thing, and what goes on in the speaker's own terms.
        ("The president vowed to sign the pact, which Poland opposes.",
         "to sign the pact", "to sign the pact, which Poland opposes"),
        ("Peru said it would keep the law, which it had passed in May.",
         "it would keep the law, which it had passed in May", "it would keep the law"),
        ("The minister said the army would stay, but that talks were possible.",
         "the army would stay, but that talks were possible", "the army would stay"),
        ("Karim asked them to leave; they refused, according to one aide.",
         "they refused", "Karim asked them to leave; they refused"),
    ],
)  # fmt: skip
def test_the_boundary_of_a_content(coder: Coder, text: str, wanted: str, unwanted: str) -> None:
    contents = [content for _, content in told(coder.code_report(read_text(text).report))]
    assert wanted in contents
    assert unwanted not in contents


def test_several_who_say_one_thing_say_it_each(coder: Coder) -> None:
    record = coder.code_report(read_text("Ankara and Baku said they would not attend.").report)
    assert told(record) == [
        ("state:TUR", "they would not attend"),
        ("state:AZE", "they would not attend"),
    ]


def test_a_name_with_and_inside_speaks_once(coder: Coder) -> None:
    text = "The Organization for Security and Co-operation in Europe said the vote was fair."
    assert told(coder.code_report(read_text(text).report)) == [("org:OSCE", "the vote was fair")]


def test_who_relayed_the_words_is_in_the_chain_not_in_the_words(coder: Coder) -> None:
    text = "Two ships had been seized, Kenyan officials said, as quoted by Interfax."
    statement, *others = coder.code_report(read_text(text).report).statements
    assert not others
    assert statement.via == ("org:interfax",)
    assert "Interfax" not in text[slice(*statement.content_spans[0])]


def test_a_label_counts_for_its_first_sentence(coder: Coder) -> None:
    text = "Sudan: Egypt is to blame for the delay. The dam was finished in May."
    assert told(coder.code_report(read_text(text).report)) == [
        ("state:SDN", "Egypt is to blame for the delay")
    ]


def test_a_rubric_of_the_paper_is_no_speaker(coder: Coder) -> None:
    assert not coder.code_report(read_text("UPDATE: The dam was finished.").report).statements


def test_in_a_transcript_a_label_counts_for_its_paragraph(coder: Coder) -> None:
    text = (
        "SPOKESMAN: We have seen the reports. We cannot confirm them.\n\n"
        "REPORTER: Have you asked Cairo? They must know.\n\n"
        "SPOKESMAN: We have asked. We wait for an answer.\n"
    )
    contents = [content for _, content in told(coder.code_report(read_text(text).report))]
    assert "We have seen the reports. We cannot confirm them." in contents


def test_a_fragment_goes_on_behind_its_tag(coder: Coder) -> None:
    text = '"We are not leaving," Anna Kovac said. "Not now." The "farce" of a vote is over.'
    words = [c for _, c in told(coder.code_report(read_text(text, ReadOptions()).report))]
    assert '"Not now."' in words
    assert all("farce" not in c for c in words)


def test_a_sentence_that_quotes_goes_on_behind_speech(coder: Coder) -> None:
    text = (
        "The port should be opened, the envoy said. The step would oblige both navies to take "
        "“firm measures to keep it open.” Traders called for the “fresh start” at once."
    )
    record = coder.code_report(read_text(text).report)
    assert [s.speaker for s in record.statements[:2]] == ["person:unnamed/envoy"] * 2
    assert told(record)[1][1].startswith("The step would oblige")


def test_quoted_words_behind_what_nobody_said_are_no_statement(coder: Coder) -> None:
    text = "The port was opened in May. The step obliged both navies to take “firm measures.”"
    assert not coder.code_report(read_text(text).report).statements


def test_a_tag_closes_a_sentence_that_the_parser_lost(coder: Coder) -> None:
    text = (
        "Peru declared Mexico's ambassador persona non grata and gave him 72 hours to leave after "
        "Mexico granted asylum to the wife and children of ousted president Pedro Castillo, "
        "Foreign Minister Ana Cecilia Gervasi said late on Tuesday."
    )
    statement, *others = coder.code_report(read_text(text).report).statements
    assert not others
    assert statement.rule.endswith(":closing")
    assert statement.speaker == "person:ana-cecilia-gervasi"
    assert text[slice(*statement.content_spans[0])] == text.partition(", Foreign")[0]


def test_a_speaker_who_says_nothing_closes_no_sentence(coder: Coder) -> None:
    text = "The road to the border was shut, and the mayor of the town said nothing."
    assert not coder.code_report(read_text(text).report).statements


@pytest.mark.parametrize(
    ("source", "via"),
    [
        ("a cable published by WikiLeaks", ("org:wikileaks",)),
        ("a letter seen by Reuters", ("org:reuters",)),
        ("a report by the ministry", ()),
    ],
)
def test_who_published_a_document_is_in_the_chain(
    coder: Coder, source: str, via: tuple[str, ...]
) -> None:
    text = f"According to {source}, the minister feared a coup."
    (statement,) = coder.code_report(read_text(text).report).statements
    assert statement.via == via


def test_the_nearest_clause_has_the_speaker_of_a_second_verb(coder: Coder) -> None:
    text = "China urged calm, while Russia's foreign ministry voiced concern and said it had hope."
    speakers = {words: who for who, words in told(coder.code_report(read_text(text).report))}
    assert speakers["it had hope"] == "office:RUS/foreign-ministry"


def test_a_second_verb_behind_a_comma_stays_with_the_first_speaker(coder: Coder) -> None:
    text = "China urged calm while Russian ships left the port, and said it had hope."
    speakers = {words: who for who, words in told(coder.code_report(read_text(text).report))}
    assert speakers["it had hope"] == "state:CHN"


def test_a_participle_of_what_happened_stays_in_the_words(coder: Coder) -> None:
    text = "The agency reported that a drone hit a car near the port, killing one person."
    assert told(coder.code_report(read_text(text).report))[0][1].endswith("killing one person")


def test_a_participle_of_saying_behind_quoted_words_has_words_of_its_own(coder: Coder) -> None:
    text = 'Chad\'s army said that "we cannot go on like this," warning that the truce may end.'
    record = coder.code_report(read_text(text).report)
    speaker = record.statements[0].speaker
    assert told(record) == [
        (speaker, 'that "we cannot go on like this,"'),
        (speaker, "that the truce may end"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Norway said it had offers for the port, but “we will not sell it to anybody.”",
            "it had offers for the port, but “we will not sell it to anybody.”",
        ),
        (
            "Norway said it had offers for the port, but “we will not sell it,” Chad warned.",
            "it had offers for the port",
        ),
    ],
)
def test_a_quotation_that_closes_the_sentence_goes_on_with_the_words(
    coder: Coder, text: str, words: str
) -> None:
    assert ("state:NOR", words) in told(coder.code_report(read_text(text).report))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Chad asked for $2 billion to fight the locusts.", "$2 billion to fight the locusts"),
        ("Chad asked Norway to fight the locusts.", "to fight the locusts"),
        ("Chad called for Norway to open the port.", "Norway to open the port"),
        ("Chad has called on all parties to talk.", "all parties to talk"),
        ("Chad called for talks and for an end to the siege.", "talks and for an end to the siege"),
        (
            'Chad accused Norway of "nuclear blackmail" and "deliberately targeting" hospitals.',
            'Norway of "nuclear blackmail" and "deliberately targeting" hospitals',
        ),
        ('Chad "strongly condemned" the air strikes on the port.', "the air strikes on the port"),
    ],
)
def test_what_is_asked_for_is_whole(coder: Coder, text: str, words: str) -> None:
    assert told(coder.code_report(read_text(text).report)) == [("state:TCD", words)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Two envoys, who declined to be named, said the talks had failed.", 1),
        ("The envoys declined to be identified.", 0),
        ("The envoys declined to comment.", 1),
    ],
)
def test_to_stay_unnamed_is_no_statement(coder: Coder, text: str, count: int) -> None:
    assert len(coder.code_report(read_text(text).report).statements) == count


@pytest.mark.parametrize(
    ("saying", "via"),
    [
        ("told France 24", ("org:france-24",)),
        ("said in an interview with Al Jazeera on Monday", ("org:al-jazeera",)),
        ("said in a letter to Le Monde", ("org:le-monde",)),
        ("said in a report on Al Jazeera's closure", ()),
        ("said in a letter to Ahmed", ()),
    ],
)
def test_the_outlet_of_an_interview_is_in_the_chain(
    coder: Coder, saying: str, via: tuple[str, ...]
) -> None:
    record = coder.code_report(
        read_text(f"Angela Merkel {saying} that the pact had failed.").report
    )
    assert [s.via for s in record.statements if s.speaker == "person:angela-merkel"] == [via]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Chad's party beat Hissène Habré, who conceded within hours.", 0),
        ("Norway dropped the plan, which Chad praised.", 1),
    ],
)
def test_who_speaks_in_a_relative_clause_is_not_what_is_said(
    coder: Coder, text: str, count: int
) -> None:
    assert len(coder.code_report(read_text(text).report).statements) == count


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Chad and Norway have reached a deal on the port, Foreign Minister Ana Ruiz "
            "announced on Monday, a first in four years.",
            "Chad and Norway have reached a deal on the port",
        ),
        ('Chad told the BBC that "D-Day" had been agreed.', 'that "D-Day" had been agreed'),
        ("Chad declined to confirm a meeting.", "to confirm a meeting"),
        ("Dozens of lawmakers warned that the law would fail.", "that the law would fail"),
    ],
)
def test_one_statement_with_its_speaker(coder: Coder, text: str, wanted: str) -> None:
    ((speaker, words),) = told(coder.code_report(read_text(text).report))
    assert words == wanted
    assert speaker is not None


def test_a_charge_that_somebody_called_something_is_not_what_was_charged(coder: Coder) -> None:
    text = "Chad accused Norway of theft, a charge that the ruling party called baseless."
    assert told(coder.code_report(read_text(text).report)) == [("state:TCD", "Norway of theft")]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("On Sunday Chad called for a truce.", 1),
        ("Chad called on Thursday for a truce.", 1),
        ("Chad called elections for October.", 0),
    ],
)
def test_to_call_for_is_more_than_to_call(coder: Coder, text: str, count: int) -> None:
    assert len(coder.code_report(read_text(text).report).statements) == count


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Niger ordered the envoy to leave, accusing Paris of meddling.",
            [("state:NER", "to leave"), ("state:NER", "Paris of meddling")],
        ),
        ("Denmark promised to send troops, raising the total to 5,000.",
         [("state:DNK", "to send troops")]),
        ("Peru's minister visited Quito; Chad responded by leaving.", []),
        ("Tens of thousands of people said the army had lied.",
         [("group:unnamed/people", "the army had lied")]),
        ("Washington denied a visa to the minister.", []),
        ("Washington denied the report.", [("state:USA", "the report")]),
    ],
)  # fmt: skip
def test_who_says_what(coder: Coder, text: str, wanted: list[tuple[str | None, str]]) -> None:
    assert told(coder.code_report(read_text(text).report)) == wanted


def test_a_second_verb_behind_a_condition_has_the_speaker(coder: Coder) -> None:
    text = "Zhao Lijian said China would act if the sale went ahead and urged Chad to stop."
    said = told(coder.code_report(read_text(text).report))
    assert said == [
        ("person:zhao-lijian", "China would act if the sale went ahead"),
        ("person:zhao-lijian", "to stop"),
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The drill had been planned for months.", 0),
        ("A raid must not be ruled out.", 0),
        ("The charge was denied on Monday.", 1),
        ("Peru and Chile failed to agree on a date.", 0),
        ("Peru refused to agree on a date.", 1),
    ],
)
def test_what_nobody_said_is_no_statement(coder: Coder, text: str, count: int) -> None:
    assert len(coder.code(text).statements) == count


def test_a_day_is_not_what_is_agreed_on(coder: Coder) -> None:
    assert not coder.code("General Kern agreed late on Saturday to a truce.").statements
    assert len(coder.code("General Kern agreed on Saturday on a truce.").statements) == 1


@pytest.mark.parametrize(("label", "count"), [("LIMA", 0), ("KERN", 1), ("Minister", 1)])
def test_the_city_of_a_dateline_says_nothing(coder: Coder, label: str, count: int) -> None:
    text = f"{label}: Two ministers of Peru resigned on Monday over a strike."
    assert len(coder.code(text).statements) == count


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Peru and Chile met. Both countries said they would pay.", {"state:PER", "state:CHL"}),
        ("Peru met Chile. It was late. They said so, and Peru said it would pay.", {"state:PER"}),
        ("Two of the UN's members said they would pay.", {"group:UN/members"}),
        ("One of the UN's members said it would pay.", {None}),
    ],
)
def test_several_for_whom_one_word_stands(
    coder: Coder, text: str, speakers: set[str | None]
) -> None:
    record = coder.code_report(read_text(text).report)
    said = {
        s.speaker
        for s in record.statements
        if any("would pay" in record.report.text[slice(*span)] for span in s.content_spans)
    }
    assert said == speakers


def test_what_something_is_called_goes_on_to_the_closing_mark(coder: Coder) -> None:
    text = 'Omar called the envoy\'s remarks "a pack of lies" on Monday.'
    ((_, content),) = told(coder.code_report(read_text(text).report))
    assert content == 'the envoy\'s remarks "a pack of lies"'


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "Omar told parliament that the report, parts of which were leaked to the press, "
            "was based on lies.",
            "that the report, parts of which were leaked to the press, was based on lies",
        ),
        ("Omar said that he saw it, Peru left.", "that he saw it"),
    ],
)
def test_a_clause_parted_from_its_verb_is_whole(coder: Coder, text: str, content: str) -> None:
    ((_, found),) = told(coder.code_report(read_text(text).report))
    assert found == content
