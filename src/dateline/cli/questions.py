"""Questions over a DuckDB file: events, statements, timeline, chain, members, cite, claims ..."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text as Styled

from dateline.citing import chain as chain_of
from dateline.citing import words_of
from dateline.cli import columns
from dateline.cli.answers import AnswerFormat, answer
from dateline.cli.failure import UserError
from dateline.knowledge import Knowledge
from dateline.knowledge.questions import UnknownNameError
from dateline.records import Records, Unit, open_records
from dateline.records import members as members_of
from dateline.store import StoreError

File = Annotated[Path, Parameter(name="--db", env_var="DATELINE_DB", help="The DuckDB file.")]
Actor = Annotated[
    str | None,
    Parameter(
        help="Who acts: a code, name or id; members:CSTO for whoever was a member on the day."
    ),
]
Recipient = Annotated[str | None, Parameter(help="Whom it is done to.")]
Speaker = Annotated[
    str | None,
    Parameter(
        help="Who says it: a code, name or id; members:CSTO for whoever was a member on the day."
    ),
]
About = Annotated[str | None, Parameter(help="Somebody mentioned in the words.")]
Types = Annotated[
    list[str] | None,
    Parameter(help="Event type, such as REJECT. Can be given several times.", negative=""),
]
Text = Annotated[str | None, Parameter(help="Words of the clause or the statement.")]
Since = Annotated[str | None, Parameter(help="First day, month or year.")]
Until = Annotated[str | None, Parameter(help="Last day, month or year.")]
Publisher = Annotated[str | None, Parameter(help="Who published the report.")]
Format = Annotated[
    AnswerFormat | None,
    Parameter(help="Shown as a table in a terminal, json where it is piped, unless given."),
]
Output = Annotated[Path | None, Parameter(help="File to write to.")]
Reference = Annotated[
    str,
    Parameter(help="The statement as REPORT/s1; the beginning of the report's id is enough."),
]
DEFAULT = Path("records.duckdb")


def events(
    *,
    db: File = DEFAULT,
    actor: Actor = None,
    recipient: Recipient = None,
    by: Speaker = None,
    type: Types = None,  # noqa: A002
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    text: Text = None,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """List events, the latest first.

    Examples
    --------
        dateline events --actor NATO --recipient CSTO --type REJECT --since 2010

        dateline events --actor members:CSTO --format csv > events.csv

    """
    with _open(db) as records:
        found = records.events(
            actor=actor, recipient=recipient, by=by, type=type, since=since, until=until,
            publisher=publisher, text=text,
        )  # fmt: skip
        return answer(
            found, columns=columns.EVENTS, format_=format, output=output,
            name=records.directory.name,
        )  # fmt: skip


def statements(
    *,
    db: File = DEFAULT,
    by: Speaker = None,
    about: About = None,
    since: Since = None,
    until: Until = None,
    publisher: Publisher = None,
    text: Text = None,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """List statements, the latest first.

    Examples
    --------
        dateline statements --by "Jens Stoltenberg" --about Russia

    """
    with _open(db) as records:
        found = records.statements(
            by=by, about=about, since=since, until=until, publisher=publisher, text=text
        )
        return answer(
            found, columns=columns.STATEMENTS, format_=format, output=output,
            name=records.directory.name,
        )  # fmt: skip


def timeline(
    actor: Annotated[str, Parameter(help="One of the two.")],
    recipient: Annotated[
        str | None, Parameter(help="The other; without it, what the one does to anybody.")
    ] = None,
    *,
    db: File = DEFAULT,
    unit: Annotated[Unit, Parameter(help="What a bar counts.")] = "month",
    since: Since = None,
    until: Until = None,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """Draw what two do to each other over time: counts and mean PLOVER score.

    Examples
    --------
        dateline timeline RUS USA --since 2008

    """
    with _open(db) as records:
        found = records.timeline(actor, recipient, unit=unit, since=since, until=until)
        console = Console(highlight=False)
        if format or output or not console.is_terminal:
            return answer(found, format_=format, output=output)
        rows = found.to_pylist()
        most = max((row["events"] for row in rows), default=0)
        if not rows:
            console.print("nothing found")
        width = max(10, console.width - 40)
        for row in rows:
            good = row["verbal_cooperation"] + row["material_cooperation"]
            line = Styled(f"{row['start'][: {'year': 4, 'day': 10}.get(unit, 7)]:10} ")
            line.append(f"{row['events']:6} {row['score']:+6.1f}  ", style="dim")
            line.append("█" * round(good / most * width), style="green")
            line.append("█" * round((row["events"] - good) / most * width), style="red")
            console.print(line, soft_wrap=True)
    return 0


def chain(statement: Reference, *, db: File = DEFAULT) -> int:
    """Show who said it and through whom it came, from the reader back to the speaker.

    Examples
    --------
        dateline chain 5f0c2a91/s3

    """
    with _open(db) as records:
        record, found = records.statement(statement)
    steps = []
    for row in chain_of(record, found).to_pylist():
        if row["role"] == "publisher":
            day = record.report.published or "no day"
            steps.append(f"{row['name'] or 'publisher not given'} ({day})")
        elif row["role"] == "through":
            steps.append(f"through {row['name']}")
        else:
            who = row["name"] or "nobody named"
            steps.append(f"{who} ({row['stance']}, {row['capacity']})")
    console = Console(highlight=False)
    for depth, step in enumerate(steps):
        console.print(Styled(f"{'   ' * depth}{'└─ ' if depth else ''}{step}"))
    words = words_of(record, found)
    console.print(Styled(f"{'   ' * len(steps)}“{words}”", style="italic"))
    return 0


def members(
    organisation: Annotated[str, Parameter(help="Its id or name.")],
    *,
    on: Annotated[
        str | None, Parameter(help="The day (YYYY-MM-DD); today where it is not given.")
    ] = None,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """List the members of an organisation on a day.

    Examples
    --------
        dateline members CSTO --on 2011-01-17

    """
    try:
        table = members_of(Knowledge.load(), organisation, on=on)
    except UnknownNameError:
        raise
    except ValueError as error:
        raise UserError(f"--on: {error}") from None
    return answer(table, format_=format, output=output)


def cite(statement: Reference, *, db: File = DEFAULT) -> int:
    """Print a footnote for a statement: who, words, publisher, title, day, link to the passage.

    Examples
    --------
        dateline cite 5f0c2a91/s3

    """
    with _open(db) as records:
        print(records.cite(statement))
    return 0


def claims(
    *,
    db: File = DEFAULT,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """List what reports claim of offices and memberships, against the knowledge base.

    Examples
    --------
        dateline claims --format csv --output claims.csv

    """
    with _open(db) as records:
        return answer(
            records.claims(), columns=columns.CLAIMS, format_=format, output=output,
            name=records.directory.name,
        )  # fmt: skip


def conflicts(
    *,
    db: File = DEFAULT,
    days: Annotated[int, Parameter(help="How many days apart the two may be.")] = 31,
    format: Format = None,  # noqa: A002
    output: Output = None,
) -> int:
    """List what one affirms and another denies: the same type, actor and recipient, days apart.

    Examples
    --------
        dateline conflicts --days 7

    """
    with _open(db) as records:
        return answer(
            records.conflicts(days=days), columns=columns.CONFLICTS, format_=format,
            output=output, name=records.directory.name,
        )  # fmt: skip


@contextmanager
def _open(db: Path) -> Iterator[Records]:
    try:
        opened = open_records(os.fspath(db))
    except StoreError as error:
        raise UserError(str(error)) from error
    with opened as records:
        try:
            yield records
        except UnknownNameError:
            raise
        except (ValueError, LookupError) as error:
            raise UserError(str(error)) from None
