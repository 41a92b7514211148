"""Exports of Nexis and Factiva are split; texts that only look a little like them are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.reading import Failure, ReadReport, read

EXPORTS = Path(__file__).parent / "exports"
TREATY = "Norway and Chad sign treaty on lake research"
RECALL = "Peru recalls its ambassador from Laos"


def results(path: Path) -> tuple[list[ReadReport], list[Failure]]:
    found = list(read([str(path)]))
    return (
        [r for r in found if isinstance(r, ReadReport)],
        [r for r in found if isinstance(r, Failure)],
    )


@pytest.mark.parametrize("name", [path.name for path in sorted(EXPORTS.iterdir())])
def test_an_export_is_split_into_its_reports(name: str) -> None:
    reports, _ = results(EXPORTS / name)
    first = reports[0].report
    assert (first.title, first.publisher) == (TREATY, "The Northern Courier")
    assert first.published == "2019-03-05"
    assert (first.byline or "").startswith("Ingrid Halvorsen")
    assert first.text.startswith(f"{TREATY}\n\nNorway signed a treaty")
    if len(reports) > 1:
        second = reports[1].report
        assert (second.title, second.publisher) == (RECALL, "The Harbour Gazette")
        assert second.published == "2019-03-07"
        assert "Norway" not in second.text
    for found in reports:
        for residue in ("LOAD-DATE", "Load-Date", "Copyright", "words", "ENGLISH", "Document "):
            assert residue not in found.report.text, found.report.text
    assert len(reports) == (1 if name == "nexis-numbered.html" else 2)


def test_a_document_of_unknown_layout_is_named_and_the_others_are_read() -> None:
    reports, failures = results(EXPORTS / "nexis-numbered.txt")
    assert [r.source[-2:] for r in reports] == ["#1", "#2"]
    assert [f.source[-2:] for f in failures] == ["#3"]
    assert "document 3 of 3" in failures[0].reason
    assert "document 2 of 3 in a series" in " ".join(reports[0].report.text.split())


def test_pages_of_an_export_leave_no_trace() -> None:
    for name in ("nexis-uni-rtf.txt", "factiva-display.txt"):
        texts = [read.report.text for read in results(EXPORTS / name)[0]]
        assert texts[0].count(TREATY) == 1
        assert texts[0].endswith("the foreign ministry said.\n\nMinisters of both countries had "
                                 "talked since the autumn.")  # fmt: skip
        assert texts[1] == f"{RECALL}\n\nPeru recalled its ambassador from Laos on Wednesday."


def test_the_number_of_a_document_is_its_id() -> None:
    for name in sorted(path.name for path in EXPORTS.glob("factiva*")):
        reports, failures = results(EXPORTS / name)
        assert not failures
        assert [r.report.id for r in reports] == [
            "NOCOUR0020190305ef3500011", "HARGAZ0020190307ef3700002",
        ]  # fmt: skip
    assert "IN Oslo the ministers" in results(EXPORTS / "factiva-tagged.txt")[0][0].report.text


@pytest.mark.parametrize("name", ["nexis-uni.txt", "factiva-tagged.txt"])
def test_an_export_that_is_cut_off_is_said(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    whole = (EXPORTS / name).read_text().partition("Search Summary")[0]
    last = "Document HARGAZ" if name.startswith("factiva") else "Load-Date: March 7"
    path.write_text(whole[: whole.index(last)] + "and more of it " * 20)
    reports, failures = results(path)
    assert [r.report.title for r in reports] == [TREATY]
    assert "cut off" in failures[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "Norway praised Chad.\n\n1 of 20 DOCUMENTS\n\nwas all that the office in Oslo had sent.",
        "Norway praised Chad.\n\nEnd of Document\n\nPeru praised Laos.",
        "The clerk wrote it down.\n\nBYLINE: none\n\nLENGTH: 345 words\n\nLOAD-DATE: March 6, 2019"
        "\n\nNorway praised Chad, and that was document 1 of 20 in the heap.",
        "Norway praised Chad.\n\nHD stands for headline, BY for the author and AN for\n"
        "Document LBA0000020190305ef350001\n\nin the archive. Peru praised Laos.",
        "Document 1 of 2\n\nNorway praised Chad.\n\nDocument 2 of 2\n\nPeru praised Laos.",
    ],
)
def test_a_text_that_mentions_such_words_is_one_report(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text)
    reports, failures = results(path)
    assert not failures
    assert len(reports) == 1
    assert "Norway praised Chad" in reports[0].report.text
