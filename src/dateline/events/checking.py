"""Checks the frame lexicon against its own example sentences.

Each row of the lexicon has an example with the actor in square and the recipient in curly
brackets. A frame whose example does not come out can never match, is shadowed by another, or is
wrong. Run it with ``python -m dateline.events.checking [--type TYPE] [DIRECTORY]``.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from spacy.tokens import Doc

from dateline.events.frames import Frame, Operator
from dateline.events.lexicon import FrameLexicon
from dateline.events.matching import Matcher
from dateline.events.ontology import DEFAULT_DIRECTORY, Ontology
from dateline.events.predications import NearMiss, Predication
from dateline.items import Actors, FoundMention
from dateline.language import Language
from dateline.record import Actor, Span

_BRACKETS = re.compile(r"\[([^\]]*)\]|\{([^}]*)\}")


class Example(msgspec.Struct, frozen=True):
    """A sentence with the spans of its marked actors and recipients."""

    text: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]


class Complaint(msgspec.Struct, frozen=True):
    """A row whose example does not come out."""

    row: str
    rule: str
    example: str
    problem: str


def read_example(marked: str) -> Example:
    """Return the sentence without brackets and where the brackets stood."""
    text, last = "", 0
    actors: list[Span] = []
    recipients: list[Span] = []
    for match in _BRACKETS.finditer(marked):
        text += marked[last : match.start()]
        inner = match[1] if match[1] is not None else match[2]
        span = (len(text), len(text) + len(inner))
        (actors if match[1] is not None else recipients).append(span)
        text += inner
        last = match.end()
    return Example(text + marked[last:], tuple(actors), tuple(recipients))


def marked_actors(doc: Doc, spans: Iterable[tuple[str, Span]]) -> Actors:
    """Return actors made of marked spans alone; ``spans`` are ids and offsets."""
    actors: dict[str, Actor] = {}
    mentions = []
    for name, (start, end) in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or not len(span):
            continue
        actors[name] = Actor(id=name, name=span.text, kind="group", sector="GOV")
        mentions.append(FoundMention((start, end), span.root.i, "name", name, "marked"))
    return Actors(actors, mentions)


def check_examples(
    entries: Iterable[Frame | Operator],
    lexicon: FrameLexicon,
    ontology: Ontology,
    language: Language,
) -> Iterator[Complaint]:
    """Yield a complaint for each row whose example does not come out with its own rule."""
    entries = list(entries)
    examples = [read_example(entry.example) for entry in entries]
    docs = language.parse_all(example.text for example in examples)
    for entry, example, doc in zip(entries, examples, docs, strict=True):
        problem = _problem(entry, example, doc, lexicon, ontology)
        if problem:
            yield Complaint(entry.row, entry.id, entry.example, problem)


def _problem(
    entry: Frame | Operator, example: Example, doc: Doc, lexicon: FrameLexicon, ontology: Ontology
) -> str:
    if not example.text:
        return "no example"
    marks = [(f"actor:{i}", s) for i, s in enumerate(example.actors)]
    marks += [(f"recipient:{i}", s) for i, s in enumerate(example.recipients)]
    misses: list[NearMiss] = []
    matcher = Matcher(doc, marked_actors(doc, marks), lexicon, ontology, misses)
    found = matcher.predications()
    wanted = entry.type if isinstance(entry, Frame) else None
    problems = []
    for predication in found:
        if wanted and predication.type != wanted:
            problems.append(f"{predication.type} by {predication.rules[0]}")
        elif not wanted and entry.id not in predication.rules:
            problems.append(f"{predication.type} by {'+'.join(predication.rules)}")
        else:
            trouble = _participants(predication, example)
            if not trouble:
                return ""
            problems.append(trouble)
    lacked = [f"lacked {m.lacked}" for m in misses if m.rule == entry.id]
    return "; ".join([*problems, *lacked]) or "nothing found"


def _participants(predication: Predication, example: Example) -> str:
    actors = {m.actor for m in predication.actors}
    recipients = {m.actor for m in predication.recipients}
    if example.actors and not any(a.startswith("actor:") for a in actors):
        return f"{predication.type} without its actor"
    if any(r.startswith("actor:") for r in recipients):
        return f"{predication.type} with actor for recipient"
    both = actors | recipients
    if example.recipients and not any(r.startswith("recipient:") for r in both):
        return f"{predication.type} without its recipient"
    if any(a.startswith("recipient:") for a in actors) and not all(a in actors for a in both):
        return f"{predication.type} with recipient for actor"
    return ""


def main(arguments: list[str]) -> int:
    """Print complaints for the default ontology or that of a directory; 1 where there are any."""
    only = ""
    if "--type" in arguments:
        at = arguments.index("--type")
        only = arguments[at + 1]
        del arguments[at : at + 2]
    directory = Path(arguments[0]) if arguments else DEFAULT_DIRECTORY
    ontology = Ontology.load(directory)
    lexicon = FrameLexicon.load(ontology, directory)
    entries: list[Frame | Operator] = [f for f in lexicon.frames if only in ("", f.type)]
    if not only:
        entries += lexicon.operators
    complaints = list(check_examples(entries, lexicon, ontology, Language()))
    for complaint in complaints:
        print(f"{complaint.row}\t{complaint.rule}\t{complaint.problem}\n\t{complaint.example}")
    print(f"{len(entries) - len(complaints)} of {len(entries)} examples come out")
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
