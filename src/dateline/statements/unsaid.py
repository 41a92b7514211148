"""What has the form of a statement and is none: nobody said it."""

from __future__ import annotations

from dateline.statements.attribution import Attribution
from dateline.statements.syntax import Syntax
from dateline.statements.tables import acts

_LEFT_UNDONE = ("fail", "forget", "neglect", "omit")
_TOLD = ("speech", "writing", "evidence")


def is_unsaid(syntax: Syntax, found: Attribution) -> bool:
    """Return whether what a verb seems to attribute was said or thought by nobody."""
    return (
        _is_addressed(syntax, found)
        or _says_nothing(syntax, found)
        or _lacks_speaker(syntax, found)
        or _is_act(syntax, found)
        or _is_left_undone(syntax, found)
    )


def _is_addressed(syntax: Syntax, found: Attribution) -> bool:
    """Say whether it is no view of anybody: "you know", "imagine that"."""
    thought = found.cue is not None and found.cue.mode == "thought"
    if found.source is None:
        return (
            thought and syntax.tags[found.head] == "VB" and not syntax.children_before(found.head)
        )
    return thought and syntax.words[found.source] == "you"


def _lacks_speaker(syntax: Syntax, found: Attribution) -> bool:
    """Say whether an active verb has nobody who says it: "revealed: what it costs"."""
    return (
        found.source is None
        and found.frame in ("that", "object", "infinitive")
        and not syntax.is_passive(found.head)
    )


def _is_act(syntax: Syntax, found: Attribution) -> bool:
    """Say whether something is done rather than said with the object: "denied a visa"."""
    if found.frame != "object":
        return False
    things = syntax.with_dep(found.head, "dobj", "nsubjpass")
    return any((syntax.lemmas[found.head], syntax.lemmas[t]) in acts() for t in things)


def _is_left_undone(syntax: Syntax, found: Attribution) -> bool:
    """Say whether it was not said at all: "failed to agree on a date"; a refusal is a statement."""
    governor = syntax.heads[found.head]
    return syntax.deps[found.head] == "xcomp" and syntax.lemmas[governor] in _LEFT_UNDONE


def _says_nothing(syntax: Syntax, found: Attribution) -> bool:
    """Say whether a passive without an agent tells no view: "if it is confirmed", "is allowed".

    "The drill had been planned" is what happened; "strikes must not be ruled out" is the view of
    whoever says so.
    """
    if found.cue is None or found.source is not None or not syntax.is_passive(found.head):
        return False
    if found.frame == "object+infinitive":
        return found.cue.mode == "order"
    subject = syntax.child(found.head, "nsubjpass")
    if found.frame != "object" or subject is None:
        return False
    return (
        syntax.pos[subject] == "PRON"
        or found.cue.mode not in _TOLD
        or any(syntax.tags[aux] == "MD" for aux in syntax.with_dep(found.head, "aux"))
    )
