"""What a trigger states, and what nearly stated something."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from dateline.items import FoundMention
from dateline.parse import Token

# A near miss is told only where the trigger was there and at most this many conditions failed.
_NEAR = 1


class Predication(msgspec.Struct, frozen=True):
    """What a trigger states, before auxiliaries: a type, or null for an operator's bare act."""

    type: str
    mode: str | None
    actors: tuple[FoundMention, ...]
    recipients: tuple[FoundMention, ...]
    trigger: int
    """Token that decided the type."""
    clause: int
    """Token that heads the clause: the operator's, where there is one."""
    auxiliary: tuple[str, ...]
    negated: bool
    rules: tuple[str, ...]
    barred: tuple[tuple[int, str], ...] = ()
    """Slots of tokens that hold certain words, and so no recipient ("fired *artillery*")."""
    consumed: tuple[int, ...] = ()
    """Triggers that went into this one and state no event of their own."""


States = Callable[[Token], Predication | None]
"""What a token states, worked out once for each."""


class NearMiss(msgspec.Struct, frozen=True):
    """A rule whose trigger was there but which did not fire."""

    rule: str
    row: str
    token: int
    lacked: str


class Misses:
    """Collects near misses where somebody asked for them."""

    def __init__(self, found: list[NearMiss] | None) -> None:
        self._found = found
        self.wanted = found is not None

    def add(self, rule: str, row: str, token: Token, lacked: str) -> None:
        """Keep a rule that nearly fired, with what it lacked."""
        if self._found is not None and lacked.count(",") < _NEAR:
            self._found.append(NearMiss(rule, row, token.i, lacked))
