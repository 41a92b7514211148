"""Events of a report: predications with auxiliaries, context, date, place and who asserts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from dateline.events.auxiliary import has_condition, is_history, is_negated, modality
from dateline.events.context import Contexts, Places
from dateline.events.domain import Domain
from dateline.events.lexicon import Frame, FrameLexicon
from dateline.events.matching import Matcher, NearMiss, Predication
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.events.participants import Participants
from dateline.events.slots import governing_verb
from dateline.events.telling import merge_tellings
from dateline.items import Actors, FoundEvent, FoundMention, FoundStatement, FoundTime
from dateline.knowledge import Knowledge
from dateline.record import Actor, Auxiliary, Span
from dateline.times import time_of

# Types that private persons may do to each other: a crime, no matter of international affairs.
_PRIVATE = {"ASSAULT", "THREATEN"}
# Verbal cooperation that is refused by not doing it; deeds not done stay negated deeds.
_WITHHELD = {"AGREE", "CONCEDE", "SUPPORT"}
# Reactions, whose recipient may be told only with the event they react to.
_ANSWERS = {"ACCUSE", "SUPPORT", "REJECT"}
# Types a speaker threatens with where he makes them depend on a condition.
_HARSH = {"COERCE", "SANCTION"}
_DEFINITE = {"the", "this", "that", "these", "those"}
# So many tokens back an event is still "the attack".
_MEMORY = 100
# A date opens a sentence when it begins within so many characters ("By the end of March 1999").
_LEADING = 12
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
        elsewhere = self._domain.foreign_sentences(doc)
        events = []
        told: list[tuple[int, FoundEvent]] = []
        predications = matcher.predications(elsewhere)
        types = {p.clause: p.type for p in predications}
        for predication in predications:
            if _is_detail(doc[predication.clause], predication, types):
                continue
            if not self._complete(predication, actors, doc[predication.clause]):
                continue
            if predication.type in _ANSWERS and not predication.recipients:
                predication = self._answered(matcher, predication, told)
            event = self._event(matcher, actors, predication, statements, times, published)
            if event is not None:
                events.append(event)
                told.append((predication.trigger, event))
        found = merge_tellings(events)
        return FoundEvents(found, _with_added(actors, matcher.participants, found))

    def _answered(
        self, matcher: Matcher, predication: Predication, told: Sequence[tuple[int, FoundEvent]]
    ) -> Predication:
        """Return a reaction with its recipient: who did what "the attack" takes up."""
        trigger = matcher.doc[predication.trigger]
        for noun in matcher.syntax.fillers(trigger, "obj"):
            if noun.pos_ != "NOUN" or not any(c.lower_ in _DEFINITE for c in noun.children):
                continue
            entries = self.lexicon.frames_of.get(("noun", noun.lemma_.lower()))
            types = _types_of([frame for _, frame in entries.formed]) if entries else set()
            own = {mention.actor for mention in predication.actors}
            for index, event in reversed(told):
                if trigger.i - index > _MEMORY:
                    break
                if event.type in types and own.isdisjoint(m.actor for m in event.actors):
                    return msgspec.structs.replace(predication, recipients=event.actors)
        return predication

    def _state_of(self, city: str) -> Actor | None:
        if self._knowledge is None or city not in self._knowledge.places:
            return None
        return self._knowledge.actor_of_state(self._knowledge.places[city].state)

    def settle(self, predication: Predication, head: Token) -> Predication:
        """Return the predication with the type its tense and negation give it."""
        return self._settle(predication, head, None, None)[0]

    def _complete(self, predication: Predication, actors: Actors, head: Token) -> bool:
        """Whether the participants are enough: someone of the field, and two for talks."""
        if not predication.actors:
            return False
        noun = head.pos_ == "NOUN" and predication.trigger == predication.clause
        alone = len(predication.actors) < 2 and not predication.recipients
        if noun and alone and predication.type == "CONSULT":
            return False  # "at a meeting of the party"
        everyone = (*predication.actors, *predication.recipients)
        if predication.type in _PRIVATE and all(_is_private(actors, m) for m in everyone):
            return False
        if not any(is_political(actors, mention) for mention in everyone):
            # Two known by name alone are of the field where their sentence is.
            named = bool(predication.recipients) and all(m.form == "name" for m in everyone)
            around = actors.within((head.sent.start_char, head.sent.end_char))
            return named and any(is_political(actors, m) for m in around)
        return is_political(actors, predication.actors[0]) or bool(predication.recipients)

    def _event(
        self,
        matcher: Matcher,
        actors: Actors,
        predication: Predication,
        statements: Sequence[FoundStatement],
        times: tuple[FoundTime, ...],
        published: date | None,
    ) -> FoundEvent | None:
        doc = matcher.doc
        head, trigger = doc[predication.clause], doc[predication.trigger]
        told = (trigger, head, *(doc[i] for i in predication.consumed))
        sentence = head.sent
        near = _of_sentence(times, sentence)
        time = next((t for token in dict.fromkeys(told) if (t := time_of(doc, near, token))), None)
        time = time or _leading_time(head, near)
        asserting = innermost(statements, trigger)
        speaks = asserting is not None and any(
            m.actor == statements[asserting].speaker for m in predication.actors
        )
        threat = self._threat(predication, head) if speaks else None
        if threat is not None:
            predication, auxiliary = threat, _auxiliaries(threat)
        else:
            predication, auxiliary = self._settle(predication, head, time, published)
        if predication.type == "REJECT":
            predication = matcher.swapped(predication)
        required = self.ontology.types[predication.type].recipient_required
        if required and not predication.recipients:
            if len(predication.actors) < 2:
                return None
            # What two do together, each does with the other.
            first, *others = predication.actors
            predication = msgspec.structs.replace(
                predication, actors=(first,), recipients=tuple(others)
            )
        stance = statements[asserting].stance if asserting is not None else "said"
        if stance == "denied":
            auxiliary ^= {"negation"}
        elif stance in ("doubted", "demanded", "intended") and not auxiliary and threat is None:
            auxiliary.add("hypothetical")
        if is_history(trigger, time, published) or is_history(head, time, published):
            auxiliary.add("historical")
        return FoundEvent(
            type=predication.type,
            mode=predication.mode,
            context=self._contexts.of(sentence),
            actors=tuple(_evidence(doc, actors, m) for m in predication.actors),
            recipients=tuple(_evidence(doc, actors, m) for m in predication.recipients),
            trigger=_span(trigger, trigger),
            clause=_within(clause_span(head), trigger, statements, asserting),
            auxiliary=tuple(a for a in _ORDER if a in auxiliary),
            date=time,
            place=self._places.of(trigger),
            statement=asserting,
            rule="+".join(predication.rules),
        )

    def _threat(self, predication: Predication, head: Token) -> Predication | None:
        """Return what a speaker says he himself will do to others as a threat, or None."""
        harm = predication.type == "ASSAULT"
        if predication.type in _HARSH and has_condition(head):
            harm = True
        if not harm or predication.negated or modality(head) not in ("will", "would"):
            return None
        composition = self.lexicon.compose("threaten", predication.type, predication.mode)
        if composition is None or composition.type is None:
            return None
        return msgspec.structs.replace(
            predication,
            type=composition.type,
            mode=composition.mode,
            clause=predication.trigger,
            rules=("threaten", *predication.rules),
        )

    def _settle(
        self,
        predication: Predication,
        head: Token,
        time: FoundTime | None,
        published: date | None,
    ) -> tuple[Predication, set[Auxiliary]]:
        """Turn tense and negation into type and auxiliaries (a future visit is AGREE)."""
        auxiliary = _auxiliaries(predication)
        negated = predication.negated
        mood = modality(head)
        governor = governing_verb(head) if head.pos_ == "NOUN" else None
        if not mood and governor is not None:
            mood = modality(governor)
            if mood == "will" and head.dep_ not in ("dobj", "nsubjpass"):
                mood = ""
            elif mood == "would" and head.dep_ == "nsubj":
                mood = "may"  # "an attack would draw in others"
        if (
            not mood
            and len(predication.rules) == 1  # no operator has told of the future yet
            and head.tag_ not in ("VBD", "VBN")
            and time is not None
            and time.first is not None
            and published is not None
            and time.first > published
        ):
            mood = "will"
        if mood in ("would", "") and has_condition(head):
            mood = "may" if mood == "would" or head.dep_ == "advcl" else mood
        if mood == "if":
            mood = "may"
        if mood in ("will", "would"):
            cooperative = self.ontology.types[predication.type].cooperative
            effect = "refuse" if negated and cooperative else "future"
            composition = self.lexicon.compose(effect, predication.type, predication.mode)
            if composition is not None and not (effect == "refuse" and composition.keeps):
                changed = not composition.keeps and composition.type is not None
                predication = msgspec.structs.replace(
                    predication,
                    type=composition.type if changed else predication.type,
                    mode=composition.mode if changed else predication.mode,
                    rules=(effect, *predication.rules),
                )
                negated = negated and not changed
                auxiliary.update(composition.auxiliary)  # type: ignore[arg-type]
        elif mood == "may":
            auxiliary.add("hypothetical")
        elif negated and predication.type in _WITHHELD:
            # "did not recognise", "has not agreed": words withheld are a refusal
            composition = self.lexicon.compose("refuse", predication.type, predication.mode)
            if composition is not None and composition.type is not None:
                predication = msgspec.structs.replace(
                    predication,
                    type=composition.type,
                    mode=composition.mode,
                    rules=("refuse", *predication.rules),
                )
                negated = False
        if negated:
            auxiliary.add("negation")
        return predication, auxiliary


def _types_of(frames: Sequence[Frame]) -> set[str]:
    """Return the types most frames of a noun give it, whatever stands behind it.

    "The attack" is mostly ASSAULT; "the plan" is nothing without what is planned.
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
    return {type_ for type_, count in alone.items() if count == most}


