"""What the steps of the pipeline hand to each other, before ids are given in ``assembly``.

Token indices are positions in the spaCy ``Doc``; spans are character offsets into the text.
Each step returns new items and changes none that it was given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

import msgspec

from dateline.record import Actor, Auxiliary, Capacity, FactKind, Form, Manner, Place, Span, Stance


class Placed(Protocol):
    """A token, of ``parse`` or of spaCy."""

    @property
    def i(self) -> int:
        """Its position in the ``Doc``."""


class FoundTime(msgspec.Struct, frozen=True):
    """A date expression; ``first`` and ``last`` are inclusive, null where nothing anchors it."""

    span: Span
    first: date | None
    last: date | None
    rule: str


class FoundMention(msgspec.Struct, frozen=True):
    """A span that refers to an actor. ``head`` is the token on which syntax hangs."""

    span: Span
    head: int
    form: Form
    actor: str
    rule: str


class Actors:
    """The actors of one report and where they are mentioned, looked up by token or span.

    ``places`` are the tokens at which the name of a city or a region ends, whoever it stands for.
    """

    def __init__(
        self,
        actors: Mapping[str, Actor],
        mentions: Iterable[FoundMention],
        places: Iterable[int] = (),
    ) -> None:
        self.actors = dict(actors)
        self.places = frozenset(places)
        self.mentions = tuple(sorted(mentions, key=lambda m: (m.span, m.actor)))
        self._by_head: dict[int, list[FoundMention]] = {}
        for mention in self.mentions:
            self._by_head.setdefault(mention.head, []).append(mention)
        for same in self._by_head.values():
            same.sort(key=lambda m: (m.span[0] - m.span[1], m.span, m.actor))
        self._starts = [m.span[0] for m in self.mentions]

    def headed(self, token: Placed | int) -> FoundMention | None:
        """Return the mention whose head is this token, the longest where several are."""
        same = self._by_head.get(token if isinstance(token, int) else token.i)
        return same[0] if same else None

    def all_headed(self, token: Placed | int) -> list[FoundMention]:
        """Return all mentions with the head and the span of ``headed``, one for each actor.

        *The two sides* and *Greek and Turkish troops* stand for several actors at once.
        """
        same = self._by_head.get(token if isinstance(token, int) else token.i, [])
        return [m for m in same if m.span == same[0].span] if len(same) > 1 else [*same]

    def within(self, span: Span) -> list[FoundMention]:
        """Return the mentions that lie wholly inside the span, in order of the text."""
        found = []
        for mention in self.mentions[bisect_left(self._starts, span[0]) :]:
            if mention.span[0] >= span[1]:
                break
            if mention.span[1] <= span[1]:
                found.append(mention)
        return found

    def __getitem__(self, actor: str) -> Actor:
        return self.actors[actor]


class FoundStatement(msgspec.Struct, frozen=True):
    """A statement before it has an id; ``within`` is the index of the containing one."""

    speaker: str | None
    speaker_span: Span | None
    cue_span: Span | None
    content_spans: tuple[Span, ...]
    manner: Manner
    stance: Stance
    capacity: Capacity
    via: tuple[str, ...]
    within: int | None
    said_on: FoundTime | None
    rule: str


class FoundEvent(msgspec.Struct, frozen=True):
    """An event before it has an id; ``statement`` is an index into the statements."""

    type: str
    mode: str | None
    context: tuple[str, ...]
    actors: tuple[FoundMention, ...]
    recipients: tuple[FoundMention, ...]
    trigger: Span
    clause: Span
    auxiliary: tuple[Auxiliary, ...]
    date: FoundTime | None
    place: Place | None
    statement: int | None
    rule: str
    tellings: tuple[Span, ...] = ()


class FoundFact(msgspec.Struct, frozen=True):
    """A claim of membership or office; ``subject`` and ``object`` are actor ids."""

    kind: FactKind
    subject: str
    object: str
    office: str | None
    date: FoundTime | None
    span: Span
    statement: int | None
    rule: str
