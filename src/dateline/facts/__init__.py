"""Finds claims of membership and office in a report, and says which the tables contradict."""

from dateline.facts.checking import check_facts
from dateline.facts.finding import find_facts

__all__ = ["check_facts", "find_facts"]
