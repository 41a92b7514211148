"""What robots.txt of a site allows, by RFC 9309.

The standard library's parser takes the first rule that fits and knows no wildcards; sites write
for crawlers that take the longest and know them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

import msgspec

AGENT = "dateline"
"""The name by which a site may speak to us, and what we call ourselves."""
_MOST_DELAY = 60.0
_LONGEST = 2000


class Rule(msgspec.Struct, frozen=True):
    """One line that allows or disallows."""

    path: str
    allow: bool

    def fits(self, path: str) -> bool:
        """Say if the rule speaks of a path."""
        pieces = self.path.removesuffix("$").split("*")
        if not path.startswith(pieces[0]):
            return False
        place = len(pieces[0])
        # The shortest fit of each piece leaves most for the others; only the end is special.
        anchored = self.path.endswith("$")
        for number, piece in enumerate(pieces[1:], 1):
            if anchored and number == len(pieces) - 1:
                return path.endswith(piece) and len(path) - len(piece) >= place
            found = path.find(piece, place)
            if found < 0:
                return False
            place = found + len(piece)
        return not anchored or place == len(path)


class Rules(msgspec.Struct, frozen=True):
    """What a site says to us."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0
    """Seconds it asks us to wait between two requests, at most 60."""

    def allow(self, url: str) -> bool:
        """Say if an address may be read: the longest rule decides, then one that allows."""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{_normal(parts.query)}" if parts.query else "")
        if path == "/robots.txt":
            return True
        found = [rule for rule in self.rules if rule.fits(path)]
        best = max(found, key=lambda rule: (len(rule.path), rule.allow), default=None)
        return best is None or best.allow


def rules_of(data: bytes, agent: str = AGENT) -> Rules:
    """Read the rules of a robots.txt for an agent, or those for all where it has none."""
    ours: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named = False
    for agents, lines in _groups(data.decode("utf-8", "replace")):
        if agent in agents:
            named = True
            ours += lines
        elif "*" in agents:
            others += lines
    lines = ours if named else others
    rules = tuple(
        Rule(_normal(value), key == "allow")
        for key, value in lines
        if key in ("allow", "disallow") and value and len(value) <= _LONGEST
    )
    delays = [float(v) for k, v in lines if k == "crawl-delay" and re.fullmatch(r"\d+\.?\d*", v)]
    return Rules(rules, min(_MOST_DELAY, max(delays, default=0.0)))


def _groups(text: str) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    agents: list[str] = []
    lines: list[tuple[str, str]] = []
    for raw in text.lstrip("\ufeff").splitlines():
        key, colon, value = raw.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if lines:
                yield agents, lines
                agents, lines = [], []
            name = re.match(r"[A-Za-z_-]+|\*", value)
            agents.append(name.group().lower() if name else "")
        elif key in ("allow", "disallow", "crawl-delay"):
            lines.append((key, value))
    yield agents, lines


def _normal(path: str) -> str:
    """Return a path with its characters escaped in one way."""
    return quote(unquote(path), safe="/*$?&=:@!,;+'()~-._[]")
