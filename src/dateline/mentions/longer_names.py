"""Tells names that are only a part of a longer one, which no table holds."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from dateline.mentions.lexicon import Lexicon
from dateline.mentions.names import NameHit
from dateline.mentions.words import PROPER_TAGS, Words

if TYPE_CHECKING:
    from dateline.knowledge import Knowledge
    from dateline.knowledge.entities import Name

_LONG_NAME = 2
TITLE_CASE = 0.7
"""The share of words with a capital from which a sentence is taken for a headline."""


class LongerNames:
    """Looks at the words beside the names of one report."""

    def __init__(
        self,
        words: Words,
        hits: Iterable[NameHit],
        covered: Container[int],
        lexicon: Lexicon,
        knowledge: Knowledge,
    ) -> None:
        """``covered`` are the tokens of all known names (``hits``) and of nouns for somebody."""
        self.words = words
        self.covered = covered
        self.state_before = {
            h.last: {n.target.partition(":")[2] for n in h.names}
            for h in hits
            if all(n.kind == "state" and n.form == "demonym" for n in h.names)
        }
        """Codes of the states whose adjective ends before a token."""
        self.lexicon = lexicon
        self.knowledge = knowledge
        self._title_case: dict[int, bool] = {}

    def holds(self, hit: NameHit) -> bool:
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

    def is_of_another(self, hit: NameHit, name: Name) -> bool:
        """Return whether the word in front makes it another's: *the Maldivian Democratic Party*."""
        before = self.state_before.get(hit.first)
        if before is None or name.case_sensitive or hit.last - hit.first < _LONG_NAME:
            return False
        organisation = self.knowledge.organisation(name.target.partition(":")[2])
        if organisation is None or organisation.country not in self.knowledge.states:
            return False
        states = {self.knowledge.states[code].country for code in before}
        return organisation.country not in states

    def is_only_adjective(self, hit: NameHit) -> bool:
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

    def _headline(self, i: int) -> bool:
        """Return whether most words of the sentence begin with a capital."""
        number = self.words.sentence[i]
        if number not in self._title_case:
            first, last = self.words.sentence_bounds[number]
            long = [t for t in self.words.text[first:last] if t.isalpha() and len(t) > 3]
            capital = sum(t[0].isupper() for t in long)
            self._title_case[number] = len(long) > 3 and capital > TITLE_CASE * len(long)
        return self._title_case[number]
