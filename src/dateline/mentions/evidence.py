"""What makes a name that no table holds a person's: title, honorific, given name, verb."""

from __future__ import annotations

from collections.abc import Callable

from dateline.knowledge.entities import Name
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.words import Words


class Evidence:
    """Weighs the capitalised names of one report."""

    def __init__(self, words: Words, lexicon: Lexicon, free: Callable[[int], bool]) -> None:
        """``free`` tells for a token whether it belongs to no other name or title."""
        self.words = words
        self.lexicon = lexicon
        self._free = free
        self._speakers: set[str] | None = None

    def rule(
        self,
        first: int,
        last: int,
        known: Name | None,
        title: str | None,
        placed: str,
        honorific: int | None,
    ) -> str:
        """Return what makes the tokens a person's name; empty where nothing does.

        ``title`` is the row of the noun that stands beside it, ``placed`` where it stands, and
        ``honorific`` the token of an honorific.
        """
        words, lexicon = self.words, self.lexicon
        if known is not None:
            return f"name:{known.row}"
        final = words.text[last - 1]
        several = last - first > 1
        if final in lexicon.organisation_nouns or lexicon.is_class(final.lower(), "not-a-person"):
            return ""
        if title is not None and (several or placed in ("before", "shared")):
            return f"title:{title}"
        if honorific is not None:
            return f"honorific:{words.text[honorific]}"
        if not several or any(
            c.isdigit() for c in words.content[words.start[first] : words.end[last - 1]]
        ):
            return ""
        if self._shouted(first, last):
            return ""
        if words.text[first] in lexicon.given_names:
            return f"given-name:{words.text[first]}"
        root = words.root(first, last)
        if words.dep[root] == "nsubj" and words.lemma[words.head[root]] in lexicon.person_verbs:
            return f"subject:{words.lemma[words.head[root]]}"
        if (
            words.dep[root] == "nsubjpass"
            and words.lemma[words.head[root]] in lexicon.person_objects
        ):
            return f"subject:{words.lemma[words.head[root]]}"
        if words.dep[root] in ("nsubj", "nsubjpass") and any(
            words.dep[c] == "xcomp" and words.lemma[c] in lexicon.person_verbs
            for c in words.children[words.head[root]]
        ):
            return "subject:xcomp"
        if self._spoken_of(final):
            return "surname-speaks"
        if (
            last + 1 < len(words)
            and words.text[last] == ","
            and words.lower[last + 1] in ("who", "whose")
        ):
            return "relative:who"
        return "member:party" if self._of_party(last) else ""

    def _of_party(self, last: int) -> bool:
        """Return whether the name is followed by that of a party: *X of the Farmers Party*."""
        words = self.words
        if words.lower[last : last + 2] != ["of", "the"]:
            return False
        end = last + 2
        while end < len(words) and words.text[end][:1].isupper():
            end += 1
        noun = self.lexicon.organisation_nouns.get(words.text[end - 1])
        return end - last > 3 and noun is not None and noun.sector == "PTY"

    def _spoken_of(self, surname: str) -> bool:
        """Return whether the last word of a name alone is the subject of a verb of speech."""
        if self._speakers is None:
            words = self.words
            self._speakers = {
                words.text[i]
                for i in range(len(words))
                if words.dep[i] == "nsubj"
                and words.tag[i] == "NNP"
                and words.lemma[words.head[i]] in self.lexicon.person_verbs
                and (i == 0 or words.head[i - 1] != i)
                and self._free(i)
            }
        return surname in self._speakers

    def _shouted(self, first: int, last: int) -> bool:
        return all(t.isupper() for t in self.words.text[first:last] if len(t) > 1)
