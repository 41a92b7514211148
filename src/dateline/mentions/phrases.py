"""Builds descriptions around nouns for somebody: whose, former or not, of what, posted where.

"Russia's former envoy to NATO" is a description with the noun *envoy*, the owner *Russia*, the
post *to NATO*. Tokens are walked rather than the parse followed, since parsers break most often
in long noun phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.names import NameHit
from dateline.mentions.words import NOUN_TAGS, Words

_MODIFIER_TAGS = frozenset(
    ("JJ", "JJR", "JJS", "CD", "VBN", "VBG", "HYPH", "AFX", "NN", "NNS", "NNP", "NNPS", "ADD", "FW")
)
_INNER_DEPS = frozenset(
    ("compound", "amod", "nmod", "npadvmod", "poss", "nummod", "appos", "dep", "conj", "punct",
     "det", "advmod", "quantmod", "intj", "meta")
)  # fmt: skip
_MOST_COMPLEMENTS = 3


class Owner(msgspec.Struct, frozen=True, gc=False):
    """Somebody a description belongs to. One of the three indices is set."""

    relation: str
    """possessive, adjective, of, for, at, from, place."""
    name: int | None = None
    """Index into the name hits."""
    description: int | None = None
    """Index into the descriptions."""
    token: int | None = None
    """A possessive pronoun, or the last token of a name not known yet."""


class Description(msgspec.Struct, frozen=True, gc=False):
    """A noun for somebody with what belongs to it; token ranges are half-open."""

    hit: NounHit
    first: int
    last: int
    title_first: int
    """Where the title begins: *deputy foreign minister* without its owner."""
    title_last: int
    determiner: str
    owners: tuple[Owner, ...]
    former: bool
    anonymous: bool
    rank: str
    """Words such as *senior* in front."""
    modifiers: tuple[int, ...]
    """Indices of the noun hits in front of the noun: *opposition* in *opposition activists*."""
    head: int
    """The token on which the noun phrase hangs: *secretary* in *secretary of state*."""
    reach: int
    """Where a place after the description ends: *the ambassador in Rome*."""
    post: tuple[int, int] | None = None


def describe(
    words: Words, names: Sequence[NameHit], nouns: Sequence[NounHit], lexicon: Lexicon
) -> list[Description]:
    """Return one description for each noun hit, with the same index."""
    builder = _Builder(words, names, nouns, lexicon)
    found = [builder.build(i) for i in range(len(nouns))]
    for i, (one, other) in enumerate(pairwise(found)):
        if one.hit.shared and other.hit.shared and one.hit.last + 1 == other.hit.first:
            found[i : i + 2] = _joined(one, other)
    return found


def _joined(one: Description, other: Description) -> list[Description]:
    """Return two descriptions that share their last words as two of the same whole phrase."""
    owners = tuple(dict.fromkeys((*one.owners, *other.owners)))
    return [
        msgspec.structs.replace(
            d, first=one.first, last=other.last, head=other.head, owners=owners,
            determiner=one.determiner, former=one.former, post=other.post, reach=other.reach,
        )
        for d in (one, other)
    ]  # fmt: skip


class _Builder:
    def __init__(
        self, words: Words, names: Sequence[NameHit], nouns: Sequence[NounHit], lexicon: Lexicon
    ) -> None:
        self.words = words
        self.names = names
        self.nouns = nouns
        self.lexicon = lexicon
        self.name_ending = {h.last: i for i, h in enumerate(names)}
        self.name_at = {k: i for i, h in enumerate(names) for k in range(h.first, h.last)}
        self.noun_ending = {h.last: i for i, h in enumerate(nouns)}
        self.noun_first = {h.first for h in nouns}
        self.noun_at = {k: i for i, h in enumerate(nouns) for k in range(h.first, h.last)}

    def build(self, index: int) -> Description:
        hit = self.nouns[index]
        left = _Left(self, hit)
        last, title_last, owners, post, reach = self._right(hit)
        first, determiner = left.first, left.determiner
        if hit.last in self.noun_first and self.words.tag[first] == "DT" and first < hit.first:
            # The article belongs to the noun that follows: *a foreign ministry official*.
            first, determiner = first + 1, ""
        return Description(
            hit=hit,
            first=first,
            last=last,
            title_first=left.title_first,
            title_last=title_last,
            determiner=determiner,
            owners=(*self._inside(hit), *left.owners, *owners),
            former=left.former,
            anonymous=left.anonymous,
            rank=" ".join(reversed(left.rank)),
            modifiers=tuple(reversed(left.modifiers)),
            head=self.words.root(hit.first, hit.last),
            post=post,
            reach=max(reach, last),
        )

    def _inside(self, hit: NounHit) -> list[Owner]:
        """Return the names that a noun of several words holds: *NATO official*, *UN envoy*."""
        inside = [self.name_at[k] for k in range(hit.first, hit.last) if k in self.name_at]
        return [Owner("adjective", name=i) for i in dict.fromkeys(inside)]

    def _right(self, hit: NounHit) -> tuple[int, int, list[Owner], tuple[int, int] | None, int]:
        words, lexicon = self.words, self.lexicon
        last = title_last = j = hit.last
        bound = words.sentence_bounds[words.sentence[hit.first]][1]
        owners: list[Owner] = []
        post = None
        reach = hit.last
        for _ in range(_MOST_COMPLEMENTS):
            if j + 1 >= bound or words.tag[j] not in ("IN", "TO"):
                break
            word = words.lower[j]
            end = self._phrase_end(j + 1, bound)
            if end == j + 1:
                break
            found = self._owners_within(j + 1, end, word)
            if word in ("of", "for") and (portfolio := self._portfolio_end(j + 1, end)):
                last = title_last = j = portfolio
                continue
            if lexicon.is_class(word, "post-preposition"):
                if not lexicon.is_class(hit.noun.lemma, "posted") or post is not None:
                    break
                post = (j + 1, end)
                last = title_last = end
            elif lexicon.is_class(word, "owner-preposition"):
                if not found:
                    break
                owners += found
                last = end
            elif lexicon.is_class(word, "place-preposition"):
                owners += [msgspec.structs.replace(o, relation="place") for o in found]
                reach = end if found else reach
                break
            else:
                break
            j = end
        return last, title_last, owners, post, reach

    def _phrase_end(self, first: int, bound: int) -> int:
        """Return where the noun phrase that begins at ``first`` ends, before any preposition."""
        words = self.words
        if words.tag[first] == "VBG" and words.dep[first] in ("pcomp", "advcl", "acl"):
            return first
        j = first
        while j < bound:
            tag = words.tag[j]
            if tag in _MODIFIER_TAGS or tag in ("DT", "POS", "PRP$") or j in self.name_at:
                if tag in ("DT", "PRP$") and j > first and words.tag[j - 1] in NOUN_TAGS:
                    break
                j += 1
            elif tag in ("CC", ",") and j + 1 < bound and self._joins(j):
                j += 1
            else:
                break
        return j

    def _joins(self, j: int) -> bool:
        """Return whether the comma or *and* stands between two states or organisations."""
        before, after = self.name_at.get(j - 1), self.name_at.get(j + 1)
        if after is None and self.words.lower[j + 1] == "the":
            after = self.name_at.get(j + 2)
        if after is None and self.words.tag[j + 1] == "CC":
            after = self.name_at.get(j + 2)
        if before is None or after is None:
            return False
        kinds = ("state", "organisation")
        return bool(self.names[before].of_kind(*kinds) and self.names[after].of_kind(*kinds)) and (
            self.words.tag[j] == "CC" or self._list_goes_on(j)
        )

    def _list_goes_on(self, j: int) -> bool:
        """Return whether the comma belongs to a list that ends in *and*, not to an apposition."""
        words = self.words
        for k in range(j + 1, min(len(words), j + 25)):
            if words.lower[k] in ("and", "or"):
                return True
            if words.tag[k] not in (",", "DT") and k not in self.name_at:
                return False
        return False

    def _owners_within(self, first: int, end: int, relation: str) -> list[Owner]:
        words = self.words
        found: list[Owner] = []
        k = first
        while k < end:
            if (noun := self._noun_in(k, end)) is not None:
                found.append(Owner(relation, description=noun))
                break
            if (name := self.name_at.get(k)) is not None:
                if not self._detached(self.names[name]):
                    found.append(Owner(relation, name=name))
                k = self.names[name].last
                continue
            if words.tag[k] == "PRP$":
                found.append(Owner(relation, token=k))
            k += 1
        dated = self.lexicon.is_class(words.lower[end - 1], "calendar")
        if not found and words.tag[end - 1] in ("NNP", "NNPS") and not dated:
            found.append(Owner(relation, token=end - 1))
        return found

    def _noun_in(self, first: int, end: int) -> int | None:
        """Return the noun for somebody that heads the phrase, if names only lead up to it."""
        last = end
        noun = self.noun_ending.get(last)
        if noun is None:
            return None
        between = range(first, self.nouns[noun].first)
        return noun if all(self.words.lower[k] not in ("and", ",") for k in between) else None

    def _portfolio_end(self, first: int, end: int) -> int | None:
        """Return where a portfolio ends, if one begins here: *minister for public works*."""
        k = first
        while k < end and (
            self.words.lower[k] in ("the", "of")
            or self.lexicon.is_class(self.words.lower[k], "portfolio")
        ):
            k += 1
        while k > first and self.words.lower[k - 1] in ("the", "of", "and"):
            k -= 1
        names_person = k < end and self.words.text[k] in self.lexicon.given_names
        return k if k > first and (k == end or names_person) else None

    def _detached(self, hit: NameHit) -> bool:
        """Return whether the name only says who backs, leads or opposes: *Iran-backed*."""
        words = self.words
        if hit.last + 1 < len(words) and words.text[hit.last] in ("-", "–"):
            return self.lexicon.is_class(words.lower[hit.last + 1], "detached")
        if hit.first > 1 and words.text[hit.first - 1] in ("-", "–"):
            return self.lexicon.is_class(words.lower[hit.first - 2], "against")
        before = words.lower[hit.first - 1] if hit.first else ""
        return any(
            before.startswith(p) and before.endswith("-") for p in ("pro", "anti", "non", "post")
        )


class _Left:
    """Walks from a noun to the beginning of its phrase."""

    def __init__(self, builder: _Builder, hit: NounHit) -> None:
        self.builder = builder
        self.words = builder.words
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
            name = self.builder.name_ending.get(self.first)
            if name is not None:
                if not self._take_name(name):
                    return
            elif tag == "POS":
                self._take_possessor(p, bound)
                return
            elif tag == "WP$":
                antecedent = self._antecedent(p, bound)
                if antecedent is not None:
                    self.owners.insert(0, Owner("possessive", name=antecedent))
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
                if words.lower[p] != "the":
                    return
            elif tag in ("CC", ","):
                if not self._joins_adjectives(p):
                    return
                self.first = p
            elif (
                tag in _MODIFIER_TAGS
                or words.lower[p] in ("then", "newly", "recently", "ex")
                or (tag == "RB" and words.head[p] == p + 1 and words.dep[p + 1] == "amod")
            ):
                if not self._take_modifier(p, tag):
                    return
            else:
                return

    def _antecedent(self, whose: int, bound: int) -> int | None:
        """Return the name before *whose*: *Kenya, whose army crossed the border*."""
        end = whose - 1 if whose - 1 > bound and self.words.text[whose - 1] == "," else whose
        return self.builder.name_ending.get(end)

    def _take_name(self, index: int) -> bool:
        words = self.words
        hit = self.builder.names[index]
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
        if not self.builder._detached(hit):
            self.owners.append(Owner("adjective", name=index))
        self.first = hit.first
        return True

    def _take_possessor(self, p: int, bound: int) -> None:
        words, builder = self.words, self.builder
        name, noun = builder.name_ending.get(p), builder.noun_ending.get(p)
        if name is not None:
            self.owners.insert(0, Owner("possessive", name=name))
            self.first = builder.names[name].first
        elif noun is not None:
            self.owners.insert(0, Owner("possessive", description=noun))
            self.first = builder.nouns[noun].first
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
        words, lexicon = self.words, self.builder.lexicon
        lower = words.lower[p]
        noun = self.builder.noun_ending.get(self.first)
        governor = words.head[p]
        inside = p < governor < self.hit.last
        if tag in NOUN_TAGS and words.dep[p] not in _INNER_DEPS and not inside:
            return False
        if tag in ("VBN", "VBG") and not inside and words.dep[p] not in ("amod", "compound"):
            return False
        if tag == "CD" and not lower.isalpha() and len(lower) == 4 and lower.isdigit():
            return False
        if noun is not None:
            if self.builder.nouns[noun].noun.number == "body":
                self.owners.append(Owner("adjective", description=noun))
            else:
                self.modifiers.append(noun)
            self.first = self.builder.nouns[noun].first
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
        name_before = self.builder.name_ending.get(p)
        name_after = self.builder.name_at.get(after)
        if name_before is not None and name_after is not None:
            hits = self.builder.names
            forms = {hits[name_before].names[0].form, hits[name_after].names[0].form}
            if hits[name_before].of_kind("person"):
                return False
            if hits[name_before].names[0].form == "demonym":
                return True
            if words.tag[p] == "CC":
                return len(forms) == 1 or words.tag[before] == words.tag[after]
            return False
        return words.tag[p] == "CC" and words.tag[before] == "JJ" and words.tag[after] == "JJ"
