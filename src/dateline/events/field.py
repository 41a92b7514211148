"""Who is of the field of international affairs, and who is only a private person."""

from __future__ import annotations

from dateline.items import Actors, FoundMention


def is_private(actors: Actors, mention: FoundMention) -> bool:
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
