import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.reading.cleaning import clean
from dateline.reading.edits import Edit, apply

SENTENCES = (
    "The Danube Commission met in Budapest on Tuesday to weigh a ban on night traffic.",
    "“We shall not sign,” the Hungarian minister said, “until the locks are open.”",
    "Close allies of the president share this view.",
    "No comments were made after the meeting.",
    "He asked the ambassador to follow us into the next room.",
    "Print houses in Vienna were told to subscribe to the new code.",
    "Read more into it than that, she warned, and you will be wrong.",
    "Serbia, Croatia and Slovakia did not vote.",
    "The icon of the movement, an icon to some, was arrested.",
    "More than 2,000 troops crossed the border near Brăila.",
    "Is there a plan? “There is,” said the envoy.",
    "The United States, Canada and Japan abstained!",
    "All rights must be respected, the court held.",
    "Loading of grain at the port stopped on 3 March.",
    "The São Tomé delegation — three diplomats — left early…",
    "Latest news from the front reached the cabinet at noon.",
    "Comments by Warsaw’s envoy are closed to the press.",
    "Related talks on fishing go on.",
    "Tags: that was the name the rebels gave to their patrols.",
    "It’s the third round of talks in Chișinău since May.",
)
RESIDUE = (
    "Skip to main content",
    "Home",
    "News | Politics | Sport | Opinion",
    "icon searchicon shareicon tagicon chevron downicon fb",
    "Share on Facebook",
    "Tweet",
    "Share Tweet Email Print",
    "12 shares 3 comments",
    "ADVERTISEMENT",
    "Sign up for our newsletter",
    "© 2014 The Harbour Gazette. All rights reserved.",
    "Follow us on Twitter @harbour",
    "arrow_back keyboard_arrow_down",
    "Most read",
    "Related articles",
    "Tags: Danube, shipping",
    "Comments (4)",
    "* * *",
    "Loading...",
    "Home > World > Europe",
    "Back to top",
    "Image source, Harbour Photos",
    "https://example.org/danube",
)


@pytest.mark.parametrize("line", RESIDUE)
def test_residue_lines_go(line: str) -> None:
    text = f"{SENTENCES[0]}\n\n{line}\n\n{SENTENCES[1]}"
    if line in ("Home", "Tweet"):
        text = f"Menu\n{line}\nSearch\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}"
    assert clean(text).text == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_stay(sentence: str) -> None:
    assert clean(f"{sentence}\nIt ended there.").text.startswith(f"{sentence}\n\n")


@pytest.mark.parametrize("line", ["Africa", "Politics", "Germany\nFrance\nIsrael", "Background"])
def test_a_heading_or_list_of_states_alone_stays(line: str) -> None:
    cleaned = clean(f"{SENTENCES[0]}\n\n{line}\n\n{SENTENCES[1]}").text
    assert line.replace("\n", "\n\n") in cleaned


def test_headlines_listed_after_their_heading_go() -> None:
    text = (
        f"{SENTENCES[0]}\n\nMost read\nFlood closes three Balkan ports\n"
        "Ministers to visit the delta in spring\nShare\n"
    )
    assert clean(text).text == SENTENCES[0]


@pytest.mark.parametrize(
    "broken, whole",
    [
        ("â€œNo,â€\x9d he said.", "“No,” he said."),
        ("â€œNo,â€ he said.", "“No,” he said."),
        ("Itâ€™s over.", "It’s over."),
        ("It&rsquo;s &quot;over&quot; &amp; done.", 'It’s "over" & done.'),
        ("Ã¢â‚¬Å“NoÃ¢â‚¬Â\x9d, he said.", "“No”, he said."),
        ("the SÃ£o TomÃ© talks.", "the São Tomé talks."),
        ("the São Tomé “talks” — ‘late’.", "the São Tomé “talks” — ‘late’."),
        ("co\u00adopera\u00adtion\u200b ends.", "cooperation ends."),
        ("\ufeffIt ended.\u00a0 Then  more.", "It ended. Then more."),
        ("می\u200cرود means goes.", "می\u200cرود means goes."),
        ("One.\r\nTwo.\rThree.\u2029Four.", "One.\n\nTwo.\n\nThree.\n\nFour."),
        ("One.  \n\n\n\n Two.\n", "One.\n\nTwo."),
    ],
)
def test_characters_are_repaired(broken: str, whole: str) -> None:
    assert clean(broken).text == whole


HEADLINE = "Danube states split over night traffic"


