"""Which frames fit a trigger, and what operators make of it: the predications of a report."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence

import msgspec
from spacy.tokens import Doc, Token
from spacy.tokens import Span as DocSpan

from dateline.events.auxiliary import is_negated
from dateline.events.conditions import Conditions, lemmas_of
from dateline.events.lexicon import Entries, Entry, Frame, FrameLexicon, Need, Operator, Slots
from dateline.events.ontology import Ontology
from dateline.events.participants import Participants, distinct
from dateline.events.slots import Syntax
from dateline.items import Actors, FoundMention
from dateline.record import Actor

_PART_OF_SPEECH = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
}
# Prepositions whose phrase may hang on a complement and still name the participant.
_REACHED = {
    "between",
    "with",
    "to",
    "by",
    "from",
    "against",
    "on",
    "for",
    "into",
    "towards",
    "toward",
}
# Types that answer an event of somebody's, which stays an event of its own.
_REACTIONS = {"ACCUSE", "SUPPORT"}
# Types whose object acts where nobody else is told ("police were posted around the centre").
_MOVED = {"MOBILIZE"}
# Types whose actor may be told with the goods that change hands.
_DONATED = {"AID"}
# Types in which what several do is done with each other.
_MUTUAL = {"CONSULT", "COOPERATE"}
# A near miss is told only where the trigger was there and at most this many conditions failed.
_NEAR = 1


class Predication(msgspec.Struct, frozen=True):
    """What a trigger states, before auxiliaries: a type, or null for an operator's bare act."""

    type: str
    mode: str | None
    actors: tuple[FoundMention, ...]
    recipients: tuple[FoundMention, ...]
    trigger: int
    """Token that decided the type."""
    clause: int
    """Token that heads the clause: the operator's, where there is one."""
    auxiliary: tuple[str, ...]
    negated: bool
    rules: tuple[str, ...]
    barred: tuple[tuple[int, str], ...] = ()
    """Slots of tokens that hold certain words, and so no recipient ("fired *artillery*")."""
    consumed: tuple[int, ...] = ()
    """Triggers that went into this one and state no event of their own."""


