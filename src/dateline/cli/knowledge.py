"""``dateline knowledge``: who exists, belongs and holds office on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from dateline.cli.failure import UserError
from dateline.knowledge import Knowledge, questions
from dateline.knowledge.checks import check as check_tables
from dateline.reading import parse_day

app = cyclopts.App(name="knowledge", help="Ask the knowledge base, or check its tables.")

Directories = Annotated[list[Path] | None, Parameter(name="--knowledge", negative="")]


@app.command
def show(thing: str, *, on: str | None = None, knowledge: Directories = None) -> int:
    """Show what is known of a state, organisation or person on a day.

    Examples
    --------
        dateline knowledge show NATO --on 1985-06-01

    Parameters
    ----------
    thing
        A name, alias, code or id.
    on
        The day (YYYY-MM-DD); today where none is given.
    knowledge
        Directory of tables that add to the knowledge base or override it.

    """
    console = Console(highlight=False)
    day = _day(on)
    for shown in questions.show(_load(knowledge), thing, day):
        actor = shown.actor
        console.print(Text(f"{actor.name}  ({actor.id})", style="bold"))
        codes = [actor.kind, actor.country, actor.sector, *actor.other_sectors]
        console.print("  " + ", ".join(c for c in codes if c), markup=False)
        since = shown.start.isoformat() if shown.start else "…"
        until = shown.end.isoformat() if shown.end else "…"
        if shown.start or shown.end:
            there = "exists" if shown.exists else "does not exist"
            console.print(f"  {there} on {day.isoformat()} ({since} to {until})", markup=False)
        if shown.names:
            console.print("  also: " + ", ".join(shown.names), markup=False)
        for held in shown.offices:
            term = held.term
            console.print(
                f"  {held.office.title}: {term.name}  {_range(term.start, term.end)}  [{term.row}]",
                markup=False,
            )
        _members(console, "member of", shown.memberships)
        _members(console, "members", shown.members)
    return 0


@app.command
def members(organisation: str, *, on: str | None = None, knowledge: Directories = None) -> int:
    """List the members of an organisation on a day.

    Examples:
        dateline knowledge members CSTO --on 2011-01-17

    """
    console = Console(highlight=False)
    for member in questions.members(_load(knowledge), organisation, _day(on)):
        membership = member.membership
        console.print(
            f"{member.actor.name}  {_range(membership.start, membership.end)}  "
            f"{membership.status}  [{membership.row}]",
            markup=False,
        )
    return 0


@app.command
def who(office: str, *, on: str | None = None, knowledge: Directories = None) -> int:
    """Say who holds an office on a day.

    Examples:
        dateline knowledge who "Secretary General of NATO" --on 2011-01-17

    """
    console = Console(highlight=False)
    found = questions.who(_load(knowledge), office, _day(on))
    if not found:
        raise UserError(f"nobody is known to hold that office on {_day(on).isoformat()}")
    for held in found:
        term = held.term
        console.print(
            f"{term.name}  {held.office.title} ({held.office.body})  "
            f"{_range(term.start, term.end)}  [{term.row}]",
            markup=False,
        )
    return 0


@app.command
def check(*, knowledge: Directories = None) -> int:
    """Check the tables: unknown ids, overlapping terms, wrong dates, duplicates.

    Exits with 1 where there is a problem.

    Examples:
        dateline knowledge check --knowledge my-tables

    """
    console = Console(highlight=False)
    problems = check_tables(_load(knowledge))
    for problem in problems:
        console.print(f"{problem.file}:{problem.line}: {problem.problem}", markup=False)
    console.print(f"{len(problems)} problems" if problems else "no problems")
    return int(bool(problems))


@app.command(name="import")
def import_(entities: Path, directory: Path) -> int:
    """Write tables from a file of Wikidata entities in JSON that you have downloaded.

    Examples:
        dateline knowledge import entities.json my-tables

    """
    from dateline.knowledge import wikidata

    try:
        written = wikidata.import_entities(entities, directory, Knowledge.load())
    except (OSError, ValueError) as error:
        raise UserError(str(error)) from None
    console = Console(highlight=False)
    for name, rows in written.rows.items():
        console.print(f"{directory / name}: {rows} rows", markup=False)
    for skipped in written.skipped:
        console.print(f"left out: {skipped.entity}: {skipped.reason}", markup=False)
    return 0


def _members(console: Console, name: str, found: tuple[questions.Member, ...]) -> None:
    if found:
        names = [
            m.actor.name + ("" if m.membership.status == "member" else f" ({m.membership.status})")
            for m in found
        ]
        console.print(f"  {name} ({len(names)}): {', '.join(names)}", markup=False)


def _range(start: date | None, end: date | None) -> str:
    return f"{start.isoformat() if start else '…'} to {end.isoformat() if end else '…'}"


def _day(on: str | None) -> date:
    if on is None:
        return date.today()
    try:
        return parse_day(on)
    except ValueError as error:
        raise UserError(f"--on: {error}") from None


def _load(directories: list[Path] | None) -> Knowledge:
    for directory in directories or []:
        if not directory.is_dir():
            raise UserError(f"no such directory: {directory}")
    return Knowledge.load(extra=directories or [])