@pytest.mark.parametrize(
    "top",
    [
        f"{HEADLINE}\n\n{HEADLINE}\n",
        f"{HEADLINE}\n",
        f"{HEADLINE} | Harbour Gazette\n\n{HEADLINE}\n\n",
        f"{HEADLINE}\n\n{HEADLINE} - Harbour Gazette\n\n",
        f"Home\nNews\nSport\n\n{HEADLINE}\nShare\n{HEADLINE.upper()}\n",
    ],
)
def test_headline_stands_once(top: str) -> None:
    cleaned = clean(top + "\n\n".join(SENTENCES[:3]))
    assert cleaned.title == HEADLINE
    assert cleaned.text == "\n\n".join((HEADLINE, *SENTENCES[:3]))


def test_known_title_is_not_repeated_and_not_added() -> None:
    cleaned = clean(f"{HEADLINE}\n{HEADLINE}\n{SENTENCES[0]}", title=HEADLINE)
    assert cleaned.text == f"{HEADLINE}\n\n{SENTENCES[0]}"
    assert clean(SENTENCES[0], title=HEADLINE).text == SENTENCES[0]


@pytest.mark.parametrize(
    "first", [SENTENCES[0], "VIENNA, March 3 (HG) -", "By Anna Weber", "3 March 2014, 10:30"]
)
def test_no_title_where_there_is_none(first: str) -> None:
    assert clean(f"{first}\n\n{SENTENCES[3]}\n\n{SENTENCES[5]}").title is None


def test_byline() -> None:
    cleaned = clean(f"{HEADLINE}\n\nBy Anna Weber in Budapest\n\n{SENTENCES[0]}")
    assert (cleaned.title, cleaned.byline) == (HEADLINE, "Anna Weber")


def test_lines_broken_by_width_are_joined() -> None:
    text = (
        "The Danube Commission met in Budapest on Tuesday to weigh\n"
        "a ban on night traffic. Hungary, which holds the chair,\n"
        "proposed it; Serbia and Romania spoke against it, and the\n"
        "vote was put off.\n\n"
        "The next meeting will be held in Galați."
    )
    first, second = clean(text).text.split("\n\n")
    assert first == text.split("\n\n")[0].replace("\n", " ")
    assert second == "The next meeting will be held in Galați."


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[str]]:
    sentences = draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12, unique=True))
    ends = st.sampled_from(["\n", "\n\n", "\r\n", " \n\n\n"])
    parts = []
    for sentence in sentences:
        for line in draw(st.lists(st.sampled_from(RESIDUE), max_size=3)):
            parts += [line, draw(ends)]
        noise = draw(st.sampled_from(["", "\u00ad", "\u200b", "  "]))
        parts += [sentence.replace(" ", f" {noise}", 1), draw(ends)]
    parts += draw(st.lists(st.sampled_from(RESIDUE), max_size=3))
    return "".join(parts), sentences


@settings(deadline=None, max_examples=150)
@given(pages())
def test_no_sentence_is_lost_and_every_word_is_found_again(page: tuple[str, list[str]]) -> None:
    text, sentences = page
    cleaned = clean(text)
    for sentence in sentences:
        assert sentence in cleaned.text
    position = 0
    for word in cleaned.text.split():
        start = cleaned.text.index(word, position)
        position = start + len(word)
        first, last = cleaned.cleaning.original_span((start, position))
        assert text[first:last].replace("\u00ad", "").replace("\u200b", "") == word


@given(st.text(max_size=300))
def test_cleaning_is_stable_and_spans_stay_inside(text: str) -> None:
    cleaned = clean(text)
    assert "\n\n\n" not in cleaned.text and cleaned.text == cleaned.text.strip("\n ")
    previous = 0
    for position in range(len(cleaned.text)):
        start, end = cleaned.cleaning.original_span((position, position + 1))
        assert previous <= start < end <= len(text)
        previous = start


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        apply("abcdef", [Edit(0, 3), Edit(2, 4)])


def test_original_span_covers_what_was_taken_out_between() -> None:
    text, layer = apply("one XX two", [Edit(4, 7)])
    assert text == "one two"
    cleaning = clean("").cleaning.then(layer)
    assert cleaning.original_span((0, 7)) == (0, 10)
    assert cleaning.original_span((4, 7)) == (7, 10)
    assert cleaning.original_span((4, 4)) == (7, 7)


@pytest.mark.parametrize(
    "line", ["a_b" * 30 + "!", "Text size: " + "a" * 60 + "!", "Tags: " + "a, b, " * 60 + "c."]
)
def test_long_lines_take_no_longer(line: str) -> None:
    assert clean(f"{line}\n{SENTENCES[0]}").text == f"{line.strip()}\n\n{SENTENCES[0]}"
