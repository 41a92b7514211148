"""Mentions actors by their names, and notes what each can be called from then on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from dateline.mentions.cast import Cast
from dateline.mentions.descriptions import Description
from dateline.mentions.identity import Identities
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.readings import Reading
from dateline.mentions.salience import Focus
from dateline.mentions.sides import actor_of
from dateline.mentions.words import Words
from dateline.record import Actor

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge

_WITH_ALLIES = frozenset(("state", "organisation", "group"))


class Introductions:
    """Puts the names of one report into its cast."""

    def __init__(
        self,
        words: Words,
        readings: Sequence[Reading],
        descriptions: Sequence[Description],
        identities: Identities,
        cast: Cast,
        focus: Focus,
        lexicon: Lexicon,
        knowledge: Knowledge,
        new: Mapping[str, Actor],
    ) -> None:
        """Take ``new``, the organisations that no table holds, by their ids."""
        self.words = words
        self.readings = readings
        self.descriptions = descriptions
        self.identities = identities
        self.cast = cast
        self.focus = focus
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.new = new

    def mention_names(self) -> None:
        """Mention states, organisations and bodies by their names."""
        for reading in self.readings:
            if reading.name.kind in ("person", "city", "region") or reading.use in (
                "place",
                "people",
            ):
                continue
            actor = actor_of(reading, self.knowledge, self.new)
            if actor is None:
                continue
            self.cast.add(actor)
            self.classify(actor)
            hit, name = reading.hit, reading.name
            form = "demonym" if reading.use == "adjective" else name.form
            self.cast.mention_at(
                (hit.start, hit.end), hit.first, hit.last, actor.id, form, f"name:{name.row}"
            )

    def mention_persons(self) -> None:
        """Mention persons by their names, with the titles that stand beside them."""
        cast = self.cast
        for index, person in enumerate(self.identities.persons):
            actor = self.identities.actor_of(index)
            if actor is None:
                continue
            first = person.first if person.honorific is None else person.honorific
            cast.mention(first, person.last, actor, "name", person.rule or "coref:surname")
            if person.also is not None:
                second = self.descriptions[person.also]
                cast.mention(
                    second.first,
                    second.last,
                    actor,
                    "title",
                    f"title:{second.hit.noun.row}",
                    second.head,
                )
            if person.description is None or person.placed == "shared":
                continue
            description = self.descriptions[person.description]
            cast.traits[actor].titles.add(description.hit.noun.lemma)
            rule = f"title:{description.hit.noun.row}"
            whole_first = min(description.first, person.first)
            whole_last = max(description.last, person.last)
            cast.mention(whole_first, whole_last, actor, "title", rule)
            if person.placed in ("comma-before", "after"):
                cast.mention(
                    description.first, description.last, actor, "title", rule, description.head
                )
            elif not cast.headed(description.head):
                cast.mention(
                    description.first, description.hit.last, actor, "title", rule,
                    description.head,
                )  # fmt: skip

    def mention_nationals(self, reading: Reading) -> None:
        """Mention nationals: *the Germans* are the state, *Germans* are a group, *a German* one."""
        words, hit = self.words, reading.hit
        code = reading.name.target.partition(":")[2]
        state = self.knowledge.states[code]
        first = hit.first
        before = words.lower[first - 1] if first else ""
        rule = f"name:{reading.name.row}"
        root = words.root(hit.first, hit.last)
        if before == "the":
            actor = self.knowledge.actor_of_state(code)
            first -= 1
        elif before in ("a", "an", "another", "one"):
            actor = Actor(
                id=f"person:{code}/national", name=f"{state.adjectives[0]} national",
                kind="person", country=state.country, sector="CVL",
            )  # fmt: skip
            first -= 1
        else:
            text = words.content[hit.start : hit.end]
            actor = Actor(
                id=f"group:{code}/nationals", name=text, kind="group", country=state.country,
                sector="CVL",
            )  # fmt: skip
        self.cast.add(actor)
        self.cast.traits[actor.id].number = "plural" if actor.kind == "group" else "singular"
        self.cast.mention(first, hit.last, actor.id, "demonym", rule, root)
        self.focus.note(root, actor.id)

    def classify(self, actor: Actor) -> None:
        """Note by what nouns the actor can be referred to."""
        traits = self.cast.traits[actor.id]
        kind, _, key = actor.id.partition(":")
        organisation = self.knowledge.organisation(key) if kind == "org" else None
        if organisation is not None:
            traits.kinds |= {organisation.kind, "organisation"}
            last_word = _noun_of(organisation.name)
            traits.titles |= {last_word, last_word.removesuffix("s")}
        elif kind == "org":
            traits.kinds |= {"media"} if actor.kind == "media" else {"organisation", "new"}
            traits.kinds |= self.lexicon.sector_kinds.get(actor.sector or "", frozenset())
            last_word = _noun_of(actor.name)
            traits.titles |= {last_word, last_word.removesuffix("s")}
        elif kind == "office":
            body = self.knowledge.bodies.get(key.partition("/")[2])
            if body is not None:
                name = body.name.lower()
                traits.titles |= {name, name.rpartition(" ")[2], _noun_of(name)}
                traits.titles |= self.lexicon.body_nouns.get(body.kind, frozenset())

    def apposed(self, description: Description) -> str | None:
        """Return the state or organisation before, of which the noun says what it is to others.

        *Washington, Japan's main ally*; *Turkey, a NATO member and an ally of Azerbaijan*.
        """
        words, head = self.words, description.head
        noun = description.hit.noun
        if noun.plural or not self.lexicon.is_class(noun.lemma, "also-of-states"):
            return None
        while words.dep[head] == "conj" and words.head[head] < head:
            head = words.head[head]
        named = words.head[head]
        if words.dep[head] != "appos" or named > head:
            return None
        for reading in self.readings:
            if not reading.hit.first <= named < reading.hit.last:
                continue
            actor = self.cast.actors.get(reading.name.target)
            if actor is None or reading.use not in ("actor", "government"):
                return None
            return actor.id if actor.kind in _WITH_ALLIES else None
        return None

    def name_beside(self, description: Description) -> str | None:
        """Mention the organisation whose name stands directly beside its description."""
        words = self.words
        noun = description.hit.noun
        if noun.number not in ("group", "media", "body") or noun.plural:
            return None
        for reading in self.readings:
            if reading.name.kind != "organisation" or reading.use != "actor":
                continue
            before = reading.hit.last == description.hit.first
            after = (
                reading.hit.first == description.hit.last
                or (
                    reading.hit.first == description.hit.last + 1
                    and words.text[description.hit.last] == ","
                    and description.determiner == "the"
                )
                or self._apposed_after(description, reading)
            )
            if not (before or after) or (before and noun.number == "body"):
                continue
            actor = self.cast.actors[reading.name.target]
            media = noun.number == "media"
            if media != (actor.kind == "media"):
                continue
            first = min(description.first, reading.hit.first)
            last = max(description.hit.last, reading.hit.last)
            rule = f"apposition:{noun.row}"
            self.cast.mention(first, last, actor.id, "title", rule)
            if not self.cast.headed(description.head):
                self.cast.mention(
                    description.first, description.hit.last, actor.id, "nominal", rule,
                    description.head,
                )  # fmt: skip
            self.cast.traits[actor.id].titles.add(noun.lemma)
            self.focus.note(description.head, actor.id)
            return actor.id
        return None

    def _apposed_after(self, description: Description, reading: Reading) -> bool:
        """Return whether the name follows with its article: *the ruling party, the Alliance*."""
        words, last = self.words, description.hit.last
        return (
            description.determiner == "the"
            and reading.hit.first == last + 2
            and words.text[last] == ","
            and words.lower[last + 1] == "the"
            and words.head[words.root(reading.hit.first, reading.hit.last)] == description.head
        )


def _noun_of(name: str) -> str:
    """Return the noun of a name, before *of*, *in* or brackets: party for *Labour Party (UK)*."""
    for follows in (" (", " of ", " in "):
        name = name.partition(follows)[0]
    return name.rpartition(" ")[2].lower()
