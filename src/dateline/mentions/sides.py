"""Whose somebody is: the state or organisation behind a name, with country and sector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from dateline.mentions.readings import Reading
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge


class Side(msgspec.Struct, frozen=True, gc=False):
    """A state, organisation or body to which somebody belongs, or a country where somebody is."""

    actor: str | None
    code: str | None
    """State code or organisation id; null for a body or person."""
    country: str | None
    sector: str | None
    place: bool = False
    name: str = ""
    """Name of a body, organisation or person, for the names of those who belong to it."""

    @property
    def prefix(self) -> str:
        """The part of an id that says whose: ``RUS``, ``NATO``."""
        return self.code or self.country or "unnamed"


NOBODY = Side(None, None, None, None)
"""Where nothing says whose somebody is."""


def actor_of(reading: Reading, knowledge: Knowledge, new: Mapping[str, Actor]) -> Actor | None:
    """Return the actor a name stands for; none for a city."""
    target = reading.name.target
    if target in new:
        return new[target]
    kind, _, key = target.partition(":")
    if kind == "state":
        return knowledge.actor_of_state(key)
    if kind == "org":
        return knowledge.actor_of_organisation(key)
    if kind == "office":
        owner, _, body = key.partition("/")
        return knowledge.actor_of_body(body, owner)
    return None


def side_of(reading: Reading, actor: Actor | None) -> Side:
    """Return the side that a name stands for, only a place where it is a city."""
    kind, _, key = reading.name.target.partition(":")
    if reading.name.kind in ("city", "region"):
        key = key or kind
        return Side(None, None, key.partition("/")[0].partition("-")[0], None, place=True)
    if reading.use == "place":
        return Side(None, None, key.partition("-")[0], None, place=True)
    assert actor is not None
    return side_of_actor(actor)


def side_of_actor(actor: Actor) -> Side:
    """Return the side that an actor makes."""
    kind, _, key = actor.id.partition(":")
    code = key if kind in ("state", "org") else None
    return Side(actor.id, code, actor.country, actor.sector, name=actor.name)
