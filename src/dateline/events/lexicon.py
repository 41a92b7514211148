"""The frame lexicon: how English states events, as tables with a checked row each."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Generic, Literal, TypeVar

import msgspec

from dateline.caching import cached
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.tables import Row, TableError, read_table
from dateline.version import fingerprint

PartOfSpeech = Literal["verb", "noun", "adjective"]
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = ("verb", "noun", "adjective")

_FRAME_COLUMNS = ("id", "type", "mode", "trigger", "needs", "actor", "recipient", "example")
_OPERATOR_COLUMNS = (
    "id",
    "trigger",
    "complement",
    "of",
    "effect",
    "negated",
    "actor",
    "recipient",
    "example",
)
_SLOT = re.compile(r"[a-z]+(?: [a-z]+)*(?:\.[a-z]+)?\Z")


class Values(msgspec.Struct, frozen=True):
    """What may fill a slot: lemmas, anything (``*``), or someone who can act (``actor``)."""

    lemmas: frozenset[str]
    classes: tuple[str, ...] = ()
    anything: bool = False
    someone: bool = False

    @property
    def lexical(self) -> bool:
        """Whether certain words are asked for."""
        return bool(self.lemmas or self.classes)


class Need(msgspec.Struct, frozen=True):
    """A condition on a slot of the trigger, or on any of several."""

    slots: tuple[str, ...]
    values: Values
    forbidden: bool
    text: str


class Slots(msgspec.Struct, frozen=True):
    """Where a participant stands: alternatives in order of preference."""

    names: tuple[str, ...]
    optional: bool


class Trigger(msgspec.Struct, frozen=True):
    """A word, with a particle where the verb has one."""

    part_of_speech: PartOfSpeech
    lemma: str
    particle: str
    before: tuple[str, ...] = ()
    """The words before the lemma where a trigger is of several ("*task* force")."""


class Frame(msgspec.Struct, frozen=True):
    """One way to state one type of event."""

    id: str
    type: str
    mode: str | None
    triggers: tuple[Trigger, ...]
    needs: tuple[Need, ...]
    actor: Slots
    recipient: Slots
    example: str
    row: str


class Operator(msgspec.Struct, frozen=True):
    """A word that carries or embeds an event and may change its type."""

    id: str
    triggers: tuple[Trigger, ...]
    complements: tuple[str, ...]
    of: tuple[str, ...]
    """Event types, ``cooperation``, ``conflict``, ``event`` (any type) or ``*`` (also no event)."""
    lemmas: frozenset[str]
    """Lemmas the complement must have; empty where any will do."""
    forbidden: frozenset[str]
    """Lemmas the complement must not have."""
    effect: str
    negated: str
    """The effect under negation; empty where there is none."""
    actor: Slots
    recipient: Slots
    example: str
    row: str


class Composition(msgspec.Struct, frozen=True):
    """What an effect makes of a type: another type, a mode, auxiliaries; null type for nothing."""

    type: str | None
    mode: str | None
    keeps: bool
    auxiliary: tuple[str, ...]
    row: str


Entry = TypeVar("Entry", Frame, Operator)


class Entries(msgspec.Struct, Generic[Entry], frozen=True):
    """The frames or operators of a lemma, each with the trigger that led there."""

    formed: tuple[tuple[Trigger, Entry], ...]
    plain: tuple[Entry, ...] | None
    """The same where no trigger has a particle or other words, else null."""


class FrameLexicon(msgspec.Struct, frozen=True):
    """All frames and operators, indexed by the lemma and part of speech of their trigger."""

    frames: tuple[Frame, ...]
    operators: tuple[Operator, ...]
    frames_of: Mapping[tuple[str, str], Entries[Frame]]
    operators_of: Mapping[tuple[str, str], Entries[Operator]]
    compositions: Mapping[tuple[str, str, str], Composition]
    """By effect, type (or ``other``) and mode (or empty)."""
    subject_control: frozenset[str]
    recipients: Mapping[str, Slots]
    """Where the recipient of a type may stand beside the places its frames name."""
    classes: Mapping[str, frozenset[str]]

    @classmethod
    def load(cls, ontology: Ontology, directory: Path = DEFAULT_DIRECTORY) -> FrameLexicon:
        """Read the lexicon of an ontology. Raises TableError where a row is wrong."""
        files = sorted(directory.glob("**/*.tsv"))
        compiled = cached(
            "lexicon",
            fingerprint(files),
            (sys.modules[__name__],),
            _Compiled,
            lambda: _compile(ontology, directory),
        )
        return cls(
            compiled.frames,
            compiled.operators,
            _index(compiled.frames),
            _index(compiled.operators),
            dict(compiled.compositions),
            compiled.subject_control,
            compiled.recipients,
            compiled.classes,
        )

    def compose(self, effect: str, type_: str | None, mode: str | None) -> Composition | None:
        """Return what an effect makes of an event of this type, or of no known event."""
        for key in ((effect, type_ or "other", mode or ""), (effect, type_ or "other", "")):
            if key in self.compositions:
                return self.compositions[key]
        return self.compositions.get((effect, "*", "")) if type_ else None


class _Compiled(msgspec.Struct, frozen=True):
    """The rows of a lexicon as they are cached."""

    frames: tuple[Frame, ...]
    operators: tuple[Operator, ...]
    compositions: tuple[tuple[tuple[str, str, str], Composition], ...]
    subject_control: frozenset[str]
    recipients: dict[str, Slots]
    classes: dict[str, frozenset[str]]


def _compile(ontology: Ontology, directory: Path) -> _Compiled:
    classes = _load_classes(directory)
    compositions = _load_compositions(directory, ontology)
    control: frozenset[str] = frozenset()
    if (directory / "subject_control.tsv").exists():
        rows = read_table(directory / "subject_control.tsv", ("verb",))
        control = frozenset(row.required("verb") for row in rows)
    return _Compiled(
        tuple(_load_frames(directory, ontology, classes)),
        tuple(_load_operators(directory, ontology, classes, {key[0] for key in compositions})),
        tuple(compositions.items()),
        control,
        _load_recipients(directory, ontology),
        classes,
    )


def _load_classes(directory: Path) -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for path in sorted((directory / "classes").glob("*.tsv")):
        for row in read_table(path, ("class", "lemma")):
            classes.setdefault(row.required("class").lstrip("@"), set()).add(
                row.required("lemma").lower()
            )
    return {name: frozenset(lemmas) for name, lemmas in sorted(classes.items())}


def _load_frames(
    directory: Path, ontology: Ontology, classes: Mapping[str, frozenset[str]]
) -> list[Frame]:
    frames: list[Frame] = []
    seen: dict[str, str] = {}
    for path in sorted((directory / "frames").glob("*.tsv")):
        for row in read_table(path, _FRAME_COLUMNS):
            frame = _frame(row, ontology, classes)
            if frame.id in seen:
                raise row.error(f"frame {frame.id} stands twice, first in {seen[frame.id]}")
            seen[frame.id] = frame.row
            frames.append(frame)
    return frames


def _frame(row: Row, ontology: Ontology, classes: Mapping[str, frozenset[str]]) -> Frame:
    type_ = ontology.types[row.one_of("type", tuple(ontology.types))]
    mode = row["mode"] or None
    if mode and mode not in type_.modes:
        raise row.error(f"{type_.name} has no mode {mode!r}, only {', '.join(type_.modes)}")
    recipient = _slots(row, "recipient")
    if type_.recipient_required and not recipient.names:
        raise row.error(f"{type_.name} requires a recipient and the frame gives no place for it")
    return Frame(
        row.required("id"),
        type_.name,
        mode,
        _triggers(row, classes),
        _needs(row, classes),
        _slots(row, "actor"),
        recipient,
        row["example"],
        _place(row),
    )


def _load_operators(
    directory: Path,
    ontology: Ontology,
    classes: Mapping[str, frozenset[str]],
    effects: set[str],
) -> list[Operator]:
    path = directory / "operators.tsv"
    operators: list[Operator] = []
    if not path.exists():
        return operators
    allowed = {*ontology.types, "cooperation", "conflict", "event", "*"}
    for row in read_table(path, _OPERATOR_COLUMNS):
        of, lemmas, forbidden = [], set[str](), set[str]()
        for value in row.alternatives("of"):
            if value in allowed:
                of.append(value)
            elif value.startswith("!"):
                forbidden |= _lemmas(row, value[1:], classes)
            else:
                lemmas |= _lemmas(row, value, classes)
        for column in ("effect", "negated"):
            if row[column] and row[column] not in effects:
                raise row.error(f"no composition knows the effect {row[column]!r}")
        operators.append(
            Operator(
                row.required("id"),
                _triggers(row, classes),
                row.alternatives("complement"),
                tuple(of) or ("*",),
                frozenset(lemmas),
                frozenset(forbidden),
                row["effect"],
                row["negated"],
                _slots(row, "actor"),
                _slots(row, "recipient"),
                row["example"],
                _place(row),
            )
        )
    return operators


def _load_recipients(directory: Path, ontology: Ontology) -> dict[str, Slots]:
    path = directory / "recipients.tsv"
    if not path.exists():
        return {}
    rows = read_table(path, ("type", "slots"))
    return {row.one_of("type", tuple(ontology.types)): _slots(row, "slots") for row in rows}


def _load_compositions(
    directory: Path, ontology: Ontology
) -> dict[tuple[str, str, str], Composition]:
    compositions: dict[tuple[str, str, str], Composition] = {}
    path = directory / "compositions.tsv"
    if not path.exists():
        return compositions
    types = tuple(ontology.types)
    for row in read_table(path, ("effect", "of_type", "of_mode", "type", "mode", "auxiliary")):
        key = (
            row.required("effect"),
            row.one_of("of_type", (*types, "*", "other")),
            row["of_mode"],
        )
        if key in compositions:
            raise row.error("this effect on this type stands twice")
        result = row.one_of("type", (*types, "same", ""))
        mode = row["mode"] or None
        if mode and result in ontology.types and mode not in ontology.types[result].modes:
            raise row.error(f"{result} has no mode {mode!r}")
        compositions[key] = Composition(
            None if result in ("", "same") else result,
            mode,
            result == "same",
            row.alternatives("auxiliary"),
            _place(row),
        )
    return compositions


def _triggers(row: Row, classes: Mapping[str, frozenset[str]]) -> tuple[Trigger, ...]:
    text = row.required("trigger")
    kind, _, rest = text.partition(":")
    if kind not in PARTS_OF_SPEECH or not rest:
        raise row.error(f"trigger {text!r} is not verb:, noun: or adjective: and a word")
    found: list[Trigger] = []
    for value in rest.split("|"):
        word, _, particle = value.partition("+")
        for words in sorted(_lemmas(row, word, classes)):
            *before, lemma = words.split()
            found.append(Trigger(kind, lemma, particle, tuple(before)))
    return tuple(found)


def _needs(row: Row, classes: Mapping[str, frozenset[str]]) -> tuple[Need, ...]:
    needs = []
    for text in re.findall(r"\S+?!?=(?:(?!\s+\S+?!?=).)+", row["needs"]):
        match = re.match(r"(.+?)(!?)=(.+)\Z", text.strip())
        slots = tuple(match[1].replace("_", " ").split("|")) if match else ()
        if not match or not all(_SLOT.match(slot) for slot in slots):
            raise row.error(f"need {text!r} is not slot=value or slot!=value")
        lemmas: set[str] = set()
        named: list[str] = []
        anything = someone = False
        for value in match[3].split("|"):
            if value == "*":
                anything = True
            elif value == "actor":
                someone = True
            elif value.startswith("@"):
                _lemmas(row, value, classes)
                named.append(value[1:])
            else:
                lemmas |= _lemmas(row, value.replace("_", " "), classes)
        needs.append(
            Need(
                slots,
                Values(frozenset(lemmas), tuple(named), anything, someone),
                match[2] == "!",
                text.strip(),
            )
        )
    if row["needs"] and not needs:
        raise row.error(f"column 'needs' holds no condition: {row['needs']!r}")
    return tuple(needs)


def _lemmas(row: Row, value: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    if value.startswith("@"):
        if value[1:] not in classes:
            raise row.error(f"there is no class {value}")
        return classes[value[1:]]
    if not value:
        raise row.error("an alternative is empty")
    return frozenset((value.lower(),))


def _slots(row: Row, column: str) -> Slots:
    text = row[column]
    if text in ("", "-"):
        return Slots((), True)
    optional = text.endswith("?")
    names = tuple(name.strip().replace("_", " ") for name in text.rstrip("?").split("|"))
    for name in names:
        if not _SLOT.match(name):
            raise row.error(f"column {column!r}: {name!r} is no slot")
    return Slots(names, optional)


def _place(row: Row) -> str:
    return f"{row.path.name}:{row.line}"


def _index(entries: Iterable[Entry]) -> dict[tuple[str, str], Entries[Entry]]:
    """Return entries by part of speech and lemma."""
    index: dict[tuple[str, str], list[tuple[Trigger, Entry]]] = {}
    for entry in entries:
        for trigger in dict.fromkeys(entry.triggers):
            index.setdefault((trigger.part_of_speech, trigger.lemma), []).append((trigger, entry))
    return {
        key: Entries(
            tuple(of),
            None if any(t.particle or t.before for t, _ in of) else tuple(e for _, e in of),
        )
        for key, of in index.items()
    }


__all__ = ["Entries", "Entry", "Frame", "FrameLexicon", "Operator", "TableError"]
