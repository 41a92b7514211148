"""Through whom the words came: outlets, agencies, leaks, documents."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from dateline.statements.attribution import Attribution
from dateline.statements.cues import Cues
from dateline.statements.sources import agent_of, phrase
from dateline.statements.speakers import Speakers, Voice
from dateline.statements.syntax import Syntax
from dateline.statements.tables import verbs_of_passing_on

_CHANNELS = ("via", "through")
_VENUES = ("to", "with", "on", "in", "by", "from", "at", "over", "for")
_QUOTERS = ("cite", "quote")
_NAMES = ("PROPN", "NOUN", "NUM")
_CONDUITS = ("media", "document")


def trace_chains(
    syntax: Syntax,
    nested: Sequence[tuple[Attribution, int | None]],
    voices: Sequence[Voice],
    speakers: Speakers,
    hedges: Container[str],
) -> list[tuple[str, ...]]:
    """Return for each attribution the actors through whom it came, nearest to the report first.

    These are the outlets around it and those its cue names. A source told of as known after a
    document ("the cable says ... The diplomats stressed ...") speaks through that document; a
    document whose words are hedged ("reportedly ..., according to a cable") came through the
    outlet named before it in the paragraph.
    """
    chains: dict[int, tuple[str, ...]] = {}
    order = sorted(range(len(nested)), key=lambda n: (nested[n][0].head, n))

    def chain_of(number: int) -> tuple[str, ...]:
        if number in chains:
            return chains[number]
        attribution, within = nested[number]
        links: list[str] = []
        if within is not None:
            links.extend(chain_of(within))
            links.extend(_conduit(speakers, voices[within].actor))
            links.extend(_publishers(syntax, nested[within][0], speakers))
        elif attribution.cue is not None:
            links.extend(_bridge(number))
        links.extend(channels(syntax, attribution, speakers))
        own = voices[number].actor
        chains[number] = tuple(dict.fromkeys(link for link in links if link != own))
        return chains[number]

    def _bridge(number: int) -> list[str]:
        attribution = nested[number][0]
        kind = _kind(speakers, voices[number].actor)
        hedged = kind == "document" and any(
            syntax.words[t] in hedges for t in _sentence_of(syntax, attribution.head)
        )
        if kind == "document" and not hedged:
            # The same document came the same way.
            same = (
                chain_of(n)
                for n in order
                if nested[n][0].head < attribution.head
                and nested[n][1] is None
                and voices[n].actor == voices[number].actor
            )
            return list(next((chain for chain in same if chain), ()))
        if not hedged and not voices[number].bridges:
            return []
        wanted = "media" if hedged else "document"
        paragraph = syntax.paragraph_of[attribution.head]
        before = [
            n
            for n in order
            if nested[n][0].head < attribution.head
            and syntax.paragraph_of[nested[n][0].head] == paragraph
            and nested[n][1] is None
            and _kind(speakers, voices[n].actor) == wanted
        ]
        if not before:
            return []
        return [*chain_of(before[-1]), *_conduit(speakers, voices[before[-1]].actor)]

    return [chain_of(number) for number in range(len(nested))]


def _sentence_of(syntax: Syntax, token: int) -> range:
    return range(*syntax.sentences[syntax.sentence_of[token]])


def _kind(speakers: Speakers, actor: str | None) -> str | None:
    return None if actor is None else speakers[actor].kind


def _conduit(speakers: Speakers, actor: str | None) -> list[str]:
    """Return the actor where words come to the report through it, as through an outlet."""
    return [actor] if actor is not None and speakers[actor].kind in _CONDUITS else []


def channels(syntax: Syntax, attribution: Attribution, speakers: Speakers) -> list[str]:
    """Return the outlets that the cue itself names: "told Reuters", "reported via the daily"."""
    cue = attribution.cue
    found: list[str] = []
    for relay in attribution.relays:
        agent = agent_of(syntax, relay)
        if agent is not None:
            actor = speakers.known(agent)
            found.extend(speakers.media_in(_name(syntax, agent)) or ([actor] if actor else []))
    found.extend(_who_published(syntax, attribution, speakers))
    if cue is None or cue.part_of_speech != "verb":
        return found
    for filler, is_channel in _companions(syntax, attribution.head):
        if filler == attribution.source or _inside(syntax, filler, attribution):
            continue
        named = speakers.media_in(_name(syntax, filler))
        if not named and is_channel:
            actor = speakers.known(filler)
            named = [] if actor is None else [actor]
        found.extend(named)
    return found


def _publishers(syntax: Syntax, outer: Attribution, speakers: Speakers) -> list[str]:
    """Return who published what a cue is about: "mentioned a list published by the daily"."""
    found: list[str] = []
    for noun in syntax.with_dep(outer.head, "dobj"):
        for participle in syntax.with_dep(noun, "acl"):
            agent = agent_of(syntax, participle)
            if agent is not None:
                found.extend(speakers.media_in(_name(syntax, agent)))
    return found


def _who_published(syntax: Syntax, attribution: Attribution, speakers: Speakers) -> list[str]:
    """Return who published the document that speaks: "a cable *released by* the website says"."""
    source = attribution.source
    if source is None or attribution.source_head is not None:
        return []
    return [
        actor
        for participle in syntax.with_dep(source, "acl")
        if syntax.lemmas[participle] in verbs_of_passing_on("publish")
        for agent in [agent_of(syntax, participle)]
        if agent is not None
        for actor in speakers.media_in(_name(syntax, agent))
    ]


def _name(syntax: Syntax, head: int) -> list[int]:
    """Return a noun with what stands before it and the name right behind it."""
    tokens = [t for t in phrase(syntax, head) if t <= head]
    end = head
    while end + 1 < len(syntax) and syntax.pos[end + 1] in _NAMES:
        end += 1
    for child in syntax.with_dep(head, "appos"):
        end = max(end, child)
    return [tokens[0], end]


def _companions(syntax: Syntax, head: int) -> Iterator[tuple[int, bool]]:
    """Yield the nouns that go with a cue, and whether each must be a channel."""
    for child in syntax.children[head]:
        dep = syntax.deps[child]
        if dep in ("dobj", "dative") and syntax.pos[child] in _NAMES:
            yield child, False
        elif dep in ("prep", "dative") and syntax.words[child] in _CHANNELS:
            for filler in syntax.with_dep(child, "pobj"):
                yield filler, True
        elif dep in ("prep", "dative") and syntax.words[child] in _VENUES:
            for filler in syntax.with_dep(child, "pobj"):
                yield filler, False
                yield from _outlets_of(syntax, filler)
        elif dep == "advcl" and syntax.tags[child] == "VBG" and syntax.lemmas[child] == "speak":
            yield from _companions(syntax, child)


def _outlets_of(syntax: Syntax, occasion: int) -> Iterator[tuple[int, bool]]:
    """Yield whom an occasion was with: "said in an interview *with Al Jazeera*"."""
    for child in syntax.with_dep(occasion, "prep"):
        if syntax.words[child] in _VENUES:
            for filler in syntax.with_dep(child, "pobj"):
                # "in a report on Al Jazeera's closure": not through whom, but what about.
                if syntax.child(filler, "poss") is None:
                    yield filler, False


def _inside(syntax: Syntax, token: int, attribution: Attribution) -> bool:
    offset = syntax.starts[token]
    return any(start <= offset < end for start, end in attribution.content)


def find_quoted_sources(
    syntax: Syntax, attributions: Sequence[Attribution], cues: Cues
) -> Iterator[Attribution]:
    """Yield the sources that a speaker names: "Yonhap reported ..., quoting a defector".

    What the speaker says is then said by the source too, inside the speaker's statement.
    """
    for outer in attributions:
        if outer.cue is None or outer.cue.part_of_speech != "verb":
            continue
        if outer.cue.mode not in ("speech", "writing"):
            continue
        for verb in _quoting(syntax, outer):
            cue = cues.cues.get(f"verb:{syntax.lemmas[verb]}")
            source = syntax.child(verb, "dobj")
            if cue is None or source is None:
                continue
            yield Attribution(
                cue=cue,
                frame="source",
                head=verb,
                cue_tokens=[verb],
                source=source,
                content=list(outer.content),
                rule=f"cue:{cue.id}:source",
                stance=outer.stance,
                inside=outer,
            )


def _quoting(syntax: Syntax, outer: Attribution) -> Iterator[int]:
    # The parser hangs "citing ..." on the speaker, the verb of saying, or what is said.
    holders = [outer.head, *syntax.with_dep(outer.head, "ccomp")]
    if outer.source is not None:
        holders.append(outer.source)
    for holder in holders:
        for child in syntax.children[holder]:
            if (
                syntax.deps[child] in ("advcl", "acl", "prep", "xcomp")
                and syntax.lemmas[child] in _QUOTERS
                and syntax.tags[child] == "VBG"
            ):
                yield child
