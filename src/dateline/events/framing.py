"""Which frame fits a trigger best."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.events.auxiliary import Auxiliaries
from dateline.events.conditions import Conditions
from dateline.events.frames import Frame, Need, Slots
from dateline.events.ontology import Ontology
from dateline.events.participants import Participants
from dateline.events.predications import Misses, Predication, States
from dateline.events.slots import Syntax
from dateline.items import FoundMention
from dateline.parse import Token

_SUBJECT = Slots(("subj",), True)
# What participants add to the strength of a frame, or the lack of one it wants takes away.
_WITH_RECIPIENT = 3
_WITH_ACTOR = 2
_MOST = _WITH_RECIPIENT + _WITH_ACTOR


class Framing:
    """Fits frames to the triggers of one document."""

    def __init__(
        self,
        syntax: Syntax,
        auxiliaries: Auxiliaries,
        participants: Participants,
        conditions: Conditions,
        ontology: Ontology,
        misses: Misses,
    ) -> None:
        self._mutual = {t for t in ontology.types if ontology.is_a("mutual", t)}
        self._reactions = {t for t in ontology.types if ontology.is_a("reaction", t)}
        self._syntax = syntax
        self._auxiliaries = auxiliaries
        self._participants = participants
        self._conditions = conditions
        self._misses = misses

    def best(self, token: Token, frames: Sequence[Frame]) -> tuple[Frame, Predication] | None:
        """Return the frame that fits the token best, with what it states."""
        best: tuple[int, Frame, tuple[FoundMention, ...], tuple[FoundMention, ...]] | None = None
        all_of_them = self._misses.wanted
        for frame in frames:
            if best is not None and frame.weight + _MOST <= best[0] and not all_of_them:
                continue  # whoever fills its slots, it cannot be stronger
            if not self._applies(token, frame):
                continue
            actors = self._participants.fill(token, frame.actor)
            if (
                best is not None
                and frame.weight + _WITH_RECIPIENT + _WITH_ACTOR * bool(actors) <= best[0]
            ):
                continue
            recipients = self._participants.fill(token, frame.recipient, actors)
            strength = _strength(frame, actors, recipients)
            if best is None or strength > best[0]:
                best = strength, frame, actors, recipients
        if best is None:
            return None
        _, frame, actors, recipients = best
        return frame, Predication(
            frame.type,
            frame.mode,
            actors,
            recipients,
            token.i,
            token.i,
            (),
            self._auxiliaries.is_negated(token),
            (frame.id,),
            _barred(token, frame),
        )

    def _applies(self, token: Token, frame: Frame) -> bool:
        """Whether all that the frame needs is there; a near miss is kept if asked."""
        needs = frame.needs
        unmet = self._conditions.first_unmet(token, needs)
        if unmet < 0:
            return True
        if frame.type not in self._mutual and not self._misses.wanted:
            return False
        missing: list[str] = []
        while unmet >= 0:
            if not (frame.type in self._mutual and self._each_other(token, needs[unmet])):
                if not self._misses.wanted:
                    return False
                missing.append(needs[unmet].text)
            unmet = self._conditions.first_unmet(token, needs, unmet + 1)
        if missing:
            self._misses.add(frame.id, frame.row, token, ", ".join(missing))
        return not missing

    def _each_other(self, token: Token, need: Need) -> bool:
        """Whether several subjects are each other's partner, who needs no *with*."""
        if need.slots != ("with",) or not need.values.someone or need.forbidden:
            return False
        return token.pos_ == "VERB" and len(self._participants.fill(token, _SUBJECT)) > 1

    def taken_in(self, token: Token, frame: Frame, states: States) -> list[Predication]:
        """Return what a frame's lexical conditions name and that tells nothing more.

        "used *gas* against", "threatened to *impose*" are one event with the verb; "condemned the
        *attack* by rebels" are two.
        """
        taken: list[Predication] = []
        for need in frame.needs:
            if need.forbidden or not need.values.lexical:
                continue
            for slot in need.slots:
                for filler in self._syntax.fillers(token, slot):
                    inner = states(filler)
                    if inner is not None and (
                        filler.pos_ == "VERB"
                        or not inner.actors
                        or frame.type not in self._reactions
                    ):
                        taken.append(inner)
        return taken


def _strength(
    frame: Frame, actors: tuple[FoundMention, ...], recipients: tuple[FoundMention, ...]
) -> int:
    strength = frame.weight + _WITH_ACTOR * bool(actors)
    if recipients:
        return strength + _WITH_RECIPIENT
    wanted = bool(frame.recipient.names) and not frame.recipient.optional
    return strength - _WITH_RECIPIENT * wanted


def _barred(token: Token, frame: Frame) -> tuple[tuple[int, str], ...]:
    """Return the slots that a frame fills with certain words and not with a recipient."""
    return tuple(
        (token.i, slot)
        for need in frame.needs
        if need.values.lexical and not need.forbidden
        for slot in need.slots
        if slot not in frame.recipient.names
    )
