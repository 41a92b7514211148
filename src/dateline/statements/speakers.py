"""Who speaks: the source phrase to an actor, and in what capacity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import get_args

import msgspec

from dateline.items import Actors, FoundMention
from dateline.record import Actor, ActorKind, Capacity, Span
from dateline.statements.attribution import Attribution
from dateline.statements.sources import phrase
from dateline.statements.syntax import Syntax
from dateline.statements.tables import DATA
from dateline.tables import read_table

_CAPACITIES: tuple[Capacity, ...] = get_args(Capacity)
_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
_INSTITUTIONS = ("state", "organisation", "office", "media", "document")
_SLUG = re.compile(r"[^a-z0-9]+")
_MODIFIERS = ("compound", "amod", "nmod", "poss", "nummod")


class SourceNoun(msgspec.Struct, frozen=True):
    """A noun for those who are quoted: what it is, and how it speaks where nobody is named."""

    kind: ActorKind
    sector: str | None
    capacity: Capacity


class SourceWords(msgspec.Struct, frozen=True):
    """The nouns for sources, and the phrases by which a source stays unnamed."""

    nouns: Mapping[str, SourceNoun]
    anonymity: re.Pattern[str]
    quantities: frozenset[str]
    """Nouns that only count: "dozens of judges"."""

    @classmethod
    def load(cls) -> SourceWords:
        """Read the tables. Raises TableError where a row is wrong."""
        nouns = {}
        for row in read_table(DATA / "sources.tsv", ("noun", "kind", "sector", "capacity")):
            kind: ActorKind = row.one_of("kind", _KINDS)  # type: ignore[assignment]
            capacity: Capacity = row.one_of("capacity", _CAPACITIES)  # type: ignore[assignment]
            noun = row.required("noun")
            if noun in nouns:
                raise row.error(f"{noun!r} stands twice")
            nouns[noun] = SourceNoun(kind, row["sector"] or None, capacity)
        phrases = [
            re.escape(row.required("phrase"))
            for row in read_table(DATA / "anonymity.tsv", ("phrase",))
        ]
        return cls(
            nouns,
            re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE),
            frozenset(r.required("noun") for r in read_table(DATA / "quantities.tsv", ("noun",))),
        )


class Voice(msgspec.Struct, frozen=True):
    """Who speaks in one statement."""

    actor: str | None
    span: Span | None
    capacity: Capacity
    bridges: bool = False
    """The source is told of as known though nothing names it: "the diplomats"."""


class Speakers:
    """Resolves the sources of one report, and keeps the actors it had to add for them."""

    def __init__(self, syntax: Syntax, actors: Actors, words: SourceWords) -> None:
        self._syntax = syntax
        self._words = words
        self._known = actors
        self._added: dict[str, Actor] = {}
        self._mentions: list[FoundMention] = []
        self._unnamed: set[str] = set()
        self._phrases: dict[tuple[int, int], list[int]] = {}
        self._hedged: dict[int, bool] = {}

    @cached_property
    def _covering(self) -> dict[int, FoundMention]:
        return _by_token(self._syntax, self._known)

    def voice(self, attribution: Attribution) -> Voice:
        """Return who speaks.

        Attributions must come in order: a pronoun stays as unnamed as the noun it stands for.
        """
        actor = self.resolve(attribution)
        capacity = self.capacity(attribution, actor)
        head = attribution.source
        pronoun = head is not None and self._syntax.pos[head] == "PRON"
        if actor is not None:
            if capacity == "anonymous":
                self._unnamed.add(actor)
            elif pronoun and actor in self._unnamed:
                capacity = "anonymous"
        bridges = capacity == "anonymous" and (pronoun or self._is_definite(head))
        return Voice(actor, self.span_of(attribution), capacity, bridges)

    def _has_article(self, head: int) -> bool:
        return self._syntax.child(head, "det") is not None

    def _is_definite(self, head: int | None) -> bool:
        return head is not None and any(
            self._syntax.words[c] in ("the", "these", "those")
            for c in self._syntax.with_dep(head, "det")
        )

    def span_of(self, attribution: Attribution) -> Span | None:
        """Return the span of the source phrase."""
        tokens = self._tokens(attribution)
        if not tokens:
            return None
        syntax = self._syntax
        return syntax.trim((syntax.starts[tokens[0]], syntax.ends[tokens[-1]]))

    def resolve(self, attribution: Attribution) -> str | None:
        """Return the actor id of the source, added where the report has no such actor yet."""
        tokens = self._tokens(attribution)
        if not tokens or attribution.source is None:
            return None
        if attribution.share:
            return self.together(attribution.source)[attribution.share]
        return self.actor_of(attribution.source, tokens)

    def actor_of(self, head: int, tokens: list[int]) -> str | None:
        """Return the actor that a phrase refers to, by its head."""
        mention = self._known.headed(head) or self._covering.get(head)
        if mention is None or mention.form == "nominal":
            mention = self._apposition(head) or mention
        if mention is not None:
            return mention.actor
        return self._add(head, tokens) or self._one_of(head, tokens)

    def _one_of(self, head: int, tokens: list[int]) -> str | None:
        """Return who of a group speaks: "one of his advisers", "dozens of judges"."""
        phrases = self._syntax.with_dep(head, "prep")
        of = next((c for c in phrases if self._syntax.words[c] == "of"), None)
        group = None if of is None else self._syntax.child(of, "pobj")
        quantity = self._syntax.lemmas[head] in self._words.quantities
        if group is None or (
            not quantity and self._syntax.pos[head] not in ("NUM", "DET", "PRON", "ADJ")
        ):
            return None
        single = self._syntax.words[head] in ("one", "another")
        mention = self._known.headed(group)
        if mention is not None and (quantity or not (single or mention.form == "pronoun")):
            return mention.actor
        return self._add(group, tokens, single=single)

    def known(self, head: int) -> str | None:
        """Return the actor of a mention with this head, None where the report has none."""
        mention = self._known.headed(head) or self._covering.get(head)
        return None if mention is None else mention.actor

    def together(self, head: int) -> list[str]:
        """Return the actors for whom the noun or pronoun stands at once: "the two sides"."""
        return [mention.actor for mention in self._known.all_headed(head)]

    def media_in(self, tokens: list[int]) -> list[str]:
        """Return the outlets that a phrase names."""
        syntax = self._syntax
        span = (syntax.starts[tokens[0]], syntax.ends[tokens[-1]])
        return [m.actor for m in self._known.within(span) if self._known[m.actor].kind == "media"]

    def __getitem__(self, actor: str) -> Actor:
        return self._added[actor] if actor in self._added else self._known[actor]

    def actors(self) -> Actors:
        """Return all actors, those added with the source phrase as their mention."""
        if not self._added:
            return self._known
        return Actors(
            {**self._known.actors, **self._added}, (*self._known.mentions, *self._mentions)
        )

    def capacity(self, attribution: Attribution, actor: str | None) -> Capacity:
        """Return whether somebody speaks in person, for an institution, or unnamed."""
        tokens = self._tokens(attribution)
        if not tokens or attribution.source is None:
            return "in person"
        syntax = self._syntax
        noun = self._words.nouns.get(syntax.lemmas[attribution.source])
        named = any(syntax.pos[t] == "PROPN" for t in _core(syntax, attribution.source))
        named = named or syntax.pos[attribution.source] == "PRON"
        is_person = actor is None or self[actor].kind in ("person", "group", "unknown")
        if is_person and self._is_anonymous(attribution, noun, named=named):
            return "anonymous"
        if actor is not None and self[actor].kind in _INSTITUTIONS:
            return "for an institution"
        if noun is not None and noun.kind in _INSTITUTIONS:
            return "for an institution"
        nouns = self._words.nouns
        for token in tokens:
            title = nouns.get(syntax.lemmas[token])
            if (
                title is not None
                and title.kind == "person"
                and title.capacity == "for an institution"
            ):
                return "for an institution"
        if noun is not None and not named:
            return "in person" if noun.capacity == "anonymous" else noun.capacity
        return "in person"

    def _is_anonymous(
        self, attribution: Attribution, noun: SourceNoun | None, *, named: bool
    ) -> bool:
        if named and noun is None:
            return self._says_unnamed(attribution) and not self._has_name(attribution)
        if noun is not None and noun.capacity == "anonymous" and not self._has_name(attribution):
            return True
        return self._says_unnamed(attribution) and not self._has_name(attribution)

    def _says_unnamed(self, attribution: Attribution) -> bool:
        """Say whether the sentence has words by which a source stays unnamed."""
        syntax = self._syntax
        sentence = syntax.sentence_of[attribution.head]
        found = self._hedged.get(sentence)
        if found is None:
            start, end = syntax.sentences[sentence]
            text = syntax.text[syntax.starts[start] : syntax.ends[end - 1]]
            found = self._hedged[sentence] = self._words.anonymity.search(text) is not None
        return found

    def _has_name(self, attribution: Attribution) -> bool:
        """Say whether the phrase names a person, by itself or in an apposition."""
        span = self.span_of(attribution)
        if span is None or attribution.source is None:
            return False
        head = attribution.source
        if self._syntax.pos[head] == "PROPN" and self._syntax.lemmas[head] not in self._words.nouns:
            return True
        return any(
            m.form == "name" and self._known[m.actor].kind == "person"
            for m in self._known.within(span)
        )

    def _tokens(self, attribution: Attribution) -> list[int]:
        if attribution.source is None:
            return []
        cue = attribution.head if attribution.source_head is None else attribution.source_head
        if attribution.source_tokens:
            return attribution.source_tokens
        key = attribution.source, cue
        found = self._phrases.get(key)
        if found is None:
            found = self._phrases[key] = phrase(self._syntax, attribution.source, cue)
        return found

    def _apposition(self, head: int) -> FoundMention | None:
        """Return the mention of a name beside the noun: "the agency SANA"."""
        behind = [c for c in self._syntax.with_dep(head, "appos") if c > head]
        if self._syntax.deps[head] in ("compound", "nmod"):
            behind.append(self._syntax.heads[head])
        if head + 1 < len(self._syntax) and self._syntax.pos[head + 1] == "PROPN":
            behind.append(head + 1)
        for token in behind:
            mention = self._known.headed(token)
            if mention is not None and mention.form == "name":
                return mention
        return None

    def _add(self, head: int, tokens: list[int], *, single: bool = False) -> str | None:
        syntax = self._syntax
        noun = self._words.nouns.get(syntax.lemmas[head])
        if noun is None and syntax.tags[head] == "NNP" and not self._has_article(head):
            # A bare name that nobody knows and that speaks is most likely a person.
            noun = SourceNoun("person", None, "in person")
        if noun is None or syntax.pos[head] not in ("NOUN", "PROPN"):
            return None
        core = _core(syntax, head)
        name = syntax.text[syntax.starts[core[0]] : syntax.ends[core[-1]]]
        kind: ActorKind = noun.kind
        plural = syntax.tags[head] in ("NNS", "NNPS") or name == "people"
        if kind == "person" and plural and not single:
            kind = "group"
        if plural and single:
            name = f"{name[: name.rfind(' ') + 1]}{syntax.lemmas[head]}"
        key = f"{kind}:{_SLUG.sub('-', name.lower()).strip('-')}"
        span = syntax.trim((syntax.starts[tokens[0]], syntax.ends[tokens[-1]]))
        if key not in self._added and key not in self._known.actors:
            country = sector = None
            for mention in self._known.within((syntax.starts[core[0]], syntax.ends[core[-1]])):
                side = self._known[mention.actor]
                country, sector = side.country or country, side.sector or sector
            self._added[key] = Actor(
                id=key, name=name, kind=kind, country=country, sector=noun.sector or sector
            )
        self._mentions.append(FoundMention(span, head, "nominal", key, "source:phrase"))
        return key


def _core(syntax: Syntax, head: int) -> list[int]:
    """Return the noun with what stands before it, without articles and what follows it."""
    start = head
    while (
        start > 0
        and (
            syntax.deps[start - 1] in _MODIFIERS
            or (syntax.deps[start - 1] == "punct" and syntax.words[start - 1] == "-")
        )
        and syntax.is_below(start - 1, head)
    ):
        start -= 1
    return list(range(start, head + 1))


def _by_token(syntax: Syntax, actors: Actors) -> dict[int, FoundMention]:
    """Return the shortest mention that ends with each token, for heads that mentions lack."""
    found: dict[int, FoundMention] = {}
    for mention in actors.mentions:
        token = syntax.token_at(mention.span[1] - 1)
        other = found.get(token)
        if other is None or mention.span[0] > other.span[0]:
            found[token] = mention
    return found
