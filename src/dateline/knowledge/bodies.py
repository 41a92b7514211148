"""What a body of a state is called: *the Saudi interior ministry* has a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import slug

if TYPE_CHECKING:
    from dateline.knowledge.entities import Body, State, Tables

_OF_STATE = ("ministry", "government", "legislature", "court", "bank")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on"))
_PLURAL_NAMES = ("United", "Netherlands", "Philippines", "Bahamas", "Comoros", "Maldives")


class Called(msgspec.Struct, frozen=True):
    """Id and name under which a body of a state is recorded."""

    id: str
    name: str


def proper(tables: Tables) -> dict[tuple[str, str], Called]:
    """Return how the bodies with a proper name are called, by state code and id of the body.

    Several bodies may be one: the army and the armed forces of a state that has one force.
    """
    return {
        (row.state, slug(body)): Called(slug(row.bodies[0]), row.name)
        for row in tables.proper_names
        for body in row.bodies
    }


def formal_name(body: Body, state: State) -> str:
    """Return the usual full name of a body that has none of its own in the tables.

    *Ministry of Foreign Affairs of Peru*, *Supreme Court of Kenya*, *Egyptian Armed Forces*.
    """
    name = body.name
    if body.kind == "ministry":
        name = next((a for a in body.aliases if a.startswith("ministry ")), name)
    if body.kind in _OF_STATE:
        return f"{capitalised(name)} of {with_article(state.name)}"
    return f"{state.adjectives[0] if state.adjectives else state.name} {capitalised(name)}"


def capitalised(name: str) -> str:
    """Return the name with capitals, except for its small words."""
    words = [w if w in _SMALL else w[:1].upper() + w[1:] for w in name.split()]
    return " ".join(words)


def with_article(name: str) -> str:
    """Return the name of a state as it stands after *of*."""
    several = name.startswith(_PLURAL_NAMES) or name.endswith(("Islands", "Union"))
    return f"the {name}" if several or "Republic" in name else name
