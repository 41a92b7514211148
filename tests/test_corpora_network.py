"""The network is used with care: private addresses, redirects, sizes, robots.txt."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from tests.test_corpora_sources import NEWS, page, warc_record

from dateline.reading import Failure, ReadOptions, ReadReport, read
from dateline.reading.network import FetchError, Known, Network, is_public
from dateline.reading.options import Limits
from dateline.reading.robots import rules_of

LIMITS = Limits(100_000)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>The Paper</title><item>'
    "<title>Treaty signed in Oslo</title><link>https://a.example/1</link>"
    f"<description>{NEWS}</description></item></channel></rss>"
).encode()
LINES = b"".join(
    json.dumps({"text": f"Norway praised Chad on Monday. It is case {i}."}).encode() + b"\n"
    for i in range(3)
)
WARC = gzip.compress(warc_record("https://a.example/1", page("A treaty")))
ANSWERS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "/robots.txt": (200, b"User-agent: *\nDisallow: /closed\nCrawl-delay: 2\n", {}),
    "/page": (200, page("Treaty signed"), {"Content-Type": "text/html; charset=utf-8"}),
    "/closed": (200, page("Not for you"), {"Content-Type": "text/html"}),
    "/large": (200, b"a" * 200_000, {}),
    "/packed": (200, gzip.compress(page("Packed")), {"Content-Encoding": "gzip"}),
    "/bomb": (200, gzip.compress(b"a" * 300_000_000), {"Content-Encoding": "gzip"}),
    "/brotli": (200, b"\x0b\x02\x80hello\x03", {"Content-Encoding": "br"}),
    "/torn": (200, gzip.compress(page("Torn"))[:-30], {"Content-Encoding": "gzip"}),
    "/once": (302, b"", {"Location": "/page"}),
    "/loop": (302, b"", {"Location": "/loop"}),
    "/file": (302, b"", {"Location": "file:///etc/hostname"}),
    "/into-closed": (302, b"", {"Location": "/closed"}),
    "/feed": (200, FEED, {"Content-Type": "application/rss+xml", "ETag": '"7"'}),
    "/archive.jsonl": (200, LINES, {"Content-Type": "text/plain"}),
    "/lines": (200, LINES, {"Content-Type": "application/x-ndjson"}),
    "/news.warc.gz": (200, WARC, {"Content-Type": "application/octet-stream"}),
    "/down": (503, b"", {}),
    "/picture": (200, b"\x89PNG\r\n\x1a\n", {"Content-Type": "image/png"}),
}


class Site(BaseHTTPRequestHandler):
    """Answers as the table says and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"]))
        if self.path == "/slow":
            time.sleep(3)
        status, body, headers = ANSWERS.get(self.path, (404, b"", {}))
        if self.headers.get("If-None-Match") == headers.get("ETag", "none"):
            status, body = 304, b""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def results(address: str, *, private: bool = True) -> tuple[list[ReadReport], list[Failure]]:
    found = list(read([address], ReadOptions(allow_private=private)))
    return (
        [r for r in found if isinstance(r, ReadReport)],
        [r for r in found if isinstance(r, Failure)],
    )


def test_a_redirect_is_followed_and_its_end_is_the_address(site: str) -> None:
    reports, failures = results(f"{site}/once")
    assert not failures
    assert reports[0].report.url == f"{site}/page"
    assert reports[0].source == f"{site}/once"
    assert "Norway and Chad signed" in reports[0].report.text


@pytest.mark.parametrize(
    ("path", "count"), [("/feed", 1), ("/archive.jsonl", 3), ("/lines", 3), ("/news.warc.gz", 1)]
)
def test_what_an_answer_is_tells_its_type_or_its_name(site: str, path: str, count: int) -> None:
    reports, failures = results(f"{site}{path}")
    assert not failures
    assert len(reports) == count
    assert not any(site in (r.report.url or "") for r in reports)