class NearMiss(msgspec.Struct, frozen=True):
    """A rule whose trigger was there but which did not fire."""

    rule: str
    row: str
    token: int
    lacked: str


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
    ) -> None:
        self.doc = doc
        self.syntax = Syntax(lexicon.subject_control)
        self.participants = Participants(self.syntax, actors, state_of)
        self._lexicon = lexicon
        self._ontology = ontology
        self._near_misses = near_misses
        self._known: dict[int, Predication | None] = {}
        self._conditions = Conditions(self.syntax, self.participants, lexicon.classes)

    def predications(self, elsewhere: Container[int] = ()) -> list[Predication]:
        """Return all predications in order of the text, without those that went into others.

        Sentences that start with a token of ``elsewhere`` are left out.
        """
        found = []
        for sentence in self.doc.sents:
            if sentence.start in elsewhere or not self._names_somebody(sentence):
                continue
            for token in sentence:
                predication = self.predication(token)
                if predication is not None:
                    found.append(predication)
        consumed = {i for predication in found for i in predication.consumed}
        return [self._completed(p) for p in found if p.clause not in consumed]

    def _names_somebody(self, sentence: DocSpan) -> bool:
        """Whether anybody in the sentence may act: a mention, or a name nobody placed."""
        if self._near_misses is not None:
            return True
        mentions = self.participants.actors.within((sentence.start_char, sentence.end_char))
        return bool(mentions) or any(token.pos_ == "PROPN" for token in sentence)

    def _completed(self, predication: Predication) -> Predication:
        """Return the predication with the issuer of a document for it, and with its recipient."""
        actors = predication.actors
        for mention in actors:
            if self.participants.is_document(mention):
                issuers = self.participants.issuer(mention, self.doc[mention.head])
                actors = issuers or actors
        if not actors and predication.type in _MOVED:
            moved = self.doc[predication.trigger]
            if any(child.dep_ == "auxpass" for child in moved.children):
                actors = self._fill(moved, Slots(("obj",), True))
        if not actors and predication.type in _DONATED:
            actors = self._donors(self.doc[predication.trigger])
        recipients = _without(predication.recipients, actors)
        slots = self._lexicon.recipients.get(predication.type)
        if not recipients and slots is not None:
            for place in dict.fromkeys((predication.trigger, predication.clause)):
                free = tuple(n for n in slots.names if (place, n) not in predication.barred)
                recipients = recipients or self._fill(self.doc[place], Slots(free, True), actors)
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
            for subject in self.syntax.subjects(self.doc[predication.clause])
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
        lemmas = lemmas_of(token)
        frames = self._formed(token, part, lemmas, self._lexicon.frames_of)
        operators = self._formed(token, part, lemmas, self._lexicon.operators_of)
        if not frames and not operators:
            return None
        framed = self._by_frame(token, frames)
        operated = self._by_operator(token, operators)
        result = framed[1] if framed else None
        # What an operator makes of a known event counts for more than a frame of the operator
        # word alone, but less than a frame that asks for just this complement.
        if operated is not None and (
            framed is None or (operated[1].consumed and not _asks_for(framed[0], operated[0]))
        ):
            result = operated[1]
        elif result is not None and framed is not None:
            inner = self._taken_in(token, framed[0])
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
            if entries.plain is not None and not self._conditions.particle_of(token):
                found += entries.plain
                continue
            for trigger, entry in entries.formed:
                if self._conditions.has_form(token, trigger):
                    found.append(entry)
                elif self._near_misses is not None and isinstance(entry, Frame):
                    lacked = self._conditions.lacked_form(token, trigger)
                    self._miss(entry.id, entry.row, token, lacked)
        return found

    def _by_frame(self, token: Token, frames: Sequence[Frame]) -> tuple[Frame, Predication] | None:
        best: tuple[int, Frame, tuple[FoundMention, ...], tuple[FoundMention, ...]] | None = None
        for frame in frames:
            if not self._applies(token, frame):
                continue
            actors = self._fill(token, frame.actor)
            recipients = self._fill(token, frame.recipient, actors)
            strength = self._strength(frame, actors, recipients)
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
            is_negated(token),
            (frame.id,),
            _barred(token, frame),
        )

    def _applies(self, token: Token, frame: Frame) -> bool:
        """Whether all that the frame needs is there; a near miss is kept if asked."""
        missing: list[str] = []
        for need in frame.needs:
            if not self._conditions.holds(token, need) and not (
                frame.type in _MUTUAL and self._each_other(token, need)
            ):
                if self._near_misses is None:
                    return False
                missing.append(need.text)
        if missing:
            self._miss(frame.id, frame.row, token, ", ".join(missing))
        return not missing

    def _each_other(self, token: Token, need: Need) -> bool:
        """Whether several subjects are each other's partner, who needs no *with*."""
        if need.slots != ("with",) or not need.values.someone or need.forbidden:
            return False
        return token.pos_ == "VERB" and len(self._fill(token, Slots(("subj",), True))) > 1

    def _taken_in(self, token: Token, frame: Frame) -> list[Predication]:
        """Return what a frame's lexical conditions name and that tells nothing more.

        "used *gas* against", "threatened to *impose*" are one event with the verb; "condemned the
        *attack* by rebels" are two.
        """
        taken: list[Predication] = []
        for need in frame.needs:
            if need.forbidden or not need.values.lexical:
                continue
            for slot in need.slots:
                for filler in self.syntax.fillers(token, slot):
                    inner = self.predication(filler)
                    if inner is not None and (
                        filler.pos_ == "VERB" or not inner.actors or frame.type not in _REACTIONS
                    ):
                        taken.append(inner)
        return taken

    @staticmethod
    def _strength(
        frame: Frame,
        actors: tuple[FoundMention, ...],
        recipients: tuple[FoundMention, ...],
    ) -> int:
        strength = 0
        for need in frame.needs:
            if need.forbidden:
                continue  # what is not there tells nothing for a frame
            if need.values.anything:
                strength += 1
            elif need.values.lexical:
                strength += 4
            else:
                strength += 2
        if any(t.particle for t in frame.triggers):
            strength += 4
        wanted = bool(frame.recipient.names) and not frame.recipient.optional
        return strength + 3 * bool(recipients) + 2 * bool(actors) - 3 * (wanted and not recipients)

    def _by_operator(
        self, token: Token, operators: Sequence[Operator]
    ) -> tuple[Operator, Predication] | None:
        bare: tuple[Operator, Predication] | None = None
        for operator in operators:
            negated = is_negated(token)
            effect = operator.negated if negated else operator.effect
            if not effect:
                continue
            if not operator.recipient.optional and not self._fill(token, operator.recipient):
                self._miss(
                    operator.id,
                    operator.row,
                    token,
                    f"someone as {'|'.join(operator.recipient.names)}",
                )
                continue
            if negated and effect in ("carry", "negate"):
                negated = False
            for slot in operator.complements:
                for filler in self._contents(token, slot):
                    if effect == "plan" and slot == "xcomp" and self.syntax.fillers(token, "obj"):
                        continue  # "wants the bloc to act": what others are to do is no plan
                    inner = self.predication(filler)
                    if not operator.forbidden.isdisjoint(lemmas_of(filler)):
                        continue
                    if inner is not None and self._fits(operator, filler, inner):
                        outer = self._compose(token, operator, effect, inner, filler)
                        if outer is not None:
                            return operator, outer
                    elif "*" in operator.of and bare is None:
                        act = self._bare(token, operator, effect, filler)
                        bare = (operator, act) if act is not None else None
            if operator.of != ("*",):
                self._miss(
                    operator.id,
                    operator.row,
                    token,
                    f"an event ({', '.join(operator.of)}) as {'|'.join(operator.complements)}",
                )
        return bare

    def _contents(self, token: Token, slot: str) -> list[Token]:
        """Return the fillers of a slot, and what a measure or collection in it is one of.

        "Two days *of talks*", "a wave *of arrests*": the event stands behind the "of".
        """
        fillers = self.syntax.fillers(token, slot)
        within = [
            content
            for filler in fillers
            if filler.pos_ == "NOUN" and self.predication(filler) is None
            for content in self.syntax.fillers(filler, "of")
            if content.pos_ == "NOUN"
        ]
        return [*fillers, *within]

    def _fits(self, operator: Operator, filler: Token, inner: Predication) -> bool:
        if operator.lemmas and filler.lemma_.lower() not in operator.lemmas:
            return False
        if "*" in operator.of or "event" in operator.of or inner.type in operator.of:
            return True
        cooperative = self._ontology.types[inner.type].cooperative
        return ("cooperation" if cooperative else "conflict") in operator.of

    def _compose(
        self, token: Token, operator: Operator, effect: str, inner: Predication, filler: Token
    ) -> Predication | None:
        cooperative = self._ontology.types[inner.type].cooperative
        if inner.negated and effect in ("offer", "plan"):
            effect = "refuse" if cooperative else "stop"
        composition = self._lexicon.compose(effect, inner.type, inner.mode)
        if composition is None:
            return None
        keeps = composition.keeps
        type_ = inner.type if keeps else composition.type
        assert type_ is not None
        mode = inner.mode if keeps else composition.mode
        actors = self._fill(token, operator.actor)
        recipients = self._fill(token, operator.recipient, actors)
        if keeps:
            # What carries the event supplies what the event noun itself does not tell.
            noun = filler.pos_ in ("NOUN", "PROPN")
            own_first = noun or effect != "carry"
            actors = (actors or inner.actors) if own_first else (inner.actors or actors)
            recipients = inner.recipients or recipients
            if noun and inner.actors and actors != inner.actors and not recipients:
                recipients = inner.actors
        else:
            actors = actors or inner.actors
            if not recipients:
                recipients = inner.recipients or inner.actors
                if effect == "request":
                    # Who is to act is asked; "begged to meet them" asks them.
                    recipients = _without(inner.actors, actors) or inner.recipients
        auxiliary = [*inner.auxiliary] if keeps else []
        auxiliary += [a for a in composition.auxiliary if a not in auxiliary]
        negated = inner.negated if keeps else False
        if "negation" in auxiliary:
            # One "no" is seen from the verb and from its object: it counts once.
            auxiliary.remove("negation")
            negated = True
        return Predication(
            type_,
            mode,
            distinct(actors),
            distinct(_without(recipients, actors)),
            inner.trigger if keeps else token.i,
            token.i,
            tuple(auxiliary),
            negated,
            (operator.id, *inner.rules),
            inner.barred,
            (*inner.consumed, inner.clause),
        )

    def _bare(
        self, token: Token, operator: Operator, effect: str, filler: Token
    ) -> Predication | None:
        """Return the operator's own act where no frame knows what it embeds."""
        composition = self._lexicon.compose(effect, None, None)
        if composition is None or composition.type is None:
            return None
        actors = self._fill(token, operator.actor)
        recipients = self._fill(token, operator.recipient, actors)
        if not recipients and effect == "request":
            for subject in self.syntax.subjects(filler):
                recipients = _without(self.participants.of(subject), actors)
                if recipients:
                    break
            if not recipients:
                return None  # nobody is asked
        if not recipients:
            recipients = _without(self.participants.of(filler), actors)
        return Predication(
            composition.type,
            composition.mode,
            distinct(actors),
            distinct(recipients),
            token.i,
            token.i,
            composition.auxiliary,
            False,
            (operator.id,),
        )

    def _fill(
        self, token: Token, slots: Slots, taken: tuple[FoundMention, ...] = ()
    ) -> tuple[FoundMention, ...]:
        for name in slots.names:
            found: tuple[FoundMention, ...] = ()
            for filler in self.syntax.fillers(token, name):
                found += _without(self.participants.of(filler), taken)
            if found:
                return distinct(found)
        for name in slots.names:
            if name in _REACHED:
                for filler in self.syntax.reach(token, name):
                    found = _without(self.participants.of(filler), taken)
                    if found:
                        return distinct(found)
        return ()

    def _miss(self, rule: str, row: str, token: Token, lacked: str) -> None:
        if self._near_misses is not None and lacked.count(",") < _NEAR:
            self._near_misses.append(NearMiss(rule, row, token.i, lacked))


def _barred(token: Token, frame: Frame) -> tuple[tuple[int, str], ...]:
    """Return the slots that a frame fills with certain words and not with a recipient."""
    return tuple(
        (token.i, slot)
        for need in frame.needs
        if need.values.lexical and not need.forbidden
        for slot in need.slots
        if slot not in frame.recipient.names
    )


def _asks_for(frame: Frame, operator: Operator) -> bool:
    """Whether the frame has a lexical condition on the complement that the operator embeds."""
    return any(
        need.values.lexical and not need.forbidden and set(need.slots) & set(operator.complements)
        for need in frame.needs
    )


def _is_modifier(token: Token) -> bool:
    """Whether a noun only says of what kind another is ("*riot* police", "*aid* workers")."""
    return (
        token.dep_ == "compound"
        and token.head.i > token.i
        and token.pos_ in ("NOUN", "PROPN")
        and token.head.pos_ in ("NOUN", "PROPN")
    )


def _without(
    mentions: tuple[FoundMention, ...], taken: tuple[FoundMention, ...]
) -> tuple[FoundMention, ...]:
    others = {mention.actor for mention in taken}
    return tuple(mention for mention in mentions if mention.actor not in others)
