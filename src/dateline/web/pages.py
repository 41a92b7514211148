"""The pages to read: overview, report, search, actor, dyad, network, sources, paste."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, Response

from dateline.knowledge import Knowledge
from dateline.knowledge.questions import UnknownNameError
from dateline.records import Records
from dateline.store import queries, read_records, report_ids
from dateline.store.wanted import Wanted
from dateline.web.asking import PAGE, PERIOD, Asked, asked, declared, question
from dateline.web.marking import plain
from dateline.web.network import network as draw_network
from dateline.web.shown import page_of, with_names
from dateline.web.sources import chains as draw_chains
from dateline.web.timeline import timeline as draw_timeline
from dateline.web.timeline import unit_for

if TYPE_CHECKING:
    from dateline.web.app import Reader

router = APIRouter(default_response_class=HTMLResponse)
_QUESTION = ("q", "actor", "recipient", "by", "about", "via", "type", *PERIOD, "publisher")
_FEW = 12


def reader_of(request: Request) -> Reader:
    """Return what the pages of this application share."""
    reader: Reader = request.app.state.reader
    return reader


@router.get("/")
def overview(request: Request) -> Response:
    """Show how much there is, the latest reports, the most frequent actors."""
    reader = reader_of(request)
    with reader.shelf.records() as records:
        totals = queries.totals(records.prepared)
        latest = queries.reports(records.prepared, Wanted(), 10).to_pylist()
        types = queries.types_of(records.prepared, Wanted()).to_pylist()
        actors = list(records.directory.actors.values())[:24]
        return reader.render(
            request, "overview.html", totals=totals, latest=with_names(latest, plain),
            types=types, actors=actors,
        )  # fmt: skip


@router.get("/report/{report}")
def report(request: Request, report: str) -> Response:
    """Show a report with its record, marked and linked both ways."""
    reader = reader_of(request)
    with reader.shelf.records() as records:
        ids = report_ids(records.connection, report)
        if report not in ids:
            raise HTTPException(404)
        record = next(iter(read_records(records.connection, [report])))
        page = page_of(record, reader.coder.reasons, reader.reviews.decisions(report))
        return reader.render(
            request, "report.html", page=page, stored=True,
            analyst=request.cookies.get("analyst", ""),
        )  # fmt: skip


@router.get("/search", openapi_extra=declared("in", *_QUESTION, "page"))
def search(request: Request) -> Response:
    """Show reports, events or statements that fit; the address can be shared."""
    reader, ask = reader_of(request), asked(request)
    kind = ask.get("in")
    if kind not in ("reports", "events", "statements"):
        kind = "events" if any(map(ask.get, ("actor", "recipient", "type"))) else (
            "statements" if any(map(ask.get, ("by", "about", "via"))) else "reports"
        )  # fmt: skip
    with reader.shelf.records() as records:
        found = question(records, ask)
        rows: list[dict[str, Any]] = []
        if found.wanted is not None:
            ask_store = {
                "reports": queries.reports,
                "events": queries.events,
                "statements": queries.statements,
            }[kind]
            # One more than the page holds tells whether there is another page.
            rows = ask_store(
                records.prepared, found.wanted, PAGE + 1, (ask.page - 1) * PAGE
            ).to_pylist()
        more = len(rows) > PAGE
        rows = with_names(rows[:PAGE], records.directory.name)
        return reader.render(
            request, "search.html", ask=ask, kind=kind, rows=rows, more=more,
            problems=found.problems, types=_types(records), offset=(ask.page - 1) * PAGE,
        )  # fmt: skip


@router.get("/actor/{actor:path}")
def actor(request: Request, actor: str) -> Response:
    """Show an actor: offices and memberships by date, statements, events."""
    reader = reader_of(request)
    with reader.shelf.records() as records:
        listed = records.directory.actors.get(actor)
        if listed is None:
            raise HTTPException(404)
        party = [(s.id, s.first, s.last) for s in records.party(actor).spells]
        picked = queries.Picked(records.prepared, Wanted(actor=party))
        context: dict[str, Any] = {
            "actor": listed,
            "acts": picked.events(_FEW).to_pylist(),
            "suffers": queries.events(records.prepared, Wanted(recipient=party), _FEW).to_pylist(),
            "says": queries.statements(records.prepared, Wanted(speaker=party), _FEW).to_pylist(),
        }
        for key in ("acts", "suffers", "says"):
            context[key] = with_names(context[key], records.directory.name)
        chart = _timeline(records, picked)
        return reader.render(
            request, "actor.html", chart=chart, known=_known(actor, records.knowledge), **context
        )


@router.get("/dyad", openapi_extra=declared("a", "b", "type", *PERIOD))
def dyad(request: Request) -> Response:
    """Show what two parties do to and say of each other."""
    reader, ask = reader_of(request), asked(request)
    with reader.shelf.records() as records:
        context: dict[str, Any] = {
            "ask": ask, "problems": ask.problems, "chart": None, "all_types": _types(records),
        }  # fmt: skip
        try:
            one = records.party(ask.get("a")) if ask.get("a") else None
            other = records.party(ask.get("b")) if ask.get("b") else None
        except UnknownNameError as error:
            one = other = None
            context["problems"] = (*ask.problems, f"Nobody is known as “{error.text}”.")
        if one and other:
            wanted = records.wanted(
                between=(ask.get("a"), ask.get("b")),
                type=ask.get("type") or None,
                since=ask.get("since") or None,
                until=ask.get("until") or None,
            )
            assert wanted.between
            there = msgspec.structs.replace(
                wanted, between=None, speaker=wanted.between[0], about=wanted.between[1]
            )
            back = msgspec.structs.replace(
                wanted, between=None, speaker=wanted.between[1], about=wanted.between[0]
            )
            name = records.directory.name
            picked = queries.Picked(records.prepared, wanted)
            context.update(
                one=one, other=other,
                chart=_timeline(records, picked),
                types=picked.types().to_pylist(),
                events=with_names(picked.events(PAGE).to_pylist(), name),
                there=with_names(
                    queries.statements(records.prepared, there, _FEW).to_pylist(), name
                ),
                back=with_names(
                    queries.statements(records.prepared, back, _FEW).to_pylist(), name
                ),
            )  # fmt: skip
        return reader.render(request, "dyad.html", **context)


@router.get("/network", openapi_extra=declared("show", "members", "towards", "type", *PERIOD))
def network(request: Request) -> Response:
    """Show who acts on, or speaks of, whom in a period."""
    reader, ask = reader_of(request), asked(request)
    speech = ask.get("show") == "speech"
    with reader.shelf.records() as records:
        fields = {k: v for k, v in ask.fields.items() if k in (*PERIOD, "type")}
        sides = ("by", "about") if speech else ("actor", "recipient")
        for side, organisation in zip(sides, ("members", "towards"), strict=True):
            if ask.get(organisation):
                fields[side] = f"members:{ask.get(organisation)}"
        found = question(records, Asked(fields, ask.problems, 1))
        rows: list[dict[str, Any]] = []
        if found.wanted is not None:
            links = queries.speech if speech else queries.links
            rows = links(records.prepared, found.wanted, 400).to_pylist()
        name = records.directory.name
        picture = draw_network(rows, lambda i: plain(name(i)))
        for row in rows:
            row["actor_name"], row["recipient_name"] = name(row["actor"]), name(row["recipient"])
        return reader.render(
            request, "network.html", ask=ask, picture=picture, rows=rows[:PAGE], speech=speech,
            problems=found.problems, types=_types(records),
        )  # fmt: skip


@router.get("/sources", openapi_extra=declared(*_QUESTION))
def sources(request: Request) -> Response:
    """Show which claims rest in the end on which outlet, leak or document."""
    reader, ask = reader_of(request), asked(request)
    with reader.shelf.records() as records:
        found = question(records, ask)
        rows: list[dict[str, Any]] = []
        claims: list[dict[str, Any]] = []
        if found.wanted is not None:
            rows = queries.sources(records.prepared, found.wanted).to_pylist()
            if found.wanted.via:
                claims = queries.statements(records.prepared, found.wanted, PAGE).to_pylist()
        name = records.directory.name
        ends: dict[str, int] = {}
        for row in rows:
            end = row["via"][-1] if row["via"] else row["speaker"]
            if end:
                ends[end] = ends.get(end, 0) + row["statements"]
        ranked = sorted(ends.items(), key=lambda e: (-e[1], e[0]))[:PAGE]
        return reader.render(
            request, "sources.html", ask=ask, problems=found.problems,
            picture=draw_chains(rows, lambda i: plain(name(i))),
            ends=[(i, plain(name(i)), n) for i, n in ranked],
            via=plain(name(ask.get("via"))) if ask.get("via") else "",
            claims=with_names(claims, name),
        )  # fmt: skip


@router.get("/paste")
def paste(request: Request) -> Response:
    """Show the form for a text of one's own."""
    return reader_of(request).render(request, "paste.html", problem="", given={})


