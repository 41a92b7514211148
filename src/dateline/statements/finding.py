"""From a parsed report to its statements: every attribution, nested, with its speaker."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from functools import cache

import msgspec
from spacy.tokens import Doc

from dateline.items import Actors, FoundStatement, FoundTime
from dateline.mentions.first_person import PLURAL, SINGULAR, side_of
from dateline.record import Manner, Span, Stance
from dateline.statements.attribution import Attribution
from dateline.statements.chains import find_quoted_sources, trace_chains
from dateline.statements.conjuncts import give_comments_their_speaker, take_out
from dateline.statements.contents import cut_leading_times, settle_contents
from dateline.statements.continuation import carry_over
from dateline.statements.cospeakers import part_speakers
from dateline.statements.cues import Cues
from dateline.statements.direct import cue_heads, find_direct
from dateline.statements.fragments import find_fragments
from dateline.statements.indirect import CueWords, find_verbs
from dateline.statements.nesting import nest
from dateline.statements.phrases import find_adverbs, find_labels, find_prepositions
from dateline.statements.quotations import Quotation, find_quotations, paragraphs
from dateline.statements.speakers import SourceWords, Speakers, Voice
from dateline.statements.stance import load_negations, stance_of
from dateline.statements.syntax import Syntax
from dateline.statements.tables import DATA
from dateline.tables import read_table
from dateline.times.attachment import time_of

_DIRECT_SHARE = 0.9


class Statements(msgspec.Struct, frozen=True):
    """The statements of a report and its actors, with the sources that were not among them."""

    statements: tuple[FoundStatement, ...]
    actors: Actors


class _Words(msgspec.Struct, frozen=True):
    """The small tables beside the cues, read once."""

    helpers: CueWords
    negations: dict[str, Stance]
    sources: SourceWords


def find_statements(
    doc: Doc,
    actors: Actors,
    times: Sequence[FoundTime],
    cues: Cues,
    published: date | None = None,  # noqa: ARG001 - offices are resolved by the actors' room
) -> Statements:
    """Find who says, holds or plans what in a parsed report.

    ``published`` is the report's date. Statements come in order of their first character, an
    outer one before those inside it. Never raises for any text.
    """
    syntax = Syntax(doc)
    words = _words()
    quotations = [q for q in find_quotations(syntax.text) if q.depth == 0]
    attributions = [
        a
        for a in find_attributions(syntax, quotations, cues, words.helpers)
        if not _is_dateline(syntax, a, actors)
    ]
    cut_leading_times(syntax, attributions, times)
    speakers = Speakers(syntax, actors, words.sources)
    nested = nest(syntax, list(part_speakers(syntax, attributions, speakers)))
    voices = _voices(syntax, nested, speakers, quotations, actors)
    chains = trace_chains(syntax, nested, voices, speakers, cues.adverbs)
    statements = [
        FoundStatement(
            speaker=voice.actor,
            speaker_span=voice.span,
            cue_span=_cue_span(syntax, attribution),
            content_spans=_without_speaker(syntax.text, attribution.content, voice.actor, actors),
            manner=_manner(attribution, quotations),
            stance=stance_of(syntax, attribution, words.negations, cues.adverbs),
            capacity=voice.capacity,
            via=chain,
            within=within,
            said_on=_said_on(doc, attribution, times),
            rule=attribution.rule,
        )
        for (attribution, within), voice, chain in zip(nested, voices, chains, strict=True)
    ]
    return Statements(tuple(statements), speakers.actors())


def _voices(
    syntax: Syntax,
    nested: Sequence[tuple[Attribution, int | None]],
    speakers: Speakers,
    quotations: Sequence[Quotation],
    actors: Actors,
) -> list[Voice]:
    """Return who speaks in each attribution; in a quotation, *I* and *we* are who is quoted."""
    # All first: a statement may stand in the text before the one around it.
    voices = [speakers.voice(attribution) for attribution, _ in nested]
    for number, (attribution, _) in enumerate(nested):
        voice = voices[number]
        word = "" if attribution.source is None else syntax.words[attribution.source]
        if voice.actor is not None or (word not in SINGULAR and word not in PLURAL):
            continue
        quoted = _quoted_speaker(syntax, nested, number, quotations)
        speaker = None if quoted is None else voices[quoted].actor
        if speaker is not None:
            meant = speakers[speaker]
            meant = side_of(meant, actors) if word in PLURAL else meant
            voices[number] = msgspec.structs.replace(voice, actor=meant.id)
    return voices


def _quoted_speaker(
    syntax: Syntax,
    nested: Sequence[tuple[Attribution, int | None]],
    number: int,
    quotations: Sequence[Quotation],
) -> int | None:
    """Return the attribution that has the quotation around another one for its content."""
    source = nested[number][0].source
    if source is None:
        return None
    offset = syntax.starts[source]
    around = next((q.inner for q in quotations if q.inner[0] <= offset < q.inner[1]), None)
    if around is None:
        return None
    here = nested[number][1]
    for _ in nested:
        if here is None:
            break
        attribution, above = nested[here]
        head = syntax.starts[attribution.head]
        if attribution.is_quotation or not around[0] <= head < around[1]:
            return here
        here = above
    return None


def _without_speaker(
    text: str, content: Sequence[Span], speaker: str | None, actors: Actors
) -> tuple[Span, ...]:
    """Return the content without the speaker's title, which the parser may have hung on it.

    "... in two weeks, *the union's chairman*, X confirmed": a mention of the speaker that begins in
    the content and ends behind it is no part of what was said.
    """
    kept = []
    for start, end in content:
        across = [
            m.span[0]
            for m in actors.mentions
            if m.actor == speaker and start < m.span[0] < end < m.span[1]
        ]
        kept.append((start, _trimmed(text, start, min(across)) if across else end))
    return tuple(kept)


def _trimmed(text: str, start: int, end: int) -> int:
    """Return the end of a span without the white space and commas at its tail."""
    while end > start + 1 and text[end - 1] in " \n\t,":
        end -= 1
    return end


def _is_dateline(syntax: Syntax, found: Attribution, actors: Actors) -> bool:
    """Return whether a label is where the news is from: "LIMA: Two ministers resigned"."""
    if found.rule != "mark:colon" or found.source is None:
        return False
    label = found.source_tokens
    words = syntax.text[syntax.starts[label[0]] : syntax.ends[label[-1]]]
    return found.source in actors.places and words.isupper()


def find_attributions(
    syntax: Syntax, quotations: Sequence[Quotation], cues: Cues, words: CueWords
) -> list[Attribution]:
    """Return all attributions before nesting and resolution, in no particular order."""
    found = find_direct(syntax, quotations, paragraphs(syntax.text), cues)
    taken = set(cue_heads(found))
    found.extend(find_verbs(syntax, cues, words, taken))
    verbs = {a.head for a in found if a.cue is not None}
    phrases = list(find_prepositions(syntax, cues))
    found.extend(phrases)
    # "reportedly ..., according to a cable": the hedge belongs to the statement of the cable.
    verbs.update(syntax.heads[a.head] for a in phrases)
    found.extend(find_adverbs(syntax, cues, verbs))
    found.extend(find_labels(syntax, words.nouns, words.rubrics))
    for attribution in found:
        if attribution.cue is not None:
            attribution.stance = attribution.cue.stance
    found.extend(list(find_fragments(syntax, quotations, found)))
    found = [a for a in found if not _says_no_more(syntax, a, found)]
    take_out(syntax, found, words.nouns)
    give_comments_their_speaker(syntax, found)
    carry_over(syntax, found)
    settle_contents(syntax, found, quotations)
    quoted = list(find_quoted_sources(syntax, found, cues))
    heads = {a.head for a in quoted}
    return [
        a
        for a in [*found, *quoted]
        if a.content
        and (a.frame == "source" or a.head not in heads)
        and not _is_inscription(syntax, a, words)
        and not _withholds_name(syntax, a, words)
    ]


def _says_no_more(
    syntax: Syntax, attribution: Attribution, attributions: Sequence[Attribution]
) -> bool:
    """Say whether it is what somebody will not say, no saying: "declined *to confirm*"."""
    above = syntax.heads[attribution.head]
    return syntax.deps[attribution.head] == "xcomp" and any(
        a.head == above and a.stance == "denied" and a.frame == "infinitive" for a in attributions
    )


def _is_inscription(syntax: Syntax, attribution: Attribution, words: CueWords) -> bool:
    """Say whether the words stand on a sign or the like, so that nobody says them."""
    source = attribution.source
    return source is not None and syntax.lemmas[source] in words.inscriptions


def _withholds_name(syntax: Syntax, attribution: Attribution, words: CueWords) -> bool:
    """Say whether it only tells that a source stays unnamed: "declined to be identified"."""
    start = syntax.starts[attribution.head]
    return words.anonymity.match(syntax.text, start) is not None


@cache
def _words() -> _Words:
    rows = read_table(DATA / "carriers.tsv", ("verb", "example"))
    sources = SourceWords.load()
    documents = frozenset(n for n, source in sources.nouns.items() if source.kind == "document")
    helpers = CueWords(
        carriers=frozenset(row.required("verb") for row in rows),
        documents=documents,
        nouns=frozenset(sources.nouns),
        anonymity=sources.anonymity,
        inscriptions=frozenset(
            row.required("noun") for row in read_table(DATA / "inscriptions.tsv", ("noun",))
        ),
        rubrics=frozenset(
            row.required("word") for row in read_table(DATA / "rubrics.tsv", ("word",))
        ),
    )
    return _Words(helpers, dict(load_negations()), sources)


def _said_on(doc: Doc, attribution: Attribution, times: Sequence[FoundTime]) -> FoundTime | None:
    """Return the time of the saying: one inside the content dates what is told instead."""
    if attribution.said_on is not None or not times or attribution.cue is None:
        return attribution.said_on
    time = time_of(doc, times, doc[attribution.head])
    if time is None or any(s <= time.span[0] < e for s, e in attribution.content):
        return None
    return time


def _cue_span(syntax: Syntax, attribution: Attribution) -> Span | None:
    if not attribution.cue_tokens:
        return None
    content = attribution.content
    words = [
        t
        for t in attribution.cue_tokens
        if not any(start <= syntax.starts[t] < end for start, end in content)
    ] or [attribution.head]
    start, end = syntax.starts[words[0]], syntax.ends[words[-1]]
    if any(start < right and left < end for left, right in content):
        # The particle stands behind the content: "set the plan out".
        return syntax.starts[attribution.head], syntax.ends[attribution.head]
    return start, end


def _manner(attribution: Attribution, quotations: Sequence[Quotation]) -> Manner:
    total = quoted = 0
    for start, end in attribution.content:
        total += end - start
        for quotation in quotations[bisect_left(quotations, start, key=lambda q: q.span[1]) :]:
            left, right = quotation.span
            if left >= end:
                break
            quoted += max(0, min(end, right) - max(start, left))
    if not quoted:
        return "indirect"
    return "direct" if quoted >= total * _DIRECT_SHARE else "mixed"
