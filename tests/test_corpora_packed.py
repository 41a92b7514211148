"""Packed files are read as they are; broken ones and bombs are named, and never unpacked whole."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import itertools
import json
import lzma
import random
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.test_corpora_sources import NEWS, page, results, results_in_memory

from dateline.reading import Failure, ReadReport, read


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return bytes(sink.getvalue())


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd,
}


def sentences() -> Iterator[str]:
    """Yield reports without end, each its own and hard to pack."""
    numbers = random.Random(7)
    for number in itertools.count():
        cases = " ".join(f"{numbers.random()}." for _ in range(20))
        yield f"Norway praised Chad again. Case {number}. {cases}"


def lines(count: int) -> bytes:
    some = itertools.islice(sentences(), count)
    return b"".join(json.dumps({"text": text}).encode() + b"\n" for text in some)


def table(count: int) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["text", "outlet"])
    some = itertools.islice(sentences(), count)
    writer.writerows([text.replace("d a", "d\na"), "One"] for text in some)
    return stream.getvalue().encode()


def write_bomb(path: Path, packer: str) -> None:
    packers: dict[str, Any] = {
        ".gz": zlib.compressobj(wbits=31),
        ".bz2": bz2.BZ2Compressor(),
        ".xz": lzma.LZMACompressor(preset=0),
    }
    if packer == ".zst":
        with pa.CompressedOutputStream(str(path), "zstd") as stream:
            for _ in range(300):
                stream.write(b"a" * 1_000_000)
        return
    with path.open("wb") as file:
        for _ in range(300):
            file.write(packers[packer].compress(b"a" * 1_000_000))
        file.write(packers[packer].flush())


FEED = (
    "<rss version='2.0'><channel><title>The Paper</title><item><title>A treaty</title>"
    f"<description>{NEWS}</description></item></channel></rss>"
).encode()
WHOLE = {
    "a.jsonl": (lines(5), 5),
    "a.csv": (table(4), 4),
    "a.txt": (NEWS.encode(), 1),
    "a.html": (page("A treaty"), 1),
    "a.xml": (FEED, 1),
}


@pytest.mark.parametrize("packer", sorted(PACKERS))
@pytest.mark.parametrize("name", sorted(WHOLE))
def test_what_is_packed_reads_as_what_is_not(tmp_path: Path, name: str, packer: str) -> None:
    data, count = WHOLE[name]
    plain, packed = tmp_path / name, tmp_path / (name + packer)
    plain.write_bytes(data)
    packed.write_bytes(PACKERS[packer](data))
    expected, none = results(plain)
    assert not none
    assert len(expected) == count
    found, failures = results(packed)
    assert not failures
    assert [r.report for r in found] == [r.report for r in expected]


@pytest.mark.parametrize("packer", sorted(PACKERS))
@pytest.mark.parametrize("make", [lines, table])
def test_of_a_file_that_is_cut_off_the_whole_reports_are_read(
    tmp_path: Path, make: Callable[[int], bytes], packer: str
) -> None:
    path = tmp_path / (("a.jsonl" if make is lines else "a.csv") + packer)
    packed = PACKERS[packer](make(4500))
    path.write_bytes(packed[: len(packed) * 9 // 10])
    reports, failures = results(path)
    assert 1000 < len(reports) < 4500
    for number, read_ in enumerate(reports):
        assert f"Case {number}" in read_.report.text
        assert read_.report.text.endswith(".")
    assert [f.source for f in failures] == [str(path)]
    assert "cut off" in failures[0].reason


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(NEWS.encode())[:20] + b"\xff" * 200)
    reports, failures = results(path)
    assert not reports
    assert "broken" in failures[0].reason


@pytest.mark.parametrize("packer", sorted(PACKERS))
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.html", "a.xml"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, name: str, packer: str) -> None:
    path = tmp_path / (name + packer)
    write_bomb(path, packer)
    reports, failures = results_in_memory(path, 60)
    assert not reports
    assert failures


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_standard_input_may_be_packed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data, count = WHOLE[name]
    if name == "a.csv":
        pytest.skip("a table is told by its name alone")
    stream = io.TextIOWrapper(io.BytesIO(gzip.compress(data)))
    monkeypatch.setattr(sys, "stdin", stream)
    assert sum(isinstance(r, ReadReport) for r in read(["-"])) == count


def test_a_folder_gives_its_packed_files_and_its_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(NEWS.encode()))
    (tmp_path / "b.xml").write_bytes(FEED)
    (tmp_path / "c.xml").write_text("<?xml version='1.0'?><settings><hue>red</hue></settings>")
    (tmp_path / "d.png").write_bytes(b"\x89PNG")
    (tmp_path / "e.html").write_bytes(page("On a page"))
    found = list(read([str(tmp_path)]))
    assert not [r for r in found if isinstance(r, Failure)]
    assert len(found) == 3
