"""Where the tables of this room lie, and its lists of words."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dateline.tables import read_table

DATA = Path(__file__).parent / "data"

_USES = ("publish", "relay")


@cache
def verbs_of_passing_on(use: str) -> frozenset[str]:
    """Return the verbs for passing words on: ``publish`` a document, or ``relay`` what was said.

    Raises TableError where a row is wrong.
    """
    rows = read_table(DATA / "passing_on.tsv", ("verb", "use", "example"))
    return frozenset(r.required("verb") for r in rows if r.one_of("use", _USES) == use)


@cache
def acts() -> frozenset[tuple[str, str]]:
    """Return verbs with objects that make acts of them, no sayings: to *deny* a *visa*."""
    rows = read_table(DATA / "acts.tsv", ("verb", "object", "example"))
    return frozenset((row.required("verb"), row.required("object")) for row in rows)
