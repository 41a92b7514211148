"""Who exists and when: states, organisations, offices and their holders, looked up by day."""

from dateline.knowledge.base import Knowledge
from dateline.knowledge.checks import Problem, check
from dateline.knowledge.entities import (
    Body,
    City,
    Membership,
    Name,
    Office,
    Organisation,
    Region,
    Role,
    State,
    Term,
)
from dateline.knowledge.questions import Held, Shown, UnknownNameError, members, show, who

__all__ = [
    "Body",
    "City",
    "Held",
    "Knowledge",
    "Membership",
    "Name",
    "Office",
    "Organisation",
    "Problem",
    "Region",
    "Role",
    "Shown",
    "State",
    "Term",
    "UnknownNameError",
    "check",
    "members",
    "show",
    "who",
]
