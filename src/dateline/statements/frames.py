"""Where the content of a cue stands: from the name of a frame to the words in it."""

from __future__ import annotations

from collections.abc import Callable

from dateline.statements.clauses import (
    addressee_infinitive,
    bare_clause,
    finite_clause,
    gerund,
    infinitive,
    object_infinitive,
    prepositional_infinitive,
    question,
    raising,
)
from dateline.statements.cues import PREPOSITIONS
from dateline.statements.nominals import noun_clause, noun_infinitive
from dateline.statements.objects import (
    direct_object,
    evidence,
    object_gerund,
    object_with,
    predicate,
    prepositional,
)
from dateline.statements.syntax import Syntax


def content_of(syntax: Syntax, head: int, frame: str, anchor: int) -> list[int] | None:
    """Return the tokens of the content of a cue in this frame, sorted, or None.

    ``anchor`` is the cue's last word, such as the particle: prepositions may hang on either.
    """
    finder = _FINDERS.get(frame)
    if finder is not None:
        found = finder(syntax, head)
        if found is None and anchor != head:
            found = _of_particle(syntax, anchor, frame)
        return found
    if frame.endswith("+infinitive"):
        return prepositional_infinitive(syntax, head, frame.removesuffix("+infinitive"))
    if frame.startswith("object+"):
        return object_with(syntax, head, frame.removeprefix("object+"))
    if frame in PREPOSITIONS:
        return prepositional(syntax, head, frame, anchor)
    return None


def _of_particle(syntax: Syntax, particle: int, frame: str) -> list[int] | None:
    """Find what hangs on the cue's second word: "made the case that", "brushed off the claim"."""
    if frame == "that":
        return (
            noun_clause(syntax, particle)
            or finite_clause(syntax, particle)
            or bare_clause(syntax, particle)
        )
    if frame == "infinitive":
        return noun_infinitive(syntax, particle)
    if frame == "object":
        filler = syntax.child(particle, "pobj")
        return None if filler is None else syntax.subtree(filler)
    return None


_FINDERS: dict[str, Callable[[Syntax, int], list[int] | None]] = {
    "that": finite_clause,
    "whether": question,
    "infinitive": infinitive,
    "gerund": gerund,
    "object": direct_object,
    "object+predicate": predicate,
    "object+infinitive": object_infinitive,
    "object+gerund": object_gerund,
    "addressee+infinitive": addressee_infinitive,
    "raising": raising,
    "evidence": evidence,
}