def test_a_packed_answer_is_unpacked(site: str) -> None:
    assert results(f"{site}/packed")[0][0].report.title == "Packed"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/closed", "robots.txt"),
        ("/into-closed", "robots.txt"),
        ("/large", "larger than 0.1 MB"),
        ("/bomb", "larger than 0.1 MB"),
        ("/brotli", "packed in a way dateline does not read"),
        ("/torn", "cut off"),
        ("/loop", "redirects"),
        ("/file", "no address of http"),
        ("/none", "404"),
    ],
)
def test_what_must_not_be_read_is_refused(site: str, path: str, why: str) -> None:
    with (
        pytest.raises(FetchError, match=why) as caught,
        Network(allow_private=True).fetch(f"{site}{path}", LIMITS),
    ):
        pass
    assert not caught.value.passing


@pytest.mark.parametrize("path", ["/down", "/slow"])
def test_what_may_pass_is_told_from_what_does_not(site: str, path: str) -> None:
    with (
        pytest.raises(FetchError) as caught,
        Network(allow_private=True).fetch(f"{site}{path}", Limits(1000, seconds=1, wait=0.5)),
    ):
        pass
    assert caught.value.passing


def test_what_is_no_text_is_said(site: str) -> None:
    reports, failures = results(f"{site}/picture")
    assert not reports
    assert "an image" in failures[0].reason


def test_robots_txt_is_asked_once_and_by_name(site: str) -> None:
    Site.asked.clear()
    network = Network(allow_private=True)
    for _ in range(3):
        with network.fetch(f"{site}/page", LIMITS) as found:
            found.read()
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/page", "/page", "/page"]
    assert {agent.partition("/")[0] for _, agent in Site.asked} == {"dateline"}
    assert network.patience(f"{site}/other") == 2


def test_what_is_not_new_is_not_sent_again(site: str) -> None:
    network = Network(allow_private=True)
    with network.fetch(f"{site}/feed", LIMITS) as found:
        assert found.read() == FEED
        known = Known(found.etag, found.modified)
    with network.fetch(f"{site}/feed", LIMITS, known) as found:
        assert found.unchanged
        assert found.read() == b""


def test_private_addresses_need_to_be_allowed(site: str) -> None:
    reports, failures = results(f"{site}/page", private=False)
    assert not reports
    assert "--allow-private" in failures[0].reason


def test_a_redirect_into_the_private_network_is_not_followed(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = site.rpartition(":")[2]
    monkeypatch.setattr(
        "dateline.reading.network.is_public", lambda address: address == "127.0.0.1"
    )
    monkeypatch.setitem(ANSWERS, "/away", (302, b"", {"Location": f"http://127.0.0.2:{port}/page"}))
    with (
        pytest.raises(FetchError, match=r"127\.0\.0\.2 has a private address"),
        Network().fetch(f"{site}/away", LIMITS),
    ):
        pass


def test_the_connection_goes_to_the_address_that_was_checked(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is looked up once for robots.txt and once for the page, by us and nobody else."""
    port = site.rpartition(":")[2]
    real, asked = socket.getaddrinfo, []

    def look_up(host: str, *rest: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1" if host == "paper.example" else host, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with Network(allow_private=True).fetch(f"http://paper.example:{port}/page", LIMITS) as found:
        assert b"Treaty signed" in found.read()
    assert asked.count("paper.example") == 2


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1",
     "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "2002:7f00:1::",
     "64:ff9b::7f00:1", "224.0.0.1"],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_addresses() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    ("lines", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/news", False),
        ("User-agent: *\nDisallow:", "/news", True),
        ("User-agent: *\nDisallow: /\nAllow: /news", "/news/1", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x=1", True),
        ("User-agent: *\nDisallow: /*print", "/a?mode=print", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Dateline\nAllow: /", "/news", True),
        ("User-agent: dateline\nUser-agent: other\nDisallow: /news", "/news", False),
        ("User-agent: datelinebot\nDisallow: /", "/news", True),
        ("User-agent: *\nDisallow: /caf%C3%A9", "/café", False),
        ("<html>no robots here</html>", "/news", True),
        ("", "/news", True),
    ],
)
def test_rules_of_robots_txt(lines: str, path: str, allowed: bool) -> None:
    assert rules_of(lines.encode()).allow(f"https://a.example{path}") is allowed
