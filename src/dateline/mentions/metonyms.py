"""Decides from its place in the sentence whether a capital stands for its government."""

from __future__ import annotations

from collections.abc import Set

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.names import NameHit
from dateline.mentions.words import NOUN_TAGS, PROPER_TAGS, Words

_COMPLEMENT = 10
_DASHES = frozenset(("-", "--", "–", "—"))


class Metonyms:
    """Tells *Paris protested* from *a flat in Paris*, for the capitals of one report."""

    def __init__(self, words: Words, lexicon: Lexicon, covered: Set[int]) -> None:
        """``covered`` are the tokens of all known names and of nouns for somebody."""
        self.words = words
        self.lexicon = lexicon
        self.covered = covered

    def for_government(self, hit: NameHit) -> bool:
        """Return whether the capital stands for its government. Where in doubt it does not."""
        words, metonym = self.words, self.lexicon.metonym
        root = words.root(hit.first, hit.last)
        before = words.lower[hit.first - 1] if hit.first else ""
        after = words.lower[hit.last] if hit.last < len(words) else ""
        if before in metonym["place-preposition"] or after == "(" or words.text[root].isupper():
            return False
        if after in ("'s", "'"):
            possessed = words.lemma[words.head[root]]
            return possessed not in metonym["place-possessed"]
        if after in ("-", "–") and words.end[hit.last - 1] == words.start[hit.last]:
            return True
        if before == "-" and hit.first > 1 and words.end[hit.first - 1] == words.start[hit.first]:
            return self.lexicon.is_class(words.lower[hit.first - 2], "against")
        return self._governing(root)

    def _willing(self, copula: int) -> bool:
        """Return whether what is said of the subject is a will to do or bear something.

        The adjective needs a complement: a city too can be *ready*, or *angry* on a bad day.
        """
        words, metonym = self.words, self.lexicon.metonym
        adjectives = {
            k
            for k in range(copula + 1, min(copula + _COMPLEMENT, len(words)))
            if words.head[k] == copula and words.lower[k] in metonym["will-adjective"]
        }
        return any(
            words.head[k] in adjectives
            and (
                (words.dep[k] in ("xcomp", "ccomp") and words.lemma[k] not in metonym["host-verb"])
                or (words.dep[k] == "prep" and words.lower[k] in metonym["will-preposition"])
            )
            for k in range(copula + 1, min(copula + _COMPLEMENT, len(words)))
        )

    def _dateline_above(self, root: int) -> int | None:
        """Return the dateline on which the parser hangs the sentence: *GENEVA - Paris said*."""
        words = self.words
        beside = ("conj", "appos")
        above = next((a for a in words.ancestors(root) if words.dep[a] not in beside), root)
        dashed = not _DASHES.isdisjoint(words.text[above:root])
        return above if dashed and words.text[above].isupper() else None

    def _governing(self, root: int) -> bool:
        words, metonym = self.words, self.lexicon.metonym
        dep, head = words.dep[root], words.head[root]
        if dep == "nsubj":
            if words.lemma[head] == "be":
                return self._willing(head)
            return words.lemma[head] not in metonym["place-verb"]
        if dep == "agent" or (dep == "pobj" and words.dep[head] == "agent"):
            return True
        if dep in ("conj", "appos") and (dateline := self._dateline_above(root)) is not None:
            return self._governing(dateline)
        if dep == "conj":
            return self._governing(head) if words.tag[head] in PROPER_TAGS else False
        if dep in ("dobj", "nsubjpass", "dative"):
            return words.lemma[head] in metonym["pressure-verb"]
        if dep == "pobj":
            governor = words.lemma[words.head[head]]
            if words.lower[head] in metonym["government-preposition"]:
                return True
            return words.lower[head] in ("on", "from", "to", "of", "for", "upon") and (
                governor in metonym["pressure-noun"] or governor in metonym["pressure-verb"]
            )
        return dep == "compound" and head in self.covered and words.tag[head] in NOUN_TAGS
