"""The actors of a report while they are being found, and what is known of each for coreference."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.items import Actors, FoundMention
from dateline.mentions.words import Words
from dateline.record import Actor, Form


class Traits(msgspec.Struct):
    """What agreement needs to know of an actor; grows as the report goes on."""

    number: str = "singular"
    """singular or plural."""
    gender: str = ""
    """m, f, or empty where the report and our names do not say."""
    kinds: set[str] = msgspec.field(default_factory=set)
    """What it can be called: state, alliance, igo, media, office, person ..."""
    titles: set[str] = msgspec.field(default_factory=set)
    """Role nouns that the report used for it."""


class Cast:
    """Collects actors and mentions. Only ``find_actors`` has one, and hands out ``Actors``."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.actors: dict[str, Actor] = {}
        self.traits: dict[str, Traits] = {}
        self._mentions: dict[tuple[int, int, str], FoundMention] = {}
        self._headed: dict[int, list[str]] = {}

    def add(self, actor: Actor) -> str:
        """Add the actor, or fill what an earlier mention left open; return its id."""
        have = self.actors.get(actor.id)
        if have is None:
            self.actors[actor.id] = actor
            self.traits[actor.id] = Traits(kinds={actor.kind})
        elif (have.country is None and actor.country) or (have.sector is None and actor.sector):
            self.actors[actor.id] = msgspec.structs.replace(
                have,
                country=have.country or actor.country,
                sector=have.sector or actor.sector,
                other_sectors=have.other_sectors or actor.other_sectors,
            )
        return actor.id

    def replace(self, actor: Actor) -> None:
        """Put the actor in the place of the one with the same id."""
        self.actors[actor.id] = actor

    def mention(
        self, first: int, last: int, actor: str, form: Form, rule: str, head: int | None = None
    ) -> FoundMention:
        """Add a mention over the half-open token range; one of the same span and actor stays."""
        while (
            last - first > 1
            and not self.words.text[last - 1][-1].isalnum()
            and (self.words.text[last - 1] in (",", ";", ":", "-", "–", "—", '"', "”", "“"))
        ):
            last -= 1
        start, end = self.words.span(first, last)
        return self.mention_at((start, end), first, last, actor, form, rule, head)

    def mention_at(
        self,
        span: tuple[int, int],
        first: int,
        last: int,
        actor: str,
        form: Form,
        rule: str,
        head: int | None = None,
    ) -> FoundMention:
        """Add a mention over a character span inside the half-open token range."""
        key = (*span, actor)
        if key not in self._mentions:
            root = self.words.root(first, last) if head is None else head
            self._mentions[key] = FoundMention(span, root, form, actor, rule)
            self._headed.setdefault(root, []).append(actor)
        return self._mentions[key]

    def headed(self, token: int) -> list[str]:
        """Return the actors mentioned with this head so far."""
        return self._headed.get(token, [])

    @property
    def mentions(self) -> list[FoundMention]:
        """The mentions found so far, in order of the text."""
        return sorted(self._mentions.values(), key=lambda m: (m.span, m.actor))

    def result(self, places: Iterable[int] = ()) -> Actors:
        """Return what was found, with the places; actors without a mention are left out."""
        mentioned = {m.actor for m in self._mentions.values()}
        found = {key: actor for key, actor in self.actors.items() if key in mentioned}
        return Actors(found, self.mentions, places)
