"""Decisions of analysts on coded items, kept apart from the records and longer than they are.

A decision is keyed by what was seen: the report, the kind of item, its type and its spans. When
reports are coded again the ids of items change; an item with the same type and spans is the same
item, and its decisions hold.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import msgspec

from dateline.record import Event, Record, Span, Statement

Verdict = Literal["accept", "reject", "correct"]
Kind = Literal["event", "statement"]

_TABLE = """CREATE TABLE IF NOT EXISTS decisions (
    number INTEGER PRIMARY KEY, report TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
    spans TEXT NOT NULL, verdict TEXT NOT NULL CHECK (verdict IN ('accept','reject','correct')),
    correction TEXT, analyst TEXT NOT NULL, at TEXT NOT NULL, coded TEXT NOT NULL)"""


class Correction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the analyst says instead; what is not given is right as it stands."""

    type: str | None = None
    mode: str | None = None
    actor: tuple[str, ...] | None = None
    """Actor ids; for a statement the speaker."""
    recipient: tuple[str, ...] | None = None
    span: Span | None = None
    """Clause of an event, content of a statement."""


# Made here, and not at the first decision: see ``caching`` on threads.
_CORRECTION = msgspec.json.Decoder(Correction)


class Key(msgspec.Struct, frozen=True):
    """What a decision is about."""

    report: str
    kind: Kind
    type: str
    """Event type, or the stance of a statement."""
    spans: str
    """``120-128`` for the trigger of an event, ``3-40,52-80`` for the contents of a statement."""


class Decision(msgspec.Struct, frozen=True):
    """What an analyst decided, and when."""

    key: Key
    verdict: Verdict
    correction: Correction | None
    analyst: str
    at: str
    """UTC, ISO 8601."""
    coded: str
    """Version of dateline that made the item."""


class Precision(msgspec.Struct, frozen=True):
    """How many of the items of a type were accepted, with the 95% interval of Wilson."""

    name: str
    accepted: float
    decided: int
    value: float
    low: float
    high: float


def key_of(item: Event | Statement, report: str) -> Key:
    """Return the key under which decisions on an item are kept."""
    if isinstance(item, Event):
        return Key(report, "event", item.type, _text((item.trigger_span,)))
    return Key(report, "statement", item.stance, _text(item.content_spans))


def _text(spans: Iterable[Span]) -> str:
    return ",".join(f"{start}-{end}" for start, end in spans)


class Reviews:
    """A file of decisions. Every decision is kept; the latest of each analyst counts."""

    def __init__(self, path: Path) -> None:
        """Use a file, made at the first decision."""
        self.path = path

    @staticmethod
    def beside(store: Path) -> Reviews:
        """Return the decisions that belong to a store: ``records.reviews.sqlite`` beside it."""
        return Reviews(store.with_name(f"{store.stem}.reviews.sqlite"))

    def add(
        self,
        key: Key,
        verdict: Verdict,
        analyst: str,
        *,
        coded: str,
        correction: Correction | None = None,
        at: str | None = None,
    ) -> Decision:
        """Store a decision. Raises ValueError for an analyst without a name."""
        name = " ".join(analyst.split())
        if not name:
            raise ValueError("a decision needs the name of the analyst")
        when = at or datetime.now(UTC).isoformat(timespec="seconds")
        decision = Decision(key, verdict, correction, name, when, coded)
        encoded = msgspec.json.encode(correction).decode() if correction else None
        with closing(sqlite3.connect(self.path, timeout=10)) as connection, connection:
            connection.execute(_TABLE)
            connection.execute(
                "INSERT INTO decisions (report, kind, type, spans, verdict, correction, analyst, "
                "at, coded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key.report, key.kind, key.type, key.spans, verdict, encoded, name, when, coded),
            )
        return decision

    def decisions(self, report: str | None = None) -> list[Decision]:
        """Return the latest decision of each analyst on each item, in the order of the report."""
        latest: dict[tuple[Key, str], Decision] = {}
        for decision in self.history(report):
            latest[decision.key, decision.analyst] = decision
        return sorted(
            latest.values(),
            key=lambda d: (d.key.report, d.key.kind, d.key.spans, d.key.type, d.analyst),
        )

    def history(self, report: str | None = None) -> Iterator[Decision]:
        """Yield every decision ever made, the earliest first."""
        if not self.path.exists():
            return
        where, values = ("WHERE report = ?", (report,)) if report else ("", ())
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
            rows = connection.execute(
                "SELECT report, kind, type, spans, verdict, correction, analyst, at, coded "
                f"FROM decisions {where} ORDER BY number",
                values,
            ).fetchall()
        for report_, kind, type_, spans, verdict, encoded, analyst, at, coded in rows:
            correction = _CORRECTION.decode(encoded) if encoded else None
            yield Decision(
                Key(report_, kind, type_, spans), verdict, correction, analyst, at, coded
            )


