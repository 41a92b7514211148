"""Attribution by syntax: verbs, nouns and adjectives with the words they report."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

import msgspec

from dateline.statements.attribution import Attribution
from dateline.statements.clauses import main_clause, question, told_clause, without_aside
from dateline.statements.conjuncts import CLOSING
from dateline.statements.cues import Cue, Cues
from dateline.statements.fallbacks import (
    closing_tag,
    parenthesised,
    speaker_at_end,
    unparsed_clause,
)
from dateline.statements.frames import content_of
from dateline.statements.nominals import noun_clause, noun_infinitive
from dateline.statements.objects import prepositional
from dateline.statements.sources import (
    agent_of,
    possessor_of,
    relays_of,
    source_of_verb,
    subject_of,
)
from dateline.statements.syntax import Syntax
from dateline.statements.unsaid import is_unsaid

_SPOKEN = ("speech", "writing", "thought")
_TO_SOMEBODY = ("addressee+infinitive", "object+of", "object+about", "object+to", "object+on")
_PARTICLES = ("prt", "advmod", "acomp", "dobj", "oprd", "prep", "ccomp")
_LINKS = (
    "be",
    "seem",
    "appear",
    "feel",
    "remain",
    "become",
    "sound",
    "look",
    "get",
    "stay",
    "grow",
)


class CueWords(msgspec.Struct, frozen=True):
    """Words that help cues: verbs that carry a noun cue, and nouns for what "shows" something."""

    carriers: frozenset[str]
    documents: frozenset[str]
    nouns: frozenset[str]
    """Nouns for sources of all kinds."""
    anonymity: re.Pattern[str]
    """Phrases by which a source stays unnamed."""
    inscriptions: frozenset[str]
    """Nouns for what bears words that nobody says: signs, banners."""
    rubrics: frozenset[str]
    """Words of the newspaper before a colon that are no speaker."""


def find_verbs(
    syntax: Syntax, cues: Cues, words: CueWords, taken: Container[int]
) -> Iterator[Attribution]:
    """Yield what verbs, nouns and adjectives attribute, but for the cue tokens in ``taken``."""
    for token, pos in enumerate(syntax.pos):
        if token in taken:
            continue
        found = None
        if pos == "VERB":
            if syntax.tags[token] in ("VBN", "VBG") and syntax.words[token] in cues.adjectives:
                found = _adjective(syntax, token, cues.adjectives[syntax.words[token]])
            if found is None:
                of_verb = cues.verb(syntax.lemmas[token], syntax.words[token])
                found = _verb(syntax, token, of_verb, words.documents) if of_verb else None
        elif pos == "NOUN":
            if syntax.lemmas[token] in cues.nouns:
                found = _noun(syntax, token, cues.nouns[syntax.lemmas[token]], words.carriers)
        elif pos == "ADJ" and syntax.words[token] in cues.adjectives:
            found = _adjective(syntax, token, cues.adjectives[syntax.words[token]])
        if found is not None:
            yield found


def particle_of(syntax: Syntax, token: int, cue: Cue) -> int | None:
    """Return the token of the cue's second word; the cue's own where it has none; else None."""
    if not cue.particle:
        return token
    for child in syntax.children[token]:
        if syntax.lemmas[child] == cue.particle or syntax.words[child] == cue.particle:
            if syntax.deps[child] == "prep" and not _is_next(syntax, token, child):
                continue
            return child if syntax.deps[child] in _PARTICLES else None
    # "called *for* Israel to open it": the parser hangs the word on the verb that follows.
    for child in syntax.children[token]:
        if child > token and syntax.is_infinitive(child):
            mark = syntax.child(child, "mark")
            if mark is not None and syntax.words[mark] == cue.particle:
                return mark
    return None


def _is_next(syntax: Syntax, verb: int, preposition: int) -> bool:
    """Say whether no object parts the two: "called *elections* for May" calls for none."""
    return preposition > verb and not any(
        verb < child < preposition for child in syntax.with_dep(verb, "dobj")
    )


def _is_document(syntax: Syntax, verb: int, documents: Container[str]) -> bool:
    source = source_of_verb(syntax, verb)
    return source is not None and syntax.lemmas[source] in documents


def _verb(
    syntax: Syntax, verb: int, cues: tuple[Cue, ...], documents: Container[str]
) -> Attribution | None:
    for cue in cues:
        particle = particle_of(syntax, verb, cue)
        if particle is None:
            continue
        for frame in _ordered(cue.frames, passive=syntax.is_passive(verb)):
            content = content_of(syntax, verb, frame, particle)
            if content is None and frame == "that":
                content = main_clause(syntax, verb)
                if content is None and any(f in cue.frames for f in _TO_SOMEBODY):
                    content = told_clause(syntax, verb)
            if frame == "evidence" and not _is_document(syntax, verb, documents):
                continue
            if content:
                found = _of_verb(syntax, verb, particle, cue, frame, content)
                return None if is_unsaid(syntax, found) else found
        if "that" in cue.frames and "quote" in cue.frames and cue.mode in _SPOKEN:
            content = parenthesised(syntax, verb) or unparsed_clause(syntax, verb)
            if content:
                return _of_verb(syntax, verb, particle, cue, "that", content)
            closing = closing_tag(syntax, verb)
            if closing is not None:
                return _closing(syntax, verb, particle, cue, closing)
    return None


def _closing(
    syntax: Syntax, verb: int, particle: int, cue: Cue, tag: tuple[list[int], list[int]]
) -> Attribution:
    content, speaker = tag
    return Attribution(
        cue=cue,
        frame="that",
        head=verb,
        cue_tokens=cue_words(syntax, verb, particle),
        source=speaker[-1],
        content=syntax.spans(content),
        rule=f"cue:{cue.id}{CLOSING}",
        source_tokens=speaker,
    )


def _ordered(frames: tuple[str, ...], *, passive: bool) -> tuple[str, ...]:
    """Return the frames in order of preference: "is said to have left" raises its subject."""
    if passive and "object+infinitive" in frames:
        return ("object+infinitive", *(f for f in frames if f != "object+infinitive"))
    return frames


def _of_verb(
    syntax: Syntax, verb: int, particle: int, cue: Cue, frame: str, content: list[int]
) -> Attribution:
    source: int | None
    if frame == "raising":
        source = None
    else:
        source = source_of_verb(syntax, verb)
        if source is not None and syntax.is_below(source, content[0]) and source in content:
            source = None
    tokens: list[int] = []
    if source is None and frame == "that" and not syntax.is_passive(verb):
        tokens = speaker_at_end(syntax, verb, content)
        if tokens:
            source = next(t for t in tokens if syntax.heads[t] not in tokens)
            content = content[: content.index(tokens[0])]
    holders = [verb, *(c for c in syntax.with_dep(verb, "ccomp") if c in content)]
    relays = [relay for holder in holders for relay in relays_of(syntax, holder)]
    told = {t for relay in relays for t in syntax.subtree(relay)}
    content = [t for t in content if t not in told]
    return Attribution(
        cue=cue,
        frame=frame,
        head=verb,
        cue_tokens=cue_words(syntax, verb, particle),
        source=source,
        content=syntax.spans(without_aside(syntax, content)),
        rule=f"cue:{cue.id}:{frame}",
        source_tokens=tokens,
        relays=relays,
    )


def cue_words(syntax: Syntax, verb: int, particle: int | None = None) -> list[int]:
    """Return the cue with its auxiliaries, negation, adverbs next to it and particle."""
    words = {verb}
    if particle is not None:
        words.add(particle)
    for child in syntax.children[verb]:
        if syntax.deps[child] in ("aux", "auxpass", "neg", "prt") or (
            syntax.deps[child] == "advmod" and abs(child - verb) == 1
        ):
            words.add(child)
    return sorted(words)


def _noun(
    syntax: Syntax, noun: int, cues: tuple[Cue, ...], carriers: Container[str]
) -> Attribution | None:
    for cue in cues:
        for frame in cue.frames:
            content = _content_of_noun(syntax, noun, frame)
            if content:
                source = _source_of_noun(syntax, noun, carriers, content)
                if source is None and frame not in ("that", "whether"):
                    continue
                return Attribution(
                    cue=cue,
                    frame=frame,
                    head=noun,
                    cue_tokens=[noun],
                    source=source,
                    content=syntax.spans(content),
                    rule=f"cue:{cue.id}:{frame}",
                )
    return None


def _content_of_noun(syntax: Syntax, noun: int, frame: str) -> list[int] | None:
    if frame == "that":
        return noun_clause(syntax, noun)
    if frame == "infinitive":
        return noun_infinitive(syntax, noun)
    if frame == "whether":
        return question(syntax, noun)
    return prepositional(syntax, noun, frame)


def _source_of_noun(
    syntax: Syntax, noun: int, carriers: Container[str], content: list[int]
) -> int | None:
    source = possessor_of(syntax, noun)
    if source is None:
        above = syntax.heads[noun]
        if syntax.deps[noun] in ("dobj", "pobj") and syntax.deps[noun] == "pobj":
            above = syntax.heads[above]
        if syntax.pos[above] in ("VERB", "AUX") and syntax.lemmas[above] in carriers:
            if syntax.deps[noun] in ("dobj", "pobj", "attr"):
                passive = syntax.is_passive(above)
                source = agent_of(syntax, above) if passive else subject_of(syntax, above)
            elif syntax.deps[noun] == "nsubjpass":
                source = agent_of(syntax, above)
    if source is not None and source in content:
        return None
    return source


def _adjective(syntax: Syntax, adjective: int, cues: tuple[Cue, ...]) -> Attribution | None:
    for cue in cues:
        for frame in cue.frames:
            holder = adjective
            content = content_of(syntax, holder, frame, adjective)
            if (
                content is None
                and syntax.deps[adjective] == "acomp"
                and frame
                in (
                    "that",
                    "infinitive",
                )
            ):
                holder = syntax.heads[adjective]
                content = content_of(syntax, holder, frame, adjective)
                if content is not None and content[0] < adjective:
                    content = None
            if content:
                source = _source_of_adjective(syntax, adjective)
                if source is not None and (
                    source in content or syntax.words[source] in ("it", "there")
                ):
                    continue
                return Attribution(
                    cue=cue,
                    frame=frame,
                    head=adjective,
                    cue_tokens=_adjective_words(syntax, adjective),
                    source=source,
                    content=syntax.spans(content),
                    rule=f"cue:{cue.id}:{frame}",
                )
    return None


def _source_of_adjective(syntax: Syntax, adjective: int) -> int | None:
    dep = syntax.deps[adjective]
    head = syntax.heads[adjective]
    own = syntax.child(adjective, "nsubj", "nsubjpass")
    if own is not None:
        return subject_of(syntax, adjective)
    if dep in ("acomp", "oprd") and syntax.pos[head] in ("VERB", "AUX"):
        return subject_of(syntax, head)
    if dep in ("amod", "acl") and syntax.pos[head] in ("NOUN", "PROPN", "PRON"):
        return head
    return subject_of(syntax, adjective)


def _adjective_words(syntax: Syntax, adjective: int) -> list[int]:
    words = cue_words(syntax, adjective)
    head = syntax.heads[adjective]
    if syntax.deps[adjective] == "acomp" and syntax.lemmas[head] in _LINKS and head < adjective:
        words = sorted({*words, *(w for w in cue_words(syntax, head) if w < adjective)})
    return words
