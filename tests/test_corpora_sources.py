"""Archives are read item by item; what is broken in them is named, the rest is read."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest

from dateline.reading import Failure, ReadOptions, ReadReport, read
from dateline.reading.reader import Result

NEWS = (
    "Norway and Chad signed a treaty on fishing in Oslo on Monday, the foreign ministry said. "
    "The two governments had talked for a year about the rights of their fleets at sea."
)


def results(path: Path, **options: object) -> tuple[list[ReadReport], list[Failure]]:
    found: list[Result] = list(read([str(path)], ReadOptions(**options)))  # type: ignore[arg-type]
    return (
        [r for r in found if isinstance(r, ReadReport)],
        [r for r in found if isinstance(r, Failure)],
    )


def results_in_memory(path: Path, megabytes: int) -> tuple[list[ReadReport], list[Failure]]:
    """Return what reading gives, and fail where it took more memory."""
    tracemalloc.start()
    try:
        found = results(path)
        assert tracemalloc.get_traced_memory()[1] < megabytes * 1_000_000
    finally:
        tracemalloc.stop()
    return found


def warc_record(url: str, body: bytes, encoding: str = "") -> bytes:
    packed = f"Content-Encoding: {encoding}\r\n" if encoding else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{packed}\r\n".encode()
    payload = head + body
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Date: 2019-03-05T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    ).encode() + payload + b"\r\n\r\n"  # fmt: skip


def page(title: str) -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>{NEWS}</p></article></body></html>"
    ).encode()


def test_pages_of_a_warc_come_with_their_addresses(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    records = [warc_record(f"https://a.example/{i}", page(f"Treaty number {i}")) for i in range(3)]
    path.write_bytes(b"".join(map(gzip.compress, records)))
    reports, failures = results(path)
    assert not failures
    assert [r.report.url for r in reports] == [f"https://a.example/{i}" for i in range(3)]
    assert "Norway and Chad signed" in reports[0].report.text


def test_a_truncated_warc_gz_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    records = [warc_record(f"https://a.example/{i}", page(f"Treaty number {i}")) for i in range(3)]
    path.write_bytes(b"".join(map(gzip.compress, records))[:-200])
    reports, failures = results(path)
    assert len(reports) == 2
    assert [f.source for f in failures] == [f"{path}:3"]
    assert "cut off" in failures[0].reason


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("damage", ["bytes", "length"])
def test_a_broken_record_in_the_middle_costs_that_record(
    tmp_path: Path, packed: bool, damage: str
) -> None:
    path = tmp_path / ("news.warc.gz" if packed else "news.warc")
    records = [warc_record(f"https://a.example/{i}", page(f"Treaty number {i}")) for i in range(5)]
    if damage == "length":
        records[2] = records[2].replace(b"Content-Length: ", b"Content-Length: 9")
    members = [gzip.compress(r) if packed else r for r in records]
    if damage == "bytes":
        member = members[2]
        members[2] = member[:60] + b"\xff\x00" * 40 + member[140:] if packed else member[20:]
    path.write_bytes(b"".join(members))
    reports, failures = results(path)
    urls = [r.report.url for r in reports]
    assert urls == [f"https://a.example/{i}" for i in (0, 1, 3, 4)]
    assert len(failures) == 1
    assert "broken" in failures[0].reason


def test_a_zip_bomb_in_a_warc_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc"
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"a" * 1_000_000) for _ in range(500)) + packer.flush()
    path.write_bytes(
        warc_record("https://a.example/bomb", bomb, "gzip")
        + warc_record("https://a.example/1", page("A treaty"))
    )
    reports, failures = results_in_memory(path, 60)
    assert [f.reason for f in failures] == ["larger than 5 MB once unpacked"]
    assert [r.report.url for r in reports] == ["https://a.example/1"]


def test_a_missing_quote_costs_a_row_not_the_table(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text(
        'text,date,outlet\n"Norway praised Chad, again.",2019-03-05,One\n'
        '"Peru praised Laos, again.,2019-03-06,Two\n"Ghana praised\nPoland.",2019-03-07,Three\n'
        "Kenya praised Japan.,2019-03-08,Four\n"
    )
    reports, failures = results(path)
    assert [r.report.publisher for r in reports] == ["One", "Three", "Four"]
    assert [f.source for f in failures] == [f"{path}:3"]
    assert "quote" in failures[0].reason


def test_columns_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text("words,when\nNorway praised Chad.,2019-03-05\n")
    assert "there are words, when" in results(path)[1][0].reason
    reports, failures = results(path, fields={"text": "words", "published": "when"})
    assert not failures
    assert reports[0].report.published == "2019-03-05"


def test_parquet_is_read_and_a_missing_column_named(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    table = pa.table({"body": ["Norway praised Chad."], "date": ["2019-03-05"], "other": [1]})
    pyarrow.parquet.write_table(table, path)
    reports, failures = results(path)
    assert [r.report.published for r in reports] == ["2019-03-05"]
    reports, failures = results(path, fields={"text": "words"})
    assert not reports
    assert "no column 'words' for the text: there are body, date, other" in failures[0].reason


def test_a_file_that_is_no_parquet_is_said(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    path.write_text("these are notes")
    assert "no Parquet that can be read" in results(path)[1][0].reason


def test_a_feed_gives_its_entries(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title><item>'
        "<title>Treaty signed in Oslo</title><link>https://a.example/1</link>"
        f"<pubDate>Tue, 05 Mar 2019 10:00:00 GMT</pubDate><description>{NEWS}</description>"
        "</item></channel></rss>"
    )
    reports, failures = results(path)
    assert not failures
    report = reports[0].report
    assert (report.publisher, report.published) == ("The Paper", "2019-03-05")
    assert report.url == "https://a.example/1"


def test_external_entities_of_a_feed_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret words of the host")
    path = tmp_path / "feed.xml"
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
        "<rss version='2.0'><channel><item><title>A</title><description>&x; here</description>"
        "</item></channel></rss>"
    )
    reports, failures = results(path)
    assert not reports
    assert "entities" in failures[0].reason


@pytest.mark.parametrize("name", ["line.jsonl", "line.csv"])
def test_one_line_of_200_mb_is_refused_in_little_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    good = [f"Norway praised Chad on Monday over case {i}." for i in range(2)]
    rows = [f"{text}\n" if name.endswith("csv") else f'{{"text": "{text}"}}\n' for text in good]
    with path.open("wb") as stream:
        stream.write(b"text\n" if name.endswith("csv") else b"")
        stream.write(rows[0].encode() + b'{"text": "')
        for _ in range(200):
            stream.write(b"a" * 1_000_000)
        stream.write(b"\n" + rows[1].encode())
    reports, failures = results_in_memory(path, 60)
    assert [r.report.text for r in reports] == good
    assert [f.source for f in failures] == [f"{path}:{3 if name.endswith('csv') else 2}"]


def test_a_text_of_200_mb_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as stream:
        for _ in range(200):
            stream.write(b"a" * 1_000_000)
    reports, failures = results_in_memory(path, 60)
    assert not reports
    assert "larger than 5 MB" in failures[0].reason


def test_encodings_may_differ_from_line_to_line(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes(
        b"text,outlet\nNorway praised Chad in S\xc3\xa8vres.,A\nPeru praised Laos in S\xe8vres.,B\n"
    )
    reports, failures = results(path)
    assert not failures
    assert ["Sèvres" in r.report.text for r in reports] == [True, True]
