"""Answers one question: what does a marked actor do to a marked recipient in a sentence.

Sets of labelled pairs (PLV and its like) mark an actor and a recipient and ask for the type of
event between them. The marks take the place of our own mentions; the frames and operators are
those that code reports.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from spacy.tokens import Doc, Token

from dateline.events.checking import marked_actors
from dateline.events.finding import EventCoder
from dateline.events.learned import Learned
from dateline.events.matching import Matcher
from dateline.events.paths import ACTOR, RECIPIENT, path_between
from dateline.events.predications import Predication
from dateline.items import Actors, FoundMention
from dateline.record import Span

_PRONOUNS = {"he", "she", "it", "they"}
_SUBJECTS = {"nsubj", "nsubjpass"}


class PairAnswer(msgspec.Struct, frozen=True):
    """The event between a marked actor and recipient; ``strength`` says how well it is tied."""

    type: str
    mode: str | None
    trigger: Span
    words: tuple[str, ...]
    strength: int
    rule: str

    @property
    def effects(self) -> tuple[str, ...]:
        """The compositions that led to the type, such as ``offer``."""
        return tuple(part.partition(".")[0] for part in self.rule.split("+"))


def code_pair(
    coder: EventCoder,
    doc: Doc,
    known: Actors,
    actor: Sequence[Span],
    recipient: Sequence[Span],
    learned: Learned | None = None,
) -> PairAnswer | None:
    """Return the event whose actor and recipient are those marked, or None.

    ``known`` are our own actors of the sentence; ``actor`` and ``recipient`` the marked spans, all
    mentions of each; ``learned`` answers where no frame does.
    """
    marks = [(f"{ACTOR}:{i}", span) for i, span in enumerate(actor)]
    marks += [(f"{RECIPIENT}:{i}", span) for i, span in enumerate(recipient)]
    marked = marked_actors(doc, marks)
    actors = with_marks(doc, known, marked)
    matcher = Matcher(doc, actors, coder.lexicon, coder.ontology)
    path = path_between(doc, actors)
    best: tuple[tuple[int, int, int, int], Predication] | None = None
    for predication in matcher.predications():
        rank = _rank(doc, predication, path)
        if best is None or rank > best[0]:
            best = rank, predication
    if best is None or best[0][0] <= 0:
        return _guess(doc, marked, learned)
    predication = coder.settle(matcher, best[1])
    trigger = doc[predication.trigger]
    words = {trigger.lemma_.lower()}
    words.update(c.lemma_.lower() for c in trigger.children if c.dep_ in ("dobj", "compound"))
    return PairAnswer(
        predication.type,
        predication.mode,
        (trigger.idx, trigger.idx + len(trigger)),
        tuple(sorted(words)),
        best[0][0],
        "+".join(predication.rules),
    )


def _guess(doc: Doc, marked: Actors, learned: Learned | None) -> PairAnswer | None:
    answer = learned.answer(doc, marked) if learned is not None else None
    if answer is None:
        return None
    type_, reasons = answer
    root = next(doc.sents).root
    span = (root.idx, root.idx + len(root))
    return PairAnswer(type_, None, span, (root.lemma_.lower(),), 0, f"learned:{','.join(reasons)}")


def with_marks(doc: Doc, known: Actors, marked: Actors) -> Actors:
    """Return the marked actors with every mention that refers to one of them.

    A mention of ours that a mark overlaps is the mark's; so is every other mention of its actor,
    and a pronoun without antecedent that may stand for the subject of the verb above it ("the
    rebels said they would ...").
    """
    same: dict[str, str] = {}
    for mark in marked.mentions:
        ours = known.headed(mark.head)
        if ours is not None:
            same.setdefault(ours.actor, mark.actor)
    mentions = list(marked.mentions)
    heads = {mention.head for mention in mentions}
    for mention in known.mentions:
        if mention.head not in heads and mention.actor in same:
            mentions.append(msgspec.structs.replace(mention, actor=same[mention.actor]))
            heads.add(mention.head)
    for token in doc:
        if token.lower_ in _PRONOUNS and token.i not in heads and token.dep_ in _SUBJECTS:
            antecedent = _subject_above(token, marked)
            if antecedent is not None:
                span = (token.idx, token.idx + len(token))
                mentions.append(
                    FoundMention(span, token.i, "pronoun", antecedent.actor, "marked:pronoun")
                )
    return Actors(marked.actors, mentions)


def _subject_above(pronoun: Token, marked: Actors) -> FoundMention | None:
    verb = pronoun.head
    above = verb.head if verb.head is not verb else None
    if above is None:
        return None
    for child in above.children:
        if child.dep_ in _SUBJECTS and child.i < pronoun.i:
            return marked.headed(child)
    return None


def _rank(doc: Doc, predication: Predication, path: dict[int, int]) -> tuple[int, int, int, int]:
    actors = {m.actor.partition(":")[0] for m in predication.actors}
    recipients = {m.actor.partition(":")[0] for m in predication.recipients}
    acts, suffers = ACTOR in actors, RECIPIENT in recipients
    if acts and suffers:
        tie = 6
    elif acts and RECIPIENT in actors:
        tie = 5
    elif acts and not recipients:
        tie = 4
    elif suffers and not actors:
        tie = 3
    elif ACTOR in recipients and RECIPIENT in actors:
        tie = 2
    elif not actors and not recipients:
        tie = 2 if predication.clause in path else 0
    else:
        tie = 2 if predication.clause in path else 1
    near = path.get(predication.clause, path.get(predication.trigger, 99))
    # "called her to apologise": the purpose says what was done, the call how.
    means = predication.type == "CONSULT" and _has_purpose(doc[predication.clause])
    return tie, -int(means), -near, -predication.clause


def _has_purpose(verb: Token) -> bool:
    return any(
        child.dep_ in ("advcl", "xcomp") and child.tag_ == "VB" and child.i > verb.i
        for child in verb.children
    )
