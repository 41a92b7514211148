"""Finds claims of membership and office in a report, and says which the tables contradict."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from spacy.tokens import Doc, Token

from dateline.actors import resources
from dateline.items import Actors, FoundFact, FoundMention, FoundStatement, FoundTime
from dateline.knowledge import Knowledge
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices
from dateline.record import (
    Span,
    Warning,  # noqa: A004 - the record's own word
)

_CONSIST = frozenset(("comprise", "include", "consist", "compose", "unite", "group", "make"))
_HOLD = frozenset(
    ("be", "become", "remain", "elect", "appoint", "name", "choose", "serve", "reelect")
)
_DETERMINERS = ("the ", "its ", "his ", "her ", "their ", "a ", "an ", "current ", "new ")
_ENDED = frozenset(("former", "ex", "deposed", "ousted", "late", "retired", "would-be", "next"))
_OWNER_LINKS = (" of the", " of", " for the", " for", " at the", " at")
_NEAR = 60
_FEW_RANKS = 3
_MEMBERS = ("member", "member-state", "member-country", "member-nation", "member-states", "members",
            "member-countries", "member-nations")  # fmt: skip


def find_facts(
    doc: Doc,
    actors: Actors,
    statements: tuple[FoundStatement, ...],
    times: tuple[FoundTime, ...],
    knowledge: Knowledge,
    published: date | None,
) -> tuple[FoundFact, ...]:
    """Return the claims of membership and of office, in order of the text, each told once.

    A fact is what the report or somebody quoted in it claims; ``statement`` says who. Negated,
    hypothetical and past memberships ("former member") are no claims that they hold.
    """
    lexicon, offices = resources(knowledge)
    finder = _Finder(doc, actors, statements, times, lexicon, offices, published)
    found = [*finder.offices_by_title(), *finder.offices_by_verb(), *finder.memberships()]
    found.sort(key=lambda f: (f.span, f.kind, f.subject, f.object))
    told: dict[tuple[str, str, str, str], FoundFact] = {}
    for fact in found:
        key = (fact.kind, fact.subject, fact.object, (fact.office or "").lower())
        if key not in told and fact.subject != fact.object:
            told[key] = fact
    return tuple(told.values())


def check_facts(
    facts: Sequence[FoundFact], knowledge: Knowledge, published: date | None
) -> tuple[Warning, ...]:
    """Return a warning for each fact that the tables contradict on its day.

    The days are those of the fact's own date, else that of publication; without either nothing is
    checked. A fact that holds on any of them is not contradicted, nor one that the tables do not
    cover.
    """
    warnings = []
    for fact in facts:
        first, on = _days(fact, published)
        if first is None or on is None:
            continue
        check = _membership_contradicted if fact.kind == "member_of" else _office_contradicted
        message = check(fact, knowledge, first, on)
        if message:
            code = "membership" if fact.kind == "member_of" else "office"
            warnings.append(Warning(code=f"{code}-contradicted", message=message, span=fact.span))
    return tuple(warnings)


def _days(fact: FoundFact, published: date | None) -> tuple[date | None, date | None]:
    if fact.date and fact.date.first and fact.date.last:
        return fact.date.first, fact.date.last
    return published, published


def _membership_contradicted(
    fact: FoundFact, knowledge: Knowledge, first: date, last: date
) -> str | None:
    member, organisation = fact.subject.partition(":")[2], fact.object.partition(":")[2]
    if not knowledge.members(organisation, last):
        return None
    if any(
        m.organisation == organisation
        and m.status == "member"
        and _overlaps(m.start, m.end, first, last)
        for m in knowledge.memberships_of(member)
    ):
        return None
    if member not in knowledge.states and member not in knowledge.organisations:
        return None
    name = _name(member, knowledge)
    return f"{name} is no member of {_name(organisation, knowledge)} on {last} in our tables"


def _office_contradicted(
    fact: FoundFact, knowledge: Knowledge, first: date, last: date
) -> str | None:
    _, offices = resources(knowledge)
    body = fact.object.partition(":")[2]
    office = offices.find(body, [fact.office]) if fact.office else None
    if office is None:
        return None
    terms = knowledge.terms_of_office(office.id)
    holders = [t for t in terms if _overlaps(t.start, t.end, first, last)]
    if not holders or any(f"person:{t.person}" == fact.subject for t in holders):
        return None
    names = " or ".join(dict.fromkeys(t.name for t in holders))
    return f"{office.title} of {_name(body, knowledge)} on {last} is {names} in our tables"


def _overlaps(start: date | None, end: date | None, first: date, last: date) -> bool:
    """Return whether something with these first and last days holds on a day of the range."""
    return (start is None or start <= last) and (end is None or end >= first)


def _name(key: str, knowledge: Knowledge) -> str:
    if state := knowledge.state(key):
        return state.name
    organisation = knowledge.organisation(key)
    return organisation.name if organisation else key


class _Finder:
    def __init__(
        self,
        doc: Doc,
        actors: Actors,
        statements: tuple[FoundStatement, ...],
        times: tuple[FoundTime, ...],
        lexicon: Lexicon,
        offices: Offices,
        published: date | None,
    ) -> None:
        self.doc = doc
        self.text = doc.text
        self.offices = offices
        self.published = published
        self.lexicon = lexicon
        self.actors = actors
        self.statements = statements
        self.times = [t for t in times if t.first is not None]
        self.starts = [t.idx for t in doc]

    # Offices

    def offices_by_title(self) -> Iterator[FoundFact]:
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

    def offices_by_verb(self) -> Iterator[FoundFact]:
        """Yield the offices of *X is, became, was appointed president of Y*."""
        for token in self.doc:
            if token.dep_ not in ("attr", "oprd", "pobj", "xcomp", "dobj") or token.tag_ == "NNS":
                continue
            verb = token.head
            if token.dep_ == "pobj":
                if verb.lower_ != "as":
                    continue
                verb = verb.head
            if verb.lemma_.lower() not in _HOLD or self._unreal(verb):
                continue
            title = self.actors.headed(token)
            subject = self._argument(verb, ("nsubj", "nsubjpass"))
            if title is None or subject is None or not subject.actor.startswith("person:"):
                continue
            if title.actor == subject.actor and title.form == "name":
                continue
            span = (min(subject.span[0], title.span[0]), max(subject.span[1], title.span[1]))
            fact = self._office(subject.actor, title.span, span, f"office:verb-{verb.lemma_}")
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
        if not office or _ENDED & set(self.text[title[0] : title[1]].lower().split()):
            return None
        return FoundFact(
            "holds_office", person, owner.actor, office, self._date(span), span,
            self._statement(span), rule,
        )  # fmt: skip

    def _known_office(self, person: str, title: Span, span: Span, rule: str) -> FoundFact | None:
        """Return the fact for a title that leaves to the reader whose it is: *President X*.

        The tables say which office of the title the person holds on the day.
        """
        text = self._bare(self.text[title[0] : title[1]])
        when = self._date(span)
        days = [when.last, when.first] if when else [self.published]
        if _ENDED & set(text.lower().split()):
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
            "holds_office", person, body, text, when, span, self._statement(span), rule
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

    # Memberships

    def memberships(self) -> Iterator[FoundFact]:
        """Yield who belongs to which organisation."""
        for token in self.doc:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" or token.tag_.startswith("VB"):
                if lemma in _CONSIST:
                    yield from self._consisting(token)
                elif lemma == "join":
                    yield from self._joining(token)
            elif lemma in ("member", "state", "country", "nation"):
                yield from self._as_member(token)

    def _consisting(self, verb: Token) -> Iterator[FoundFact]:
        """Yield the members of *The CSTO comprises A and B*, *NATO's members include A and B*."""
        subject = self._argument(verb, ("nsubj", "nsubjpass"))
        if subject is None or self._unreal(verb):
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
        if verb.tag_ not in ("VBD", "VBN", "VBZ") or self._unreal(verb):
            return
        subject = self._argument(verb, ("nsubj",))
        organisation = self._argument(verb, ("dobj",))
        if subject is None or organisation is None:
            return
        span = (subject.span[0], max(subject.span[1], organisation.span[1]))
        for member in self._with_conjuncts(subject):
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
        elif token.dep_ == "attr" and not self._unreal(token.head):
            subject = self._argument(token.head, ("nsubj",))
        else:
            return
        if subject is None:
            return
        for organisation in organisations:
            span = (
                min(subject.span[0], organisation.span[0]),
                max(subject.span[1], organisation.span[1]),
            )
            for member in self._with_conjuncts(subject):
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
        return any(c.lower_ in _ENDED | {"non", "no"} for c in token.children) or (
            token.i > 1 and self.doc[token.i - 1].text == "-"
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
            "member_of", member, organisation, None, self._date(span), span,
            self._statement(span), rule,
        )  # fmt: skip

    # Shared

    def _argument(self, verb: Token, deps: tuple[str, ...]) -> FoundMention | None:
        for child in verb.children:
            if child.dep_ in deps:
                return self.actors.headed(child)
        return None

    def _with_conjuncts(self, mention: FoundMention) -> list[str]:
        found = [mention.actor]
        for token in self.doc[mention.head].conjuncts:
            other = self.actors.headed(token)
            if other is not None:
                found.append(other.actor)
        return found

    def _unreal(self, verb: Token) -> bool:
        """Return whether the verb is negated, modal or an infinitive: nothing is claimed then."""
        return any(
            c.dep_ == "neg" or c.tag_ == "MD" or (c.dep_ == "aux" and c.tag_ == "TO")
            for c in verb.children
        )

    def _date(self, span: Span) -> FoundTime | None:
        """Return the only date in the sentence of the fact."""
        token = self.doc[max(0, bisect_left(self.starts, span[0] + 1) - 1)]
        sentence = token.sent
        near = [
            t for t in self.times
            if sentence.start_char <= t.span[0] and t.span[1] <= sentence.end_char
        ]  # fmt: skip
        return near[0] if len(near) == 1 else None

    def _statement(self, span: Span) -> int | None:
        """Return the innermost statement whose content holds the fact."""
        best: tuple[int, int] | None = None
        for index, statement in enumerate(self.statements):
            for start, end in statement.content_spans:
                if start <= span[0] and span[1] <= end:
                    best = min(best or (end - start, index), (end - start, index))
        return best[1] if best else None
