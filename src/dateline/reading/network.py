"""Pages and feeds from the network, only where an address is given, and with care.

Every hop of a redirect is resolved anew, every address of its host must be public, and the
connection goes to the address that was checked, so that a name cannot change its mind in between.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
import msgspec

AGENT = "dateline"
_SECONDS = 20.0
_REDIRECTS = 5
_LARGEST_ROBOTS = 500_000


class FetchError(ValueError):
    """An address gave nothing; the message says why in one line."""


class Fetched(msgspec.Struct, frozen=True):
    """What an address gave, after redirects."""

    url: str
    data: bytes
    kind: str
    """The media type, without parameters."""


def is_address(source: str) -> bool:
    """Say if a source is an address of the network."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, *, largest: int, allow_private: bool = False) -> Fetched:
    """Get a page or feed. Raises FetchError where it cannot or must not be read."""
    deadline = time.monotonic() + _SECONDS
    checked: set[tuple[str, str]] = set()
    for _ in range(_REDIRECTS + 1):
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url} is no address of http or https")
        if (parts.scheme, parts.netloc) not in checked:
            _ask_robots(url, deadline, allow_private)
            checked.add((parts.scheme, parts.netloc))
        status, headers, data = _get(url, largest, deadline, allow_private)
        if status in (301, 302, 303, 307, 308) and "location" in headers:
            url = urljoin(url, headers["location"])
            continue
        if status != 200:
            raise FetchError(f"the server answered {status}")
        return Fetched(url, data, headers.get("content-type", "").partition(";")[0].strip())
    raise FetchError(f"more than {_REDIRECTS} redirects")


def _ask_robots(url: str, deadline: float, allow_private: bool) -> None:
    """Raise FetchError where robots.txt forbids the address, or its server is down."""
    place = urljoin(url, "/robots.txt")
    for _ in range(_REDIRECTS + 1):
        status, headers, data = _get(place, _LARGEST_ROBOTS, deadline, allow_private)
        if status not in (301, 302, 303, 307, 308) or "location" not in headers:
            break
        place = urljoin(place, headers["location"])
    if status >= 500:
        raise FetchError(f"robots.txt cannot be asked (the server answered {status})")
    if status != 200:
        return
    rules = RobotFileParser()
    rules.parse(data.decode("utf-8", "replace").splitlines())
    if not rules.can_fetch(AGENT, url):
        raise FetchError("robots.txt of the site does not allow it")


def _get(
    url: str, largest: int, deadline: float, allow_private: bool
) -> tuple[int, httpx.Headers, bytes]:
    parts = urlsplit(url)
    host = parts.hostname
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(f"{url} is no address of http or https")
    address = _resolved(host, allow_private)
    pinned = httpx.URL(url).copy_with(host=address)
    headers = {"Host": parts.netloc.rpartition("@")[2], "User-Agent": AGENT}
    try:
        # Proxies of the environment would resolve the name themselves: they are left out.
        with (
            httpx.Client(timeout=_SECONDS / 2, trust_env=False) as client,
            client.stream(
                "GET", pinned, headers=headers, extensions={"sni_hostname": host}
            ) as answer,
        ):
            data = bytearray()
            for piece in answer.iter_bytes(65536):
                data += piece
                if len(data) > largest:
                    raise FetchError(f"larger than {largest / 1e6:g} MB")
                if time.monotonic() > deadline:
                    raise FetchError(f"no whole answer in {_SECONDS:g} seconds")
            return answer.status_code, answer.headers, bytes(data)
    except httpx.TimeoutException:
        raise FetchError(f"no answer in {_SECONDS / 2:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchError(f"it cannot be reached: {str(error) or type(error).__name__}") from None


def _resolved(host: str, allow_private: bool) -> str:
    """Return the first address of a host, all of which must be public."""
    try:
        found = [item[4][0] for item in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise FetchError(f"no such host: {host}") from None
    if not allow_private:
        for address in found:
            if not is_public(str(address)):
                raise FetchError(
                    f"{host} has a private address ({address}): allow it with --allow-private"
                )
    return str(found[0])


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
