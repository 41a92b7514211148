"""Participants that only an event told before makes known.

Whom a reaction is to ("condemned *the attack*"), and who arrested those who "were arrested".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from dateline.events.frames import Frame
from dateline.events.lexicon import FrameLexicon
from dateline.events.matching import Matcher
from dateline.events.ontology import Ontology
from dateline.events.predications import Predication
from dateline.events.words import words
from dateline.items import Actors, FoundEvent, FoundMention

# So many tokens back an event is still "the attack".
_MEMORY = 100
# So many tokens back an authority has just acted.
_JUST = 40


class Told(NamedTuple):
    """An event told so far, with its trigger's place among the tokens."""

    trigger: int
    event: FoundEvent


def answered(
    matcher: Matcher, lexicon: FrameLexicon, predication: Predication, told: Sequence[Told]
) -> Predication:
    """Return a reaction with its recipient: who did what "the attack" takes up."""
    tree = matcher.tree
    trigger = tree.tokens[predication.trigger]
    for noun in matcher.syntax.fillers(trigger, "obj"):
        if noun.pos_ != "NOUN" or not any(
            c.lower_ in words("definite") for c in tree.children[noun.i]
        ):
            continue
        entries = lexicon.frames_of.get(("noun", tree.lemmas[noun.i]))
        kinds = _kinds_of([frame for _, frame in entries.formed]) if entries else set()
        own = {mention.actor for mention in predication.actors}
        for index, event in reversed(told):
            if trigger.i - index > _MEMORY:
                break
            if (
                (event.type, event.mode) in kinds
                and not event.auxiliary
                and own.isdisjoint(m.actor for m in event.actors)
            ):
                return msgspec.structs.replace(predication, recipients=event.actors)
    return predication


def acting_authority(
    ontology: Ontology, actors: Actors, told: Sequence[Told], place: int
) -> tuple[FoundMention, ...]:
    """Return the police, army or service that acted in the event told last, if it just did."""
    for index, event in reversed(told):
        if not 0 < place - index <= _JUST:
            break
        if ontology.is_a("force", event.type) and event.actors:
            known = [actors.actors.get(m.actor) for m in event.actors]
            if all(actor is not None and actor.sector in words("authority") for actor in known):
                return event.actors
    return ()


def _kinds_of(frames: Sequence[Frame]) -> set[tuple[str, str | None]]:
    """Return the types most frames of a noun give it, with the modes those frames know.

    "The attack" is mostly ASSAULT, and no capture; "the plan" is nothing without what is planned.
    """
    alone = Counter(
        frame.type
        for frame in frames
        if not any(
            need.values.lexical and not need.forbidden and not {"mod", "by"}.issuperset(need.slots)
            for need in frame.needs
        )
    )
    most = max(alone.values(), default=0)
    kinds: set[tuple[str, str | None]] = {(t, None) for t, count in alone.items() if count == most}
    return kinds | {(f.type, f.mode) for f in frames if (f.type, None) in kinds}
