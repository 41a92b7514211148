"""The ontology: event types, modes, contexts, and what they are called elsewhere.

Source: PLOVER codebook, draft 2.0 (Open Event Data Alliance). Definitions are ours.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.tables import Row, read_table

DEFAULT_DIRECTORY = Path(__file__).parent / "data" / "plover"

QuadClass = Literal[
    "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"
]
QUAD_CLASSES: tuple[QuadClass, ...] = (
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
Role = Literal[
    "answer",
    "authority",
    "demand",
    "donated",
    "force",
    "joint",
    "moved",
    "mutual",
    "private",
    "reaction",
]
ROLES: tuple[Role, ...] = get_args(Role)


class Mode(msgspec.Struct, frozen=True):
    """How a type of event is done."""

    name: str
    score: float
    cameo: str
    definition: str


class EventType(msgspec.Struct, frozen=True):
    """A type of event with its modes."""

    name: str
    quad_class: QuadClass
    score: float
    recipient_required: bool
    cameo: str
    definition: str
    modes: Mapping[str, Mode]

    @property
    def cooperative(self) -> bool:
        """Whether the type is cooperation rather than conflict."""
        return self.quad_class.endswith("cooperation")


class Crossing(msgspec.Struct, frozen=True):
    """One row of the crosswalk: what an event is called in another scheme."""

    scheme: str
    type: str
    mode: str
    triggers: tuple[str, ...]
    effects: tuple[str, ...]
    label: str


class Ontology(msgspec.Struct, frozen=True):
    """Everything an event can be."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]
    context_cues: Mapping[str, tuple[str, ...]]
    """Lower-case lemma or phrase to the contexts it gives, in alphabetical order."""
    crosswalk: tuple[Crossing, ...]
    roles: frozenset[tuple[str, str, str]] = frozenset()
    """Role, type and mode (or empty): what types are besides; ``is_a`` asks for it."""

    @classmethod
    def load(cls, directory: Path = DEFAULT_DIRECTORY) -> Ontology:
        """Read an ontology. Raises TableError where a row is wrong.

        Contexts and crosswalk are optional in a user's ontology; types are not.
        """
        modes: dict[str, dict[str, Mode]] = {}
        mode_rows: list[Row] = []
        if (directory / "modes.tsv").exists():
            for row in read_table(
                directory / "modes.tsv", ("type", "mode", "score", "cameo", "definition")
            ):
                name = row.required("mode")
                of_type = modes.setdefault(row.required("type"), {})
                if name in of_type:
                    raise row.error(f"mode {name!r} of {row['type']} stands twice")
                of_type[name] = Mode(name, _number(row), row["cameo"], row["definition"])
                mode_rows.append(row)
        types: dict[str, EventType] = {}
        for row in read_table(
            directory / "types.tsv",
            ("type", "quad_class", "score", "recipient_required", "cameo", "definition"),
        ):
            name = row.required("type")
            if name in types:
                raise row.error(f"type {name!r} stands twice")
            quad_class = row.one_of("quad_class", QUAD_CLASSES)
            types[name] = EventType(
                name,
                quad_class,  # type: ignore[arg-type] # one_of has checked it
                _number(row),
                row.one_of("recipient_required", ("yes", "no")) == "yes",
                row["cameo"],
                row["definition"],
                modes.get(name, {}),
            )
        for row in mode_rows:
            row.one_of("type", tuple(types))
        contexts: dict[str, str] = {}
        if (directory / "contexts.tsv").exists():
            for row in read_table(directory / "contexts.tsv", ("context", "definition")):
                contexts[row.required("context")] = row["definition"]
        cues: dict[str, list[str]] = {}
        if (directory / "context_cues.tsv").exists():
            for row in read_table(directory / "context_cues.tsv", ("context", "cue")):
                cues.setdefault(row.required("cue"), []).append(
                    row.one_of("context", tuple(contexts))
                )
        crosswalk: tuple[Crossing, ...] = ()
        if (directory / "crosswalk.tsv").exists():
            columns = ("scheme", "type", "mode", "trigger", "effect", "label", "note")
            rows = read_table(directory / "crosswalk.tsv", columns)
            crosswalk = tuple(_crossing(row, tuple(types)) for row in rows)
        return cls(
            types,
            contexts,
            {cue: tuple(sorted(set(of))) for cue, of in cues.items()},
            crosswalk,
            _roles(directory / "type_roles.tsv", types),
        )

    def is_a(self, role: Role, type_: str, mode: str | None = None) -> bool:
        """Whether a type, or a mode of it, plays a role in how events are coded."""
        return (role, type_, "") in self.roles or (role, type_, mode or "-") in self.roles

    def score(self, type_: str, mode: str | None) -> float:
        """Return PLOVER's score: that of the mode where there is one, else of the type."""
        of_type = self.types[type_]
        return of_type.modes[mode].score if mode else of_type.score

    def cameo(self, type_: str, mode: str | None) -> str:
        """Return the nearest CAMEO code."""
        of_type = self.types[type_]
        return (of_type.modes[mode].cameo if mode else "") or of_type.cameo

    def label(
        self,
        scheme: str,
        type_: str,
        mode: str | None,
        trigger_words: Collection[str],
        effects: Collection[str] = (),
    ) -> str:
        """Return what the event is called in another scheme; the first row that fits decides.

        ``effects`` are the compositions that led to the type, such as ``offer``.
        """
        for crossing in self.crosswalk:
            if (
                crossing.scheme == scheme
                and crossing.type == type_
                and crossing.mode in ("", mode)
                and _meets(crossing.triggers, trigger_words)
                and _meets(crossing.effects, effects)
            ):
                return crossing.label
        return type_


def _roles(path: Path, types: Mapping[str, EventType]) -> frozenset[tuple[str, str, str]]:
    roles: set[tuple[str, str, str]] = set()
    if not path.exists():
        return frozenset()
    for row in read_table(path, ("role", "type", "mode")):
        role, type_ = row.one_of("role", ROLES), row.one_of("type", tuple(types))
        if row["mode"] and row["mode"] not in types[type_].modes:
            raise row.error(f"{type_} has no mode {row['mode']!r}")
        if (role, type_, row["mode"]) in roles:
            raise row.error("this type has this role twice")
        roles.add((role, type_, row["mode"]))
    return frozenset(roles)


def _crossing(row: Row, types: tuple[str, ...]) -> Crossing:
    return Crossing(
        row.required("scheme"),
        row.one_of("type", types),
        row["mode"],
        row.alternatives("trigger"),
        row.alternatives("effect"),
        row.required("label"),
    )


def _meets(wanted: Collection[str], there: Collection[str]) -> bool:
    return not wanted or any(word in there for word in wanted)


def _number(row: Row) -> float:
    try:
        return float(row["score"])
    except ValueError:
        raise row.error(f"column 'score' is no number: {row['score']!r}") from None
