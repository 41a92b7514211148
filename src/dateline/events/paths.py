"""The way through the parse from a marked actor to a marked recipient."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from dateline.items import Actors

ACTOR, RECIPIENT = "actor", "recipient"


def path_between(doc: Doc, actors: Actors) -> dict[int, int]:
    """Return tokens on the way from actor to recipient in the parse, with their distance."""
    heads: dict[str, Token] = {}
    for mention in actors.mentions:
        heads.setdefault(mention.actor.partition(":")[0], doc[mention.head])
    if len(heads) < 2:
        return {}
    up = [heads[ACTOR], *heads[ACTOR].ancestors]
    down = [heads[RECIPIENT], *heads[RECIPIENT].ancestors]
    shared = next((t for t in up if t in down), None)
    if shared is None:
        return {}
    chain = [*up[: up.index(shared) + 1], *down[: down.index(shared)]]
    top = up.index(shared)
    return {token.i: abs(index - top) for index, token in enumerate(chain)}
