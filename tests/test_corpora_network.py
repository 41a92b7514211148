"""The network is used with care: private addresses, redirects, sizes, robots.txt."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dateline.reading.network import FetchError, fetch, is_public


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kinds = {
            "/robots.txt": (200, b"User-agent: *\nDisallow: /closed\n", ""),
            "/page": (200, b"<html><body>news</body></html>", ""),
            "/closed": (200, b"not for you", ""),
            "/large": (200, b"a" * 200_000, ""),
            "/once": (302, b"", "/page"),
            "/loop": (302, b"", "/loop"),
            "/file": (302, b"", "file:///etc/hostname"),
        }
        status, body, location = kinds.get(self.path, (404, b"", ""))
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_redirect_is_followed(site: str) -> None:
    found = fetch(f"{site}/once", largest=100_000, allow_private=True)
    assert found.url == f"{site}/page"
    assert (found.kind, b"news" in found.data) == ("text/html", True)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/closed", "robots.txt"),
        ("/large", "larger than 0.1 MB"),
        ("/loop", "redirects"),
        ("/file", "no address of http"),
        ("/none", "404"),
    ],
)
def test_what_must_not_be_read_is_refused(site: str, path: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        fetch(f"{site}{path}", largest=100_000, allow_private=True)


def test_private_addresses_need_to_be_allowed(site: str) -> None:
    with pytest.raises(FetchError, match="--allow-private"):
        fetch(f"{site}/page", largest=100_000)


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
