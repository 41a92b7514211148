"""Builds descriptions around nouns for somebody: whose, former or not, of what, posted where.

"Russia's former envoy to NATO" is a description with the noun *envoy*, the owner *Russia*, the
post *to NATO*. Tokens are walked rather than the parse followed, since parsers break most often
in long noun phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from dateline.mentions.descriptions import MODIFIER_TAGS, Description, Owner, Parts
from dateline.mentions.lexicon import Lexicon, NounHit
from dateline.mentions.names import NameHit
from dateline.mentions.premodifiers import Premodifiers
from dateline.mentions.words import NOUN_TAGS, Words

_MOST_COMPLEMENTS = 3


def describe(
    words: Words, names: Sequence[NameHit], nouns: Sequence[NounHit], lexicon: Lexicon
) -> list[Description]:
    """Return one description for each noun hit, with the same index."""
    builder = _Builder(Parts(words, names, nouns, lexicon))
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
    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.words = parts.words
        self.lexicon = parts.lexicon
        self.names = parts.names
        self.nouns = parts.nouns
        self.name_at = parts.name_at
        self.noun_ending = parts.noun_ending

    def build(self, index: int) -> Description:
        hit = self.nouns[index]
        left = Premodifiers(self.parts, hit)
        last, title_last, owners, post, reach = self._right(hit)
        first, determiner = left.first, left.determiner
        if (
            hit.last in self.parts.noun_first
            and self.words.tag[first] == "DT"
            and first < hit.first
        ):
            # The article belongs to the noun that follows: *a foreign ministry official*.
            first, determiner = first + 1, ""
        while first < hit.first and self._of_another(first, hit):
            first += 1
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

    def _of_another(self, i: int, hit: NounHit) -> bool:
        """Return whether a number or quantity belongs to a noun behind: *several army vehicles*."""
        words = self.words
        root = words.root(hit.first, hit.last)
        return (
            (words.tag[i] == "CD" or self.lexicon.is_class(words.lower[i], "indefinite"))
            and words.head[i] >= hit.last
            and words.head[i] == words.head[root]
        )

    def _inside(self, hit: NounHit) -> list[Owner]:
        """Return the names that a noun of several words holds: *NATO official*, *UN envoy*."""
        if hit.last - hit.first == 1 and hit.first not in self.name_at:
            return []
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
            if tag in MODIFIER_TAGS or tag in ("DT", "POS", "PRP$") or j in self.name_at:
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
                if not self.parts.detached(self.names[name]):
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
