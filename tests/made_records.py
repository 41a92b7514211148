"""Two reports written for the tests of questions and of the reader, coded by hand."""

from __future__ import annotations

from pathlib import Path

from dateline.record import (
    Actor,
    Coded,
    Event,
    Fact,
    Mention,
    Record,
    Report,
    Span,
    Statement,
)
from dateline.store import open_store, write_records

CODED = Coded(dateline="1", language_model="m 1", ontology="o", lexicon="l", knowledge="k")
HOSTILE = "<script>document.title='owned'</script>\u202egnp.exe"
FIRST = (
    "Reuters reported that Armenia said that Turkey had shelled Gyumri. "
    "Russia praised Armenia and was ready to send aid."
)
SECOND = "Ankara denied that Turkey had shelled Gyumri. " + "x" * 400


def span(text: str, words: str) -> Span:
    """Return where the words first stand in the text."""
    start = text.index(words)
    return start, start + len(words)


def _actor(id_: str, name: str, kind: str = "state") -> Actor:
    country = id_.partition(":")[2] if kind == "state" else None
    return Actor(id=id_, name=name, kind=kind, country=country)  # type: ignore[arg-type]


def _mention(text: str, words: str, actor: str) -> Mention:
    start, end = span(text, words)
    return Mention(start=start, end=end, actor=actor, form="name", rule="name")


def _event(text: str, id_: str, type_: str, score: float, who: str, whom: str | None,
           trigger: str, clause: str, statement: str | None,
           auxiliary: tuple[str, ...] = ()) -> Event:  # fmt: skip
    return Event(
        id=id_, type=type_, mode=None, context=(), cameo="000", score=score, actor=(who,),
        recipient=(whom,) if whom else (), actor_spans=(), recipient_spans=(),
        trigger_span=span(text, trigger), clause_span=span(text, clause), statement=statement,
        auxiliary=auxiliary,  # type: ignore[arg-type]
        rule=f"{type_}.made.1",
    )  # fmt: skip


def _statement(text: str, id_: str, speaker: str, cue: str, content: str, stance: str = "said",
               via: tuple[str, ...] = (), within: str | None = None) -> Statement:  # fmt: skip
    return Statement(
        id=id_, speaker=speaker, speaker_span=None, cue_span=span(text, cue),
        content_spans=(span(text, content),), manner="indirect", stance=stance,  # type: ignore[arg-type]
        capacity="in person", via=via, within=within, rule="cue:verb",
    )  # fmt: skip


def first() -> Record:
    """Return a report with a statement within another, and a hostile title."""
    t = FIRST
    return Record(
        report=Report(id="aaaa1111", title=HOSTILE, publisher="Made Wire", published="2011-01-17",
                      url="javascript:alert(1)", language="en", text=t),
        actors=(
            _actor("org:REUTERS", "Reuters", "media"), _actor("state:ARM", "Armenia"),
            _actor("state:TUR", "Turkey"), _actor("state:RUS", "Russia"),
        ),
        mentions=(
            _mention(t, "Reuters", "org:REUTERS"), _mention(t, "Armenia", "state:ARM"),
            _mention(t, "Turkey", "state:TUR"), _mention(t, "Russia", "state:RUS"),
        ),
        statements=(
            _statement(t, "s1", "org:REUTERS", "reported",
                       "that Armenia said that Turkey had shelled Gyumri"),
            _statement(t, "s2", "state:ARM", "said", "that Turkey had shelled Gyumri",
                       via=("org:REUTERS",), within="s1"),
        ),
        events=(
            _event(t, "e1", "ASSAULT", -9.5, "state:TUR", "state:ARM", "shelled",
                   "Turkey had shelled Gyumri", "s2"),
            _event(t, "e2", "SUPPORT", 5, "state:RUS", "state:ARM", "praised",
                   "Russia praised Armenia", None),
            _event(t, "e3", "AGREE", 2.5, "state:RUS", None, "ready",
                   "Russia praised Armenia and was ready to send aid", None),
        ),
        facts=(
            Fact(kind="member_of", subject="state:ARM", object="org:CSTO", office=None, date=None,
                 span=span(t, "Armenia"), statement=None),
            Fact(kind="member_of", subject="state:TUR", object="org:CSTO", office=None, date=None,
                 span=span(t, "Turkey"), statement=None),
        ),
        coded=CODED,
    )  # fmt: skip


def second() -> Record:
    """Return a report that denies what the first affirms."""
    t = SECOND
    return Record(
        report=Report(id="bbbb2222", title="Ankara denies", publisher="Other Post",
                      published="2011-01-19", url="https://post.example/2", language="en", text=t),
        actors=(_actor("state:TUR", "Turkey"), _actor("state:ARM", "Armenia")),
        mentions=(_mention(t, "Turkey", "state:TUR"),),
        statements=(
            _statement(t, "s1", "state:TUR", "denied", "that Turkey had shelled Gyumri", "denied"),
        ),
        events=(
            _event(t, "e1", "ASSAULT", -9.5, "state:TUR", "state:ARM", "shelled",
                   "Turkey had shelled Gyumri", "s1", ("negation",)),
        ),
        coded=CODED,
    )  # fmt: skip


def made_store(folder: Path) -> Path:
    """Return a store that holds both."""
    path = folder / "made.duckdb"
    with open_store(path, write=True) as connection:
        write_records(connection, [first(), second()])
    return path
