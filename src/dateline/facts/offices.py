"""Finds claims of office: *Russia's envoy to NATO, Dmitry Rogozin*, *X became president of Y*."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateline.facts.context import ENDED, Context
from dateline.items import FoundFact, FoundMention
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.parse import Token
from dateline.record import Span

_HOLD = frozenset(
    ("be", "become", "remain", "elect", "appoint", "name", "choose", "serve", "reelect")
)
_OBJECTS = frozenset(("attr", "oprd", "pobj", "xcomp", "dobj"))
_DETERMINERS = ("the ", "its ", "his ", "her ", "their ", "a ", "an ", "current ", "new ")
_OWNER_LINKS = (" of the", " of", " for the", " for", " at the", " at")
_NEAR = 60
_FEW_RANKS = 3
_ORDINALS = ("first", "second", "third", "last", "only", "latest")


class OfficeClaims:
    """The claims of office of one report."""

    def __init__(
        self, context: Context, lexicon: Lexicon, offices: Offices, published: date | None
    ) -> None:
        self.context = context
        self.text = context.text
        self.parse = context.parse
        self.actors = context.actors
        self.lexicon = lexicon
        self.offices = offices
        self.published = published

    def by_title(self) -> Iterator[FoundFact]:
        """Yield the offices of titles beside names: *Russia's envoy to NATO, Dmitry Rogozin*."""
        for mention in self.actors.mentions:
            if mention.form != "title" or not mention.actor.startswith("person:"):
                continue
            inner = self.actors.within(mention.span)
            names = [
                m for m in inner
                if m.actor == mention.actor and m.form == "name" and m.span != mention.span
            ]  # fmt: skip
            if not names:
                if beside := self._name_beside(mention):
                    span = min(mention.span[0], beside[0]), max(mention.span[1], beside[1])
                    fact = self._office(mention.actor, mention.span, span, f"office:{mention.rule}")
                    if fact:
                        yield fact
                continue
            name = max(names, key=lambda m: m.span[1] - m.span[0])
            title = self._without_name(mention.span, name.span)
            fact = self._office(mention.actor, title, mention.span, f"office:{mention.rule}")
            if fact:
                yield fact

    def _name_beside(self, title: FoundMention) -> Span | None:
        """Return the name of the person that a comma parts from the title."""
        for mention in self.actors.within((max(0, title.span[0] - _NEAR), title.span[1] + _NEAR)):
            if mention.actor != title.actor or mention.form not in ("name", "title"):
                continue
            if mention.span[0] < title.span[1] and title.span[0] < mention.span[1]:
                continue
            between = (
                self.text[title.span[1] : mention.span[0]]
                if mention.span[0] >= title.span[1]
                else self.text[mention.span[1] : title.span[0]]
            )
            comma, *ranks = between.replace(",", ", ", 1).split() or [""]
            if comma == "," and len(ranks) <= _FEW_RANKS and all(r[0].isupper() for r in ranks):
                return mention.span
        return None

    def by_verb(self) -> Iterator[FoundFact]:
        """Yield the offices of *X is, became, was appointed president of Y*."""
        for token in self.parse.tokens:
            if token.dep_ not in _OBJECTS or token.tag_ == "NNS":
                continue
            verb = token.head
            if token.dep_ == "pobj":
                if verb.lower_ != "as":
                    continue
                verb = verb.head
            if verb.lemma_.lower() not in _HOLD or self.context.unreal(verb):
                continue
            if _is_record(token):
                continue
            title = self.actors.headed(token)
            subject = self.context.argument(verb, ("nsubj", "nsubjpass"))
            if title is None or subject is None or not subject.actor.startswith("person:"):
                continue
            if title.actor == subject.actor and title.form == "name":
                continue
            whole = title.span[0], max(title.span[1], _end_with_owner(token))
            span = (min(subject.span[0], whole[0]), max(subject.span[1], whole[1]))
            fact = self._office(subject.actor, whole, span, f"office:verb-{verb.lemma_}")
            if fact:
                yield fact

    def _without_name(self, whole: Span, name: Span) -> Span:
        text = self.text
        start, end = (whole[0], name[0]) if name[0] > whole[0] else (name[1], whole[1])
        while start < end and not text[start].isalnum():
            start += 1
        while end > start and not text[end - 1].isalnum():
            end -= 1
        return start, end

    def _office(self, person: str, title: Span, span: Span, rule: str) -> FoundFact | None:
        """Return the fact if the title says whose the office is."""
        owner = self._owner(title, person)
        if owner is None:
            return self._known_office(person, title, span, rule)
        office = self._office_title(title, owner.span)
        if self.lexicon.is_class(office.lower(), "no-office"):
            return None
        if not office or ENDED & set(self.text[title[0] : title[1]].lower().split()):
            return None
        return FoundFact(
            "holds_office", person, owner.actor, office, self.context.date(span), span,
            self.context.statement(span), rule,
        )  # fmt: skip

    def _known_office(self, person: str, title: Span, span: Span, rule: str) -> FoundFact | None:
        """Return the fact for a title that leaves to the reader whose it is: *President X*.

        The tables say which office of the title the person holds on the day.
        """
        text = self._bare(self.text[title[0] : title[1]])
        when = self.context.date(span)
        days = [when.last, when.first] if when else [self.published]
        if ENDED & set(text.lower().split()):
            return None
        parts = text.split()
        # The parser takes "shot dead President X" for a dead president.
        while len(parts) > 1 and parts[0].islower() and not parts[-1].islower():
            parts = parts[1:]
        text = " ".join(parts)
        held = (self.offices.office_held(person.partition(":")[2], [text], on) for on in days)
        found = next((office for office in held if office is not None), None)
        if found is None:
            return None
        body = next((k for k in (f"state:{found.body}", f"org:{found.body}")
                     if k in self.actors.actors), None)  # fmt: skip
        if body is None:
            return None
        return FoundFact(
            "holds_office", person, body, text, when, span, self.context.statement(span), rule
        )

    def _bare(self, title: str) -> str:
        """Return the title without an article or the like in front."""
        office = " ".join(title.split()).strip(" ,")
        for word in _DETERMINERS:
            if office.lower().startswith(word):
                office = office[len(word) :]
        return office

    def _owner(self, title: Span, person: str) -> FoundMention | None:
        """Return who the office belongs to: the first named that is not where it is posted."""
        found: list[FoundMention] = []
        for mention in self.actors.within(title):
            kind = mention.actor.partition(":")[0]
            if kind not in ("state", "org", "office") or mention.actor == person:
                continue
            if mention.span == title:
                continue
            before = self.text[title[0] : mention.span[0]].lower().split()
            if before and (before[-1] == "to" or before[-2:] == ["to", "the"]):
                continue
            found.append(mention)
        if not found:
            return None
        # "The Iranian foreign ministry's spokesman" is the ministry's, not just Iran's.
        first = found[0]
        return max(
            (m for m in found if m.span[0] <= first.span[0] and m.span[1] < title[1]),
            key=lambda m: m.span[1] - m.span[0],
            default=first,
        )

    def _office_title(self, title: Span, owner: Span) -> str:
        """Return the title without its owner: *envoy to NATO*, *Secretary General*."""
        text = self.text
        before = text[title[0] : owner[0]].strip()
        after = text[owner[1] : title[1]].strip()
        for ending in ("'s", "’s", "'", "’"):
            if after.startswith(ending):
                after = after[len(ending) :].strip()
                break
        if after.startswith("-"):  # "a French-Colombian politician"
            after = after.partition(" ")[2]
        lower = before.lower()
        if lower and any(lower.endswith(link.strip()) for link in _OWNER_LINKS):
            for link in _OWNER_LINKS:
                if (" " + lower).endswith(link):
                    before = before[: len(before) - len(link.strip())].strip()
                    break
            after = ""
        elif lower in ("the", "a", "an", "current", "new", "then"):
            before = ""
        return self._bare(f"{before} {after}")


def _end_with_owner(noun: Token) -> int:
    """Return the offset where a title ends with what it is of: *minister of Malta*."""
    end = noun
    for child in noun.children:
        if child.dep_ == "prep" and child.i == end.i + 1:
            end = child.right_edge
    return end.idx + len(end)


def _is_record(noun: Token) -> bool:
    """Return whether a title only tells who did something first: *the first premier to visit*."""
    children = list(noun.children)
    ordinal = any(c.dep_ == "amod" and c.lower_ in _ORDINALS for c in children)
    return ordinal and any(c.dep_ in ("acl", "relcl") and c.i > noun.i for c in children)
