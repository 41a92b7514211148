"""Decides what each name in the text stands for, or that it stands for nobody of ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from dateline.knowledge.entities import slug
from dateline.knowledge.naming import is_abridged
from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.metonyms import Metonyms
from dateline.mentions.names import NameHit
from dateline.mentions.words import NOUN_TAGS, PROPER_TAGS, Words

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Name

_ORDER = ("organisation", "office", "state", "person", "capital", "city", "region", "area")
_LONG_NAME = 2
_POSSESSIVES: tuple[list[str], ...] = ([], ["'s"], ["'"])
_TITLE_CASE = 0.7
_NO_NAME_TAGS = frozenset(("PRP", "PRP$", "VB", "VBP", "VBZ", "WP", "IN", "DT", "MD"))


class Reading(msgspec.Struct, frozen=True, gc=False):
    """A name hit with the one thing it stands for."""

    hit: NameHit
    name: Name
    use: str
    """actor, adjective (a demonym in front of a noun), people (a noun for nationals), government (a
    capital for its government), place (a capital or city as such)."""


def read(
    words: Words,
    hits: Sequence[NameHit],
    nouns: Sequence[NounHit],
    lexicon: Lexicon,
    knowledge: Knowledge,
    day_of: Callable[[int], date | None],
) -> list[Reading]:
    """Return the readings of those hits that stand for something, in order of the text."""
    reader = _Reader(words, hits, nouns, lexicon, knowledge, day_of)
    return reader.readings()


class _Reader:
    def __init__(
        self,
        words: Words,
        hits: Sequence[NameHit],
        nouns: Sequence[NounHit],
        lexicon: Lexicon,
        knowledge: Knowledge,
        day_of: Callable[[int], date | None],
    ) -> None:
        self.words = words
        self.hits = hits
        self.lexicon = lexicon
        self.knowledge = knowledge
        self.day_of = day_of
        self.covered: set[int] = set()
        for noun in nouns:
            self.covered.update(range(noun.first, noun.last))
        self.certain: set[str] = set()
        """The states that are named, or of which a city is: it tells which Congo is meant."""
        self.state_before: dict[int, set[str]] = {}
        """Codes of the states whose adjective ends before a token."""
        self.state_at: dict[int, tuple[Name, ...]] = {}
        for hit in hits:
            self._note(hit)
        self.metonyms = Metonyms(words, lexicon, self.covered)
        self.title_case: dict[int, bool] = {}
        self.first_names: set[str] = set()

    def _note(self, hit: NameHit) -> None:
        """Note what the name tells of others, before any is read."""
        self.covered.update(range(hit.first, hit.last))
        names = hit.names
        first = names[0]
        if first.kind not in ("state", "city", "region"):
            return
        certain = len(names) == 1 or len({n.target for n in names}) == 1
        if first.kind != "state":
            if certain:
                self.certain.add(f"state:{first.target.partition('/')[0]}")
            return
        self.state_at[hit.first] = names
        if certain:
            self.certain.add(first.target)
        if first.form == "demonym" and all(
            n.kind == "state" and n.form == "demonym" for n in names
        ):
            self.state_before[hit.last] = {n.target.partition(":")[2] for n in names}

    def readings(self) -> list[Reading]:
        found: list[Reading] = []
        for hit in self.hits:
            name = self._choose(hit)
            if name is None or not self._stands(hit, name):
                continue
            use = self._use(hit, name)
            if use and name.kind == "office":
                name = self._of_owner(hit, name, found[-1] if found else None)
            if use:
                found.append(Reading(hit, name, use))
        return [r for r in found if not self._is_given_name(r)]

    def _of_owner(self, hit: NameHit, name: Name, before: Reading | None) -> Name:
        """Return the body of the state beside its name: *Pakistan's Foreign Office*."""
        words = self.words
        code = self._owner_after(hit)
        if not code:
            if before is None or words.lower[before.hit.last : hit.first] not in _POSSESSIVES:
                return name
            kind, _, code = before.name.target.partition(":")
            if kind != "state":
                return name
        owner, _, body = name.target.removeprefix("office:").partition("/")
        if code == owner or body not in self.knowledge.bodies:
            return name
        # Its own row of bodies of any state first: one id, however it is capitalised.
        body = self.lexicon.body_called(words.content[hit.start : hit.end]) or body
        return msgspec.structs.replace(name, target=self.knowledge.actor_of_body(body, code).id)

    def _owner_after(self, hit: NameHit) -> str:
        """Return the code of the state after *of*: *the House of Commons of Canada*."""
        words, first = self.words, hit.last + 1
        if first >= len(words) or words.lower[hit.last] != "of":
            return ""
        first += words.lower[first] == "the"
        names = self.state_at.get(first, ())
        codes = {n.target.partition(":")[2] for n in names if n.kind == "state"}
        return next(iter(codes)) if len(codes) == 1 else ""

    def _choose(self, hit: NameHit) -> Name | None:
        """Return the likeliest of the names, none where two are equally likely."""
        every = (
            hit.names
            if self._is_meant(hit)
            else tuple(n for n in hit.names if n.kind in ("city", "region"))
        )
        every = tuple([n for n in every if not self._lacks_its_state(n)])
        if len(every) < 2:
            return every[0] if every else None
        best = min(_ORDER.index(n.kind) for n in every)
        names = [n for n in every if _ORDER.index(n.kind) == best]
        if len({n.target for n in names}) == 1:
            return names[0]
        if names[0].kind == "office":
            return self._of_named_state(names)
        on = self.day_of(hit.first)
        if on is not None:
            names = [n for n in names if self._exists(n.target, on)] or names
        certain = [n for n in names if n.target in self.certain or self._is_of_named_state(n)]
        if len({n.target for n in certain}) == 1:
            return certain[0]
        if len({n.target for n in names}) > 1:
            # A state and its predecessor may share a name: today's is meant where no day decides.
            names = [n for n in names if self._exists(n.target, date.max)]
        return names[0] if len({n.target for n in names}) == 1 else None

    def _is_of_named_state(self, name: Name) -> bool:
        """Return whether it is an organisation of a state that the report names."""
        kind, _, key = name.target.partition(":")
        organisation = self.knowledge.organisation(key) if kind == "org" else None
        return organisation is not None and f"state:{organisation.country}" in self.certain

    def _lacks_its_state(self, name: Name) -> bool:
        """Return whether a party or group goes without its state in a report that names it not."""
        if name.kind != "organisation" or name.case_sensitive:
            return False
        organisation = self.knowledge.organisation(name.target.partition(":")[2])
        if organisation is None or not is_abridged(organisation, name.text):
            return False
        return f"state:{organisation.country}" not in self.certain

    def _of_named_state(self, names: Sequence[Name]) -> Name:
        """Return the body of the one state that the report names, else the best known.

        The KGB is that of Belarus in a report on Belarus.
        """
        named = [
            n
            for n in names
            if f"state:{n.target.partition(':')[2].partition('/')[0]}" in self.certain
        ]
        if len({n.target for n in named}) == 1:
            return named[0]
        own = [n for n in names if n.target.endswith(f"/{slug(n.text)}")]
        return (own or names)[0]

    def _exists(self, target: str, on: date) -> bool:
        kind, _, key = target.partition(":")
        if kind == "state" and (state := self.knowledge.state(key)):
            return state.exists(on)
        if kind == "org" and (organisation := self.knowledge.organisation(key)):
            return organisation.exists(on)
        return True

    def _stands(self, hit: NameHit, name: Name) -> bool:
        words = self.words
        root = words.root(hit.first, hit.last)
        single = hit.last - hit.first == 1
        shouted = name.case_sensitive and self._shouted(root)
        acronym = name.case_sensitive and len(words.text[root]) > 1 and not shouted
        if single and not acronym and words.tag[root] in _NO_NAME_TAGS:
            return False
        if name.case_sensitive and single and len(words.text[root]) < 5 and shouted:
            return name.kind == "state" and words.tag[root] in PROPER_TAGS
        if name.kind in ("state", "capital", "city", "region") and name.form != "demonym":
            if self._inside_longer_name(hit):
                self.first_names.add(words.text[hit.first])
                return False
            return True
        if name.kind == "person":
            return True
        if name.kind == "organisation" and (
            self._is_of_another(hit, name) or self._is_only_adjective(hit)
        ):
            return False
        return not (name.form == "demonym" and words.tag[root] == "RB")

    def _shouted(self, i: int) -> bool:
        first, last = self.words.sentence_bounds[self.words.sentence[i]]
        letters = [t for t in self.words.text[first:last] if t.isalpha() and len(t) > 1]
        return len(letters) > 3 and sum(t.isupper() for t in letters) > _TITLE_CASE * len(letters)

    def _headline(self, i: int) -> bool:
        """Return whether most words of the sentence begin with a capital."""
        number = self.words.sentence[i]
        if number not in self.title_case:
            first, last = self.words.sentence_bounds[number]
            long = [t for t in self.words.text[first:last] if t.isalpha() and len(t) > 3]
            capital = sum(t[0].isupper() for t in long)
            self.title_case[number] = len(long) > 3 and capital > _TITLE_CASE * len(long)
        return self.title_case[number]

    def _inside_longer_name(self, hit: NameHit) -> bool:
        """Return whether the name is part of one we do not know: *Jordan Smith*, *Air France*."""
        words = self.words
        after, before = hit.last, hit.first - 1
        if not self._open_name(after) and not self._open_name(before):
            return False
        if self._headline(hit.first):
            return after < len(words) and self._follows_given_name(hit, after)
        if (
            after < len(words)
            and self._unknown_capital(after)
            and words.head[hit.last - 1] != before
            and words.dep[hit.last - 1] in ("compound", "nmod", "amod", "punct")
            and words.head[hit.last - 1] >= after
        ):
            return (
                not (
                    words.text[after] in self.lexicon.organisation_nouns
                    or self.lexicon.is_class(words.lower[after], "portfolio")
                    or words.text[after] in self.lexicon.given_names
                )
                or words.text[hit.first] in self.lexicon.given_names
            )
        if before < 0 or not self._unknown_capital(before):
            return False
        if words.begins_sentence(before) and words.text[before] not in self.lexicon.given_names:
            return False
        if self.lexicon.is_class(words.lower[before], "direction"):
            return False
        return words.head[before] in range(hit.first, hit.last) and words.dep[before] == "compound"

    def _is_of_another(self, hit: NameHit, name: Name) -> bool:
        """Return whether the word in front makes it another's: *the Maldivian Democratic Party*."""
        before = self.state_before.get(hit.first)
        if before is None or name.case_sensitive or hit.last - hit.first < _LONG_NAME:
            return False
        organisation = self.knowledge.organisation(name.target.partition(":")[2])
        if organisation is None or organisation.country not in self.knowledge.states:
            return False
        states = {self.knowledge.states[code].country for code in before}
        return organisation.country not in states

    def _is_only_adjective(self, hit: NameHit) -> bool:
        """Return whether *the* and a word begin a longer name: *the Independent Review Board*."""
        words, last = self.words, hit.last
        if hit.last - hit.first != _LONG_NAME or words.lower[hit.first] != "the":
            return False
        return (
            last < len(words)
            and words.tag[last] in PROPER_TAGS
            and words.head[last - 1] >= last
            and words.dep[last - 1] in ("compound", "nmod", "amod")
        )

    def _follows_given_name(self, hit: NameHit, after: int) -> bool:
        words = self.words
        return (
            words.text[hit.first] in self.lexicon.given_names
            and words.tag[after] in PROPER_TAGS
            and after not in self.covered
        )

    def _open_name(self, i: int) -> bool:
        """Return whether the token can belong to a name that we do not know."""
        words = self.words
        return 0 <= i < len(words) and words.tag[i] in PROPER_TAGS and i not in self.covered

    def _unknown_capital(self, i: int) -> bool:
        words = self.words
        return (
            words.tag[i] in PROPER_TAGS
            and words.text[i][:1].isupper()
            and i not in self.covered
            and words.text[i] not in self.lexicon.honorifics
        )

    def _is_meant(self, hit: NameHit) -> bool:
        ambiguous = self.lexicon.ambiguous.get(self.words.content[hit.start : hit.end])
        if ambiguous is None:
            return True
        present = self._present
        against = sum(w in present for w in ambiguous.against)
        return against == 0 or sum(w in present for w in ambiguous.supporting) > against

    @cached_property
    def _present(self) -> frozenset[str]:
        """The words of the report."""
        return frozenset(self.words.text)

    def _is_given_name(self, reading: Reading) -> bool:
        """Return whether the report uses the name for a person elsewhere."""
        hit = reading.hit
        text = self.words.text[hit.first]
        if reading.use != "actor" or hit.last - hit.first > 1 or text not in self.first_names:
            return False
        before = self.words.lower[hit.first - 1] if hit.first else ""
        return text in self.lexicon.given_names and not (
            self.lexicon.is_class(before, "place-preposition") or before in ("to", "from", "of")
        )

    def _use(self, hit: NameHit, name: Name) -> str:
        if name.kind == "area":
            return ""
        if name.kind in ("city", "region"):
            return "place"
        if name.kind == "capital":
            return "government" if self.metonyms.for_government(hit) else "place"
        if name.form == "demonym":
            return self._demonym_use(hit, name)
        return "actor"

    def _demonym_use(self, hit: NameHit, name: Name) -> str:
        words = self.words
        root = hit.last - 1
        after = hit.last
        if "post" in words.lower[max(0, hit.first - 2) : hit.first] and words.text[root - 1] == "-":
            return ""
        follows = words.tag[after] if after < len(words) else ""
        inside = follows in NOUN_TAGS or follows in ("JJ", "VBN", "VBG", "CD", "HYPH")
        if inside and (words.head[root] >= after or words.tag[root] == "JJ"):
            return "adjective"
        if name.text.endswith("-") or (words.head[root] > root and words.dep[root] in (
            "amod", "compound", "nmod", "conj"
        )):  # fmt: skip
            return "adjective"
        if words.dep[root] == "conj" and (
            words.tag[root] == "JJ" or (inside and words.head[words.head[root]] >= after)
        ):
            return "adjective"  # "US and Omani marines"
        if self._shares_noun(root):
            return "adjective"
        plural = name.plural and words.tag[root] in ("NNS", "NNPS", "JJ", "NNP", "NN")
        before = words.lower[hit.first - 1] if hit.first else ""
        if plural and (words.text[root].endswith("s") or before in ("the", "of", "many", "some")):
            return "people"
        if before in ("a", "an", "another", "one") and words.tag[root] in NOUN_TAGS:
            return "people"
        if after < len(words) and words.tag[after] in ("POS", "CC") and words.tag[root] == "JJ":
            return "adjective"
        return ""

    def _shares_noun(self, root: int) -> bool:
        """Return whether its noun stands after the other: *15 Chadian and five Sudanese guards*."""
        words = self.words
        if words.tag[root] not in ("JJ", "NNP") or words.lower[root + 1 : root + 2] != ["and"]:
            return False
        other = root + 3 if words.tag[root + 2 : root + 3] == ["CD"] else root + 2
        return (
            words.tag[other : other + 1] == ["JJ"]
            and words.head[other] in (c for c in words.children[root] if words.dep[c] == "conj")
            and words.tag[words.head[other]] == "NNS"
        )
