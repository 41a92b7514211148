"""What operators make of the events they carry or embed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.events.auxiliary import Auxiliaries
from dateline.events.conditions import lemmas_of
from dateline.events.frames import Operator
from dateline.events.lexicon import FrameLexicon
from dateline.events.ontology import Ontology
from dateline.events.participants import Participants, distinct, without
from dateline.events.predications import Misses, Predication, States
from dateline.events.slots import Syntax
from dateline.events.tree import SUBJECTS
from dateline.events.words import words
from dateline.items import FoundMention
from dateline.parse import Token

# Effects of an operator whose own subject may only tell of what another did.
_OF_ANOTHER = {"carry", "hypothetical"}


class Operating:
    """Applies operators to the triggers of one document."""

    def __init__(
        self,
        syntax: Syntax,
        auxiliaries: Auxiliaries,
        participants: Participants,
        lexicon: FrameLexicon,
        ontology: Ontology,
        misses: Misses,
    ) -> None:
        self._syntax = syntax
        self._auxiliaries = auxiliaries
        self._participants = participants
        self._lexicon = lexicon
        self._ontology = ontology
        self._misses = misses

    def best(
        self, token: Token, operators: Sequence[Operator], states: States
    ) -> tuple[Operator, Predication] | None:
        """Return the first operator that embeds an event, else one that acts by itself."""
        bare: tuple[Operator, Predication] | None = None
        for operator in operators:
            negated = self._auxiliaries.is_negated(token)
            effect = operator.negated if negated else operator.effect
            if not effect:
                continue
            if not operator.recipient.optional and not self._participants.fill(
                token, operator.recipient
            ):
                self._misses.add(
                    operator.id,
                    operator.row,
                    token,
                    f"someone as {'|'.join(operator.recipient.names)}",
                )
                continue
            for slot in operator.complements:
                if slot == "obj" and self._says_what_it_is(token):
                    continue  # "an attack would be considered an act of war"
                for filler in self._contents(token, slot, states):
                    if effect == "plan" and slot == "xcomp" and self._syntax.fillers(token, "obj"):
                        continue  # "wants the bloc to act": what others are to do is no plan
                    if effect == "plan" and slot == "for" and self._has_subject(filler):
                        effect = "request"  # "pushes for the junta to yield"
                    inner = states(filler)
                    if not operator.forbidden.isdisjoint(
                        lemmas_of(filler, self._syntax.tree.lemmas[filler.i])
                    ):
                        continue
                    if inner is not None and self._fits(operator, filler, inner):
                        outer = self._compose(token, operator, effect, inner, filler)
                        if outer is not None:
                            return operator, outer
                    elif "*" in operator.of and bare is None:
                        act = self._bare(token, operator, effect, filler)
                        bare = (operator, act) if act is not None else None
            if operator.of != ("*",):
                self._misses.add(
                    operator.id,
                    operator.row,
                    token,
                    f"an event ({', '.join(operator.of)}) as {'|'.join(operator.complements)}",
                )
        return bare

    def _contents(self, token: Token, slot: str, states: States) -> list[Token]:
        """Return the fillers of a slot, and what a measure or collection in it is one of.

        "Two days *of talks*", "a wave *of arrests*": the event stands behind the "of".
        """
        fillers = self._syntax.fillers(token, slot)
        within = [
            content
            for filler in fillers
            if filler.pos_ == "NOUN" and states(filler) is None
            for content in self._syntax.fillers(filler, "of")
            if content.pos_ == "NOUN"
        ]
        return [*fillers, *within]

    def _says_what_it_is(self, token: Token) -> bool:
        """Return whether the verb only tells what something is held to be, not what is done."""
        return any(child.dep_ == "oprd" for child in self._syntax.tree.children[token.i])

    def _has_subject(self, filler: Token) -> bool:
        children = self._syntax.tree.children[filler.i]
        return any(child.dep_ in SUBJECTS for child in children)

    def _fits(self, operator: Operator, filler: Token, inner: Predication) -> bool:
        if operator.lemmas and self._syntax.tree.lemmas[filler.i] not in operator.lemmas:
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
            # "decided not to recall" stops nothing that ever was; "promised not to" is a promise
            unharmful = "negate" if effect == "plan" else "forswear"
            effect = "refuse" if cooperative else unharmful
        actors = self._participants.fill(token, operator.actor)
        if effect == "command" and not self._commands(actors, inner):
            effect = "request"
        if effect in ("resolve", "ultimatum"):
            effect = self._resolved(token, effect, actors, inner, filler)
        if effect == "request" and not actors and self._syntax.tree.is_passive(token):
            # "troops were told to shoot": nobody is known to ask, and whether they did is open
            effect = "negate" if inner.negated else "hypothetical"
        composition = self._lexicon.compose(effect, inner.type, inner.mode)
        if composition is None or not (composition.keeps or composition.type):
            return None
        keeps = composition.keeps
        if effect == "threaten" and self._is_of_others(token, operator, filler, inner):
            return None
        type_ = inner.type if keeps else composition.type
        assert type_ is not None
        mode = inner.mode if keeps else composition.mode
        recipients = self._participants.fill(token, operator.recipient, actors)
        if keeps:
            # What carries the event supplies what the event noun itself does not tell.
            noun = filler.pos_ in ("NOUN", "PROPN")
            own_first = noun or effect not in _OF_ANOTHER
            actors = (actors or inner.actors) if own_first else (inner.actors or actors)
            recipients = inner.recipients or (() if effect == "command" else recipients)
            if noun and inner.actors and actors != inner.actors and not recipients:
                recipients = inner.actors
        else:
            actors = actors or inner.actors
            if not recipients:
                recipients = inner.recipients or inner.actors
                if effect == "request":
                    # Who is to act is asked; "begged to meet them" asks them.
                    recipients = without(inner.actors, actors)
                    if not recipients and not self._syntax.tree.is_passive(filler):
                        recipients = inner.recipients
                elif composition.type == "THREATEN" and not without(recipients, actors):
                    recipients = self._who_averts(token, filler)
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
            distinct(without(recipients, actors)),
            inner.trigger if keeps else token.i,
            token.i,
            tuple(auxiliary),
            negated,
            (operator.id, *inner.rules),
            inner.barred,
            (*inner.consumed, inner.clause),
        )

    def with_alternative(self, token: Token, demand: Predication, states: States) -> Predication:
        """Return a demand as a threat where it names what else will come ("leave *or be shot*")."""
        for filler in self._syntax.fillers(token, "xcomp"):
            children = self._syntax.tree.children[filler.i]
            if not any(child.dep_ == "cc" and child.lower_ == "or" for child in children):
                continue
            for other in children:
                inner = states(other) if other.dep_ == "conj" else None
                if inner is None or self._ontology.types[inner.type].cooperative:
                    continue
                composition = self._lexicon.compose("threaten", inner.type, inner.mode)
                if composition is not None and composition.type is not None:
                    return msgspec.structs.replace(
                        demand,
                        type=composition.type,
                        mode=composition.mode,
                        rules=(*demand.rules, "or", *inner.rules),
                        consumed=(*demand.consumed, *inner.consumed, inner.clause),
                    )
        return demand

    def _commands(self, actors: Sequence[FoundMention], inner: Predication) -> bool:
        """Whether those who act are forces of whoever gives the order."""
        known = self._participants.actors.actors
        above = [known[m.actor] for m in actors if m.actor in known]
        countries = {a.country for a in above if a.country and a.sector not in words("no_command")}
        forces = [known[m.actor] for m in inner.actors if m.actor in known]
        own = {f"group:unnamed/{m.actor.rpartition('/')[2]}-" for m in actors}
        return bool(forces) and all(
            force.sector in words("force")
            and (force.country in countries or force.id.startswith(tuple(sorted(own))))
            for force in forces
        )

    def _resolved(
        self,
        token: Token,
        effect: str,
        actors: Sequence[FoundMention],
        inner: Predication,
        filler: Token,
    ) -> str:
        """Return the effect of saying what one will do oneself: none unless it would hurt.

        On a condition it is an ultimatum ("would strike unless ..."), as a warning always is;
        else there must be something that it is to hurt.
        """
        if inner.negated or self._auxiliaries.modality(filler) not in ("will", "would"):
            return ""
        speakers = {m.actor for m in actors}
        own = not speakers.isdisjoint(m.actor for m in inner.actors) or any(
            child.tag_ == "PRP$"  # "*their* troops would attack"
            for subject in self._syntax.subjects(filler)
            for child in self._syntax.tree.children[subject.i]
        )
        if not own and not self._commands(actors, inner):
            return ""
        if self._auxiliaries.has_condition(filler) or self._auxiliaries.conditions(token):
            return "ultimatum"
        hurt = without(inner.recipients, inner.actors) or self._syntax.fillers(filler, "obj")
        return effect if hurt else ""

    def _who_averts(self, token: Token, filler: Token) -> tuple[FoundMention, ...]:
        """Return who must act lest a threat come true ("would attack unless *Cairo* gave in")."""
        for verb in (filler, token):
            for condition in self._auxiliaries.conditions(verb):
                for subject in self._syntax.subjects(condition):
                    found = self._participants.of(subject)
                    if found:
                        return found
        return ()

    def _is_of_others(
        self, token: Token, operator: Operator, filler: Token, inner: Predication
    ) -> bool:
        """Whether a clause tells what others might do: a warning of them, no threat."""
        if filler.dep_ != "ccomp" or not inner.actors:
            return False
        speakers = {m.actor for m in self._participants.fill(token, operator.actor)}
        return speakers.isdisjoint(m.actor for m in inner.actors)

    def _bare(
        self, token: Token, operator: Operator, effect: str, filler: Token
    ) -> Predication | None:
        """Return the operator's own act where no frame knows what it embeds."""
        if effect == "command":
            effect = "request"  # what no frame knows is no act of a force
        composition = self._lexicon.compose(effect, None, None)
        if composition is None or composition.type is None:
            return None
        actors = self._participants.fill(token, operator.actor)
        recipients = self._participants.fill(token, operator.recipient, actors)
        if not recipients and effect == "request":
            for subject in self._syntax.subjects(filler):
                recipients = without(self._participants.of(subject), actors)
                if recipients:
                    break
            if not recipients:
                return None  # nobody is asked
        if not recipients:
            recipients = without(self._participants.of(filler), actors)
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
