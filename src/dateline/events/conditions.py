"""Whether the conditions of a frame or operator hold for a trigger: its word and its needs."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Token

from dateline.events.auxiliary import is_negated
from dateline.events.lexicon import Need, Trigger, Values
from dateline.events.participants import Participants
from dateline.events.slots import Syntax, adverbs, particle


class Conditions:
    """Tests triggers and needs in one document; what one test found out the next one uses."""

    def __init__(
        self, syntax: Syntax, participants: Participants, classes: Mapping[str, frozenset[str]]
    ) -> None:
        self._syntax = syntax
        self._participants = participants
        self._classes = classes
        self._token = -1
        self._particle = ""
        self._held: dict[str, bool] = {}
        """Needs of frames of the same trigger are often the same: by their text."""
        self._phrases: dict[int, list[str]] = {}

    def particle_of(self, token: Token) -> str:
        """Return the particle of a verb, or an empty string."""
        self._turn_to(token)
        return self._particle

    def has_form(self, token: Token, trigger: Trigger) -> bool:
        """Whether a token of the trigger's lemma has its particle and the words before it."""
        self._turn_to(token)
        if trigger.particle == self._particle:
            return not trigger.before or _follows(token, trigger.before)
        return bool(trigger.particle) and (
            trigger.particle in self._syntax.slots(token) or trigger.particle in adverbs(token)
        )

    def lacked_form(self, token: Token, trigger: Trigger) -> str:
        """Return in words what the form of the token ought to have been."""
        self._turn_to(token)
        if trigger.particle != self._particle:
            there = f"no particle, there is {self._particle!r}"
            return f"the particle {trigger.particle!r}" if trigger.particle else there
        return f"{' '.join(trigger.before)!r} before it"

    def holds(self, token: Token, need: Need) -> bool:
        """Whether a slot of the trigger is filled as a need asks."""
        self._turn_to(token)
        held = self._held.get(need.text)
        if held is None:
            held = self._is_met(token, need) != need.forbidden
            self._held[need.text] = held
        return held

    def _turn_to(self, token: Token) -> None:
        if self._token == token.i:
            return
        self._token, self._held = token.i, {}
        self._particle = particle(token) if token.pos_ in ("VERB", "AUX") else ""

    def _is_met(self, token: Token, need: Need) -> bool:
        values = need.values
        slots = self._syntax.slots(token)
        for slot in need.slots:
            fillers = self._syntax.fillers(token, slot) if "." in slot else slots.get(slot, ())
            for filler in fillers:
                if slot == "ccomp" and values.lexical and is_negated(filler):
                    continue  # "said it would *not* retaliate"
                if self._value_fits(filler, values):
                    return True
        if need.forbidden or not (values.anything or values.someone):
            return False
        if "between" in need.slots and token.pos_ == "VERB":
            # "shuttled for a day *between* Cairo and Doha": the parser hung it on the noun
            return any(self._participants.of(f, 1) for f in self._syntax.reach(token, "between"))
        return False

    def _value_fits(self, filler: Token, values: Values) -> bool:
        if values.anything or (values.someone and self._participants.of(filler, 1)):
            return True
        if not values.lexical:
            return False
        words = self._phrases.get(filler.i)
        if words is None:
            words = self._phrases[filler.i] = phrase_lemmas(filler)
        if not values.lemmas.isdisjoint(words):
            return True
        return any(not self._classes[name].isdisjoint(words) for name in values.classes)


def lemmas_of(token: Token) -> tuple[str, ...]:
    """Return the lemmas a token may have.

    The lemmatiser strips too much from verbs in a silent e: "fined" becomes "fin", "staged" "stag".
    """
    lemma, word = token.lemma_.lower(), token.lower_
    if word in (f"{lemma}ed", f"{lemma}ing"):
        return lemma, word, f"{lemma}e"
    return (lemma,) if lemma == word else (lemma, word)


def phrase_lemmas(token: Token) -> list[str]:
    """Return the lemmas a phrase may be known by: its head's, and its head's with a modifier."""
    lemmas = [token.lemma_.lower(), token.lower_]
    for child in token.children:
        if child.dep_ in ("compound", "amod", "nmod") and child.i < token.i:
            lemmas.append(f"{child.lower_} {token.lemma_.lower()}")
            lemmas.append(f"{child.lower_} {token.lower_}")
        elif child.dep_ == "conj" and not (child.pos_ == "VERB" and is_negated(child)):
            lemmas.append(child.lemma_.lower())
        elif child.dep_ == "prep" and child.lower_ == "of" and token.pos_ == "NOUN":
            # "a series of attacks", "billions of dollars": the content stands behind the "of"
            lemmas += [c.lemma_.lower() for c in child.children if c.dep_ == "pobj"]
    if token.pos_ == "NOUN" and any(c.dep_ == "nummod" for c in token.children):
        # "16 million dollars in aid", whether the parser hung "in aid" on the sum or on the verb
        around = (*token.children, *(token.head.children if token.dep_ == "dobj" else ()))
        lemmas += [
            content.lemma_.lower()
            for child in around
            if child.dep_ == "prep" and child.lower_ in ("in", "worth") and child.i > token.i
            for content in child.children
            if content.dep_ == "pobj"
        ]
    return lemmas


def _follows(token: Token, words: tuple[str, ...]) -> bool:
    start = token.i - len(words)
    return start >= 0 and all(
        word in (before.lower_, before.lemma_.lower())
        for word, before in zip(words, token.doc[start : token.i], strict=True)
    )
