"""The predications of a report: frames and operators on each word that may be a trigger."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

import msgspec
from spacy.tokens import Doc

from dateline.events.auxiliary import Auxiliaries
from dateline.events.conditions import Conditions, lemmas_of
from dateline.events.frames import Entries, Entry, Frame, Operator, Slots
from dateline.events.framing import Framing
from dateline.events.lexicon import FrameLexicon
from dateline.events.ontology import Ontology
from dateline.events.operating import Operating
from dateline.events.participants import Participants, without
from dateline.events.predications import Misses, NearMiss, Predication
from dateline.events.slots import Syntax
from dateline.events.tree import NOMINAL, Tree
from dateline.items import Actors, FoundMention
from dateline.parse import Sentence, Token
from dateline.record import Actor

_PART_OF_SPEECH = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
}


class Matcher:
    """Finds the predications of one document; ``near_misses`` collects only when asked to."""

    def __init__(
        self,
        doc: Doc,
        actors: Actors,
        lexicon: FrameLexicon,
        ontology: Ontology,
        near_misses: list[NearMiss] | None = None,
        state_of: Callable[[str], Actor | None] = lambda _: None,
        tree: Tree | None = None,
    ) -> None:
        self.tree = tree or Tree(doc)
        self.auxiliaries = Auxiliaries(self.tree)
        self.syntax = syntax = Syntax(self.tree, lexicon.subject_control)
        self.participants = people = Participants(syntax, actors, state_of)
        self._lexicon = lexicon
        self._ontology = ontology
        self._misses = misses = Misses(near_misses)
        self._known: dict[int, Predication | None] = {}
        self._conditions = Conditions(syntax, self.auxiliaries, people, lexicon.classes_of)
        self._framing = Framing(
            syntax, self.auxiliaries, people, self._conditions, ontology, misses
        )
        self._operating = Operating(syntax, self.auxiliaries, people, lexicon, ontology, misses)

    def predications(self, elsewhere: Container[int] = ()) -> list[Predication]:
        """Return all predications in order of the text, without those that went into others.

        Sentences that start with a token of ``elsewhere`` are left out.
        """
        found = []
        lemmas, known = self.tree.lemmas, self._lexicon.words
        for sentence in self.tree.sentences:
            if sentence.start in elsewhere or not self._names_somebody(sentence):
                continue
            for token in self.tree.tokens[sentence.start : sentence.end]:
                # The lexicon has to have the word at all.
                if lemmas[token.i] in known or token.lower_ in known:
                    predication = self.predication(token)
                    if predication is not None:
                        found.append(predication)
        consumed = {i for predication in found for i in predication.consumed}
        return [self._completed(p) for p in found if p.clause not in consumed]

    def _names_somebody(self, sentence: Sentence) -> bool:
        """Whether anybody in the sentence may act: a mention, or a name nobody placed."""
        if self._misses.wanted:
            return True
        mentions = self.participants.actors.within((sentence.start_char, sentence.end_char))
        return bool(mentions) or "PROPN" in self.tree.parse.pos[sentence.start : sentence.end]

    def _completed(self, predication: Predication) -> Predication:
        """Return the predication with the issuer of a document for it, and with its recipient."""
        actors = predication.actors
        for mention in actors:
            if self.participants.is_document(mention):
                issuers = self.participants.issuer(mention, self.tree.tokens[mention.head])
                actors = issuers or actors
        if not actors and self._ontology.is_a("moved", predication.type):
            moved = self.tree.tokens[predication.trigger]
            if moved.pos_ == "NOUN":
                known = self.participants.actors.actors
                owners = self.participants.fill(moved, Slots(("of",), True))
                actors = tuple(m for m in owners if m.actor in known and known[m.actor].country)
            elif any(child.dep_ == "auxpass" for child in moved.children):
                actors = self.participants.fill(moved, Slots(("obj",), True))
        if not actors and self._ontology.is_a("donated", predication.type):
            actors = self._donors(self.tree.tokens[predication.trigger])
        recipients = without(predication.recipients, actors)
        slots = self._lexicon.recipients.get(predication.type)
        if not recipients and slots is not None:
            for place in dict.fromkeys((predication.trigger, predication.clause)):
                free = tuple(n for n in slots.names if (place, n) not in predication.barred)
                recipients = recipients or self.participants.fill(
                    self.tree.tokens[place], Slots(free, True), actors
                )
        return msgspec.structs.replace(predication, actors=actors, recipients=recipients)

    def _donors(self, verb: Token) -> tuple[FoundMention, ...]:
        """Return who gave the goods ("trucks *donated by Oman* were delivered to ...")."""
        for goods in self.syntax.fillers(verb, "obj"):
            for noun in (goods, *self.syntax.fillers(goods, "of")):
                for giver in (f for n in ("by", "from") for f in self.syntax.fillers(noun, n)):
                    found = self.participants.named(giver)
                    if found:
                        return found
        return ()

    def swapped(self, predication: Predication) -> Predication:
        """Return a refusal with the sides of what is refused set right.

        Who visits is the actor of a visit, but who will not be host refuses it.
        """
        hosts = {
            m.actor
            for subject in self.syntax.subjects(self.tree.tokens[predication.clause])
            for m in self.participants.of(subject)
        }
        here = tuple(m for m in predication.recipients if m.actor in hosts)
        if not here or any(m.actor in hosts for m in predication.actors):
            return predication
        return msgspec.structs.replace(predication, actors=here, recipients=predication.actors)

    def predication(self, token: Token) -> Predication | None:
        """Return what the token states, or None where no rule fits."""
        if token.i in self._known:
            return self._known[token.i]
        part = _PART_OF_SPEECH.get(token.pos_)
        if part is None or _is_modifier(token):
            return None
        self._known[token.i] = None  # a broken parse may be circular
        lemmas = lemmas_of(token, self.tree.lemmas[token.i])
        frames = self._formed(token, part, lemmas, self._lexicon.frames_of)
        operators = self._formed(token, part, lemmas, self._lexicon.operators_of)
        if not frames and not operators:
            return None
        framed = self._framing.best(token, frames) if frames else None
        operated = self._operating.best(token, operators, self.predication) if operators else None
        result = framed[1] if framed else None
        # What an operator makes of a known event counts for more than a frame of the operator
        # word alone, but less than a frame that asks for just this complement.
        if operated is not None and (
            framed is None or (operated[1].consumed and not _asks_for(framed[0], operated[0]))
        ):
            result = operated[1]
        elif result is not None and framed is not None:
            inner = self._framing.taken_in(token, framed[0], self.predication)
            consumed = tuple(i for p in inner for i in (p.clause, *p.consumed))
            if not result.actors:
                # "no talks were held between X and Y": the noun has what the verb lacks
                same = next((p for p in inner if p.type == result.type and p.actors), None)
                if same is not None:
                    result = msgspec.structs.replace(
                        result, actors=same.actors, recipients=result.recipients or same.recipients
                    )
            result = msgspec.structs.replace(result, consumed=consumed)
            if result.mode is None and operated is not None and operated[1].type == result.type:
                # the frame asks for anything, the operator knows for what
                operator, act = operated
                if act.mode is not None:
                    rules = (*result.rules, operator.id)
                    result = msgspec.structs.replace(result, mode=act.mode, rules=rules)
        if result is not None and self._ontology.is_a("demand", result.type):
            result = self._operating.with_alternative(token, result, self.predication)
        self._known[token.i] = result
        return result

    def _formed(
        self,
        token: Token,
        part: str,
        lemmas: Sequence[str],
        index: Mapping[tuple[str, str], Entries[Entry]],
    ) -> list[Entry]:
        """Return the frames or operators whose word the token is, in its form."""
        found: list[Entry] = []
        for lemma in lemmas:
            entries = index.get((part, lemma))
            if entries is None:
                continue
            if not (entries.phrases or self._misses.wanted) and self._conditions.stands_alone(
                token, entries.particles
            ):
                found += entries.fitting(self.syntax.slots(token).keys())
                continue
            for trigger, entry in entries.formed:
                if self._conditions.has_form(token, trigger):
                    found.append(entry)
                elif self._misses.wanted and isinstance(entry, Frame):
                    lacked = self._conditions.lacked_form(token, trigger)
                    self._misses.add(entry.id, entry.row, token, lacked)
        return found


def _asks_for(frame: Frame, operator: Operator) -> bool:
    """Whether the frame has a lexical condition on the complement that the operator embeds."""
    return any(
        need.values.lexical
        and not (need.forbidden or need.values.someone)
        and set(need.slots) & set(operator.complements)
        for need in frame.needs
    )


def _is_modifier(token: Token) -> bool:
    """Whether a noun only says of what kind another is ("*riot* police", "*aid* workers")."""
    return (
        token.dep_ == "compound"
        and token.head.i > token.i
        and token.pos_ in NOMINAL
        and token.head.pos_ in NOMINAL
    )


__all__ = ["Matcher", "NearMiss", "Predication"]
