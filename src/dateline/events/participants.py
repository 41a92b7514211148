"""From a filler of a slot to the actors it stands for."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from functools import cached_property

from dateline.events.frames import Slots
from dateline.events.slots import Syntax
from dateline.events.words import in_order, words
from dateline.items import Actors, FoundMention
from dateline.knowledge.entities import slug
from dateline.parse import Token
from dateline.record import Actor

_DEPTH = 3
_CALENDAR = frozenset(name.lower() for name in (*calendar.day_name, *calendar.month_name) if name)


class Participants:
    """Finds who fills a slot, through coordination and into noun phrases."""

    def __init__(
        self, syntax: Syntax, actors: Actors, state_of: Callable[[str], Actor | None]
    ) -> None:
        self._syntax = syntax
        self.actors = actors
        self._state_of = state_of
        self._known: dict[tuple[int, int, bool], tuple[FoundMention, ...]] = {}
        self.added: dict[str, tuple[Actor, FoundMention]] = {}
        """Names that no earlier step could place and that fill a slot, by actor id."""

    @cached_property
    def _covered(self) -> set[int]:
        return {i for m in self.actors.mentions for i in range(*m.span)}

    @cached_property
    def _named(self) -> set[int]:
        return {i for m in self.actors.mentions if m.form != "nominal" for i in range(*m.span)}

    def named(self, token: Token) -> tuple[FoundMention, ...]:
        """Return the mentions the token and its conjuncts head, without looking inside."""
        found = []
        for member in self._syntax.tree.conjuncts(token):
            for mention in self.actors.all_headed(member):
                if member.dep_ == "amod" and mention.form == "nominal":
                    continue  # "military exercises" are nobody's
                if mention not in found:
                    found.append(mention)
            found += [m for m in self._of_joint_adjectives(member) if m not in found]
        return tuple(found)

    def _of_joint_adjectives(self, noun: Token) -> list[FoundMention]:
        """Return the states that share a noun with another ("*US* and Chinese officials")."""
        same = self.actors.all_headed(noun)
        if not same:
            return []
        joint = [
            adjective
            for first in self._syntax.tree.children[noun.i]
            if first.i < noun.i and any(c.dep_ == "conj" for c in first.children)
            for adjective in self._syntax.tree.conjuncts(first)
        ]
        if not joint:
            return []
        known = self.actors.actors
        sharing = {known[m.actor].country for m in same if m.actor in known}
        return [
            mention
            for adjective in joint
            for mention in self.actors.all_headed(adjective)
            if sharing and mention.actor in known and known[mention.actor].country not in sharing
        ]

    def of(
        self, token: Token, depth: int = _DEPTH, *, top: bool = True
    ) -> tuple[FoundMention, ...]:
        """Return whom the filler stands for, the actor inside it where its head is none."""
        key = (token.i, depth, top)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._found(token, depth, top)
        return found

    def _found(self, token: Token, depth: int, top: bool) -> tuple[FoundMention, ...]:
        named = self.named(token)
        if named or depth == 0:
            return named
        if token.pos_ == "PROPN" and top:
            name = self._placed(token, self._is_setting(token))
            if name is not None:
                return (name,)
        if token.pos_ == "PRON" and not any(c.dep_ == "prep" for c in token.children):
            return self._speaker(token, depth)
        if token.pos_ in ("VERB", "AUX"):
            return self._of_verb(token, depth) if token.pos_ == "VERB" else ()
        slots = self._syntax.slots(token)
        for participle in slots.get("acl", []):
            if participle.tag_ == "VBG":  # "a bus carrying pilgrims"
                for filler in self._syntax.slots(participle).get("obj", []):
                    found = self.of(filler, depth - 1, top=False)
                    if found:
                        return found
        for slot in in_order("inner"):
            for filler in slots.get(slot, []):
                if filler.i == token.i:
                    continue
                found = self.of(filler, depth - 1, top=False)
                if found:
                    return found
        return ()

    def fill(
        self, token: Token, slots: Slots, taken: tuple[FoundMention, ...] = ()
    ) -> tuple[FoundMention, ...]:
        """Return who fills the first of the slots that anybody fills, without those ``taken``."""
        filled = self._syntax.slots(token)
        for name in slots.names:
            fillers = self._syntax.fillers(token, name) if "." in name else filled.get(name, ())
            found: tuple[FoundMention, ...] = ()
            for filler in fillers:
                found += without(self.of(filler), taken)
            if found:
                return distinct(found)
        reached = words("reached")
        for name in slots.names:
            if name in reached:
                for filler in self._syntax.reach(token, name):
                    found = without(self.of(filler), taken)
                    if found:
                        return distinct(found)
        return ()

    def sides(self, token: Token) -> int:
        """Return of how many countries are those who fill a slot; who has none counts as one."""
        actors = (self.actors.actors.get(mention.actor) for mention in self.named(token))
        return len({actor.country or actor.id for actor in actors if actor is not None})

    def issuer(self, mention: FoundMention, head: Token) -> tuple[FoundMention, ...]:
        """Return who put out a document ("the ministry issued a report accusing ..."), if told."""
        slots = self._syntax.slots(head)
        for slot in ("poss", "by", "of", "from"):
            for filler in slots.get(slot, []):
                found = self.named(filler)
                if found:
                    return found
        if head.dep_ in ("dobj", "pobj"):
            verb = head.head if head.dep_ == "dobj" else head.head.head
            for subject in self._syntax.subjects(verb):
                found = tuple(m for m in self.named(subject) if m.actor != mention.actor)
                if found:
                    return found
        return ()

    def is_document(self, mention: FoundMention) -> bool:
        """Whether the mention is of a document rather than of somebody."""
        actor = self.actors.actors.get(mention.actor)
        return actor is not None and actor.kind == "document"

    @staticmethod
    def _is_setting(token: Token) -> bool:
        """Whether the phrase tells where or when ("off Hainan", "on Christmas Eve")."""
        return token.dep_ == "pobj" and token.head.lower_ in words("setting")

    def _placed(self, token: Token, setting: bool) -> FoundMention | None:
        """Return a mention for a proper name that stands in a slot and that nothing else covers.

        The name of a city stands for its state, any other for somebody unknown, unless the name
        stands in a ``setting``.
        """
        first = token
        for child in token.lefts:
            if child.pos_ == "PROPN" and child.dep_ in ("compound", "nmod"):
                first = child if child.i < first.i else first
        span = (first.idx, token.idx + len(token))
        tokens = self._syntax.tree.tokens[first.i : token.i + 1]
        text = "".join(t.text_with_ws for t in tokens).rstrip()
        if (
            not text[0].isupper()
            or self._named.intersection(range(*span))
            or any(t.lower_ in _CALENDAR for t in tokens)
        ):
            return None
        state = self._state_of(text)
        if state is not None:
            mention = FoundMention(span, token.i, "metonym", state.id, "place:cities.tsv")
            self.added.setdefault(state.id, (state, mention))
            return mention
        if text.isupper() or setting or any(t.ent_type_ for t in tokens):
            return None
        if token.lower_ in words("paper"):  # "the Treaty of Lausanne needed to be updated"
            return None
        if self._covered.intersection(range(*span)):
            return None
        id_ = f"unknown:{slug(text)}"
        mention = FoundMention(span, token.i, "name", id_, "name:unknown")
        self.added.setdefault(id_, (Actor(id=id_, name=text, kind="unknown"), mention))
        return mention

    def _speaker(self, pronoun: Token, depth: int) -> tuple[FoundMention, ...]:
        """Return the subject above a pronoun nobody resolved ("the group said *it* would")."""
        clause = pronoun.head
        if (
            pronoun.lower_ not in words("third_person")
            or pronoun.dep_ not in ("nsubj", "nsubjpass")
            or clause.dep_ != "ccomp"
            or clause.head.i > pronoun.i
        ):
            return ()
        for subject in self._syntax.subjects(clause.head):
            if subject.pos_ != "PRON":
                return self.of(subject, depth - 1)
        return ()

    def _of_verb(self, verb: Token, depth: int) -> tuple[FoundMention, ...]:
        slots = self._syntax.slots(verb)
        for slot in ("obj", "with", "to", "on", "against", "from", "for", "in", "of"):
            for filler in slots.get(slot, []):
                found = self.of(filler, depth - 1, top=False)
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


def without(
    mentions: tuple[FoundMention, ...], taken: tuple[FoundMention, ...]
) -> tuple[FoundMention, ...]:
    """Return the mentions of actors that are not among those taken."""
    if not taken or not mentions:
        return mentions
    others = {mention.actor for mention in taken}
    return tuple(mention for mention in mentions if mention.actor not in others)
