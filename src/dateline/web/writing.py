"""Requests that do something: decisions of analysts, and the coding of a pasted text."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from dateline.record import Event, Record, Span, Statement
from dateline.review import Correction, Verdict, key_of
from dateline.store import read_records, report_ids
from dateline.web.marking import TYPES
from dateline.web.pages import reader_of
from dateline.web.security import RefusedError, form_of
from dateline.web.shown import in_context, page_of

router = APIRouter()
Form = Annotated[dict[str, str], Depends(form_of)]
_STANCES = ("said", "denied", "doubted", "believed", "intended", "demanded", "reported")
_VERDICTS: dict[str, Verdict] = {"accept": "accept", "reject": "reject", "correct": "correct"}


@router.post("/paste")
def code_paste(request: Request, form: Form) -> Response:
    """Code a text and show its record; nothing is stored."""
    reader = reader_of(request)
    reader.gate.check_write(request, form)
    try:
        record = reader.coder.code(
            form.get("text", ""),
            form.get("published", "").strip(),
            form.get("publisher", "").strip()[:200],
            form.get("title", "").strip()[:500],
        )
    except ValueError as error:
        return reader.render(request, "paste.html", 422, problem=str(error), given=form)
    page = page_of(record, reader.coder.reasons)
    return reader.render(request, "report.html", page=page, stored=False, analyst="")


@router.get("/report/{report}/review/{item}")
def review_form(request: Request, report: str, item: str) -> Response:
    """Show the form in which an item is accepted, rejected or corrected."""
    reader = reader_of(request)
    record, found = _item(request, report, item)
    key = key_of(found, report)
    decisions = [d for d in reader.reviews.history(report) if d.key == key]
    trigger = found.trigger_span if isinstance(found, Event) else None
    return reader.render(
        request,
        "review.html",
        record=record,
        item=found,
        key=key,
        is_event=isinstance(found, Event),
        context=in_context(record, _spans(found), trigger),
        decisions=decisions,
        types=sorted(TYPES) if isinstance(found, Event) else _STANCES,
        analyst=request.cookies.get("analyst", ""),
    )


@router.post("/report/{report}/review/{item}")
def decide(request: Request, report: str, item: str, form: Form) -> Response:
    """Store a decision and go back to the report."""
    reader = reader_of(request)
    reader.gate.check_write(request, form)
    record, found = _item(request, report, item)
    key = key_of(found, report)
    if form.get("key") != f"{key.type} {key.spans}":
        raise RefusedError(409, "The report was coded again since the page was opened: reload it.")
    verdict = _VERDICTS.get(form.get("verdict", ""))
    analyst = " ".join(form.get("analyst", "").split())[:80]
    if verdict is None or not analyst:
        raise RefusedError(422, "A decision needs a verdict and the name of the analyst: go back.")
    correction = _correction(form, record, found) if verdict == "correct" else None
    if verdict == "correct" and correction == Correction():
        raise RefusedError(422, "Nothing was corrected: go back and change something, or accept.")
    reader.reviews.add(key, verdict, analyst, coded=record.coded.dateline, correction=correction)
    response = RedirectResponse(f"/report/{report}#{found.id}", 303)
    if analyst.isascii():
        response.set_cookie("analyst", analyst, httponly=True, samesite="strict")
    return response


def _item(request: Request, report: str, item: str) -> tuple[Record, Event | Statement]:
    with reader_of(request).shelf.records() as records:
        if report not in report_ids(records.connection, report):
            raise HTTPException(404)
        record = next(iter(read_records(records.connection, [report])))
    candidates: list[Event | Statement] = [*record.events, *record.statements]
    for found in candidates:
        if found.id == item:
            return record, found
    raise HTTPException(404)


def _correction(form: dict[str, str], record: Record, item: Event | Statement) -> Correction:
    """Return what the form says otherwise than the item. Raises RefusedError where it cannot be."""
    known = {actor.id for actor in record.actors}

    def ids(field: str, now: tuple[str, ...]) -> tuple[str, ...] | None:
        if field not in form:
            return None
        given = tuple(form[field].replace(",", " ").split())
        for id_ in given:
            kind, colon, rest = id_.partition(":")
            if id_ not in known and not (kind and colon and rest):
                raise RefusedError(
                    422, "An actor is written as its id, such as state:RUS: go back."
                )
        return None if given == now else given

    is_event = isinstance(item, Event)
    type_ = form.get("type", "")[:40]
    now_type = item.type if isinstance(item, Event) else item.stance
    actors = item.actor if isinstance(item, Event) else ((item.speaker,) if item.speaker else ())
    words = " ".join(form.get("words", "").split())
    span = _nearest(record.report.text, words, _spans(item)[0][0]) if words else None
    return Correction(
        type=type_ if type_ and type_ != now_type else None,
        mode=(form.get("mode", "")[:40].strip() or None) if is_event else None,
        actor=ids("actor", actors),
        recipient=ids("recipient", item.recipient) if isinstance(item, Event) else None,
        span=span if span and (span,) != _spans(item) else None,
    )


def _spans(item: Event | Statement) -> tuple[Span, ...]:
    return (item.clause_span,) if isinstance(item, Event) else item.content_spans


def _nearest(text: str, words: str, place: int) -> Span:
    """Return where the words stand nearest to a place. Raises RefusedError where they do not."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = [match.span() for match in re.finditer(pattern, text)]
    if not found:
        raise RefusedError(422, "The text does not have these words: go back and copy them.")
    return min(found, key=lambda span: abs(span[0] - place))
