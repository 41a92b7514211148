"""Walks from a noun for somebody to the left: owners, rank, former or not, unnamed or not."""

from __future__ import annotations

from dateline.mentions.descriptions import MODIFIER_TAGS, Owner, Parts
from dateline.mentions.lexicon import NounHit
from dateline.mentions.words import NOUN_TAGS

_INNER_DEPS = frozenset(
    ("compound", "amod", "nmod", "npadvmod", "poss", "nummod", "appos", "dep", "conj", "punct",
     "det", "advmod", "quantmod", "intj", "meta")
)  # fmt: skip


class Premodifiers:
    """Walks from a noun to the beginning of its phrase."""

    def __init__(self, parts: Parts, hit: NounHit) -> None:
        self.parts = parts
        self.words = parts.words
        self.hit = hit
        self.first = self.title_first = hit.first
        self.determiner = ""
        self.owners: list[Owner] = []
        self.former = False
        self.anonymous = False
        self.rank: list[str] = []
        self.modifiers: list[int] = []
        self._walk()
        while self.first < hit.first and self.words.tag[self.first] in ("CC", ","):
            self.first += 1

    def _walk(self) -> None:
        words = self.words
        bound = words.sentence_bounds[words.sentence[self.hit.first]][0]
        while self.first > bound:
            p = self.first - 1
            tag = words.tag[p]
            name = self.parts.name_ending.get(self.first)
            if name is not None:
                if not self._take_name(name):
                    return
            elif tag == "POS":
                self._take_possessor(p, bound)
                return
            elif tag == "WP$":
                owners = self._antecedents(p, bound)
                self.owners[:0] = [Owner("possessive", name=name) for name in owners]
                self.determiner = "the"
                self.first = p
                return
            elif tag == "PRP$":
                self.owners.insert(0, Owner("possessive", token=p))
                self.determiner = "the"
                self.first = p
                return
            elif tag in ("DT", "PDT", "WDT"):
                if words.lower[p] not in ("that", "which") or tag == "DT":
                    self.determiner = self.determiner or words.lower[p]
                    self.first = p
                if words.lower[p] != "the" or p == bound or words.tag[p - 1] not in ("PDT", "DT"):
                    return
            elif tag in ("CC", ","):
                if not self._joins_adjectives(p):
                    return
                self.first = p
            elif (
                tag in MODIFIER_TAGS
                or words.lower[p] in ("then", "newly", "recently", "ex")
                or (tag == "RB" and words.head[p] == p + 1 and words.dep[p + 1] == "amod")
            ):
                if not self._take_modifier(p, tag):
                    return
            else:
                return

    def _antecedents(self, whose: int, bound: int) -> list[int]:
        """Return the names before *whose*: *Kenya and Mali, whose armies crossed the border*."""
        end = whose - 1 if whose - 1 > bound and self.words.text[whose - 1] == "," else whose
        found: list[int] = []
        while (name := self.parts.name_ending.get(end)) is not None:
            found.insert(0, name)
            end = self.parts.names[name].first
            end -= self.words.lower[end - 1] == "the"
            if end <= bound or self.words.lower[end - 1] != "and":
                break
            end -= 1
        return found

    def _take_name(self, index: int) -> bool:
        words = self.words
        hit = self.parts.names[index]
        root = words.root(hit.first, hit.last)
        adjective = words.tag[root] == "JJ" or hit.names[0].form == "demonym"
        governor = words.head[root]
        inside = hit.first <= governor < self.hit.last or governor == root
        if not adjective and not inside and words.dep[root] not in _INNER_DEPS:
            return False
        if (
            hit.of_kind("person")
            and not hit.of_kind("state", "organisation")
            and words.dep[root] not in ("compound", "nmod", "poss")
        ):
            return False
        if not self.parts.detached(hit):
            self.owners.append(Owner("adjective", name=index))
        self.first = hit.first
        return True

    def _take_possessor(self, p: int, bound: int) -> None:
        words, parts = self.words, self.parts
        name, noun = parts.name_ending.get(p), parts.noun_ending.get(p)
        if name is not None:
            self.owners.insert(0, Owner("possessive", name=name))
            self.first = parts.names[name].first
        elif noun is not None:
            self.owners.insert(0, Owner("possessive", description=noun))
            self.first = parts.nouns[noun].first
        elif words.tag[p - 1] in NOUN_TAGS and p > bound:
            self.owners.insert(0, Owner("possessive", token=p - 1))
            self.first = p - 1
        else:
            return
        self.determiner = self.determiner or "the"
        while self.first > bound and (
            words.tag[self.first - 1] in ("DT", "JJ", "NNP", "NN", "PRP$")
            and (words.tag[self.first - 1] != "NN" or words.dep[self.first - 1] == "compound")
        ):
            self.first -= 1
        if (
            name is None
            and noun is None
            and self.first > bound
            and words.tag[self.first - 1] == "POS"
        ):
            self._take_possessor(self.first - 1, bound)

    def _take_modifier(self, p: int, tag: str) -> bool:
        words, lexicon = self.words, self.parts.lexicon
        lower = words.lower[p]
        noun = self.parts.noun_ending.get(self.first)
        governor = words.head[p]
        inside = p < governor < self.hit.last
        if tag in NOUN_TAGS and words.dep[p] not in _INNER_DEPS and not inside:
            return False
        if tag in ("VBN", "VBG") and not inside and words.dep[p] not in ("amod", "compound"):
            return False
        if tag == "CD" and not lower.isalpha() and len(lower) == 4 and lower.isdigit():
            return False
        if noun is not None:
            if self.parts.nouns[noun].noun.number == "body":
                self.owners.append(Owner("adjective", description=noun))
            else:
                self.modifiers.append(noun)
            self.first = self.parts.nouns[noun].first
            return True
        if lexicon.is_class(lower, "former"):
            self.former = True
        elif lexicon.is_class(lower, "anonymous"):
            self.anonymous = True
        elif lexicon.is_class(lower, "rank"):
            self.rank.append(lower)
        elif lexicon.is_class(lower, "portfolio") and self.title_first == self.first:
            self.title_first = p
        elif tag == "CD" and not self.determiner and words.head[p] in range(p, self.hit.last):
            if words.dep[p] == "nummod" and words.head[p] >= self.hit.first:
                self.determiner = lower
        elif tag in ("NNP", "NNPS") and words.capitalised(p):
            self.owners.append(Owner("adjective", token=p))
        self.first = p
        return True

    def _joins_adjectives(self, p: int) -> bool:
        """Return whether *and* joins two adjectives of the phrase: *Greek and Turkish troops*."""
        words = self.words
        if p == 0 or self.first == self.hit.first:
            return False
        after, before = p + 1, p - 1
        name_before = self.parts.name_ending.get(p)
        name_after = self.parts.name_at.get(after)
        if name_before is not None and name_after is not None:
            hits = self.parts.names
            forms = {hits[name_before].names[0].form, hits[name_after].names[0].form}
            if hits[name_before].of_kind("person"):
                return False
            if hits[name_before].names[0].form == "demonym":
                return True
            if words.tag[p] == "CC":
                return len(forms) == 1 or words.tag[before] == words.tag[after]
            return False
        return words.tag[p] == "CC" and words.tag[before] == "JJ" and words.tag[after] == "JJ"
