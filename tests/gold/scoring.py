"""Scores the coder against the hand-coded reports in ``reports/``.

    python -m tests.gold.scoring [--misses] [REPORT ...]

An event is right when type, somebody who acts, and somebody it is done to (or nobody on both sides)
agree and the clause holds the words that state it. A statement is right when its words share half
their characters with the gold's and the speaker agrees. A mention is right when its actor is.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.coder import Coder
from dateline.evaluate import Tally
from dateline.knowledge.entities import slug
from dateline.reading import ReadOptions, parse_day, read_text
from dateline.record import Actor, Record, Span

REPORTS = Path(__file__).parent / "reports"
FLOORS = Path(__file__).parent / "floors.json"

Gold = dict[str, Any]


def load() -> dict[str, Gold]:
    """Return the gold reports by name."""
    paths = sorted(REPORTS.glob("*.json"))
    return {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in paths}


def code(coder: Coder, gold: Gold) -> Record:
    """Return our record of a gold report."""
    options = ReadOptions(
        published=parse_day(gold["published"]), publisher=gold["publisher"], title=gold["title"]
    )
    return coder.code_report(read_text(gold["text"], options).report)


def score(record: Record, gold: Gold, misses: list[str] | None = None) -> dict[str, Tally]:
    """Return the tallies of a report: mentions, countries, sectors, events, statements ..."""
    actors = {actor.id: actor for actor in record.actors}
    tallies = {name: Tally() for name in MEASURES}
    _score_mentions(record, gold, actors, tallies, misses)

    def missed(kind: str, what: object) -> None:
        if misses is not None:
            misses.append(f"{kind}: {what}")

    def matched(
        kind: str,
        wanted: Sequence[Any],
        found: Sequence[Any],
        fits: Callable[[Any, Any], bool],
        *,
        tell: bool = True,
    ) -> Iterator[tuple[Any, Any]]:
        free = list(found)
        tally = tallies[kind]
        tally.gold += len(wanted)
        tally.answered += len(found)
        for item in wanted:
            match = next((f for f in free if fits(item, f)), None)
            if match is None and not tell:
                continue
            if match is None:
                missed(f"{kind} missed", _brief(item, text))
                continue
            free.remove(match)
            tally.right += 1
            yield item, match
        for item in free if tell else ():
            missed(f"{kind} false", _brief(item, text))

    text = record.report.text
    agree = _Agreement(record, gold)

    def anyone(
        wanted: Sequence[str], found: Sequence[str], same: Callable[[str, Actor], bool]
    ) -> bool:
        if not wanted:
            return not found
        return any(same(w, actors[f]) for w in wanted for f in found)

    def event_fits(wanted: Gold, found: Any, same: Callable[[str, Actor], bool] = agree) -> bool:
        spans = [found.clause_span, found.trigger_span, *found.tellings]
        return (
            wanted["type"] == found.type
            and anyone(wanted["actor"], found.actor, same)
            and anyone(wanted["recipient"], found.recipient, same)
            and any(_touches(text, wanted["words"], span) for span in spans)
        )

    for wanted, found in matched("events", gold["events"], record.events, event_fits):
        for kind, value in (("modes", found.mode), ("auxiliaries", list(found.auxiliary))):
            tallies[kind].gold += 1
            tallies[kind].answered += 1
            tallies[kind].right += value == wanted["mode" if kind == "modes" else "auxiliary"]

    def coarse_fits(wanted: Gold, found: Any) -> bool:
        return event_fits(wanted, found, agree.country)

    list(matched("events by country", gold["events"], record.events, coarse_fits, tell=False))

    def statement_fits(wanted: Gold, found: Any) -> bool:
        ours = {i for s, e in found.content_spans for i in range(s, e)}
        start = text.find(wanted["content"])
        theirs = set(range(start, start + len(wanted["content"])))
        if start < 0 or 2 * len(ours & theirs) < len(ours | theirs):
            return False
        if wanted["speaker"] is None:
            return found.speaker is None
        return found.speaker is not None and agree(wanted["speaker"], actors[found.speaker])

    for wanted, found in matched(
        "statements", gold["statements"], record.statements, statement_fits
    ):
        for kind in ("stance", "manner"):
            tallies[kind].gold += 1
            tallies[kind].answered += 1
            tallies[kind].right += getattr(found, kind) == wanted[kind]

    def fact_fits(wanted: Gold, found: Any) -> bool:
        return (
            wanted["kind"] == found.kind
            and agree(wanted["subject"], actors[found.subject])
            and agree(wanted["object"], actors[found.object])
        )

    list(matched("facts", gold["facts"], record.facts, fact_fits))
    list(
        matched(
            "times",
            gold["times"],
            record.times,
            lambda wanted, found: (
                wanted["start"] == found.start
                and wanted["end"] == found.end
                and (wanted["words"] in found.text or found.text in wanted["words"])
            ),
        )
    )
    return tallies


MEASURES = (
    "mentions", "countries", "sectors", "events", "events by country", "modes", "auxiliaries",
    "statements", "stance", "manner", "facts", "times",
)  # fmt: skip


class _Agreement:
    """Whether a gold actor and one of ours are the same, by name or by the words for it."""

    def __init__(self, record: Record, gold: Gold) -> None:
        text = record.report.text
        self._gold: dict[str, list[Span]] = {}
        for mention in gold["actors"]:
            span = _span(text, mention)
            if span is not None:
                self._gold.setdefault(mention["actor"], []).append(span)
        self._country = {m["actor"]: m["country"] for m in gold["actors"]}
        self._ours: dict[str, list[Span]] = {}
        for m in record.mentions:
            self._ours.setdefault(m.actor, []).append((m.start, m.end))

    def country(self, wanted: str, actor: Actor) -> bool:
        """Whether they are of the same country, the coarser view of event data."""
        return self(wanted, actor) or (
            actor.country is not None and actor.country == self._country.get(wanted)
        )

    def __call__(self, wanted: str, actor: Actor) -> bool:
        if _same(wanted, actor):
            return True
        return any(
            2 * (min(a[1], b[1]) - max(a[0], b[0])) > max(a[1] - a[0], b[1] - b[0])
            for a in self._gold.get(wanted, ())
            for b in self._ours.get(actor.id, ())
        )


def _score_mentions(
    record: Record,
    gold: Gold,
    actors: dict[str, Actor],
    tallies: dict[str, Tally],
    misses: list[str] | None,
) -> None:
    for wanted in gold["actors"]:
        span = _span(record.report.text, wanted)
        tallies["mentions"].gold += 1
        if span is None:
            continue
        near = [
            actors[m.actor]
            for m in record.mentions
            if min(m.end, span[1]) - max(m.start, span[0]) >= 0.4 * (span[1] - span[0])
        ]
        right = [actor for actor in near if _same(wanted["actor"], actor)]
        tallies["mentions"].answered += bool(near)
        tallies["mentions"].right += bool(right)
        if not right and misses is not None:
            misses.append(f"mention {wanted} is {[a.id for a in near]}")
        for kind, field in (("countries", "country"), ("sectors", "sector")):
            if wanted[field]:
                tallies[kind].gold += 1
                tallies[kind].answered += bool(near)
                agrees = any(getattr(a, field) == wanted[field] for a in near)
                tallies[kind].right += agrees
                if near and not agrees and misses is not None:
                    misses.append(
                        f"{field} {wanted} is {[(a.id, getattr(a, field)) for a in near]}"
                    )


def _brief(item: Any, text: str) -> str:
    """Return an item as one readable line."""
    if isinstance(item, dict):
        return " ".join(str(v) for k, v in item.items() if k not in ("nth", "start", "end", "date"))
    names = ("type", "mode", "actor", "recipient", "auxiliary", "speaker", "subject", "object")
    parts = [str(value) for name in names if (value := getattr(item, name, None))]
    spans = getattr(item, "content_spans", None) or [
        getattr(item, "clause_span", None) or getattr(item, "span", (0, 0))
    ]
    words = " … ".join(" ".join(text[s:e].split()) for s, e in spans)
    return f"{' '.join(parts)} “{words}” {getattr(item, 'rule', '')}"


def _same(wanted: str, actor: Actor) -> bool:
    if wanted == actor.id or wanted.lower() == actor.name.lower():
        return True
    if ":" in wanted:
        if wanted.startswith("office:"):
            owner, _, body = wanted.removeprefix("office:").partition("/")
            return actor.id.startswith(f"office:{owner}/") and (
                body in actor.id or slug(actor.name).endswith(body)
            )
        return False
    words, name = set(slug(wanted).split("-")), set(slug(actor.name).split("-"))
    if actor.kind == "person":
        return bool(words & name) and (words <= name or name <= words)
    if actor.kind in ("group", "document", "media", "unknown"):
        return len(words & name) * 2 >= min(len(words), len(name))
    return False


def _span(text: str, mention: Gold) -> Span | None:
    """Return where a gold mention stands: at its offsets, else at its nth occurrence."""
    words = mention["words"]
    start = mention.get("start")
    if start is not None and text[start : start + len(words)] == words:
        return start, start + len(words)
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))
    nth = mention.get("nth", 1)
    return found[nth - 1].span() if nth <= len(found) else None


def _touches(text: str, words: str, span: Span) -> bool:
    start = text.find(words)
    while start >= 0:
        if start < span[1] and span[0] < start + len(words):
            return True
        start = text.find(words, start + 1)
    return False


def total(coder: Coder, names: Sequence[str] = (), *, show: bool = False) -> dict[str, Tally]:
    """Return the tallies over the reports named, or all."""
    tallies = {name: Tally() for name in MEASURES}
    for name, gold in load().items():
        if names and name not in names:
            continue
        misses: list[str] = []
        for measure, tally in score(code(coder, gold), gold, misses).items():
            tallies[measure].add(tally)
        if show:
            print(f"\n{name}")
            print("\n".join(f"  {miss}" for miss in misses))
    return tallies


def main(arguments: Sequence[str]) -> None:
    """Print precision, recall and F1 of each measure."""
    names = [a for a in arguments if not a.startswith("--")]
    tallies = total(Coder(), names, show="--misses" in arguments)
    for name, tally in tallies.items():
        print(
            f"{name:18} precision {tally.precision:.3f} recall {tally.recall:.3f} "
            f"F1 {tally.f1:.3f}  ({tally.right} of {tally.gold}, {tally.answered} answered)"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
