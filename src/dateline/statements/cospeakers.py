"""Several who say one thing: "Ankara and Baku said ..." is a statement of each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from dateline.statements.attribution import Attribution
from dateline.statements.sources import phrase
from dateline.statements.speakers import Speakers
from dateline.statements.syntax import Syntax


def part_speakers(
    syntax: Syntax, attributions: Sequence[Attribution], speakers: Speakers
) -> Iterator[Attribution]:
    """Yield each attribution, and it again for each further actor that its source names.

    One word may stand for several as well: "the two sides", "they".

    Nouns that are no actors of their own ("the ministry's aims and hopes") and names with an
    *and* inside stay whole.
    """
    for attribution in attributions:
        heads = _heads(syntax, attribution, speakers)
        if len(heads) > 1:
            attribution.source_tokens = _own_phrase(syntax, heads[0])
            yield attribution
            for head in heads[1:]:
                yield msgspec.structs.replace(
                    attribution, source=head, source_tokens=_own_phrase(syntax, head)
                )
            continue
        yield attribution
        together = () if attribution.source is None else speakers.together(attribution.source)
        for share in range(1, len(together)):
            yield msgspec.structs.replace(attribution, share=share)


def _heads(syntax: Syntax, attribution: Attribution, speakers: Speakers) -> list[int]:
    """Return the heads of the coordinated source, each of another known actor."""
    source = attribution.source
    if source is None or attribution.source_tokens:
        return []
    heads = [source]
    actors = {speakers.known(source)}
    waiting = syntax.with_dep(source, "conj")
    while waiting:
        here = waiting.pop(0)
        actor = speakers.known(here)
        if actor is None or actor in actors:
            return []
        actors.add(actor)
        heads.append(here)
        waiting.extend(syntax.with_dep(here, "conj"))
    return [] if None in actors else heads


def _own_phrase(syntax: Syntax, head: int) -> list[int]:
    """Return the noun phrase without what is coordinated with it."""
    tokens = phrase(syntax, head)
    others = [c for c in syntax.children[head] if syntax.deps[c] in ("conj", "cc")]
    limit = min((syntax.subtree(c)[0] for c in others if c > head), default=len(syntax))
    own = [t for t in tokens if t < limit]
    while len(own) > 1 and syntax.pos[own[-1]] == "PUNCT":
        own.pop()
    return own
