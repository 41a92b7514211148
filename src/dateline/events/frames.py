"""What the frame lexicon is made of: frames, operators, compositions and their parts."""

from __future__ import annotations

from collections.abc import KeysView
from operator import itemgetter
from typing import Generic, Literal, TypeVar

import msgspec

PartOfSpeech = Literal["verb", "noun", "adjective"]
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = ("verb", "noun", "adjective")


class Values(msgspec.Struct, frozen=True):
    """What may fill a slot: lemmas, anything (``*``), or whoever can act.

    ``actor`` is one or more of them, ``sides`` several that are not of one country.
    """

    lemmas: frozenset[str]
    classes: tuple[str, ...] = ()
    anything: bool = False
    someone: bool = False
    several: bool = False
    lexical: bool = False
    """Whether certain words are asked for."""


class Need(msgspec.Struct, frozen=True):
    """A condition on a slot of the trigger, or on any of several."""

    slots: tuple[str, ...]
    values: Values
    forbidden: bool
    text: str


class Slots(msgspec.Struct, frozen=True):
    """Where a participant stands: alternatives in order of preference."""

    names: tuple[str, ...]
    optional: bool


class Trigger(msgspec.Struct, frozen=True):
    """A word, with a particle where the verb has one."""

    part_of_speech: PartOfSpeech
    lemma: str
    particle: str
    before: tuple[str, ...] = ()
    """The words before the lemma where a trigger is of several ("*task* force")."""


class Frame(msgspec.Struct, frozen=True):
    """One way to state one type of event."""

    id: str
    type: str
    mode: str | None
    triggers: tuple[Trigger, ...]
    needs: tuple[Need, ...]
    actor: Slots
    recipient: Slots
    example: str
    row: str
    weight: int = 0
    """How much its conditions tell, before anybody fills its slots."""
    slots: frozenset[str] = frozenset()
    """Slots without which its conditions cannot hold."""


class Operator(msgspec.Struct, frozen=True):
    """A word that carries or embeds an event and may change its type."""

    id: str
    triggers: tuple[Trigger, ...]
    complements: tuple[str, ...]
    of: tuple[str, ...]
    """Event types, ``cooperation``, ``conflict``, ``event`` (any type) or ``*`` (also no event)."""
    lemmas: frozenset[str]
    """Lemmas the complement must have; empty where any will do."""
    forbidden: frozenset[str]
    """Lemmas the complement must not have."""
    effect: str
    negated: str
    """The effect under negation; empty where there is none."""
    actor: Slots
    recipient: Slots
    example: str
    row: str


class Composition(msgspec.Struct, frozen=True):
    """What an effect makes of a type: another type, a mode, auxiliaries; null type for nothing."""

    type: str | None
    mode: str | None
    keeps: bool
    auxiliary: tuple[str, ...]
    row: str


Entry = TypeVar("Entry", Frame, Operator)


class Entries(msgspec.Struct, Generic[Entry], frozen=True):
    """The frames or operators of a lemma, each with the trigger that led there."""

    formed: tuple[tuple[Trigger, Entry], ...]
    plain: tuple[tuple[frozenset[str], tuple[tuple[int, Entry], ...]], ...]
    """Those whose trigger is the word alone, with their places, by the slots they cannot lack."""
    particles: frozenset[str]
    phrases: bool
    """Whether a trigger has other words before it."""

    def fitting(self, filled: KeysView[str]) -> list[Entry]:
        """Return those whose trigger is the word alone and whose slots are all filled."""
        found: list[tuple[int, Entry]] = []
        groups = 0
        for slots, of in self.plain:
            if filled >= slots:
                found += of
                groups += 1
        if groups > 1:
            found.sort(key=itemgetter(0))
        return [entry for _, entry in found]
