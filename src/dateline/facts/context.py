"""What every claim asks of the report around it: arguments of verbs, the date, who says so."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc

from dateline.items import Actors, FoundMention, FoundStatement, FoundTime
from dateline.parse import Token, parsed
from dateline.record import Span
from dateline.times import time_of

ENDED = frozenset(("former", "ex", "deposed", "ousted", "late", "retired", "would-be", "next"))
"""Words for an office or a membership that does not hold."""


class Context:
    """One report with what earlier steps found in it."""

    def __init__(
        self,
        doc: Doc,
        actors: Actors,
        statements: tuple[FoundStatement, ...],
        times: tuple[FoundTime, ...],
    ) -> None:
        self.doc = doc
        self.parse = parsed(doc)
        self.text = self.parse.text
        self.actors = actors
        self.statements = statements
        self.times = [t for t in times if t.first is not None]

    def argument(self, verb: Token, deps: tuple[str, ...]) -> FoundMention | None:
        """Return the actor that stands to the verb in one of these relations."""
        for child in verb.children:
            if child.dep_ in deps:
                return self.actors.headed(child)
        return None

    def with_conjuncts(self, mention: FoundMention) -> list[str]:
        """Return the actor of the mention and those coordinated with it."""
        found = [mention.actor]
        for token in self.parse.tokens[mention.head].conjuncts:
            other = self.actors.headed(token)
            if other is not None:
                found.append(other.actor)
        return found

    def unreal(self, verb: Token) -> bool:
        """Return whether the verb is negated, modal or an infinitive: nothing is claimed then."""
        return any(
            c.dep_ == "neg" or c.tag_ == "MD" or (c.dep_ == "aux" and c.tag_ == "TO")
            for c in verb.children
        )

    def date(self, span: Span) -> FoundTime | None:
        """Return the time that dates the fact: that of the clause in which it is told.

        "Envoy X warned that the vote on May 3 ..." says nothing of when X was envoy.
        """
        starts = self.parse.starts
        first = max(0, bisect_left(starts, span[0] + 1) - 1)
        last = max(first + 1, bisect_left(starts, span[1]))
        return time_of(self.doc, self.times, self.doc[first:last].root)

    def statement(self, span: Span) -> int | None:
        """Return the innermost statement whose content holds the fact."""
        best: tuple[int, int] | None = None
        for index, statement in enumerate(self.statements):
            for start, end in statement.content_spans:
                if start <= span[0] and span[1] <= end:
                    best = min(best or (end - start, index), (end - start, index))
        return best[1] if best else None
