"""Resolves first-person pronouns in quotations, once it is known who speaks."""

from __future__ import annotations

from spacy.tokens import Doc

from dateline.items import Actors, FoundMention, FoundStatement
from dateline.parse import parsed
from dateline.record import Actor, Span

SINGULAR = frozenset(("i", "me", "my", "mine", "myself"))
PLURAL = frozenset(("we", "us", "our", "ours", "ourselves"))
_OFFICIAL_SECTORS = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "SPY", "ELI"))
_BODY_TABLES = ("bodies.tsv", "proper_names.tsv")
_RULE = {"singular": "coref:first-person", "plural": "coref:first-person-side"}


def resolve_first_person(
    actors: Actors, doc: Doc, statements: tuple[FoundStatement, ...]
) -> Actors:
    """Return the actors with the first-person pronouns of the quotations among the mentions.

    *I* is the speaker; *we* is the speaker's side: the organisation or state whose office the
    speaker holds, else the speaker. A pronoun belongs to the innermost quotation around it, and
    only to a direct or mixed one: in indirect speech *we* is the writer's. Where nobody is known
    to speak nothing is resolved.
    """
    quotations = _quotations(statements)
    added: list[FoundMention] = []
    sides: dict[str, Actor] = {}
    parse = parsed(doc)
    for token, tag in enumerate(parse.tags):
        # "US" is a state, "us" a pronoun; in a shout the tag decides.
        if tag not in ("PRP", "PRP$"):
            continue
        lower = parse.lower[token]
        if (lower not in SINGULAR and lower not in PLURAL) or actors.headed(token) is not None:
            continue
        span = (parse.starts[token], parse.ends[token])
        speaker = _speaker(span, quotations)
        if speaker is None:
            continue
        meant = actors[speaker]
        number = "singular"
        if lower in PLURAL:
            meant, number = side_of(meant, actors), "plural"
            sides[meant.id] = meant
        added.append(FoundMention(span, token, "pronoun", meant.id, _RULE[number]))
    if not added:
        return actors
    return Actors({**actors.actors, **sides}, (*actors.mentions, *added))


def side_of(speaker: Actor, actors: Actors) -> Actor:
    """Return the state or organisation for which somebody speaks, else the speaker."""
    if speaker.kind not in ("person", "office", "group"):
        return speaker
    for organisation in _organisations_of(speaker, actors):
        return organisation
    if speaker.sector in _OFFICIAL_SECTORS and speaker.sector != "ELI" and speaker.country:
        state = actors.actors.get(f"state:{speaker.country}")
        if state is not None:
            return state
    return speaker


def _organisations_of(speaker: Actor, actors: Actors) -> list[Actor]:
    """Return the organisations or state bodies whose a title of the speaker says he is.

    A government speaks for its state.
    """
    bodies = {
        m.actor
        for m in actors.mentions
        if m.rule.partition(":")[2].startswith(_BODY_TABLES) and not m.actor.endswith("/government")
    }
    found = []
    for mention in actors.mentions:
        if mention.actor != speaker.id or mention.form not in ("title", "nominal"):
            continue
        for inner in actors.within(mention.span):
            actor = actors[inner.actor]
            if actor.country != speaker.country or actor.id == speaker.id:
                continue
            if (actor.kind == "organisation" and inner.span[0] == mention.span[0]) or (
                actor.id in bodies and speaker.kind == "person"
            ):
                found.append(actor)
    return found


def _quotations(statements: tuple[FoundStatement, ...]) -> list[tuple[Span, str]]:
    return [
        (span, statement.speaker)
        for statement in statements
        if statement.speaker is not None and statement.manner in ("direct", "mixed")
        for span in statement.content_spans
    ]


def _speaker(span: Span, quotations: list[tuple[Span, str]]) -> str | None:
    around = [
        (q[1] - q[0], speaker) for q, speaker in quotations if q[0] <= span[0] and span[1] <= q[1]
    ]
    return min(around)[1] if around else None
