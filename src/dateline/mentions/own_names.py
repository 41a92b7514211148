"""Adds names that the report itself makes known: new organisations, acronyms, *the North*."""

from __future__ import annotations

from collections.abc import Container, Sequence

from dateline.mentions.names import NameFinder, NameHit
from dateline.mentions.organisations import NewOrganisation, acronyms, own_name
from dateline.mentions.readings import Reading
from dateline.mentions.words import PROPER_TAGS, Words

_HALVES = {"North": "South", "South": "North", "East": "West", "West": "East"}
"""What the halves of a divided country are called, with the other half."""
_TOWARDS = ("into", "against", "at", "towards", "toward", "on", "with")


def with_new(readings: Sequence[Reading], found: Sequence[NewOrganisation]) -> list[Reading]:
    """Return the readings with the new organisations in the place of the names inside them."""
    swallowed: set[int] = set()
    added = []
    for new in found:
        swallowed.update(new.inside)
        added.append(Reading(new.hit, new.hit.names[0], "actor"))
    kept = [r for i, r in enumerate(readings) if i not in swallowed]
    return sorted([*kept, *added], key=lambda r: r.hit.first)


def with_acronyms(words: Words, readings: list[Reading]) -> list[Reading]:
    """Return the readings with the acronyms that the report introduces in brackets."""
    known = acronyms(words, readings)
    if not known:
        return readings
    taken = {k for r in readings for k in range(r.hit.first, r.hit.last)}
    added = []
    for i, text in enumerate(words.text):
        reading = known.get(text)
        if reading is not None and i not in taken:
            start, end = words.span(i, i + 1)
            old = reading.name
            name = own_name(text, old.kind, old.target, f"acronym:{old.row}")
            added.append(Reading(NameHit(i, i + 1, start, end, (name,)), name, "actor"))
    return sorted([*readings, *added], key=lambda r: r.hit.first)


def with_shared(words: Words, readings: list[Reading], finder: NameFinder) -> list[Reading]:
    """Return the readings with names that share their end with the next: *North and South Korea*.

    The first half counts where it and the shared end make a known name of the same kind.
    """
    taken = {k for r in readings for k in range(r.hit.first, r.hit.last)}
    added = []
    for reading in readings:
        first, joint = reading.hit.first, reading.hit.first - 1
        if reading.hit.last - first < 2 or joint < 1 or words.lower[joint] not in ("and", "or"):
            continue
        half = joint - 1
        if half in taken or not words.capitalised(half):
            continue
        end = words.content[words.start[first + 1] : reading.hit.end]
        kind, form = reading.name.kind, reading.name.form
        fitting = [
            n
            for n in finder.called(f"{words.text[half]} {end}")
            if (n.kind, n.form) == (kind, form)
        ]
        if len({n.target for n in fitting}) == 1:
            hit = NameHit(half, joint, *words.span(half, joint), (fitting[0],))
            added.append(Reading(hit, fitting[0], reading.use))
    return sorted([*readings, *added], key=lambda r: r.hit.first)


def with_halves(words: Words, readings: list[Reading], finder: NameFinder) -> list[Reading]:
    """Return the readings with *the North*, where one state whose name begins so is named.

    Or where its other half is: *North Korea denounced the South*.
    """
    halves: dict[str, set[str]] = {}
    for reading in readings:
        first, _, rest = reading.name.text.partition(" ")
        if not rest or reading.name.kind != "state" or first not in _HALVES:
            continue
        halves.setdefault(first, set()).add(reading.name.target)
        other = _HALVES[first]
        states = {n.target for n in finder.called(f"{other} {rest}") if n.kind == "state"}
        halves.setdefault(other, set()).update(states)
    taken = {k for r in readings for k in range(r.hit.first, r.hit.last)} if halves else set()
    added = []
    for i, text in enumerate(words.text if halves else ()):
        states = halves.get(text, set())
        if len(states) != 1 or i in taken or not i or words.lower[i - 1] != "the":
            continue
        if i + 1 < len(words) and words.capitalised(i + 1):
            continue
        (target,) = states
        added.append(_half(words, i, target))
    # "The South fired into the north" writes the other half small.
    acting = {words.sentence[r.hit.first]: _HALVES[r.name.text] for r in added}
    for i, lower in enumerate(words.lower if added else ()):
        other = lower.title()
        states = halves.get(other, set())
        if len(states) != 1 or acting.get(words.sentence[i]) != other or words.capitalised(i):
            continue
        if words.lower[i - 1] != "the" or words.lower[i - 2] not in _TOWARDS:
            continue
        if words.dep[i] == "pobj" and words.lower[i + 1 : i + 2] != ["of"]:
            added.append(_half(words, i, next(iter(states))))
    return sorted([*readings, *added], key=lambda r: r.hit.first)


def _half(words: Words, i: int, target: str) -> Reading:
    name = own_name(words.text[i].title(), "state", target, "half-name")
    start, end = words.span(i, i + 1)
    return Reading(NameHit(i, i + 1, start, end, (name,)), name, "actor")


def with_heads(words: Words, readings: list[Reading], nouns: Container[int]) -> list[Reading]:
    """Return the readings with *the Brotherhood*, where one organisation's name ends so.

    ``nouns`` are the tokens of nouns for somebody, which ``coreference`` resolves.
    """
    named: dict[str, dict[str, Reading]] = {}
    for reading in readings:
        if reading.name.kind == "organisation" and reading.hit.last - reading.hit.first > 1:
            head = reading.name.text.partition(" of ")[0].rpartition(" ")[2]
            named.setdefault(head, {}).setdefault(reading.name.target, reading)
    taken = {k for r in readings for k in range(r.hit.first, r.hit.last)}
    added = []
    for i, text in enumerate(words.text if named else ()):
        meant = named.get(text)
        if meant is None or len(meant) != 1 or i in taken or i in nouns or not i:
            continue
        if words.lower[i - 1] != "the" or words.tag[i] not in PROPER_TAGS:
            continue
        if i + 1 < len(words) and words.capitalised(i + 1):
            continue
        (reading,) = meant.values()
        if reading.hit.first < i:
            name = own_name(text, "organisation", reading.name.target, "short-name")
            start, end = words.span(i, i + 1)
            added.append(Reading(NameHit(i, i + 1, start, end, (name,)), name, "actor"))
    return sorted([*readings, *added], key=lambda r: r.hit.first)
