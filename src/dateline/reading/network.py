"""Pages, feeds and archives from the network, only where an address is given, and with care.

Every hop of a redirect is resolved anew, every address of its host must be public, and the
connection goes to the address that was checked, so that a name cannot change its mind in between.
"""

from __future__ import annotations

import contextlib
import io
import ipaddress
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import BinaryIO, cast
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from dateline.reading.options import Limits
from dateline.reading.robots import AGENT, Rules, rules_of
from dateline.reading.unpacking import BombError, Meter, PackedError, unpacked_pieces
from dateline.version import __version__

_REDIRECTS = 5
_REDIRECTED = (301, 302, 303, 307, 308)
_LARGEST_ROBOTS = 500_000
_IN_MEMORY = 8_000_000
"""Bytes of an answer that are held in memory; what is longer goes to a temporary file."""
_ROBOTS_LAST = 3600.0
"""Seconds for which an answer of robots.txt is used."""


class FetchError(ValueError):
    """An address gave nothing; the message says why in one line."""

    def __init__(self, message: str, *, passing: bool = False) -> None:
        """Say why; ``passing`` where another try later may well succeed."""
        super().__init__(message)
        self.passing = passing


class Fetched(msgspec.Struct, frozen=True):
    """What an address gave, after redirects."""

    url: str
    stream: BinaryIO
    """At its start; gone when the context of the fetch ends."""
    kind: str
    """The media type, without parameters."""
    etag: str | None = None
    modified: str | None = None
    unchanged: bool = False
    """The server says that nothing is new since the ``Known`` state; the stream is empty."""

    def read(self) -> bytes:
        """Return all of it."""
        return self.stream.read()


class Known(msgspec.Struct, frozen=True):
    """What a server said of its last answer, to be asked whether there is a newer one."""

    etag: str | None = None
    modified: str | None = None


LimitsOf = Callable[[str, str], Limits]
"""From an address and its media type to the limits of the answer."""