def _timeline(records: Records, picked: queries.Picked) -> Any:
    """Return the picture, in the finest unit that the eye can use."""
    daily = picked.daily()
    if not daily.num_rows:
        return None
    days = daily["day"].to_pylist()
    first, last = (
        f"{d // 10000:04}-{d // 100 % 100:02}-{d % 100:02}" for d in (min(days), max(days))
    )
    unit = unit_for(first, last)
    return draw_timeline(queries.by_unit(records.prepared, daily, unit).to_pylist(), unit)


def _types(records: Records) -> list[str]:
    return list(records.prepared.numbers.types)


def _known(actor: str, knowledge: Knowledge) -> dict[str, list[tuple[str, str, str]]]:
    """Return offices, holders and memberships as rows of what, first day and last day."""
    kind, _, key = actor.partition(":")

    def days(start: date | None, end: date | None) -> tuple[str, str]:
        return (start.isoformat() if start else "", end.isoformat() if end else "")

    def named(key: str) -> str:
        found = knowledge.states.get(key) or knowledge.organisations.get(key)
        return found.name if found else key

    offices: list[tuple[str, str, str]] = []
    memberships: list[tuple[str, str, str]] = []
    if kind == "person":
        for term in knowledge.terms_of(key):
            office = knowledge.offices.get(term.office)
            if office:
                offices.append((f"{office.title}, {named(office.body)}",
                                *days(term.start, term.end)))  # fmt: skip
    elif kind in ("state", "org"):
        for office in knowledge.offices_of_body(key):
            offices += [
                (f"{office.title}: {term.name}", *days(term.start, term.end))
                for term in knowledge.terms_of_office(office.id)[-8:]
            ]
        for m in knowledge.memberships_of(key):
            status = "" if m.status == "member" else f" ({m.status})"
            memberships.append((named(m.organisation) + status, *days(m.start, m.end)))
    members = [
        (named(m.member) + ("" if m.status == "member" else f" ({m.status})"),
         *days(m.start, m.end))
        for m in (knowledge.memberships_in(key) if kind == "org" else ())
    ]  # fmt: skip
    return {"Offices": offices, "Member of": memberships, "Members": sorted(members)}
