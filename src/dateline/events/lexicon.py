"""The frame lexicon: how English states events, as tables with a checked row each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from dateline.caching import cached
from dateline.events import frames, lexicon_tables
from dateline.events.frames import Composition, Entries, Entry, Frame, Operator, Slots, Trigger
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.version import fingerprint


class FrameLexicon(msgspec.Struct, frozen=True):
    """All frames and operators, indexed by the lemma and part of speech of their trigger."""

    frames: tuple[Frame, ...]
    operators: tuple[Operator, ...]
    frames_of: Mapping[tuple[str, str], Entries[Frame]]
    operators_of: Mapping[tuple[str, str], Entries[Operator]]
    words: frozenset[str]
    """The lemmas of all triggers, also as the lemmatiser may cut them short ("fin" for "fine")."""
    compositions: Mapping[tuple[str, str, str], Composition]
    """By effect, type (or ``other``) and mode (or empty)."""
    subject_control: frozenset[str]
    recipients: Mapping[str, Slots]
    """Where the recipient of a type may stand beside the places its frames name."""
    classes_of: Mapping[str, tuple[str, ...]]
    """The classes that hold a word."""

    @classmethod
    def load(cls, ontology: Ontology, directory: Path = DEFAULT_DIRECTORY) -> FrameLexicon:
        """Read the lexicon of an ontology. Raises TableError where a row is wrong."""
        files = sorted(directory.glob("**/*.tsv"))
        compiled = cached(
            "lexicon",
            fingerprint(files),
            (lexicon_tables, frames),
            lexicon_tables.Compiled,
            lambda: lexicon_tables.compile_lexicon(ontology, directory),
        )
        return cls(
            compiled.frames,
            compiled.operators,
            _index(compiled.frames),
            _index(compiled.operators),
            _words_of(compiled),
            dict(compiled.compositions),
            compiled.subject_control,
            compiled.recipients,
            _classes_of(compiled.classes),
        )

    def compose(self, effect: str, type_: str | None, mode: str | None) -> Composition | None:
        """Return what an effect makes of an event of this type, or of no known event."""
        for key in ((effect, type_ or "other", mode or ""), (effect, type_ or "other", "")):
            if key in self.compositions:
                return self.compositions[key]
        return self.compositions.get((effect, "*", "")) if type_ else None


def _index(entries: Iterable[Entry]) -> dict[tuple[str, str], Entries[Entry]]:
    """Return entries by part of speech and lemma."""
    index: dict[tuple[str, str], list[tuple[Trigger, Entry]]] = {}
    for entry in entries:
        for trigger in dict.fromkeys(entry.triggers):
            index.setdefault((trigger.part_of_speech, trigger.lemma), []).append((trigger, entry))
    for of in index.values():
        # the first operator that fits counts: "come close to" before "come"
        of.sort(key=lambda te: isinstance(te[1], Operator) and not (te[0].particle or te[0].before))
    return {
        key: Entries(
            tuple(of),
            _by_slots([entry for t, entry in of if not (t.particle or t.before)]),
            frozenset(t.particle for t, _ in of if t.particle),
            any(t.before for t, _ in of),
        )
        for key, of in index.items()
    }


def _by_slots(
    entries: Sequence[Entry],
) -> tuple[tuple[frozenset[str], tuple[tuple[int, Entry], ...]], ...]:
    """Return entries with their places, together where they cannot lack the same slots."""
    found: dict[frozenset[str], list[tuple[int, Entry]]] = {}
    for place, entry in enumerate(entries):
        slots = entry.slots if isinstance(entry, Frame) else frozenset[str]()
        found.setdefault(slots, []).append((place, entry))
    return tuple((slots, tuple(of)) for slots, of in found.items())


def _classes_of(classes: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Return the classes that hold a word, by word."""
    found: dict[str, list[str]] = {}
    for name, lemmas in sorted(classes.items()):
        for lemma in lemmas:
            found.setdefault(lemma, []).append(name)
    return {lemma: tuple(names) for lemma, names in found.items()}


def _words_of(compiled: lexicon_tables.Compiled) -> frozenset[str]:
    """Return the lemmas of all triggers, and what the lemmatiser may make of them."""
    triggers = [t for frame in compiled.frames for t in frame.triggers]
    triggers += [t for operator in compiled.operators for t in operator.triggers]
    return frozenset(w for t in triggers for w in (t.lemma, t.lemma.removesuffix("e")))