class Network:
    """Gets addresses, one after the other, and remembers what robots.txt said."""

    def __init__(self, *, allow_private: bool = False) -> None:
        """``allow_private`` lets it reach addresses of this host and of the local network."""
        self._allow_private = allow_private
        self._rules: dict[str, tuple[float, Rules]] = {}

    @contextlib.contextmanager
    def fetch(
        self, url: str, limits: Limits | LimitsOf, known: Known | None = None
    ) -> Iterator[Fetched]:
        """Yield what an address gives. Raises FetchError where it cannot or must not be read."""
        of_kind = limits if callable(limits) else lambda _url, _kind: limits
        first = of_kind(url, "")
        deadline = time.monotonic() + first.seconds
        headers = {"Accept-Encoding": "gzip, deflate"}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.modified:
            headers["If-Modified-Since"] = known.modified
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            stream = cast("BinaryIO", spool)
            for _ in range(_REDIRECTS + 1):
                self._ask_robots(url)
                status, answer = self._get(url, of_kind, headers, deadline, stream)
                if status in _REDIRECTED and "location" in answer:
                    url = urljoin(url, answer["location"])
                    continue
                unchanged = status == 304 and known is not None
                if status != 200 and not unchanged:
                    raise FetchError(
                        f"the server answered {status}", passing=status >= 500 or status == 429
                    )
                stream.seek(0)
                yield Fetched(
                    url,
                    io.BufferedReader(cast("io.RawIOBase", stream)),
                    _media_type(answer),
                    answer.get("etag"),
                    answer.get("last-modified"),
                    unchanged,
                )
                return
        raise FetchError(f"more than {_REDIRECTS} redirects")

    def patience(self, url: str) -> float:
        """Return the seconds that robots.txt asks to wait between two requests, as far as known."""
        known = self._rules.get(_site(url))
        return known[1].delay if known else 0.0

    def _ask_robots(self, url: str) -> None:
        """Raise FetchError where robots.txt forbids the address, or its server is down."""
        _checked_host(url)
        site = _site(url)
        until, rules = self._rules.get(site, (0.0, None))
        if rules is None or time.monotonic() > until:
            rules = self._robots(site)
            self._rules[site] = time.monotonic() + _ROBOTS_LAST, rules
        if not rules.allow(url):
            raise FetchError("robots.txt of the site does not allow it")

    def _robots(self, site: str) -> Rules:
        place = f"{site}/robots.txt"
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            stream = cast("BinaryIO", spool)
            limits = Limits(_LARGEST_ROBOTS)
            deadline = time.monotonic() + limits.seconds
            for _ in range(_REDIRECTS + 1):
                status, answer = self._get(place, lambda *_: limits, {}, deadline, stream)
                if status not in _REDIRECTED or "location" not in answer:
                    break
                place = urljoin(place, answer["location"])
            if status >= 500 or status == 429:
                raise FetchError(
                    f"robots.txt cannot be asked (the server answered {status})", passing=True
                )
            stream.seek(0)
            return rules_of(stream.read() if status == 200 else b"")

    def _get(
        self,
        url: str,
        limits_of: LimitsOf,
        headers: dict[str, str],
        deadline: float,
        into: BinaryIO,
    ) -> tuple[int, httpx.Headers]:
        """Write an answer's body to ``into``, from its start."""
        host = _checked_host(url)
        problem: httpx.TransportError | None = None
        for address in self._addresses(host):
            try:
                return _answer(url, host, address, limits_of, headers, deadline, into)
            except httpx.ConnectError as error:
                problem = error
            except httpx.TimeoutException:
                raise FetchError("the server did not answer in time", passing=True) from None
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                why = str(error) or type(error).__name__
                raise FetchError(f"it cannot be reached: {why}", passing=True) from None
        raise FetchError(f"it cannot be reached: {problem}", passing=True) from None

    def _addresses(self, host: str) -> list[str]:
        """Return the addresses of a host, all of which must be public."""
        try:
            found = [item[4][0] for item in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError):
            raise FetchError(f"no such host: {host}", passing=True) from None
        if not self._allow_private:
            for address in found:
                if not is_public(str(address)):
                    raise FetchError(
                        f"{host} has a private address ({address}): allow it with --allow-private"
                    )
        return [str(address) for address in dict.fromkeys(found)]


def _answer(
    url: str,
    host: str,
    address: str,
    limits_of: LimitsOf,
    headers: dict[str, str],
    deadline: float,
    into: BinaryIO,
) -> tuple[int, httpx.Headers]:
    pinned = httpx.URL(url).copy_with(host=address)
    sent = {
        "Host": urlsplit(url).netloc.rpartition("@")[2],
        "User-Agent": f"{AGENT}/{__version__}",
        **headers,
    }
    first = limits_of(url, "")
    # Proxies of the environment would resolve the name themselves: they are left out.
    with (
        httpx.Client(timeout=first.wait, trust_env=False) as client,
        client.stream("GET", pinned, headers=sent, extensions={"sni_hostname": host}) as answer,
    ):
        limits = limits_of(url, _media_type(answer.headers))
        deadline += limits.seconds - first.seconds
        into.seek(0)
        into.truncate()
        encoding = answer.headers.get("content-encoding", "").strip().lower()
        meter = Meter(limits.size)
        try:
            for piece in unpacked_pieces(answer.iter_raw(65536), encoding, meter):
                if time.monotonic() > deadline:
                    raise FetchError(f"no whole answer in {limits.seconds:g} seconds", passing=True)
                into.write(piece)
        except (BombError, PackedError) as error:
            raise FetchError(str(error)) from None
        return answer.status_code, answer.headers


def _checked_host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise FetchError(f"{url} is no address that can be read") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url} is no address of http or https")
    return host


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def is_public(address: str) -> bool:
    """Say if an address lies in the open network; one that embeds another is judged by it."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo or (None, None))[1]
        if inner is not None:
            return is_public(str(inner))
        if parsed in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return parsed.is_global and not parsed.is_multicast
