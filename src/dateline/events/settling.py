"""What tense, mood and negation make of an event: a visit to come is an agreement."""

from __future__ import annotations

from datetime import date

import msgspec

from dateline.events.auxiliary import Auxiliaries
from dateline.events.factuality import Factuality
from dateline.events.lexicon import FrameLexicon
from dateline.events.ontology import Ontology
from dateline.events.predications import Predication
from dateline.events.tree import Tree, governing_verb
from dateline.items import FoundTime
from dateline.parse import Token
from dateline.record import Auxiliary


class Settling:
    """Settles type and auxiliaries of the predications of one document."""

    def __init__(
        self, tree: Tree, auxiliaries: Auxiliaries, lexicon: FrameLexicon, ontology: Ontology
    ) -> None:
        self._auxiliaries = auxiliaries
        self._factuality = Factuality(tree, auxiliaries)
        self._lexicon = lexicon
        self._ontology = ontology

    def threat(self, predication: Predication, head: Token) -> Predication | None:
        """Return what a speaker says he himself will do to others as a threat, or None."""
        if predication.negated or self._auxiliaries.modality(head) not in ("will", "would"):
            return None
        effect = "ultimatum" if self._auxiliaries.has_condition(head) else "resolve"
        if effect == "resolve" and not (predication.recipients or predication.type == "ASSAULT"):
            return None
        composition = self._lexicon.compose(effect, predication.type, predication.mode)
        if composition is None or composition.type is None:
            return None
        return msgspec.structs.replace(
            predication,
            type=composition.type,
            mode=composition.mode,
            clause=predication.trigger,
            rules=(effect, *predication.rules),
        )

    def settle(
        self,
        predication: Predication,
        head: Token,
        time: FoundTime | None,
        published: date | None,
    ) -> tuple[Predication, set[Auxiliary]]:
        """Turn tense and negation into type and auxiliaries (a future visit is AGREE)."""
        auxiliary = auxiliaries_of(predication)
        negated = predication.negated
        mood = self._auxiliaries.modality(head)
        governor = governing_verb(head) if head.pos_ == "NOUN" else None
        if not mood and governor is not None:
            mood = self._auxiliaries.modality(governor)
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
        depends = mood == "would" or (not mood and head.dep_ == "advcl")
        if mood == "if" or (depends and self._auxiliaries.has_condition(head)):
            mood = "may"
        doubt = self._factuality.doubt(head)
        if doubt.startswith("may"):
            mood = "may"
        if doubt.endswith("not"):
            negated = not negated
        if mood in ("will", "would"):
            cooperative = self._ontology.types[predication.type].cooperative
            effect = "refuse" if negated and cooperative else "future"
            composition = self._lexicon.compose(effect, predication.type, predication.mode)
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
        elif negated and not doubt and self._auxiliaries.is_negated(head):
            # "did not recognise": words withheld are a refusal; deeds not done stay negated deeds
            effect = "lack" if self._auxiliaries.is_pending(head) else "withhold"
            if self._auxiliaries.is_over(head):
                effect = "cease"
            composition = self._lexicon.compose(effect, predication.type, predication.mode)
            if composition is not None and composition.type is not None:
                predication = msgspec.structs.replace(
                    predication,
                    type=composition.type,
                    mode=composition.mode,
                    rules=(effect, *predication.rules),
                )
                negated = False
        if negated:
            auxiliary.add("negation")
        return predication, auxiliary


def auxiliaries_of(predication: Predication) -> set[Auxiliary]:
    """Return the auxiliaries that the words of a predication tell."""
    return set(predication.auxiliary)  # type: ignore[arg-type]
