"""Where a statement comes from: who passed it on, and a footnote for it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

import pyarrow as pa

from dateline.record import Record, Statement


def chain(record: Record, statement: Statement) -> pa.Table:
    """Return role, actor, name, stance and capacity of those who passed a statement on."""
    names = {actor.id: actor.name for actor in record.actors}
    by_id = {s.id: s for s in record.statements}
    path = [statement]
    while (outer := by_id.get(path[-1].within or "")) is not None and outer not in path:
        path.append(outer)
    report = record.report
    steps: list[tuple[str | None, ...]] = [("publisher", None, report.publisher, None, None)]
    for one in reversed(path):
        for passed in one.via:
            # Who speaks in a statement around passes on what is within, and is there already.
            if all(passed != actor for _, actor, *_ in steps):
                steps.append(("through", passed, names.get(passed, passed), None, None))
        speaker = names.get(one.speaker or "")
        steps.append(("speaker", one.speaker, speaker, one.stance, one.capacity))
    return text_columns(("role", "actor", "name", "stance", "capacity"), steps)


def footnote(record: Record, statement: Statement) -> str:
    """Return a footnote with a link that opens the page at the passage (a text fragment)."""
    report = record.report
    names = {a.id: a.name for a in record.actors}
    words = words_of(record, statement).strip("“”\"' ,")
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
    note = ", ".join(p for p in parts if p)
    if not report.url:
        return f"{note}."
    # No full stop after an address: it would be taken for a part of it.
    first = " ".join(report.text[start:end].split()[:8]).strip("“”\"' ,")
    return f"{note}, {report.url}#:~:text={quote(first, safe='')}"


def words_of(record: Record, statement: Statement) -> str:
    """Return the words of a statement on one line."""
    return " … ".join(
        " ".join(record.report.text[start:end].split()) for start, end in statement.content_spans
    )


def text_columns(names: Sequence[str], rows: Sequence[Sequence[str | None]]) -> pa.Table:
    """Return a table of rows of text."""
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)})