def _auxiliaries(predication: Predication) -> set[Auxiliary]:
    return set(predication.auxiliary)  # type: ignore[arg-type]


def _evidence(doc: Doc, actors: Actors, mention: FoundMention) -> FoundMention:
    """Return the name or noun in the same sentence that a pronoun stands for, else the mention."""
    if mention.form != "pronoun":
        return mention
    sentence = doc[mention.head].sent
    named = [
        m
        for m in actors.within((sentence.start_char, sentence.end_char))
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


def _is_detail(head: Token, predication: Predication, types: Mapping[int, str]) -> bool:
    """Whether a participle only tells more of the event it hangs on.

    What came of it ("bombed the camp, *killing* five"), or how it was done to whoever the event
    names ("blown up by a bomb *planted* by rebels").
    """
    if head.dep_ not in ("acl", "advcl") or head.tag_ not in ("VBG", "VBN"):
        return False
    if head.tag_ == "VBG" and head.dep_ == "advcl" and predication.type in ("ASSAULT", "RETREAT"):
        return types.get(head.head.i) == predication.type
    if predication.recipients:
        return False
    above = next((types[a.i] for a in head.ancestors if a.i in types), None)
    return above == predication.type


def _of_sentence(times: Sequence[FoundTime], sentence: DocSpan) -> tuple[FoundTime, ...]:
    """Return the times told in a sentence: no other can hang on its words."""
    return tuple(t for t in times if sentence.start_char <= t.span[0] < sentence.end_char)


def _leading_time(head: Token, times: Sequence[FoundTime]) -> FoundTime | None:
    """Return the time a sentence opens with, where the parser hung it on a noun."""
    if head.sent.root not in (head, head.head):
        return None
    start = head.sent.start_char
    return next((t for t in times if start <= t.span[0] <= start + _LEADING), None)


def _is_private(actors: Actors, mention: FoundMention) -> bool:
    """Whether the actor is a person or group of no office, force or body, or a petty criminal."""
    actor = actors.actors.get(mention.actor)
    if actor is None or actor.kind not in ("person", "group"):
        return False
    return actor.sector in (None, "CVL") or (actor.sector == "CRM" and actor.country is None)


def is_political(actors: Actors, mention: FoundMention) -> bool:
    """Whether the actor is of the field: a state, organisation, or known by country or sector."""
    actor = actors.actors.get(mention.actor)
    if actor is None:
        return False
    return (
        actor.kind in ("state", "organisation", "office")
        or actor.country is not None
        or actor.sector not in (None, "CVL")
    )


def innermost(statements: Sequence[FoundStatement], token: Token) -> int | None:
    """Return the index of the smallest statement whose content covers the token."""
    best: tuple[int, int] | None = None
    for index, statement in enumerate(statements):
        if any(s <= token.idx < e for s, e in statement.content_spans):
            size = sum(e - s for s, e in statement.content_spans)
            if best is None or size < best[0]:
                best = size, index
    return best[1] if best else None


def clause_span(head: Token) -> Span:
    """Return the clause around a trigger, without clauses coordinated with it."""
    verb = head if head.pos_ in ("VERB", "AUX") else governing_verb(head) or head
    if head is not verb and verb.sent.root is verb and head.dep_ not in ("ROOT",):
        verb = verb if abs(verb.i - head.i) < 12 else head
    if verb.dep_ in ("acl", "relcl"):
        verb = verb.head
    first, last = verb.left_edge, verb.right_edge
    if _is_apart(first, verb) or _is_apart(last, verb):
        first, last = _ends_without_others(verb)
    while (last.is_punct or last.is_space) and last.i > first.i and last.text not in ')”"’':
        last = last.nbor(-1)
    while (first.is_punct or first.is_space or first.dep_ in ("mark", "cc")) and first.i < last.i:
        first = first.nbor()
    return _span(first, last)


def _is_apart(edge: Token, verb: Token) -> bool:
    """Whether the outermost word belongs to a coordinated clause, or to what joins it."""
    token = edge
    while token != verb:
        if _joins(token, verb):
            return True
        token = token.head
    return False


def _joins(token: Token, verb: Token) -> bool:
    label = token.dep_
    return label == "cc" or (
        label in ("conj", "parataxis") and token.head == verb and token.pos_ == "VERB"
    )


def _ends_without_others(verb: Token) -> tuple[Token, Token]:
    start = end = verb.i
    pending = [verb]
    while pending:
        token = pending.pop()
        start, end = min(start, token.i), max(end, token.i)
        pending += [child for child in token.children if not _joins(child, verb)]
    return verb.doc[start], verb.doc[end]


def _within(
    clause: Span, trigger: Token, statements: Sequence[FoundStatement], asserting: int | None
) -> Span:
    """Return the clause without words of the cue that the parser hung on it."""
    if asserting is None:
        return clause
    for start, end in statements[asserting].content_spans:
        if start <= trigger.idx < end:
            return max(clause[0], start), min(clause[1], end)
    return clause


def _span(first: Token, last: Token) -> Span:
    return first.idx, last.idx + len(last)


__all__ = ["EventCoder", "clause_span", "innermost", "is_negated", "is_political"]
