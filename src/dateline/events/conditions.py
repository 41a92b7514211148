"""Whether the conditions of a frame or operator hold for a trigger: its word and its needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.events.auxiliary import Auxiliaries
from dateline.events.frames import Need, Trigger, Values
from dateline.events.participants import Participants
from dateline.events.slots import Syntax
from dateline.events.tree import VERBAL
from dateline.parse import Token

_QUANTITIES = frozenset(("NOUN", "NUM", "DET", "PRON", "ADJ"))


class Conditions:
    """Tests triggers and needs in one document; what one test found out the next one uses.

    ``classes_of`` are the classes of the lexicon that hold a word.
    """

    def __init__(
        self,
        syntax: Syntax,
        auxiliaries: Auxiliaries,
        participants: Participants,
        classes_of: Mapping[str, tuple[str, ...]],
    ) -> None:
        self._syntax = syntax
        self._tree = syntax.tree
        self._auxiliaries = auxiliaries
        self._participants = participants
        self._classes_of = classes_of
        self._token = -1
        self._particle = ""
        self._held: dict[str, bool] = {}
        """Needs of frames of the same trigger are often the same: by their text."""
        self._phrases: dict[int, list[str]] = {}
        """By what words a phrase may be known, by its head."""
        self._classes: dict[int, set[str]] = {}
        """The classes that hold one of those words."""

    def stands_alone(self, token: Token, particles: frozenset[str]) -> bool:
        """Whether a token has no particle, nor anything that may be one of ``particles``."""
        self._turn_to(token)
        return not self._particle and (
            not particles
            or (
                particles.isdisjoint(self._syntax.slots(token))
                and particles.isdisjoint(self._tree.adverbs(token))
            )
        )

    def has_form(self, token: Token, trigger: Trigger) -> bool:
        """Whether a token of the trigger's lemma has its particle and the words before it."""
        self._turn_to(token)
        if trigger.particle == self._particle:
            return not trigger.before or self._follows(token, trigger.before)
        return bool(trigger.particle) and (
            trigger.particle in self._syntax.slots(token)
            or trigger.particle in self._tree.adverbs(token)
        )

    def lacked_form(self, token: Token, trigger: Trigger) -> str:
        """Return in words what the form of the token ought to have been."""
        self._turn_to(token)
        if trigger.particle != self._particle:
            there = f"no particle, there is {self._particle!r}"
            return f"the particle {trigger.particle!r}" if trigger.particle else there
        return f"{' '.join(trigger.before)!r} before it"

    def first_unmet(self, token: Token, needs: Sequence[Need], start: int = 0) -> int:
        """Return the index of the first need, from ``start`` on, that does not hold, else -1."""
        if self._token != token.i:
            self._turn_to(token)
        known = self._held
        for index in range(start, len(needs)):
            need = needs[index]
            text = need.text
            held = known.get(text)
            if held is None:
                held = known[text] = self._is_met(token, need) != need.forbidden
            if not held:
                return index
        return -1

    def _turn_to(self, token: Token) -> None:
        if self._token == token.i:
            return
        self._token, self._held = token.i, {}
        self._particle = self._tree.particle(token) if token.pos_ in VERBAL else ""

    def _is_met(self, token: Token, need: Need) -> bool:
        values = need.values
        slots = self._syntax.slots(token)
        for slot in need.slots:
            fillers = slots.get(slot)
            if fillers is None:
                if "." not in slot:
                    continue
                fillers = self._syntax.fillers(token, slot)
            for filler in fillers:
                if (
                    slot in ("ccomp", "xcomp")
                    and values.lexical
                    and self._auxiliaries.is_negated(filler)
                ):
                    continue  # "said it would *not* retaliate", "told *not* to arrest"
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
        if values.several and self._participants.sides(filler) > 1:
            return True
        if not values.lexical:
            return False
        words = self._phrases.get(filler.i)
        if words is None:
            words = self._phrases[filler.i] = self._phrase_lemmas(filler)
        if not values.lemmas.isdisjoint(words):
            return True
        return bool(values.classes) and not self._classes_in(filler, words).isdisjoint(
            values.classes
        )

    def _classes_in(self, filler: Token, words: Sequence[str]) -> set[str]:
        """Return the classes that hold one of the words of a phrase."""
        classes = self._classes.get(filler.i)
        if classes is None:
            classes = self._classes[filler.i] = set()
            for word in words:
                if word in self._classes_of:
                    classes.update(self._classes_of[word])
        return classes

    def _phrase_lemmas(self, token: Token) -> list[str]:
        """Return the lemmas a phrase may be known by: its head's, and that with a modifier."""
        children, lemma_of = self._tree.children, self._tree.lemmas
        lemma, word = lemma_of[token.i], token.lower_
        lemmas = [lemma, word]
        for child in children[token.i]:
            label = child.dep_
            if label in ("compound", "amod", "nmod") and child.i < token.i:
                lemmas.append(f"{child.lower_} {lemma}")
                lemmas.append(f"{child.lower_} {word}")
            elif label == "conj":
                if not (child.pos_ == "VERB" and self._auxiliaries.is_negated(child)):
                    lemmas.append(lemma_of[child.i])
            elif label == "prep" and child.lower_ == "of" and token.pos_ in _QUANTITIES:
                # "a series of attacks", "some of its troops": the content stands behind the "of"
                lemmas += [lemma_of[c.i] for c in children[child.i] if c.dep_ == "pobj"]
        if token.pos_ == "NOUN" and any(c.dep_ == "nummod" for c in children[token.i]):
            # "16 million dollars in aid", whether the parser hung "in aid" on the sum or the verb
            above = children[token.head.i] if token.dep_ == "dobj" else []
            lemmas += [
                lemma_of[content.i]
                for child in (*children[token.i], *above)
                if child.dep_ == "prep" and child.lower_ in ("in", "worth") and child.i > token.i
                for content in children[child.i]
                if content.dep_ == "pobj"
            ]
        return lemmas

    def _follows(self, token: Token, words: tuple[str, ...]) -> bool:
        start = token.i - len(words)
        return start >= 0 and all(
            word in (before.lower_, self._tree.lemmas[before.i])
            for word, before in zip(words, self._tree.tokens[start : token.i], strict=True)
        )


def lemmas_of(token: Token, lemma: str) -> tuple[str, ...]:
    """Return the lemmas a token may have, given the one the lemmatiser found.

    It strips too much from verbs in a silent e: "fined" becomes "fin", "hopes" "hop".
    """
    word = token.lower_
    if lemma == word:
        return (lemma,)
    if word.startswith(lemma) and word[len(lemma) :] in ("ed", "ing", "es"):
        return lemma, word, f"{lemma}e"
    return lemma, word
