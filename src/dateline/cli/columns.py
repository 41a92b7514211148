"""What the tables of answers show in a terminal of 80 columns or more."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from dateline.cli.answers import Column, Name, Row

_ACTOR, _GOOD, _BAD, _SPEAKER = "cyan", "bold green", "bold red", "magenta"
_LONGEST = 240
_VERDICTS = {"agrees": "green", "differs": "bold red"}


def _words(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


def _names(ids: Iterable[str] | None, name: Name) -> str:
    return ", ".join(name(id_) for id_ in ids or ())


def _day(row: Row, _: Name) -> Text:
    return Text(row["day"] or "no day")


def _reference(report: str, item: str | None) -> Text:
    return Text(f"{report[:8]}/{item}" if item else report[:8], style="dim")


def _event(row: Row, name: Name) -> Text:
    """Return who did what to whom, and whether it is denied, supposed or to come."""
    style = _GOOD if row["score"] >= 0 else _BAD
    shown = Text(_names(row["actor"], name), style=_ACTOR)
    shown.append(f" {row['type']}", style)
    shown.append(f" {_names(row['recipient'], name)}" if row["recipient"] else "", _ACTOR)
    shown.append(f" ({', '.join(row['auxiliary'])})" if row["auxiliary"] else "", "dim")
    return shown


def _clause(row: Row, name: Name) -> Text:
    shown = Text(_words(row["clause"]))
    return (
        shown.append(f" (according to {name(row['speaker'])})", "dim") if row["speaker"] else shown
    )


def _said(row: Row, name: Name) -> Text:
    shown = Text(name(row["speaker"]) if row["speaker"] else "nobody identified", style=_SPEAKER)
    return shown.append(f" {row['stance']}", "default")


def _content(row: Row, name: Name) -> Text:
    shown = Text(_words(row["words"]))
    return shown.append(f" (through {_names(row['via'], name)})", "dim") if row["via"] else shown


def _claim(row: Row, name: Name) -> Text:
    shown = Text(name(row["subject"]), style=_ACTOR)
    what = "member of" if row["kind"] == "member_of" else f"{row['office'] or 'office'} of"
    return shown.append(f", {what} ", "default").append(name(row["object"]))


def _verdict(row: Row, _: Name) -> Text:
    return Text(row["verdict"], style=_VERDICTS.get(row["verdict"], "dim"))


def _contradicted(row: Row, name: Name) -> Text:
    shown = Text(_names(row["actor"], name), style=_ACTOR).append(f" {row['type']}", "bold")
    return shown.append(f" {_names(row['recipient'], name)}" if row["recipient"] else "", _ACTOR)


def _side(row: Row, name: Name, side: str) -> Text:
    """Return who affirms or denies it, when, in what words, and where that stands."""
    speaker = row[f"{side}_by"]
    who = name(speaker) if speaker else row[f"{side}_in"] or "publisher not given"
    shown = Text(who, style=_SPEAKER).append(f", {row[f'{side}_day'] or 'no day'}: ", "default")
    shown.append(_words(row[side]))
    where = _reference(row[f"{side}_report"], row[f"{side}_event"])
    return shown.append(" (").append_text(where).append(")")


EVENTS = (
    Column("day", _day),
    Column("event", _event, share=4),
    Column("clause", _clause, share=5),
    Column("reference", lambda row, _: _reference(row["report"], row["event"])),
)
STATEMENTS = (
    Column("day", _day),
    Column("speaker", _said, share=2),
    Column("words", _content, share=5),
    Column("reference", lambda row, _: _reference(row["report"], row["statement"])),
)
CLAIMS = (
    Column("day", _day),
    Column("claim", _claim, share=3),
    Column("verdict", _verdict),
    Column("known", lambda row, _: Text(row["known"] or ""), share=2),
    Column("report", lambda row, _: _reference(row["report"], None)),
)
CONFLICTS = (
    Column("event", _contradicted, share=3),
    Column("affirmed", lambda row, name: _side(row, name, "affirmed"), share=4),
    Column("denied", lambda row, name: _side(row, name, "denied"), share=4),
)
