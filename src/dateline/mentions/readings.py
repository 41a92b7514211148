"""Decides what each name in the text stands for, or that it stands for nobody of ours."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from dateline.mentions.demonyms import use_of_demonym
from dateline.mentions.disambiguation import Disambiguation
from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.longer_names import TITLE_CASE, LongerNames
from dateline.mentions.metonyms import Metonyms
from dateline.mentions.names import NameHit
from dateline.mentions.words import PROPER_TAGS, Words

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Name

_POSSESSIVES: tuple[list[str], ...] = ([], ["'s"], ["'"])
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
        covered = {k for h in hits for k in range(h.first, h.last)}
        covered |= {k for n in nouns for k in range(n.first, n.last)}
        self.state_at = {h.first: h.names for h in hits if h.names[0].kind == "state"}
        self.metonyms = Metonyms(words, lexicon, covered)
        self.namesakes = Disambiguation(words, hits, lexicon, knowledge, day_of)
        self.longer = LongerNames(words, hits, covered, lexicon, knowledge)
        self.first_names: set[str] = set()

    def readings(self) -> list[Reading]:
        found: list[Reading] = []
        for hit in self.hits:
            name = self.namesakes.choose(hit)
            if name is None or not self._stands(hit, name):
                continue
            use = self._use(hit, name)
            if use and name.kind == "office":
                name = self._of_owner(hit, name, found[-1] if found else None)
            if use:
                found.append(Reading(hit, name, use))
        surnames = {
            self.words.text[r.hit.last - 1]
            for r in found
            if r.name.kind == "person" and r.hit.last - r.hit.first > 1
        }
        return [
            r for r in found if not self._is_given_name(r) and not self._is_surname(r, surnames)
        ]

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
            if self.longer.holds(hit):
                self.first_names.add(words.text[hit.first])
                return False
            return True
        if name.kind == "person":
            return True
        if name.kind == "organisation" and (
            self.longer.is_of_another(hit, name) or self.longer.is_only_adjective(hit)
        ):
            return False
        return not (name.form == "demonym" and words.tag[root] == "RB")

    def _shouted(self, i: int) -> bool:
        first, last = self.words.sentence_bounds[self.words.sentence[i]]
        letters = [t for t in self.words.text[first:last] if t.isalpha() and len(t) > 1]
        return len(letters) > 3 and sum(t.isupper() for t in letters) > TITLE_CASE * len(letters)

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

    def _is_surname(self, reading: Reading, surnames: Container[str]) -> bool:
        """Return whether a place is called as somebody in the report is, who does what it would.

        *President Santos* may be born in São Paulo; *in Santos* he is not.
        """
        words, hit = self.words, reading.hit
        if reading.name.kind not in ("city", "region") or hit.last - hit.first > 1:
            return False
        dep = words.dep[hit.first]
        return words.text[hit.first] in surnames and dep in ("nsubj", "nsubjpass", "dobj", "poss")

    def _use(self, hit: NameHit, name: Name) -> str:
        if name.kind == "area":
            return ""
        if name.kind in ("city", "region"):
            return "place"
        if name.kind == "capital":
            return "government" if self.metonyms.for_government(hit) else "place"
        if name.form == "demonym":
            return use_of_demonym(self.words, hit, name, self.lexicon)
        return "actor"
