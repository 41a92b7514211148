"""The cue lexicon: the words by which English attributes, as a table with a checked row each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, get_args

import msgspec

from dateline.record import Stance
from dateline.tables import Row, read_table

Mode = Literal["speech", "writing", "thought", "feeling", "attitude", "plan", "evidence", "order"]
"""How it is said or held; the column ``manner``."""
PartOfSpeech = Literal["verb", "noun", "adjective", "adverb", "preposition", "mark"]

DEFAULT_PATH = Path(__file__).parent / "data" / "cues.tsv"
_ENDINGS = (("ed", "e"), ("es", "e"), ("ing", "e"), ("s", ""), ("ed", ""), ("ing", ""))
_COLUMNS = ("id", "trigger", "frame", "stance", "manner", "example")
CLAUSAL_FRAMES = frozenset(
    ("that", "whether", "infinitive", "gerund", "quote", "clause", "raising", "evidence")
)
"""Frames that are no preposition: where the words attributed are a clause."""
OBJECT_FRAMES = frozenset(
    {"object", "object+predicate", "object+infinitive", "object+gerund", "addressee+infinitive"}
)
PREPOSITIONS = frozenset(
    [
        "about",
        "against",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "like",
        "of",
        "on",
        "over",
        "to",
        "toward",
        "towards",
        "upon",
        "with",
    ]
)


class Cue(msgspec.Struct, frozen=True):
    """A word that attributes, and where in its syntax the words attributed stand."""

    id: str
    part_of_speech: PartOfSpeech
    lemma: str
    particle: str
    """A second word that must hang on the first (``out`` in ``point out``), or empty."""
    frames: tuple[str, ...]
    """In order of preference."""
    stance: Stance
    mode: Mode
    example: str
    row: str
    """``file:line`` of the row, as ``explain`` shows it."""


class Cues(msgspec.Struct, frozen=True):
    """All cues, indexed by how they are looked up in a report."""

    cues: Mapping[str, Cue]
    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    adjectives: Mapping[str, tuple[Cue, ...]]
    adverbs: Mapping[str, Cue]
    prepositions: Mapping[str, tuple[Cue, ...]]
    """By the first word of the phrase, longest phrase first."""

    @classmethod
    def load(cls, path: Path | None = None) -> Cues:
        """Read the table; the package's own without ``path``.

        Raises TableError with file and line where a row is wrong.
        """
        cues: dict[str, Cue] = {}
        triggers: dict[tuple[str, str, str], str] = {}
        for row in read_table(path or DEFAULT_PATH, _COLUMNS):
            cue = _cue(row)
            if cue.id in cues:
                raise row.error(f"cue {cue.id} stands twice, first in {cues[cue.id].row}")
            trigger = (cue.part_of_speech, cue.lemma, cue.particle)
            if trigger in triggers:
                raise row.error(f"the trigger is that of {triggers[trigger]}")
            triggers[trigger] = cue.id
            cues[cue.id] = cue
        return cls(
            cues,
            _index(cues, "verb"),
            _index(cues, "noun"),
            _index(cues, "adjective"),
            {c.lemma: c for c in cues.values() if c.part_of_speech == "adverb"},
            _phrases(cues),
        )

    def verb(self, lemma: str, word: str) -> tuple[Cue, ...]:
        """Return the cues of a verb, also where the lemmatiser took "hoped" for a form of "hop"."""
        found = self.verbs.get(lemma)
        if found is not None:
            return found
        for ending, replacement in _ENDINGS:
            if word.endswith(ending):
                stem = word[: -len(ending)]
                if len(stem) > 2 and not replacement and stem[-1] == stem[-2]:
                    stem = stem[:-1]
                found = self.verbs.get(stem + replacement)
                if found is not None:
                    return found
        return ()

    def row_of(self, rule: str) -> str | None:
        """Return ``file:line`` of the cue that a statement's rule names, or None."""
        parts = rule.split(":")
        cue = self.cues.get(":".join(parts[1:3])) if parts[0] == "cue" else None
        return cue.row if cue else None


def _cue(row: Row) -> Cue:
    pos, separator, words = row.required("trigger").partition(":")
    if pos not in get_args(PartOfSpeech) or not separator or not words:
        raise row.error(f"trigger {row['trigger']!r} is not like verb:say")
    lemma, _, particle = words.partition("+")
    if words != words.lower():
        raise row.error(f"trigger {words!r} is not in lower case")
    if row.required("id") != f"{pos}:{words}":
        raise row.error(f"id {row['id']!r} is not its trigger")
    frames = row.alternatives("frame")
    if not frames:
        raise row.error("column 'frame' is empty")
    for frame in frames:
        allowed = frame in CLAUSAL_FRAMES or frame in OBJECT_FRAMES or frame in PREPOSITIONS
        first, _, second = frame.partition("+")
        allowed = allowed or (first in PREPOSITIONS and second == "infinitive")
        if not allowed and not (first == "object" and second in PREPOSITIONS):
            raise row.error(f"unknown frame {frame!r}")
        if pos in ("noun", "adjective") and frame in OBJECT_FRAMES:
            raise row.error(f"a {pos} takes no {frame!r}")
        if (pos in ("adverb", "preposition")) != (frame == "clause"):
            raise row.error(f"a {pos} does not take {frame!r}")
    return Cue(
        id=f"{pos}:{words}",
        part_of_speech=pos,  # type: ignore[arg-type]
        lemma=lemma,
        particle=particle,
        frames=frames,
        stance=row.one_of("stance", get_args(Stance)),  # type: ignore[arg-type]
        mode=row.one_of("manner", get_args(Mode)),  # type: ignore[arg-type]
        example=row["example"],
        row=f"{row.path.name}:{row.line}",
    )


def _index(cues: Mapping[str, Cue], pos: PartOfSpeech) -> dict[str, tuple[Cue, ...]]:
    """Index by lemma; those with a particle come first, because they are more exact."""
    index: dict[str, list[Cue]] = {}
    for cue in cues.values():
        if cue.part_of_speech == pos:
            index.setdefault(cue.lemma, []).append(cue)
    return {lemma: tuple(sorted(c, key=lambda x: not x.particle)) for lemma, c in index.items()}


def _phrases(cues: Mapping[str, Cue]) -> dict[str, tuple[Cue, ...]]:
    index: dict[str, list[Cue]] = {}
    for cue in cues.values():
        if cue.part_of_speech == "preposition":
            index.setdefault(cue.lemma.split()[0], []).append(cue)
    return {word: tuple(sorted(c, key=lambda x: -len(x.lemma))) for word, c in index.items()}
