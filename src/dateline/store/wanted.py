"""What a question asks for, and the SQL that chooses the events or statements that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.parties import EVER

PartyDays = Sequence[tuple[str, str, str]]
"""Actor ids with the first and last day (inclusive) on which each counts."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a question asks for; everything given must hold."""

    actor: PartyDays | None = None
    recipient: PartyDays | None = None
    speaker: PartyDays | None = None
    about: PartyDays | None = None
    between: tuple[PartyDays, PartyDays] | None = None
    """Two parties, either of them acting upon the other."""
    types: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    via: str | None = None
    """Id of an outlet, leak or document that the words came through, or that speaks itself."""
    publisher: str | None = None
    text: str | None = None
    """Words that the clause, the statement or the report must contain, whatever the case."""


class Choice:
    """The rows of a prepared table (see ``prepared``) that fit: joins and conditions.

    Parties that count on every day are a condition; those that count on some days are a join with
    their spells, which DuckDB answers by one hash of the spells and not by one of the table.
    """

    def __init__(self, table: str) -> None:
        self._table = f"memory.main.{table} x"
        self._joins: list[tuple[str, list[Any]]] = []
        self._conditions: list[tuple[str, list[Any]]] = []

    def add(self, sql: str, *values: Any) -> None:
        """Ask that the condition holds; ``x`` is the table."""
        self._conditions.append((sql, list(values)))

    def join(self, sql: str, *values: Any) -> None:
        """Join another table; it may have several rows for one of ours."""
        self._joins.append((sql, list(values)))

    def party(self, party: PartyDays, column: str, day: str = "x.day") -> None:
        """Ask that the actor in the column is of the party on the day."""
        spells = merged(party)
        if all(spell[1:] == EVER for spell in spells):
            self.add(f"{column} IN (SELECT unnest(?::VARCHAR[]))", [id_ for id_, _, _ in spells])
            return
        name = f"p{len(self._joins)}"
        self.join(
            "JOIN (SELECT unnest(?::VARCHAR[]) AS id, unnest(?::VARCHAR[]) AS first, "
            f"unnest(?::VARCHAR[]) AS last) {name} "
            f"ON {name}.id = {column} AND {day} BETWEEN {name}.first AND {name}.last",
            *([spell[i] for spell in spells] for i in range(3)),
        )

    def select(self, columns: str) -> str:
        """Return SQL for the columns, a row for each that fits; pass it ``values``."""
        joins = " ".join(sql for sql, _ in self._joins)
        where = " AND ".join(f"({sql})" for sql, _ in self._conditions)
        return f"SELECT {columns} FROM {self._table} {joins} {f'WHERE {where}' if where else ''}"

    @property
    def values(self) -> list[Any]:
        """The parameters of ``select``, in its order."""
        return [value for _, values in (*self._joins, *self._conditions) for value in values]


class Chosen:
    """The events or statements that fit, each once, by their place in the order of the latest."""

    def __init__(self, choices: Sequence[Choice], *, single: bool) -> None:
        self._choices = choices
        self._single = single

    def select(self, columns: str) -> str:
        """Return SQL for ``place`` and other columns that depend on it; pass it ``values``."""
        # UNION leaves out what comes twice, within a choice and between choices.
        if self._single:
            return self._choices[0].select(f"x.place, {columns}")
        if len(self._choices) == 1:
            return self._choices[0].select(f"DISTINCT x.place, {columns}")
        return " UNION ".join(choice.select(f"x.place, {columns}") for choice in self._choices)

    @property
    def values(self) -> list[Any]:
        """The parameters of ``select``, in its order."""
        return [value for choice in self._choices for value in choice.values]


def event_choices(wanted: Wanted) -> list[Choice]:
    """Return what chooses pairs of actor and recipient; an event has one row for each pair."""
    if wanted.between is None:
        pairs = [(wanted.actor, wanted.recipient)]
    else:
        one, other = wanted.between
        pairs = [(one, other), (other, one)]
    choices = []
    for actor, recipient in pairs:
        choice = Choice("acts")
        if actor is not None:
            choice.party(actor, "x.actor")
        if recipient is not None:
            choice.party(recipient, "x.recipient")
        if wanted.speaker is not None:
            choice.party(wanted.speaker, "x.speaker")
        if wanted.types:
            choice.add("x.type IN (SELECT unnest(?::VARCHAR[]))", list(wanted.types))
        _common(choice, wanted)
        choices.append(choice)
    return choices


def chosen_events(wanted: Wanted, *, happens: bool = False) -> Chosen:
    """Return what chooses events; ``happens`` leaves out the negated and the only supposed."""
    choices = event_choices(wanted)
    by_pair = wanted.actor is not None or wanted.recipient is not None or wanted.between is not None
    for choice in choices:
        if happens:
            choice.add("x.happens")
        if not by_pair:
            choice.add("x.lead")
    return Chosen(choices, single=not by_pair)


def statement_choice(wanted: Wanted, *, mentions: bool = False) -> Choice:
    """Return what chooses statements, with ``mentions`` a row ``m`` for each actor mentioned."""
    choice = Choice("says")
    speaker = wanted.speaker if wanted.speaker is not None else wanted.actor
    if speaker is not None:
        choice.party(speaker, "x.speaker")
    about = wanted.about if wanted.about is not None else wanted.recipient
    if mentions:
        choice.join("JOIN memory.main.about m ON m.place = x.place")
        if about is not None:
            choice.party(about, "m.actor")
    elif about is not None:
        mentioned = Choice("about")
        mentioned.party(about, "x.actor")
        choice.add(f"x.place IN ({mentioned.select('x.place')})", *mentioned.values)
    if wanted.via:
        choice.add("x.speaker = ? OR list_contains(x.via, ?)", wanted.via, wanted.via)
    _common(choice, wanted)
    return choice


def chosen_statements(wanted: Wanted) -> Chosen:
    """Return what chooses statements."""
    return Chosen([statement_choice(wanted)], single=True)


def _common(choice: Choice, wanted: Wanted) -> None:
    if wanted.since:
        choice.add("x.day >= ?", wanted.since)
    if wanted.until:
        choice.add("x.day <= ?", wanted.until)
    if wanted.publisher:
        choice.add("x.publisher = ?", wanted.publisher.lower())


def merged(party: PartyDays) -> list[tuple[str, str, str]]:
    """Return the spells of each actor without overlaps, so that no day counts twice."""
    by_actor: dict[str, list[tuple[str, str]]] = {}
    for id_, first, last in sorted(party):
        spells = by_actor.setdefault(id_, [])
        if spells and first <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(last, spells[-1][1]))
        else:
            spells.append((first, last))
    return [(id_, *spell) for id_, spells in by_actor.items() for spell in spells]
