"""The parse of a report as plain lists, because asking spaCy token by token costs too much."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from dateline.parse import parsed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from spacy.tokens import Doc

    from dateline.record import Span

QUOTATION_MARKS = ('"', "“", "”", "''", "``")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_DATELINE = re.compile(
    r"^(?:[A-Z][A-Z.'’ ]{2,30}(?:, [A-Z][\w. ]{1,30})*"
    r"|[A-Z][\w.'’ ]{2,30}(?:, [A-Z][\w. ]{1,25})*(?= ?\())"
    r" ?(?:\([^()\n]{2,30}\))? ?(?:--|[–—―-]) +",
    re.MULTILINE,
)
"""A place, in capitals or with an agency behind it, before the first sentence of a report."""
_TRIMMED = " \t\n\r\f\v ,;:–—-"
_HYPHENATED = re.compile(r"(?:-\w+)+")


class Syntax:
    """Dependencies, tags and offsets of one ``Doc``; token indices are those of the ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        parse = parsed(doc)
        self.text = parse.text
        self.tags = parse.tags
        self.pos = parse.pos
        self.lemmas = parse.lemmas
        self.words = parse.lower
        self.deps = parse.deps
        self.starts = parse.starts
        self.ends = parse.ends
        self.heads = parse.heads
        self.children = parse.children
        self.sentences = parse.sentence_bounds
        self.sentence_of = parse.sentence_of
        self.paragraph_of = self._paragraphs()
        self._cut_at_paragraphs()

    def _paragraphs(self) -> list[int]:
        # "KABUL (Reuters) - " is no part of the sentence behind it.
        behind = {match.end() for match in _DATELINE.finditer(self.text)}
        breaks = [bisect_left(self.starts, end) for end in behind.intersection(self.starts)]
        breaks += [i for i, word in enumerate(self.words) if "\n" in word]
        paragraph_of: list[int] = []
        for paragraph, (first, last) in enumerate(pairwise(sorted({*breaks, 0, len(self)}))):
            paragraph_of += [paragraph] * (last - first)
        return paragraph_of

    def _cut_at_paragraphs(self) -> None:
        """Part what stands in two paragraphs: the parser joins a headline to the sentence below."""
        paragraph_of = self.paragraph_of
        across = [i for i, h in enumerate(self.heads) if paragraph_of[h] != paragraph_of[i]]
        if not across:
            return
        self.heads, self.deps = [*self.heads], [*self.deps]
        self.children = [*self.children]
        for i in across:
            head, self.heads[i], self.deps[i] = self.heads[i], i, "ROOT"
            self.children[head] = [child for child in self.children[head] if child != i]

    def __len__(self) -> int:
        return len(self.words)

    def child(self, token: int, *deps: str) -> int | None:
        """Return the first child with one of these dependencies, in the order of ``deps``."""
        for dep in deps:
            for child in self.children[token]:
                if self.deps[child] == dep:
                    return child
        return None

    def with_dep(self, token: int, *deps: str) -> list[int]:
        """Return the children with one of these dependencies, in order of the text."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def children_before(self, token: int) -> bool:
        """Say whether anything hangs on the token from the left."""
        return bool(self.children[token]) and self.children[token][0] < token

    def subtree(self, token: int, without: Collection[int] = ()) -> list[int]:
        """Return the token and all below it but for the subtrees of ``without``, sorted."""
        children = self.children
        found = [token]
        if without:
            left_out = frozenset(without)
            for here in found:
                found += [child for child in children[here] if child not in left_out]
        else:
            for here in found:
                found += children[here]
        found.sort()
        return found

    def is_below(self, token: int, ancestor: int) -> bool:
        """Say whether ``ancestor`` is the token or dominates it."""
        while token != ancestor:
            if self.heads[token] == token:
                return False
            token = self.heads[token]
        return True

    def spans(self, tokens: Iterable[int]) -> list[Span]:
        """Return the character spans of the tokens, joined where they are neighbours."""
        spans: list[Span] = []
        last = -2
        for token in tokens:
            if token == last + 1:
                spans[-1] = (spans[-1][0], self.ends[token])
            else:
                spans.append((self.starts[token], self.ends[token]))
            last = token
        if spans and last >= 0 and self.words[last] == ".":
            spans[-1] = (spans[-1][0], self.starts[last])
        return [self._whole(s) for s in (self.trim(s) for s in spans) if s[0] < s[1]]

    def _whole(self, span: Span) -> Span:
        """Return the span with the rest of a hyphenated word that the parser took apart."""
        rest = _HYPHENATED.match(self.text, span[1])
        return span if rest is None else (span[0], rest.end())

    def trim(self, span: Span) -> Span:
        """Return the span without white space, commas and dashes at its ends."""
        start, end = span
        text = self.text
        while start < end and text[start] in _TRIMMED:
            start += 1
        while start < end and text[end - 1] in _TRIMMED:
            end -= 1
        if text[end : end + 1] == ")" and text.count("(", start, end) > text.count(")", start, end):
            end += 1
        return start, end

    def token_at(self, offset: int) -> int:
        """Return the token that covers the character or else the next one."""
        return min(bisect_right(self.ends, offset), len(self) - 1)

    def tokens_in(self, span: Span) -> range:
        """Return the tokens that begin inside the span."""
        return range(bisect_left(self.starts, span[0]), bisect_left(self.starts, span[1]))

    def is_finite(self, verb: int) -> bool:
        """Say whether the clause headed by this token has a tensed verb."""
        if self.tags[verb] in ("VBD", "VBZ", "VBP", "MD"):
            return True
        return any(
            self.tags[c] in ("VBD", "VBZ", "VBP", "MD")
            for c in self.children[verb]
            if self.deps[c] in ("aux", "auxpass", "cop")
        )

    def is_infinitive(self, verb: int) -> bool:
        """Say whether the verb has *to* in front of it."""
        return any(
            self.tags[c] == "TO" and self.deps[c] == "aux" for c in self.children[verb] if c < verb
        )

    def is_passive(self, verb: int) -> bool:
        """Say whether the verb is a passive, with or without its auxiliary."""
        if self.tags[verb] not in ("VBN", "VBD"):
            return False
        if any(self.deps[c] in ("auxpass", "nsubjpass", "csubjpass") for c in self.children[verb]):
            return True
        # "asked whether ...", "the plan drawn up": a participle by itself is passive.
        return self.tags[verb] == "VBN" and not any(
            self.deps[c] in ("aux", "nsubj") for c in self.children[verb]
        )

    def has_auxiliary(self, verb: int) -> bool:
        """Say whether the verb has an auxiliary."""
        return any(self.deps[c] in ("aux", "auxpass") for c in self.children[verb])

    def is_negated(self, verb: int) -> bool:
        """Say whether the verb has a negation of its own."""
        return any(
            self.deps[c] == "neg" or self.words[c] in ("never", "neither", "nor")
            for c in self.children[verb]
        )
