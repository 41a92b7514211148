"""Precision of events: news of other fields gives none, and the field's own loses none."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.coder import Coder
from dateline.events.auxiliary import load_words
from dateline.events.domain import Domain
from dateline.events.tree import Tree
from dateline.tables import TableError

GOLD = Path(__file__).parent / "gold"
DAY = "2024-05-15"
# Of news outside the field less than one event per 1,000 words.
MOST_PER_WORD = 1 / 1000


def texts(directory: str) -> dict[str, str]:
    return {path.stem: path.read_text() for path in sorted((GOLD / directory).glob("*.txt"))}


class TestOffField:
    def test_news_of_other_fields_gives_next_to_no_events(self, coder: Coder) -> None:
        reports = texts("off_field")
        words = sum(len(text.split()) for text in reports.values())
        assert words >= 9000
        found = {
            name: [event.rule for event in coder.code(text, published=DAY).events]
            for name, text in reports.items()
        }
        assert sum(map(len, found.values())) < words * MOST_PER_WORD, found

    def test_the_field_in_the_words_of_others_keeps_its_events(self, coder: Coder) -> None:
        reports = texts("on_field")
        assert len(reports) >= 12
        few = {
            name
            for name, text in reports.items()
            if len(coder.code(text, published=DAY).events) < 4
        }
        assert not few


class TestDomain:
    @pytest.mark.parametrize(
        ("text", "foreign"),
        [
            ("The striker beat the goalkeeper twice before half-time at the stadium.", True),
            ("Police fired tear gas at fans outside the stadium.", False),
            ("The minister moved the goalposts in the talks.", False),
        ],
    )
    def test_a_sentence(self, coder: Coder, text: str, foreign: bool) -> None:
        doc = coder.language.parse(text)
        assert bool(Domain.load().foreign_sentences(Tree(doc))) is foreign

    def test_a_hyphen_is_a_space(self, coder: Coder) -> None:
        domain = Domain.load()
        with_hyphen, without = (
            domain.weigh(Tree(coder.language.parse(text)).lemmas)
            for text in ("They lost the semi-final.", "They lost the semi final.")
        )
        assert with_hyphen == without
        assert with_hyphen.other > 0

    def test_a_paragraph_may_be_of_another_field(self, coder: Coder) -> None:
        politics = (
            "Syria accused Turkey of sending troops across the border. The foreign ministry in "
            "Damascus summoned the ambassador, and the army shelled rebel positions near Idlib. "
            "The government called on the Security Council to condemn the invasion.\n\n"
        )
        sport = (
            "In tennis, the top seed beat the qualifier in straight sets in the semi-final, and "
            "the umpire stopped the match twice. The crowd at the stadium cheered the champion, "
            "who attacked from the baseline. Her coach said the tournament had been her best of "
            "the season, and she lifted the trophy."
        )
        doc = coder.language.parse(politics + sport)
        foreign = Domain.load().foreign_sentences(Tree(doc))
        assert foreign
        assert all(doc[start].idx >= len(politics) for start in foreign)

    @pytest.mark.parametrize(
        ("row", "problem"),
        [
            ("sport\tgoal\t3", "weight"),
            ("cooking\tgoal\t1", "domain"),
            ("sport\tgoal\t1\nlife\tgoal\t1", "twice"),
        ],
    )
    def test_a_wrong_row_is_named(self, tmp_path: Path, row: str, problem: str) -> None:
        path = tmp_path / "domains.tsv"
        path.write_text(f"domain\tword\tweight\n{row}\n")
        with pytest.raises(TableError, match=problem):
            Domain.load(path)


class TestAuxiliaryWords:
    @pytest.mark.parametrize(
        ("text", "auxiliary"),
        [
            ("Peru hardly ever arrested Bolivian smugglers.", ("negation",)),
            ("Peru has arrested hardly any but Bolivian smugglers.", ()),
            ("The army did not shell or bomb the rebels.", ("negation",)),
            ("The army shelled or bombed the rebels.", ()),
            ("Norway has yet to expel the Belarusian diplomats.", ("negation",)),
        ],
    )
    def test_negation(self, coder: Coder, text: str, auxiliary: tuple[str, ...]) -> None:
        found = coder.code(text, published=DAY).events
        assert found
        assert all(event.auxiliary == auxiliary for event in found)

    def test_a_word_that_stands_twice_is_an_error(self, tmp_path: Path) -> None:
        table = tmp_path / "auxiliary_words.tsv"
        table.write_text("kind\tword\nnegative\tnot\nnegative\tnot\n")
        with pytest.raises(TableError, match=r"auxiliary_words\.tsv:3"):
            load_words(table)

    def test_an_unknown_kind_is_an_error(self, tmp_path: Path) -> None:
        table = tmp_path / "auxiliary_words.tsv"
        table.write_text("kind\tword\npositive\tyes\n")
        with pytest.raises(TableError):
            load_words(table)


class TestParticipants:
    def test_what_two_do_to_their_own_they_do_not_do_to_each_other(self, coder: Coder) -> None:
        assert not coder.code("Chad and Peru have both recalled their envoys.").events
        (found,) = coder.code("Chad and Peru recalled their envoys from Kenya.").events
        assert (found.actor, found.recipient) == (("state:TCD", "state:PER"), ("state:KEN",))

    def test_a_deadline_to_leave_is_an_expulsion(self, coder: Coder) -> None:
        (found,) = coder.code("Chad gave two Kenyan diplomats a week to leave.").events
        assert (found.type, found.mode) == ("SANCTION", "expel")
        assert not coder.code("Chad gave two Kenyan diplomats a week to reply.").events

    def test_who_condemns_a_coup_does_not_make_it(self, coder: Coder) -> None:
        text = "A coup {} by Peru toppled the president of Chile."
        (found,) = [e for e in coder.code(text.format("led")).events if e.type == "COERCE"]
        assert found.actor == ("state:PER",)
        events = coder.code(text.format("condemned")).events
        assert not [e for e in events if e.type == "COERCE" and "state:PER" in e.actor]

    def test_a_treaty_asks_for_nothing(self, coder: Coder) -> None:
        text = "Mr Kern told a Greek newspaper that the Treaty of Ungoro needed to be updated."
        assert not [e for e in coder.code(text).events if "unknown:treaty" in e.actor]

    def test_what_somebody_says_another_has_to_do_is_a_demand(self, coder: Coder) -> None:
        (found,) = coder.code("Mr Kern warned that Peru had to withdraw its troops.").events
        assert (found.type, found.recipient) == ("REQUEST", ("state:PER",))
        assert not coder.code("Mr Kern said raids on Peru should not be ruled out.").events


def test_what_an_attack_would_be_held_to_be_threatens_nobody(coder: Coder) -> None:
    text = "Mali warned that any attack on Niger would be considered an act of war."
    assert not coder.code(text, published=DAY).events
    (event,) = coder.code("Japan is considering an attack on Myanmar.", published=DAY).events
    assert event.recipient == ("state:MMR",)
