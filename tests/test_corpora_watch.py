"""A feed is watched: each entry coded once, whatever is started again or fails in between."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import duckdb
import pytest
from tests.test_corpora_sources import NEWS, page

from dateline.cli.main import main
from dateline.reading import Failure, ReadOptions, ReadReport
from dateline.reading.following import Followed
from dateline.reading.options import report_id

DAY = "Tue, 05 Mar 2019 10:00:00 GMT"


class Paper(BaseHTTPRequestHandler):
    """A feed of the pages it has, and the pages."""

    entries: ClassVar[list[str]] = []
    asked: ClassVar[list[str]] = []
    down: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self.asked.append(self.path)
        tag = f'"{len(self.entries)}"'
        status, body = 200, b""
        if self.path in self.down:
            status = 503
        elif self.path == "/feed":
            host = self.headers["Host"]
            items = "".join(
                f"<item><title>Treaty {e}</title><link>http://{host}/{e}</link>"
                f"<pubDate>{DAY}</pubDate></item>"
                for e in self.entries
            )
            body = f'<rss version="2.0"><channel><title>P</title>{items}</channel></rss>'.encode()
            if self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
        elif self.path[1:] in self.entries:
            body = page(f"Treaty {self.path[1:]}")
        else:
            status = 404
        self.send_response(status)
        if self.path == "/feed":
            self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def feed() -> Iterator[str]:
    Paper.entries[:], Paper.asked[:] = ["one", "two"], []
    Paper.down.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed"
    server.shutdown()
    server.server_close()


def watch(feed: str, db: Path) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(["watch", feed, "--db", str(db), "--once", "--allow-private"])
    return ended.value.code


def stored(db: Path) -> list[str]:
    with closing(duckdb.connect(str(db), read_only=True)) as connection:
        rows = connection.execute("SELECT url FROM reports ORDER BY url").fetchall()
        return [row[0].rpartition("/")[2] for row in rows]


def test_each_entry_is_read_once(feed: str, tmp_path: Path) -> None:
    db = tmp_path / "r.duckdb"
    assert watch(feed, db) == 0
    assert stored(db) == ["one", "two"]
    Paper.entries.append("three")
    Paper.asked.clear()
    assert watch(feed, db) == 0
    assert stored(db) == ["one", "three", "two"]
    assert "/three" in Paper.asked
    assert not {"/one", "/two"} & set(Paper.asked)


def test_a_page_that_is_down_is_read_in_a_later_look(feed: str, tmp_path: Path) -> None:
    db = tmp_path / "r.duckdb"
    Paper.down.add("/two")
    assert watch(feed, db) == 1
    assert stored(db) == ["one"]
    Paper.down.clear()
    assert watch(feed, db) == 0
    assert stored(db) == ["one", "two"]


def test_the_feed_is_not_sent_again_unless_something_is_open(feed: str) -> None:
    followed = Followed(feed, ReadOptions(allow_private=True))
    Paper.down.add("/two")
    results = list(followed.read(followed.look(), sleep=lambda _: None))
    assert {type(r) for r in results} == {ReadReport, Failure}
    again = followed.look()
    assert len(again) == 2
    Paper.down.clear()
    assert all(isinstance(r, ReadReport) for r in followed.read(again, sleep=lambda _: None))
    assert followed.look() == []


def test_the_day_of_the_feed_dates_a_page_without_one(feed: str) -> None:
    followed = Followed(feed, ReadOptions(allow_private=True))
    found = next(followed.read(followed.look(), sleep=lambda _: None))
    assert isinstance(found, ReadReport)
    assert NEWS[:20] in found.report.text
    assert found.report.published == "2019-03-05"
    assert found.report.id == report_id(found.report)


def test_an_interval_and_an_address_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, said in [
        (["feed.rss"], "no address"),
        (["https://a.example/f", "--every", "soon"], "10m, 90s or 1h"),
        (["https://a.example/f", "--every", "5s"], "a minute"),
    ]:
        with pytest.raises(SystemExit) as ended:
            main(["watch", *words])
        assert ended.value.code == 1
        assert said in capsys.readouterr().err


def test_ctrl_c_ends_it_and_what_is_stored_stays(feed: str, tmp_path: Path) -> None:
    db = tmp_path / "r.duckdb"
    run = subprocess.Popen(
        [sys.executable, "-m", "dateline", "watch", feed, "--db", str(db), "--allow-private"],
        stderr=subprocess.PIPE,
    )
    assert run.stderr is not None
    assert b"2 reports coded" in run.stderr.readline()
    time.sleep(0.5)
    run.send_signal(signal.SIGINT)
    said = run.communicate(timeout=20)[1]
    assert run.returncode == 0
    assert said == b"stopped; what is stored stays\n"
    assert stored(db) == ["one", "two"]
