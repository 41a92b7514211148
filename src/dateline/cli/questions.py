"""Questions over a DuckDB file: events, statements, timeline, chain, members, cite, claims ..."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from dateline.cli.answers import AnswerFormat, answer
from dateline.cli.failure import UserError
from dateline.knowledge import Knowledge
from dateline.knowledge.questions import UnknownNameError
from dateline.reading import parse_day
from dateline.record import Record, Statement
from dateline.records import Records, open_records
from dateline.store import StoreError

File = Annotated[Path, Parameter(name="--db", env_var="DATELINE_DB")]
DEFAULT = Path("records.duckdb")


def events(
    *,
    db: File = DEFAULT,
    actor: str | None = None,
    recipient: str | None = None,
    by: str | None = None,
    type: Annotated[list[str] | None, Parameter(negative="")] = None,  # noqa: A002
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    text: str | None = None,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """List events, the latest first.

    Examples
    --------
        dateline events --actor NATO --recipient CSTO --type REJECT --since 2010

        dateline events --actor members:CSTO --format csv > events.csv

    Parameters
    ----------
    db
        The DuckDB file.
    actor
        Who acts: a code, name or id; members:CSTO for whoever was a member on the day.
    recipient
        Whom it is done to.
    by
        Who asserts it.
    type
        Event type, such as REJECT. Can be given several times.
    since
        First day, month or year.
    until
        Last day, month or year.
    publisher
        Who published the report.
    text
        Words of the clause.
    format
        table, json, csv or parquet; a table in a terminal and json where it is piped.
    output
        File to write to.

    """
    with _open(db) as records:
        found = records.events(
            actor=actor, recipient=recipient, by=by, type=type, since=since, until=until,
            publisher=publisher, text=text,
        )  # fmt: skip
        columns = ("day", "actor", "type", "recipient", "clause", "speaker", "report")
        return answer(found, columns, format_=format, output=output, name=records.directory.name)


def statements(
    *,
    db: File = DEFAULT,
    by: str | None = None,
    about: str | None = None,
    since: str | None = None,
    until: str | None = None,
    publisher: str | None = None,
    text: str | None = None,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """List statements, the latest first.

    Examples
    --------
        dateline statements --by "Jens Stoltenberg" --about Russia

    Parameters
    ----------
    db
        The DuckDB file.
    by
        Who says it: a code, name or id; members:CSTO for whoever was a member on the day.
    about
        Somebody mentioned in the words.
    since
        First day, month or year.
    until
        Last day, month or year.
    publisher
        Who published the report.
    text
        Words of the statement.
    format
        table, json, csv or parquet; a table in a terminal and json where it is piped.
    output
        File to write to.

    """
    with _open(db) as records:
        found = records.statements(
            by=by, about=about, since=since, until=until, publisher=publisher, text=text
        )
        columns = ("day", "speaker", "stance", "words", "via", "report", "statement")
        return answer(found, columns, format_=format, output=output, name=records.directory.name)


def timeline(
    actor: str,
    recipient: str | None = None,
    *,
    db: File = DEFAULT,
    unit: Literal["day", "month", "quarter", "year"] = "month",
    since: str | None = None,
    until: str | None = None,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """Draw what two do to each other over time: counts and mean PLOVER score.

    Examples
    --------
        dateline timeline RUS USA --since 2008

    Parameters
    ----------
    actor
        One of the two.
    recipient
        The other; without it, what the one does to anybody.
    db
        The DuckDB file.
    unit
        day, month, quarter or year.
    since
        First day, month or year.
    until
        Last day, month or year.
    format
        table, json, csv or parquet; a chart in a terminal and json where it is piped.
    output
        File to write to.

    """
    with _open(db) as records:
        found = records.timeline(actor, recipient, unit=unit, since=since, until=until)
        console = Console(highlight=False)
        if format or output or not console.is_terminal:
            return answer(found, found.column_names, format_=format, output=output, name=str)
        rows = found.to_pylist()
        most = max((row["events"] for row in rows), default=0)
        if not rows:
            console.print("nothing found")
        width = max(10, console.width - 40)
        for row in rows:
            good = row["verbal_cooperation"] + row["material_cooperation"]
            line = Text(f"{row['start'][: {'year': 4, 'day': 10}.get(unit, 7)]:10} ")
            line.append(f"{row['events']:6} {row['score']:+6.1f}  ", style="dim")
            line.append("█" * round(good / most * width), style="green")
            line.append("█" * round((row["events"] - good) / most * width), style="red")
            console.print(line, soft_wrap=True)
    return 0


def chain(statement: str, *, db: File = DEFAULT) -> int:
    """Show who said it and through whom it came, from the reader back to the speaker.

    Parameters
    ----------
    statement
        The statement as REPORT/s1; the beginning of the report's id is enough.
    db
        The DuckDB file.

    """
    console = Console(highlight=False)
    with _open(db) as records:
        record, found = records.statement(statement)
    names = {a.id: a.name for a in record.actors}
    report = record.report
    steps = [f"{report.publisher or 'publisher not given'} ({report.published or 'no day'})"]
    by_id = {s.id: s for s in record.statements}
    outer: list[Statement] = []
    at = by_id.get(found.within or "")
    while at is not None and at not in outer:
        outer.append(at)
        at = by_id.get(at.within or "")
    for one in [*reversed(outer), found]:
        through = [f"through {names.get(v, v)}" for v in one.via]
        steps += [step for step in through if step not in steps]
        who = names.get(one.speaker or "", "nobody named")
        steps.append(f"{who} ({one.stance}, {one.capacity})")
    for depth, step in enumerate(steps):
        console.print(Text(f"{'   ' * depth}{'└─ ' if depth else ''}{step}"))
    console.print(Text(f"{'   ' * len(steps)}“{_words(record, found)}”", style="italic"))
    return 0


def members(
    organisation: str,
    *,
    on: str | None = None,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """List the members of an organisation on a day.

    Examples
    --------
        dateline members CSTO --on 2011-01-17

    Parameters
    ----------
    organisation
        Its id or name.
    on
        The day (YYYY-MM-DD); today where it is not given.
    format
        table, json, csv or parquet.
    output
        File to write to.

    """
    from datetime import date

    import pyarrow as pa

    from dateline.knowledge.questions import members as members_of

    try:
        day = parse_day(on) if on else date.today()
    except ValueError as error:
        raise UserError(f"--on: {error}") from None
    rows = [
        {
            "member": m.actor.id, "name": m.actor.name, "status": m.membership.status,
            "start": m.membership.start.isoformat() if m.membership.start else None,
            "end": m.membership.end.isoformat() if m.membership.end else None,
        }
        for m in members_of(Knowledge.load(), organisation, day)
    ]  # fmt: skip
    schema = pa.schema([(n, pa.string()) for n in ("member", "name", "status", "start", "end")])
    table = pa.Table.from_pylist(rows, schema=schema)
    return answer(table, schema.names, format_=format, output=output, name=str)


def cite(statement: str, *, db: File = DEFAULT) -> int:
    """Print a footnote for a statement: who, words, publisher, title, day, link to the passage.

    Parameters
    ----------
    statement
        The statement as REPORT/s1; the beginning of the report's id is enough.
    db
        The DuckDB file.

    """
    with _open(db) as records:
        record, found = records.statement(statement)
    print(footnote(record, found))
    return 0


def footnote(record: Record, statement: Statement) -> str:
    """Return a footnote with a link that opens the page at the passage (a text fragment)."""
    from urllib.parse import quote

    report = record.report
    names = {a.id: a.name for a in record.actors}
    words = _words(record, statement).strip("“”\"' ,")
    speaker = names.get(statement.speaker or "")
    through = "".join(f", through {names.get(v, v)}" for v in statement.via)
    verb = "" if statement.stance == "said" else f" ({statement.stance})"
    start, end = statement.content_spans[0]
    parts = [
        f"{speaker}{verb}{through}" if speaker else f"speaker not named{through}",
        f"“{words}”" if statement.manner != "indirect" else words,
        f"“{report.title}”" if report.title else "",
        report.publisher or "",
        report.published or "no date",
        f"characters {start} to {end} of report {report.id}",
    ]
    if report.url:
        first = " ".join(report.text[start:end].split()[:8]).strip("“”\"' ,")
        parts.append(f"{report.url}#:~:text={quote(first, safe='')}")
    return ", ".join(p for p in parts if p) + "."


def claims(
    *,
    db: File = DEFAULT,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """List what reports claim of offices and memberships, against the knowledge base.

    Parameters
    ----------
    db
        The DuckDB file.
    format
        table, json, csv or parquet; a table in a terminal and json where it is piped.
    output
        File to write to.

    """
    with _open(db) as records:
        columns = ("day", "subject", "kind", "office", "object", "verdict", "known", "report")
        return answer(
            records.claims(), columns, format_=format, output=output,
            name=records.directory.name,
        )  # fmt: skip


def conflicts(
    *,
    db: File = DEFAULT,
    days: int = 31,
    format: AnswerFormat | None = None,  # noqa: A002
    output: Path | None = None,
) -> int:
    """List what one affirms and another denies: the same type, actor and recipient, days apart.

    Parameters
    ----------
    db
        The DuckDB file.
    days
        How many days apart the two may be.
    format
        table, json, csv or parquet; a table in a terminal and json where it is piped.
    output
        File to write to.

    """
    with _open(db) as records:
        columns = ("type", "affirmed_by", "affirmed", "denied_by", "denied", "denied_day")
        return answer(
            records.conflicts(days=days), columns, format_=format, output=output,
            name=records.directory.name,
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


def _words(record: Record, statement: Statement) -> str:
    return " … ".join(
        " ".join(record.report.text[start:end].split()) for start, end in statement.content_spans
    )
