"""How present each actor is in the reader's mind at a point of the report."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from dateline.mentions.words import Words

_ROLE_WEIGHT = {
    "nsubj": 3.0, "nsubjpass": 2.5, "dobj": 2.0, "attr": 2.0, "agent": 1.5, "poss": 1.5,
    "pobj": 1.2, "appos": 1.0,
}  # fmt: skip
ADJECTIVE_WEIGHT = 0.3
_FAR = 8


class Appearance(msgspec.Struct, frozen=True, gc=False):
    """An actor mentioned at a token."""

    token: int
    sentence: int
    actor: str
    weight: float
    quoted: bool


class Focus:
    """Keeps the appearances of actors in order of the text."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._appearances: list[Appearance] = []
        self._at: dict[int, str] = {}

    def note(self, token: int, actor: str, *, adjective: bool = False) -> None:
        """Note that the actor is mentioned with this head."""
        if self._at.get(token) == actor:
            return
        words = self.words
        role = words.dep[token]
        if role == "conj":
            role = words.dep[words.head[token]]
        weight = ADJECTIVE_WEIGHT if adjective else _ROLE_WEIGHT.get(role, 1.0)
        self._at.setdefault(token, actor)
        self._appearances.append(
            Appearance(token, words.sentence[token], actor, weight, words.quoted[token])
        )

    def at(self, token: int) -> str | None:
        """Return the actor mentioned with this head."""
        return self._at.get(token)

    def before(self, token: int, sentences: int) -> list[Appearance]:
        """Return the appearances before the token, at most so many sentences back."""
        earliest = self.words.sentence[token] - sentences
        found = []
        for appearance in reversed(self._appearances):
            if appearance.sentence < earliest - 2:
                break
            if appearance.token < token and appearance.sentence >= earliest:
                found.append(appearance)
        return found

    def best(
        self,
        token: int,
        fits: Callable[[str], bool],
        *,
        sentences: int = _FAR,
        decay: float = 0.85,
        margin: float = 1.3,
        excluded: Iterable[str] = (),
        quoted_too: bool = True,
    ) -> str | None:
        """Return the most present actor that fits, none where another comes too close."""
        near = self.before(token, sentences)
        fitting = {a for a in {p.actor for p in near}.difference(excluded) if fits(a)}
        if not fitting:
            return None
        scores: dict[str, float] = {}
        here = self.words.sentence[token]
        for appearance in near:
            actor = appearance.actor
            if actor not in fitting or (appearance.quoted and not quoted_too):
                continue
            score = appearance.weight * decay ** (here - appearance.sentence)
            scores[actor] = scores.get(actor, 0.0) + score
        if len(scores) <= 1:
            return next(iter(scores), None)
        ranked = sorted((-score, actor) for actor, score in scores.items())
        first, second = -ranked[0][0], -ranked[1][0]
        return ranked[0][1] if first >= margin * second else None
