"""Finds claims of membership: *X is a member of Y*, *Y comprises X and Z*, *X joined Y*."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.facts.context import ENDED, Context
from dateline.items import FoundFact, FoundMention
from dateline.parse import Token
from dateline.record import Span

_CONSIST = frozenset(("comprise", "include", "consist", "compose", "unite", "group", "make"))
_OF_MEMBERS = frozenset(("member", "state", "country", "nation"))
_WORDS = _CONSIST | _OF_MEMBERS | {"join"}
_MEMBERS = ("member", "member-state", "member-country", "member-nation", "member-states", "members",
            "member-countries", "member-nations")  # fmt: skip


class Memberships:
    """The claims of membership of one report."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.text
        self.parse = context.parse
        self.actors = context.actors

    def claims(self) -> Iterator[FoundFact]:
        """Yield who belongs to which organisation."""
        for token, lemma in zip(self.parse.tokens, self.parse.lemmas, strict=True):
            if lemma not in _WORDS:
                continue
            if token.pos_ == "VERB" or token.tag_.startswith("VB"):
                if lemma in _CONSIST:
                    yield from self._consisting(token)
                elif lemma == "join":
                    yield from self._joining(token)
            elif lemma in _OF_MEMBERS:
                yield from self._as_member(token)

    def _consisting(self, verb: Token) -> Iterator[FoundFact]:
        """Yield the members of *The CSTO comprises A and B*, *NATO's members include A and B*."""
        subject = self.context.argument(verb, ("nsubj", "nsubjpass"))
        if subject is None or self.context.unreal(verb):
            return
        organisation = self._organisation_of(subject)
        if organisation is None:
            return
        if verb.lemma_ == "include" and not subject.actor.startswith("group:"):
            return
        if verb.lemma_ == "make" and not any(c.lower_ == "up" for c in verb.children):
            return
        states = self._list_of_states(verb.idx + len(verb), verb.sent.end_char)
        if len(states) < 2:
            return
        span = (subject.span[0], states[-1].span[1])
        for state in states:
            yield self._membership(state.actor, organisation, span, f"member:{verb.lemma_}")

    def _joining(self, verb: Token) -> Iterator[FoundFact]:
        """Yield the member of *Albania joined NATO*."""
        if verb.tag_ not in ("VBD", "VBN", "VBZ") or self.context.unreal(verb):
            return
        subject = self.context.argument(verb, ("nsubj",))
        organisation = self.context.argument(verb, ("dobj",))
        if subject is None or organisation is None:
            return
        span = (subject.span[0], max(subject.span[1], organisation.span[1]))
        for member in self.context.with_conjuncts(subject):
            if member.startswith("state:") and organisation.actor.startswith("org:"):
                yield self._membership(member, organisation.actor, span, "member:join")

    def _as_member(self, token: Token) -> Iterator[FoundFact]:
        """Yield the members of *X, a member of Y*, *X is a member of Y*, *Y member X*."""
        organisations = self._named_after_of(token) or self._named_before(token)
        if not organisations or self._ended(token):
            return
        if token.lemma_.lower() != "member" and not any(
            c.lower_ == "member" for c in token.children
        ):
            return
        organisation = organisations[0]
        after = self._list_of_states(token.idx + len(token), token.sent.end_char, adjacent=True)
        if after and organisation.span[1] <= token.idx:
            span = (organisation.span[0], after[-1].span[1])
            for state in after:
                yield self._membership(state.actor, organisation.actor, span, "member:apposition")
            return
        if token.dep_ == "appos":
            subject = self.actors.headed(token.head)
        elif token.dep_ == "attr" and not self.context.unreal(token.head):
            subject = self.context.argument(token.head, ("nsubj",))
        else:
            return
        if subject is None:
            return
        for organisation in organisations:
            span = (
                min(subject.span[0], organisation.span[0]),
                max(subject.span[1], organisation.span[1]),
            )
            for member in self.context.with_conjuncts(subject):
                if member.startswith("state:"):
                    yield self._membership(member, organisation.actor, span, "member:of")

    def _named_after_of(self, token: Token) -> list[FoundMention]:
        """Return the organisations of *a member of X and of Y*, *of X and Y*."""
        links = [c for c in token.children if c.lower_ == "of"]
        links += [c for link in links for c in link.conjuncts if c.lower_ == "of"]
        named = [c for link in links for c in link.children if c.dep_ == "pobj"]
        named += [c for noun in named for c in noun.conjuncts]
        found = [self.actors.headed(c) for c in named]
        return [m for m in found if m is not None and m.actor.startswith("org:")]

    def _named_before(self, token: Token) -> list[FoundMention]:
        first = min((t.i for t in token.subtree), default=token.i)
        for i in range(token.i - 1, max(first, token.i - 5) - 1, -1):
            mention = self.actors.headed(i)
            if mention is not None and mention.actor.startswith("org:"):
                return [mention]
        return []

    def _ended(self, token: Token) -> bool:
        return any(c.lower_ in ENDED | {"non", "no"} for c in token.children) or (
            token.i > 1 and self.parse.words[token.i - 1] == "-"
        )

    def _organisation_of(self, mention: FoundMention) -> str | None:
        if mention.actor.startswith("org:"):
            return mention.actor
        kind, _, key = mention.actor.partition(":")
        owner, _, noun = key.partition("/")
        if kind == "group" and noun in _MEMBERS and f"org:{owner}" in self.actors.actors:
            return f"org:{owner}"
        return None

    def _list_of_states(
        self, start: int, end: int, *, adjacent: bool = False
    ) -> list[FoundMention]:
        """Return the first list of states in the span: names with only commas and *and* between."""
        text = self.text
        best: list[FoundMention] = []
        run: list[FoundMention] = []
        for mention in self.actors.within((start, end)):
            if not mention.actor.startswith("state:") or mention.form != "name":
                continue
            between = text[run[-1].span[1] if run else start : mention.span[0]]
            words = between.replace(",", " ").replace(";", " ").split()
            if run and all(w in ("and", "the", "as", "well") for w in words):
                run.append(mention)
            elif adjacent and (run or words):
                break
            else:
                run = [mention]
            if len(run) > len(best):
                best = list(run)
        return best

    def _membership(self, member: str, organisation: str, span: Span, rule: str) -> FoundFact:
        return FoundFact(
            "member_of", member, organisation, None, self.context.date(span), span,
            self.context.statement(span), rule,
        )  # fmt: skip
