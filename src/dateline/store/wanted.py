"""What a question asks for, and the SQL that chooses the events or statements that fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from dateline.parties import EVER
from dateline.store.prepared import Prepared

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

    def __init__(self, table: str, prepared: Prepared) -> None:
        prepared.need(table)
        self._table = f"memory.main.{table} x"
        self._numbers = prepared.numbers
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
        if undated(party):
            self.add(self.among(party, column))
            return
        people = self._numbers.people
        spells = [
            (people[id_], _day_number(first), _day_number(last))
            for id_, first, last in merged(party)
            if id_ in people
        ]
        name = f"p{len(self._joins)}"
        self.join(
            "JOIN (SELECT unnest(?::INTEGER[]) AS no, unnest(?::INTEGER[]) AS first, "
            f"unnest(?::INTEGER[]) AS last) {name} "
            f"ON {name}.no = {column} AND {day} BETWEEN {name}.first AND {name}.last",
            *([spell[i] for spell in spells] for i in range(3)),
        )

    def among(self, party: PartyDays, column: str) -> str:
        """Return SQL for the actor in the column being one of a party that counts every day."""
        people = self._numbers.people
        return _one_of(column, sorted({people[id_] for id_, _, _ in party if id_ in people}))

    def kinds(self, types: Sequence[str]) -> None:
        """Ask that the event is of one of the types."""
        known = self._numbers.types
        self.add(_one_of("x.type", sorted({known[type_] for type_ in types if type_ in known})))

    def common(self, wanted: Wanted) -> None:
        """Ask for the period and the publisher."""
        if wanted.since:
            self.add(f"x.day >= {_day_number(wanted.since)}")
        if wanted.until:
            self.add(f"x.day <= {_day_number(wanted.until)}")
        if wanted.publisher:
            number = self._numbers.publishers.get(wanted.publisher.lower())
            self.add(_one_of("x.publisher", [] if number is None else [number]))

    def select(self, columns: str, *conditions: str) -> str:
        """Return SQL for the columns, a row for each that fits; pass it ``values``."""
        joins = " ".join(sql for sql, _ in self._joins)
        asked = [f"({sql})" for sql in (*(sql for sql, _ in self._conditions), *conditions)]
        where = f"WHERE {' AND '.join(asked)}" if asked else ""
        return f"SELECT {columns} FROM {self._table} {joins} {where}"

    @property
    def values(self) -> list[Any]:
        """The parameters of ``select``, in its order."""
        return [value for _, values in (*self._joins, *self._conditions) for value in values]


class Chosen:
    """The events or statements that fit, each once, by their place in the order of the latest."""

    def __init__(self, choices: Sequence[Choice], *, single: bool) -> None:
        """``single`` says that the one choice has no row of an item twice."""
        self._choices = choices
        self._single = single

    def select(self, columns: str) -> str:
        """Return SQL for ``place`` and other columns that depend on it; pass it ``values``."""
        columns = f"x.place, {columns}"
        if self._single:
            return self._choices[0].select(columns)
        if len(self._choices) > 1:
            # UNION leaves out what comes twice, within a choice and between choices.
            return " UNION ".join(choice.select(columns) for choice in self._choices)
        # Most events have one pair: those need not be compared with each other.
        (choice,) = self._choices
        return (
            f"{choice.select(columns, 'x.alone')} UNION ALL "
            f"{choice.select(f'DISTINCT {columns}', 'NOT x.alone')}"
        )

    @property
    def values(self) -> list[Any]:
        """The parameters of ``select``, in its order."""
        values = [value for choice in self._choices for value in choice.values]
        return values if self._single or len(self._choices) > 1 else values * 2


def event_choices(prepared: Prepared, wanted: Wanted) -> list[Choice]:
    """Return what chooses pairs of actor and recipient; an event has one row for each pair."""
    if wanted.between is None:
        choice = _event_choice(prepared, wanted)
        if wanted.actor is not None:
            choice.party(wanted.actor, "x.actor")
        if wanted.recipient is not None:
            choice.party(wanted.recipient, "x.recipient")
        return [choice]
    one, other = wanted.between
    if undated(one) and undated(other):
        choice = _event_choice(prepared, wanted)
        there, back = (
            f"{choice.among(a, 'x.actor')} AND {choice.among(b, 'x.recipient')}"
            for a, b in ((one, other), (other, one))
        )
        # What follows from the last condition is looked for while the table is read.
        either = [*one, *other]
        choice.add(choice.among(either, "x.actor"))
        choice.add(choice.among(either, "x.recipient"))
        choice.add(f"({there}) OR ({back})")
        return [choice]
    choices = []
    for actor, recipient in ((one, other), (other, one)):
        choice = _event_choice(prepared, wanted)
        choice.party(actor, "x.actor")
        choice.party(recipient, "x.recipient")
        choices.append(choice)
    return choices


def _event_choice(prepared: Prepared, wanted: Wanted) -> Choice:
    choice = Choice("acts", prepared)
    if wanted.speaker is not None:
        choice.party(wanted.speaker, "x.speaker")
    if wanted.types:
        choice.kinds(wanted.types)
    choice.common(wanted)
    return choice


def chosen_events(prepared: Prepared, wanted: Wanted, *, happens: bool = False) -> Chosen:
    """Return what chooses events; ``happens`` leaves out the negated and the only supposed."""
    choices = event_choices(prepared, wanted)
    by_pair = wanted.actor is not None or wanted.recipient is not None or wanted.between is not None
    for choice in choices:
        if happens:
            choice.add("x.happens")
        if not by_pair:
            choice.add("x.lead")
    return Chosen(choices, single=not by_pair)


def statement_choice(prepared: Prepared, wanted: Wanted, *, mentions: bool = False) -> Choice:
    """Return what chooses statements, with ``mentions`` a row ``m`` for each actor mentioned."""
    choice = Choice("says", prepared)
    speaker = wanted.speaker if wanted.speaker is not None else wanted.actor
    if speaker is not None:
        choice.party(speaker, "x.speaker")
    about = wanted.about if wanted.about is not None else wanted.recipient
    if mentions:
        prepared.need("about")
        choice.join("JOIN memory.main.about m ON m.place = x.place")
        if about is not None:
            choice.party(about, "m.actor")
    elif about is not None:
        mentioned = Choice("about", prepared)
        mentioned.party(about, "x.actor")
        if speaker is not None:
            # What is asked of the statement too: fewer of them are then to be looked up.
            mentioned.party(speaker, "x.speaker")
        choice.add(f"x.place IN ({mentioned.select('x.place')})", *mentioned.values)
    if wanted.via:
        number = prepared.numbers.people.get(wanted.via, 0)
        choice.add(
            f"x.speaker = {number} OR x.chain IN "
            "(SELECT no FROM memory.main.chains WHERE list_contains(via, ?))",
            wanted.via,
        )
    choice.common(wanted)
    return choice


def chosen_statements(prepared: Prepared, wanted: Wanted) -> Chosen:
    """Return what chooses statements."""
    return Chosen([statement_choice(prepared, wanted)], single=True)


def undated(party: PartyDays) -> bool:
    """Say if everybody of the party counts on every day."""
    return all((first, last) == EVER for _, first, last in party)


def _one_of(column: str, numbers: Sequence[int]) -> str:
    # Numbers that stand in the question itself are looked for while the table is read.
    return f"{column} IN ({', '.join(map(str, numbers))})" if numbers else "FALSE"


def _day_number(day: str) -> int:
    return int(day.replace("-", ""))


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
