"""Reads the tables of the frame lexicon and checks every row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from dateline.events.frames import (
    PARTS_OF_SPEECH,
    Composition,
    Frame,
    Need,
    Operator,
    Slots,
    Trigger,
    Values,
)
from dateline.events.ontology import Ontology
from dateline.tables import Row, read_table

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
# Prepositions that a need may find elsewhere than at the trigger.
_ELSEWHERE = {"between", "with"}
_SLOT = re.compile(r"[a-z]+(?: [a-z]+)*(?:\.[a-z]+)?\Z")


class Compiled(msgspec.Struct, frozen=True):
    """The rows of a lexicon as they are cached."""

    frames: tuple[Frame, ...]
    operators: tuple[Operator, ...]
    compositions: tuple[tuple[tuple[str, str, str], Composition], ...]
    subject_control: frozenset[str]
    recipients: dict[str, Slots]
    classes: dict[str, frozenset[str]]


def compile_lexicon(ontology: Ontology, directory: Path) -> Compiled:
    """Read the tables of a lexicon. Raises TableError where a row is wrong."""
    classes = _load_classes(directory)
    compositions = _load_compositions(directory, ontology)
    control: frozenset[str] = frozenset()
    if (directory / "subject_control.tsv").exists():
        rows = read_table(directory / "subject_control.tsv", ("verb",))
        control = frozenset(row.required("verb") for row in rows)
    return Compiled(
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
    triggers, needs = _triggers(row, classes), _needs(row, classes)
    return Frame(
        row.required("id"),
        type_.name,
        mode,
        triggers,
        needs,
        _slots(row, "actor"),
        recipient,
        row["example"],
        _place(row),
        _weight(triggers, needs),
        frozenset(need.slots[0] for need in needs if _needs_its_slot(need)),
    )


def _needs_its_slot(need: Need) -> bool:
    """Whether a need fails where its slot is not filled by the trigger's own phrases."""
    slot, *others = need.slots
    return not (need.forbidden or others or "." in slot or slot in _ELSEWHERE)


def _weight(triggers: Iterable[Trigger], needs: Iterable[Need]) -> int:
    """Return how much the conditions of a frame tell: certain words more than anybody."""
    weight = 4 if any(t.particle for t in triggers) else 0
    for need in needs:
        if need.forbidden:
            continue  # what is not there tells nothing for a frame
        if need.values.anything:
            weight += 1
        else:
            weight += 4 if need.values.lexical else 2
    return weight


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
        anything = someone = several = False
        for value in match[3].split("|"):
            if value == "*":
                anything = True
            elif value == "actor":
                someone = True
            elif value == "sides":
                several = True
            elif value.startswith("@"):
                _lemmas(row, value, classes)
                named.append(value[1:])
            else:
                lemmas |= _lemmas(row, value.replace("_", " "), classes)
        needs.append(
            Need(
                slots,
                Values(
                    frozenset(lemmas),
                    tuple(named),
                    anything,
                    someone,
                    several,
                    bool(lemmas or named),
                ),
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
