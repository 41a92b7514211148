import io
import json
import os
import sys
from datetime import date
from pathlib import Path

import pytest

from dateline.reading import Failure, ReadOptions, ReadReport, is_coded, parse_day, read, read_text

BODY = (
    "The Danube Commission met in Budapest on Tuesday to weigh a ban on night traffic.\n\n"
    "“We shall not sign,” the Hungarian minister said, “until the locks are open.”"
)
PARAGRAPHS = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.split("\n\n"))
PAGE = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Danube states split over night traffic | Harbour Gazette</title>
<meta property="og:title" content="Danube states split over night traffic">
<meta property="og:site_name" content="Harbour Gazette">
<meta name="author" content="Anna Weber">
<meta property="article:published_time" content="2014-03-04T08:00:00Z">
<link rel="canonical" href="https://gazette.example.org/2014/03/danube">
</head><body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Danube states split over night traffic</h1>
{PARAGRAPHS}<p>Serbia and Romania spoke against the proposal, and the vote was put off to May.</p>
</article><footer>© 2019 Harbour Gazette</footer></body></html>"""


def one(source: str, options: ReadOptions | None = None) -> ReadReport | Failure:
    results = list(read([source], options or ReadOptions()))
    assert len(results) == 1
    return results[0]


def report(source: str, options: ReadOptions | None = None) -> ReadReport:
    result = one(source, options)
    assert isinstance(result, ReadReport), result
    return result


def failure(source: str, options: ReadOptions | None = None) -> str:
    result = one(source, options)
    assert isinstance(result, Failure), result
    assert "\n" not in result.reason
    return result.reason


def write(path: Path, data: str | bytes) -> str:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def feed(monkeypatch: pytest.MonkeyPatch, data: str | bytes) -> None:
    raw = io.BytesIO(data if isinstance(data, bytes) else data.encode())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(raw))


def test_plain_text_with_options(tmp_path: Path) -> None:
    path = write(tmp_path / "danube.txt", "Share on Facebook\n" + BODY)
    options = ReadOptions(published=date(2014, 3, 4), publisher="Harbour Gazette", title="Split")
    found = report(path, options)
    assert found.source == path
    assert found.report.text == BODY
    assert found.report.published == "2014-03-04"
    assert (found.report.publisher, found.report.title) == ("Harbour Gazette", "Split")
    assert found.report.language == "en" and is_coded(found.report)
    assert found.original_span((0, 3)) == (18, 21)


def test_id_depends_on_text_and_metadata_alone(tmp_path: Path) -> None:
    first = report(write(tmp_path / "a.txt", BODY)).report.id
    assert first == report(write(tmp_path / "b.txt", BODY)).report.id == read_text(BODY).report.id
    assert len(first) == 16 and int(first, 16)
    assert first != read_text(BODY, ReadOptions(published=date(2014, 3, 4))).report.id
    assert first != read_text(BODY + " Yes.").report.id


def test_page_tells_its_metadata(tmp_path: Path) -> None:
    found = report(write(tmp_path / "danube.html", PAGE)).report
    assert found.title == "Danube states split over night traffic"
    assert found.publisher == "Harbour Gazette"
    assert found.byline == "Anna Weber"
    assert found.published == "2014-03-04"
    assert found.url == "https://gazette.example.org/2014/03/danube"
    assert found.text.split("\n\n")[:3] == [found.title, *BODY.split("\n\n")]
    assert "Home" not in found.text and "©" not in found.text


def test_options_override_the_page(tmp_path: Path) -> None:
    options = ReadOptions(published=date(2015, 1, 2), publisher="Other", title="Another")
    found = report(write(tmp_path / "danube", PAGE), options).report
    assert (found.published, found.publisher, found.title) == ("2015-01-02", "Other", "Another")


def test_page_in_the_encoding_it_declares(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "iso-8859-2").replace("“", '"').replace("”", '"')
    page = page.replace("Hungarian", "Győr").replace("©", "(c)")
    found = report(write(tmp_path / "danube.html", page.encode("iso-8859-2")))
    assert "the Győr minister" in found.report.text


def test_page_without_article(tmp_path: Path) -> None:
    page = "<html><body><a href='/a'>Home</a><a href='/b'>News</a></body></html>"
    assert "no article" in failure(write(tmp_path / "a.html", page))
    assert "no article" in failure(write(tmp_path / "b.html", "not a page"))


def test_jsonl_reads_good_lines_and_names_bad_ones(tmp_path: Path) -> None:
    lines = [
        json.dumps({"body": BODY, "headline": "Split", "date": "2014-03-04T23:10:00Z"}),
        "{broken",
        "",
        json.dumps({"title": "no text here", "lead": "x"}),
        json.dumps({"text": ""}),
        "[1]",
        json.dumps(
            {"text": BODY, "source": "Gazette", "link": "https://e.org", "author": ["A", "B"]}
        ),
    ]
    path = write(tmp_path / "reports.jsonl", "\n".join(lines))
    results = list(read([path]))
    assert [r.source for r in results] == [f"{path}:{n}" for n in (1, 2, 4, 5)] + [
        f"{path}:6[1]",
        f"{path}:7",
    ]
    first, broken, without, empty, number, last = results
    assert isinstance(first, ReadReport) and isinstance(last, ReadReport)
    assert (first.report.title, first.report.published) == ("Split", "2014-03-04")
    assert first.report.text == BODY
    assert (last.report.publisher, last.report.url) == ("Gazette", "https://e.org")
    assert last.report.byline == "A, B"
    assert isinstance(broken, Failure) and "not JSON" in broken.reason
    assert isinstance(without, Failure) and "title, lead" in without.reason
    assert isinstance(empty, Failure) and "empty" in empty.reason
    assert isinstance(number, Failure) and "number" in number.reason


def test_jsonl_is_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb", buffering=0) as pipe, os.fdopen(reading, "rb") as stream:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))
        pipe.write(json.dumps({"text": BODY}).encode() + b"\n")
        results = read(["-"])
        first = next(results)  # would wait for ever if it read to the end first
        assert isinstance(first, ReadReport) and first.source == "-:1"


def test_field_mapping(tmp_path: Path) -> None:
    record = {"key": 7, "content_en": BODY, "text": "other", "meta": {"day": "2014-03-04"}}
    path = write(tmp_path / "r.jsonl", json.dumps(record))
    mapping = {"text": "content_en", "published": "meta.day", "id": "key"}
    found = report(path, ReadOptions(fields=mapping)).report
    assert (found.text, found.published, found.id) == (BODY, "2014-03-04", "7")
    reason = failure(path, ReadOptions(fields={"text": "contents_en"}))
    assert "key, content_en, text, meta" in reason and "did you mean 'content_en'" in reason
    with pytest.raises(ValueError, match="no field 'words'"):
        ReadOptions(fields={"words": "body"})


def test_unreadable_date_of_a_record_is_a_warning(tmp_path: Path) -> None:
    path = write(tmp_path / "r.jsonl", json.dumps({"text": BODY, "date": "2014-17-01"}))
    found = report(path)
    assert found.report.published is None
    assert [warning.code for warning in found.warnings] == ["date-unreadable"]


def test_json_array(tmp_path: Path) -> None:
    path = write(tmp_path / "r.json", json.dumps([{"text": BODY}, {"text": BODY}], indent=1))
    assert [r.source for r in read([path])] == [f"{path}[1]", f"{path}[2]"]


@pytest.mark.parametrize(
    "data",
    [BODY, PAGE, json.dumps({"text": BODY}), json.dumps({"text": BODY}, indent=2)],
    ids=["text", "page", "line", "json"],
)
def test_standard_input_is_recognised(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, data)
    assert BODY in report("-").report.text


def test_empty_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, "")
    assert "empty" in failure("-")


def test_folder_and_glob_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.txt", "notes.pdf", ".hidden.txt"):
        write(tmp_path / name, BODY)
    names = ["a.txt", "c.txt", "b/d.txt"]
    assert [r.source for r in read([str(tmp_path)])] == [str(tmp_path / n) for n in names]
    pattern = str(tmp_path / "*.txt")
    assert [r.source for r in read([pattern])] == [str(tmp_path / n) for n in names[:2]]
    assert "no file matches" in failure(str(tmp_path / "*.rtf"))


def test_folder_with_nothing_readable(tmp_path: Path) -> None:
    assert "no files" in failure(str(tmp_path))
    write(tmp_path / "a.pdf", b"%PDF-1.4")
    assert "1 other file" in failure(str(tmp_path))


def test_missing_file_suggests_a_close_name(tmp_path: Path) -> None:
    write(tmp_path / "danube.txt", BODY)
    assert f"did you mean {tmp_path / 'danube.txt'}?" in failure(str(tmp_path / "danub.txt"))
    assert "no folder" in failure(str(tmp_path / "nowhere" / "danube.txt"))
    assert "no such file" in failure(str(tmp_path / "unlike-any-other"))


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (b"%PDF-1.7\n...", "a PDF: convert it to text"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"abc\x00def", "binary"),
        ("Yes, he said.".encode("utf-16-le"), "UTF-16 without a byte order mark"),
        (b"\xef\xbb\xbfbad \xff here", "UTF-8-SIG"),
        ("Кремль отрицает".encode("cp1251"), "not UTF-8"),
        (BODY.encode() + b" \x9d.", "not UTF-8"),
        (b"Share on Facebook\nTweet\nPrint", "no words"),
    ],
)
def test_what_cannot_be_read(data: bytes, reason: str, tmp_path: Path) -> None:
    bad, good = write(tmp_path / "a.txt", data), write(tmp_path / "b.txt", BODY)
    first, second = read([bad, good])
    assert isinstance(first, Failure) and reason in first.reason
    assert isinstance(second, ReadReport)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, tmp_path: Path) -> None:
    found = report(write(tmp_path / "a.txt", BODY.encode(encoding)))
    assert found.report.text == BODY
    assert [w.code for w in found.warnings] == ["encoding-guessed"] * (encoding == "cp1252")


def test_too_large(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", BODY * 3)
    assert "larger than" in failure(path, ReadOptions(largest=300))
    lines = "\n".join([json.dumps({"text": BODY * 3}), json.dumps({"text": "It ended there."})])
    results = list(read([write(tmp_path / "a.jsonl", lines)], ReadOptions(largest=300)))
    assert isinstance(results[0], Failure) and "longer than" in results[0].reason
    assert isinstance(results[1], ReadReport) and results[1].source.endswith(":2")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "a.txt", BODY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert "no permission" in failure(path)


@pytest.mark.parametrize(
    "text, language",
    [
        ("Die Kommission tagte am Dienstag in Budapest und vertagte den Beschluss.", "de"),
        ("La commission s’est réunie mardi à Budapest et n’a rien décidé.", "fr"),
        ("Комиссия собралась во вторник в Будапеште.", "ru"),
    ],
)
def test_other_languages_are_told(text: str, language: str) -> None:
    found = read_text(text)
    assert found.report.language == language and not is_coded(found.report)
    assert [warning.code for warning in found.warnings] == ["not-english"]


@pytest.mark.parametrize(
    "text",
    [
        "Orbán met Vučić in Szeged.",
        "Szijjártó: no.",
        "Iran",
        "Tokayev, Berdimuhamedow and Mirziyoyev skipped Dushanbe.",
        BODY,
    ],
)
def test_short_english_is_not_taken_for_another_language(text: str) -> None:
    assert is_coded(read_text(text).report)


def test_no_words() -> None:
    with pytest.raises(ValueError, match="no words"):
        read_text(" \n ")


@pytest.mark.parametrize(
    "value, day",
    [
        ("2011-01-17", date(2011, 1, 17)),
        (" 2011-1-7 ", date(2011, 1, 7)),
        ("2011-01-17T23:59:59+03:00", date(2011, 1, 17)),
        ("2011-01-17 10:00", date(2011, 1, 17)),
        ("20110117", date(2011, 1, 17)),
    ],
)
def test_parse_day(value: str, day: date) -> None:
    assert parse_day(value) == day


@pytest.mark.parametrize(
    "value, message",
    [
        ("2011-17-01", "month 17: did you mean 2011-01-17"),
        ("2011-02-30", "day 30 of month 2, which does not exist"),
        ("17.1.2011", "write it as YYYY-MM-DD"),
        ("", "is no date"),
    ],
)
def test_parse_day_says_what_is_wrong(value: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_day(value)
