"""Who exists and when: states, organisations, offices and their holders, looked up by day."""

from dateline.knowledge.base import Knowledge
from dateline.knowledge.entities import (
    Body,
    City,
    Membership,
    Name,
    Office,
    Organisation,
    Problem,
    Role,
    State,
    Term,
)

__all__ = [
    "Body",
    "City",
    "Knowledge",
    "Membership",
    "Name",
    "Office",
    "Organisation",
    "Problem",
    "Role",
    "State",
    "Term",
]
