"""Resolves descriptions by the sentence they stand in: *X was then minister*, *my government*."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.mentions.cast import Cast
from dateline.mentions.descriptions import Description
from dateline.mentions.epithets import is_named
from dateline.mentions.identity import Identities
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.pronouns import PERSONAL, Pronouns
from dateline.mentions.salience import Focus
from dateline.mentions.titles import Titles
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_SUBJECTS = ("nsubj", "nsubjpass")
_COPULAS = ("be", "become", "remain")
_OWN = ("my", "our")
_NEAR_SENTENCES = 3
_PORTFOLIO_HEADS = {"minister": "ministry", "secretary": "department"}
"""What somebody with a portfolio leads."""


class Predicates:
    """Finds whom a description means by who is the subject, who speaks, or who leads it."""

    def __init__(
        self,
        words: Words,
        cast: Cast,
        focus: Focus,
        lexicon: Lexicon,
        knowledge: Knowledge,
        titles: Titles,
        identities: Identities,
        pronouns: Pronouns,
    ) -> None:
        self.words = words
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.titles = titles
        self.identities = identities
        self.pronouns = pronouns

    def subject(self, description: Description) -> str | None:
        """Return the named person of whom it is said that he is or was what is described.

        Not where it is denied or only may be so.
        """
        words, head, noun = self.words, description.head, description.hit.noun
        if noun.number != "person" or noun.plural or words.dep[head] != "attr":
            return None
        verb = words.head[head]
        if words.lemma[verb] not in _COPULAS:
            return None
        for child in words.children[verb]:
            if words.dep[child] == "neg" or words.tag[child] == "MD":
                return None
        subjects = [c for c in words.children[verb] if words.dep[c] in _SUBJECTS]
        if len(subjects) != 1:
            return None
        (subject,) = subjects
        if words.tag[subject] == "WP" and words.dep[verb] == "relcl":
            subject = words.head[verb]
        actor = self.focus.at(subject)
        return actor if actor and is_named(self.cast.actors[actor]) else None

    def own(self, description: Description) -> Actor | None:
        """Return the state, or its government, of whoever says *my country*, *our government*."""
        words, noun = self.words, description.hit.noun
        tokens = [o.token for o in description.owners if o.token is not None]
        if len(tokens) != 1 or words.lower[tokens[0]] not in _OWN or not words.quoted[tokens[0]]:
            return None
        country = self.lexicon.is_class(noun.lemma, "country-noun")
        if noun.plural or not (country or self.lexicon.is_class(noun.lemma, "government")):
            return None
        codes = {self.cast.actors[a].country for a in self._speakers(tokens[0])}
        if len(codes) != 1:
            return None
        (code,) = codes
        if code not in self.knowledge.states:
            return None
        if country:
            return self.knowledge.actor_of_state(code)
        return self.knowledge.actor_of_body("government", code)

    def _speakers(self, token: int) -> list[str]:
        found = []
        for subject in self.pronouns.clauses.speakers(token):
            actors = self.cast.headed(subject)
            if not actors and self.words.lower[subject] in PERSONAL:
                # The speaker stands behind the quotation, and is he who was spoken of before.
                actors = self.pronouns.resolve(subject)[0]
            found += actors
        return found

    def led(self, description: Description) -> Actor | None:
        """Return the ministry of the minister named just before: *the ministry*."""
        noun, words = description.hit.noun, self.words
        if noun.lemma not in _PORTFOLIO_HEADS.values() or noun.plural or description.owners:
            return None
        if not self.lexicon.is_class(description.determiner, "definite"):
            return None
        here = words.sentence[description.head]
        for person in reversed(self.identities.persons):
            if person.first > description.head or person.description is None:
                continue
            if words.sentence[person.first] < here - _NEAR_SENTENCES:
                return None
            ministry = self._of_title(person.description, noun.lemma)
            if ministry is not None:
                return ministry
        return None

    def _of_title(self, index: int, called: str) -> Actor | None:
        description = self.titles.descriptions[index]
        sides = self.titles.belonging.sides(description)
        side = sides[0] if len(sides) == 1 else None
        actor = self.cast.actors.get(self.focus.at(description.head) or "")
        code = side.code if side else actor.country if actor else None
        if code not in self.knowledge.states:
            return None
        for title in self.titles.wordings.titles(description):
            lower = title.lower()
            front, _, last = lower.rpartition(" ")
            head, of, portfolio = lower.partition(" of ")
            for leader, body in _PORTFOLIO_HEADS.items():
                if body != called:
                    continue
                name = ""
                if last == leader and front:
                    name = f"{front} {body}"
                elif head == leader and of:
                    name = f"{body} of {portfolio}"
                found = self.lexicon.body_called(name) if name else None
                if found is not None:
                    return self.knowledge.actor_of_body(found, code)
        return None
