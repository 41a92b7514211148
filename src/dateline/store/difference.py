"""What a change of lexicon, knowledge or code made of the records: two stores compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import duckdb
import msgspec

from dateline.record import Event, Record, Span, Statement
from dateline.store.reading import read_records, report_ids

Change = Literal["added", "lost", "altered"]
Kind = Literal["event", "statement", "report"]
_AT_ONCE = 200


class Difference(msgspec.Struct, frozen=True):
    """One event or statement, or a whole report, that is not the same in both stores."""

    change: Change
    kind: Kind
    report: str
    words: str
    """The clause of an event, the content of a statement, the title of a report."""
    old: str | None = None
    new: str | None = None


def differences(
    old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection
) -> Iterator[Difference]:
    """Yield what was added, lost or altered from one store to another, by the reports' ids."""
    before, after = set(report_ids(old)), set(report_ids(new))
    every = sorted(before | after)
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        olds = {r.report.id: r for r in read_records(old, [i for i in some if i in before])}
        news = {r.report.id: r for r in read_records(new, [i for i in some if i in after])}
        for id_ in some:
            yield from _of_report(id_, olds.get(id_), news.get(id_))


def _of_report(id_: str, old: Record | None, new: Record | None) -> Iterator[Difference]:
    if old is None or new is None:
        there = old or new
        assert there is not None
        title = there.report.title or there.report.text[:60]
        yield Difference("lost" if new is None else "added", "report", id_, title)
        return
    text = new.report.text
    yield from _compared(
        id_, "event", text,
        [(e.clause_span, e.trigger_span, _event(e)) for e in old.events],
        [(e.clause_span, e.trigger_span, _event(e)) for e in new.events],
    )  # fmt: skip
    yield from _compared(
        id_, "statement", text,
        [(_whole(s), s.content_spans[0], _statement(s)) for s in old.statements],
        [(_whole(s), s.content_spans[0], _statement(s)) for s in new.statements],
    )  # fmt: skip


_Item = tuple[Span, Span, str]
"""The words shown, the words that identify it, and what is coded of it."""


def _compared(
    id_: str, kind: Kind, text: str, olds: Sequence[_Item], news: Sequence[_Item]
) -> Iterator[Difference]:
    left, came = list(olds), []
    for item in news:
        if item in left:
            left.remove(item)
        else:
            came.append(item)
    for item in came:
        same_place = next((o for o in left if _overlap(o[1], item[1])), None)
        words = " ".join(text[item[0][0] : item[0][1]].split())
        if same_place is None:
            yield Difference("added", kind, id_, words, None, item[2])
        else:
            left.remove(same_place)
            yield Difference("altered", kind, id_, words, same_place[2], item[2])
    for item in left:
        words = " ".join(text[item[0][0] : item[0][1]].split())
        yield Difference("lost", kind, id_, words, item[2], None)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _event(event: Event) -> str:
    """Return what is coded of an event in one line, ids of the record aside."""
    day = f" on {event.date.start or '?'}..{event.date.end or '?'}" if event.date else ""
    marks = f" [{', '.join(event.auxiliary)}]" if event.auxiliary else ""
    contexts = f" in {', '.join(event.context)}" if event.context else ""
    place = f" at {event.place.name}" if event.place else ""
    mode = f"/{event.mode}" if event.mode else ""
    parties = f"{_joined(event.actor)} -> {_joined(event.recipient)}"
    said = " as said" if event.statement else ""
    return f"{event.type}{mode} {parties}{marks}{contexts}{day}{place}{said}"


def _statement(statement: Statement) -> str:
    via = f" via {_joined(statement.via)}" if statement.via else ""
    day = f" on {statement.said_on.start or '?'}" if statement.said_on else ""
    how = f"{statement.stance}, {statement.manner}, {statement.capacity}"
    return f"{statement.speaker or '?'} ({how}){via}{day}"


def _whole(statement: Statement) -> Span:
    return statement.content_spans[0][0], statement.content_spans[-1][1]


def _joined(ids: Sequence[str]) -> str:
    return "+".join(ids) or "?"
