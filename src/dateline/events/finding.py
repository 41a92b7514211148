"""Events of a report: predications with auxiliaries, context, date, place and who asserts them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from spacy.tokens import Doc

from dateline.events.answers import Told, acting_authority, answered
from dateline.events.clauses import clause_span, innermost, token_span, within
from dateline.events.context import Contexts, Places
from dateline.events.details import Details, is_past_clause
from dateline.events.domain import Domain
from dateline.events.field import is_political, is_private
from dateline.events.lexicon import FrameLexicon
from dateline.events.matching import Matcher
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.events.participants import Participants
from dateline.events.predications import NearMiss, Predication
from dateline.events.settling import Settling, auxiliaries_of
from dateline.events.telling import merge_tellings
from dateline.events.tree import Tree
from dateline.events.words import words
from dateline.items import Actors, FoundEvent, FoundMention, FoundStatement, FoundTime
from dateline.knowledge import Knowledge
from dateline.parse import Token
from dateline.record import Actor, Auxiliary
from dateline.times import time_of

# A date opens a sentence when it begins within so many characters ("By the end of March 1999").
_LEADING = 12
# Stances of what is not said to be so.
_UNREAL = {"doubted", "demanded", "intended"}
_ORDER: tuple[Auxiliary, ...] = ("historical", "future", "hypothetical", "negation")


class FoundEvents(NamedTuple):
    """The events of a report, and its actors with those that only an event made known."""

    events: tuple[FoundEvent, ...]
    actors: Actors


class EventCoder:
    """Ontology and lexicon, loaded once; ``find`` codes one report."""

    def __init__(
        self,
        ontology: Ontology,
        lexicon: FrameLexicon,
        domain: Domain,
        knowledge: Knowledge | None = None,
    ) -> None:
        self.ontology = ontology
        self.lexicon = lexicon
        self._domain = domain
        self._contexts = Contexts(ontology.context_cues)
        self._knowledge = knowledge
        self._places = Places(knowledge.places if knowledge else {})

    @classmethod
    def load(
        cls, directory: Path = DEFAULT_DIRECTORY, knowledge: Knowledge | None = None
    ) -> EventCoder:
        """Load ontology and frames of a directory. Raises TableError where a row is wrong."""
        ontology = Ontology.load(directory)
        return cls(ontology, FrameLexicon.load(ontology, directory), Domain.load(), knowledge)

    def find(
        self,
        doc: Doc,
        actors: Actors,
        statements: Sequence[FoundStatement] = (),
        times: tuple[FoundTime, ...] = (),
        published: date | None = None,
        near_misses: list[NearMiss] | None = None,
    ) -> FoundEvents:
        """Return the events of a report in order of the text, each told once."""
        matcher = Matcher(doc, actors, self.lexicon, self.ontology, near_misses, self._state_of)
        report = _Report(self, matcher, actors, statements, times, published)
        found = merge_tellings(report.events(self._domain.foreign_sentences(matcher.tree)))
        return FoundEvents(found, _with_added(actors, matcher.participants, found))

    def context(self, tree: Tree, token: Token) -> tuple[str, ...]:
        """Return the contexts of the sentence around a token, in alphabetical order."""
        sentence = tree.sentence(token)
        return self._contexts.of(tree.lemmas[sentence.start : sentence.end])

    def places(self) -> Places:
        """Return what finds the places of events."""
        return self._places

    def settle(self, matcher: Matcher, predication: Predication) -> Predication:
        """Return the predication with the type its tense and negation give it."""
        settling = Settling(matcher.tree, matcher.auxiliaries, self.lexicon, self.ontology)
        return settling.settle(predication, matcher.tree.tokens[predication.clause], None, None)[0]

    def _state_of(self, city: str) -> Actor | None:
        if self._knowledge is None or city not in self._knowledge.places:
            return None
        return self._knowledge.actor_of_state(self._knowledge.places[city].state)


class _Report:
    """What is known of one report while its events are found."""

    def __init__(
        self,
        coder: EventCoder,
        matcher: Matcher,
        actors: Actors,
        statements: Sequence[FoundStatement],
        times: tuple[FoundTime, ...],
        published: date | None,
    ) -> None:
        self._coder = coder
        self._ontology = coder.ontology
        self._matcher = matcher
        self._tree = matcher.tree
        self._actors = actors
        self._statements = statements
        self._times = times
        self._published = published
        self._settling = Settling(matcher.tree, matcher.auxiliaries, coder.lexicon, coder.ontology)
        self._contexts: dict[int, tuple[str, ...]] = {}

    def events(self, elsewhere: frozenset[int]) -> list[FoundEvent]:
        """Return the events of the sentences that do not start with a token of ``elsewhere``."""
        told: list[Told] = []
        predications = self._matcher.predications(elsewhere)
        details = Details(self._tree, self._matcher.auxiliaries, self._ontology, predications)
        for predication in predications:
            head = self._tree.tokens[predication.clause]
            if details.holds(predication, head):
                continue
            predication = self._with_authority(predication, head, told)
            if not self._is_complete(predication, head):
                continue
            if self._ontology.is_a("answer", predication.type) and not predication.recipients:
                predication = answered(self._matcher, self._coder.lexicon, predication, told)
            event = self._event(predication, head)
            if event is not None:
                told.append(Told(predication.trigger, event))
        return [event for _, event in told]

    def _with_authority(
        self, predication: Predication, head: Token, told: Sequence[Told]
    ) -> Predication:
        """Return a passive that tells what only an authority does, with the one just told of.

        "Riot police cleared the square. Seven candidates *were detained*."
        """
        if (
            predication.actors
            or not predication.recipients
            or not self._ontology.is_a("authority", predication.type, predication.mode)
            or not any(child.dep_ == "auxpass" for child in self._tree.children[head.i])
        ):
            return predication
        authority = acting_authority(self._ontology, self._actors, told, head.i)
        return msgspec.structs.replace(predication, actors=authority)

    def _is_complete(self, predication: Predication, head: Token) -> bool:
        """Whether the participants are enough: someone of the field, and two for talks."""
        if not predication.actors:
            return False
        actors = self._actors
        noun = head.pos_ == "NOUN" and predication.trigger == predication.clause
        alone = len(predication.actors) < 2 and not predication.recipients
        if noun and alone and predication.type == "CONSULT":
            return False  # "at a meeting of the party"
        everyone = (*predication.actors, *predication.recipients)
        if self._ontology.is_a("private", predication.type) and all(
            is_private(actors, m) for m in everyone
        ):
            return False
        if not any(is_political(actors, mention) for mention in everyone):
            # Two known by name alone are of the field where their sentence is.
            named = bool(predication.recipients) and all(m.form == "name" for m in everyone)
            return named and any(is_political(actors, m) for m in self._beside(head))
        return is_political(actors, predication.actors[0]) or bool(predication.recipients)

    def _beside(self, token: Token) -> list[FoundMention]:
        """Return the mentions in the sentence of a token."""
        sentence = self._tree.sentence(token)
        return self._actors.within((sentence.start_char, sentence.end_char))

    def _event(self, predication: Predication, head: Token) -> FoundEvent | None:
        trigger = self._tree.tokens[predication.trigger]
        time, own = self._time(predication, head, trigger)
        asserting = innermost(self._statements, trigger)
        speaks = asserting is not None and any(
            m.actor == self._statements[asserting].speaker
            or self._tree.tokens[m.head].lower_ in words("first_person")
            for m in predication.actors
        )
        threat = self._settling.threat(predication, head) if speaks else None
        if threat is not None:
            predication, auxiliary = threat, auxiliaries_of(threat)
        else:
            predication, auxiliary = self._settling.settle(
                predication, head, time if own else None, self._published
            )
        if predication.type == "REJECT":
            predication = self._matcher.swapped(predication)
        complete = self._with_recipient(predication)
        if complete is None:
            return None
        predication = complete
        stance = self._statements[asserting].stance if asserting is not None else "said"
        if stance == "denied":
            if self._matcher.auxiliaries.is_negated(head):
                auxiliary.discard("negation")
            else:
                auxiliary.add("negation")
        elif stance in _UNREAL and innermost(self._statements, head) != asserting:
            pass  # the verb above tells how real it is: "voted to impose"
        elif stance in _UNREAL and not auxiliary and threat is None and not is_past_clause(head):
            auxiliary.add("hypothetical")
        if any(
            self._matcher.auxiliaries.is_history(token, time, self._published)
            for token in dict.fromkeys((trigger, head))
        ):
            auxiliary.add("historical")
        start = self._tree.sentence(trigger).start
        context = self._contexts.get(start)
        if context is None:
            context = self._contexts[start] = self._coder.context(self._tree, head)
        return FoundEvent(
            type=predication.type,
            mode=predication.mode,
            context=context,
            actors=tuple(self._evidence(m) for m in predication.actors),
            recipients=tuple(self._evidence(m) for m in predication.recipients),
            trigger=token_span(trigger, trigger),
            clause=within(clause_span(self._tree, head), trigger, self._statements, asserting),
            auxiliary=tuple(a for a in _ORDER if a in auxiliary),
            date=time,
            place=self._coder.places().of(trigger),
            statement=asserting,
            rule="+".join(predication.rules),
        )

    def _time(
        self, predication: Predication, head: Token, trigger: Token
    ) -> tuple[FoundTime | None, bool]:
        """Return the time that dates the event, and whether it is that of its own verb.

        A time of its words, else one its sentence opens with; that of what it embeds dates it too
        ("plans to strike *on Monday*"), but does not tell when it is planned.
        """
        sentence = self._tree.sentence(head)
        near = [t for t in self._times if sentence.start_char <= t.span[0] < sentence.end_char]
        if not near:
            return None, False
        told = (trigger, head, *(self._tree.tokens[i] for i in predication.consumed))
        for token in dict.fromkeys(told):
            time = time_of(self._tree.parse.doc, near, token)
            if time is not None:
                return time, token in (trigger, head)
        if sentence.root not in (head, head.head):
            return None, False
        start = sentence.start_char
        return next((t for t in near if start <= t.span[0] <= start + _LEADING), None), True

    def _with_recipient(self, predication: Predication) -> Predication | None:
        """Return the predication with the recipient its type requires, None where it has none."""
        if predication.recipients:
            return predication
        if not self._ontology.types[predication.type].recipient_required:
            return predication
        if len(predication.actors) < 2 or self._has_own_object(predication):
            return None
        # What two do together, each does with the other.
        first, *others = predication.actors
        return msgspec.structs.replace(predication, actors=(first,), recipients=tuple(others))

    def _has_own_object(self, predication: Predication) -> bool:
        """Whether two did it each to what is their own: "recalled *their envoys*"."""
        trigger = self._tree.tokens[predication.trigger]
        return any(
            child.tag_ == "PRP$"
            for thing in trigger.children
            if thing.dep_ == "dobj"
            for child in thing.children
        )

    def _evidence(self, mention: FoundMention) -> FoundMention:
        """Return the name or noun in the same sentence that a pronoun stands for, else itself."""
        if mention.form != "pronoun":
            return mention
        named = [
            m
            for m in self._beside(self._tree.tokens[mention.head])
            if m.actor == mention.actor and m.form != "pronoun"
        ]
        return min(named, key=lambda m: (abs(m.head - mention.head), m.span), default=mention)


def _with_added(actors: Actors, participants: Participants, events: Sequence[FoundEvent]) -> Actors:
    used = {m.actor for e in events for m in (*e.actors, *e.recipients)}
    added = [pair for id_, pair in participants.added.items() if id_ in used]
    if not added:
        return actors
    return Actors(
        {**actors.actors, **{actor.id: actor for actor, _ in added}},
        (*actors.mentions, *(mention for _, mention in added)),
    )


__all__ = ["EventCoder", "FoundEvents"]
