"""From a filler of a slot to the actors it stands for."""

from __future__ import annotations

from spacy.tokens import Token

from dateline.events.slots import Syntax, conjuncts
from dateline.items import Actors, FoundMention

# Where the actor stands in a noun phrase whose head is none ("Israel's plan", "a raid by the
# army", "the capital of Chad"), in order of preference.
_INNER = ("poss", "by", "of", "from", "between", "against", "in", "on", "at", "with", "for", "to")
_DEPTH = 3


class Participants:
    """Finds who fills a slot, through coordination and into noun phrases."""

    def __init__(self, syntax: Syntax, actors: Actors) -> None:
        self._syntax = syntax
        self._actors = actors

    def named(self, token: Token) -> tuple[FoundMention, ...]:
        """Return the mentions the token and its conjuncts head, without looking inside."""
        found = []
        for member in conjuncts(token):
            mention = self._actors.headed(member)
            if mention is not None and mention not in found:
                found.append(mention)
        return tuple(found)

    def of(self, token: Token, depth: int = _DEPTH) -> tuple[FoundMention, ...]:
        """Return whom the filler stands for, the actor inside it where its head is none."""
        named = self.named(token)
        if named or depth == 0:
            return named
        if token.pos_ in ("PRON", "VERB", "AUX"):
            return self._of_verb(token, depth) if token.pos_ == "VERB" else ()
        slots = self._syntax.slots(token)
        for slot in _INNER:
            for filler in slots.get(slot, []):
                if filler.i == token.i:
                    continue
                found = self.of(filler, depth - 1)
                if found:
                    return found
        return ()

    def _of_verb(self, verb: Token, depth: int) -> tuple[FoundMention, ...]:
        slots = self._syntax.slots(verb)
        for slot in ("obj", "with", "to", "on", "against", "from", "for", "in", "of"):
            for filler in slots.get(slot, []):
                found = self.of(filler, depth - 1)
                if found:
                    return found
        return ()


def distinct(mentions: tuple[FoundMention, ...]) -> tuple[FoundMention, ...]:
    """Return the mentions, each actor once, the first mention of it."""
    seen: list[str] = []
    kept = []
    for mention in mentions:
        if mention.actor not in seen:
            seen.append(mention.actor)
            kept.append(mention)
    return tuple(kept)