def wilson(successes: float, trials: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the bounds of Wilson's score interval, at 95% unless told otherwise."""
    if not trials:
        return 0.0, 1.0
    share = successes / trials
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    centre = share + z * z / (2 * trials)
    whole = 1 + z * z / trials
    return max(0.0, (centre - spread) / whole), min(1.0, (centre + spread) / whole)


def precision(decisions: Iterable[Decision]) -> list[Precision]:
    """Return precision by type, events first, then statements, then all of each kind.

    Only an accepted item is right; a corrected one was wrong. Where analysts differ on an item it
    counts by the share that accepted it: an item looked at twice is no more evidence than one.
    """
    verdicts: dict[Key, list[bool]] = {}
    for decision in decisions:
        verdicts.setdefault(decision.key, []).append(decision.verdict == "accept")
    counts: dict[tuple[str, str], tuple[float, int]] = {}
    for key, accepted in verdicts.items():
        for name in (key.type, ""):
            right, all_ = counts.get((key.kind, name), (0.0, 0))
            counts[key.kind, name] = (right + sum(accepted) / len(accepted), all_ + 1)
    return [
        Precision(name or f"all {kind}s", right, all_, right / all_, *wilson(right, all_))
        for (kind, name), (right, all_) in sorted(
            counts.items(), key=lambda c: (c[0][0], not c[0][1], c[0][1])
        )
    ]


def agreement(decisions: Iterable[Decision]) -> tuple[float | None, int]:
    """Return Krippendorff's alpha (nominal) over the verdicts, and how many items it rests on.

    Two corrections agree where they say the same. Only items that two analysts or more decided
    count; alpha is None where there are none, or where all verdicts are one.
    """
    units: dict[Key, list[str]] = {}
    for d in decisions:
        said: str = d.verdict
        if d.correction:
            said += msgspec.json.encode(d.correction).decode()
        units.setdefault(d.key, []).append(said)
    return alpha(list(units.values())), sum(len(u) > 1 for u in units.values())


def alpha(units: Sequence[Sequence[Any]]) -> float | None:
    """Return Krippendorff's alpha of nominal values, one sequence of values a unit."""
    totals: dict[Any, int] = {}
    observed = 0.0
    n = 0
    for values in units:
        m = len(values)
        if m < 2:
            continue
        n += m
        for value in values:
            totals[value] = totals.get(value, 0) + 1
        differing = sum(
            a != b for i, a in enumerate(values) for j, b in enumerate(values) if i != j
        )
        observed += differing / (m - 1)
    expected = sum(a * (n - a) for a in totals.values())
    if not expected:
        return None
    return 1 - (n - 1) * observed / expected


def gold(records: Iterable[Record], decisions: Iterable[Decision]) -> Iterator[dict[str, Any]]:
    """Yield one object for each accepted or corrected item, and each rejected one, as gold.

    The words are those of the report; ``right`` says whether the coder was. Items that the record
    no longer has are left out.
    """
    by_report: dict[str, list[Decision]] = {}
    for decision in decisions:
        by_report.setdefault(decision.key.report, []).append(decision)
    for record in records:
        found: list[Event | Statement] = [*record.events, *record.statements]
        items = {key_of(item, record.report.id): item for item in found}
        for decision in by_report.get(record.report.id, []):
            item = items.get(decision.key)
            if item is not None:
                yield _gold(record, item, decision)


def _gold(record: Record, item: Event | Statement, decision: Decision) -> dict[str, Any]:
    change = decision.correction or Correction()
    if isinstance(item, Event):
        spans = [change.span or item.clause_span]
        answer: dict[str, Any] = {
            "type": change.type or item.type,
            "mode": change.mode if change.type or change.mode else item.mode,
            "actor": change.actor if change.actor is not None else item.actor,
            "recipient": change.recipient if change.recipient is not None else item.recipient,
            "trigger_span": item.trigger_span,
        }
    else:
        spans = [change.span] if change.span else list(item.content_spans)
        speaker = (change.actor or (None,))[0] if change.actor is not None else item.speaker
        answer = {"stance": change.type or item.stance, "speaker": speaker}
    return {
        "report": record.report.id,
        "kind": decision.key.kind,
        "right": decision.verdict == "accept",
        "verdict": decision.verdict,
        "spans": spans,
        "words": [record.report.text[start:end] for start, end in spans],
        **(answer if decision.verdict != "reject" else {"type": decision.key.type}),
        "analyst": decision.analyst,
        "at": decision.at,
    }
