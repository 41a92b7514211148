"""The parse of a report as plain lists, because asking spaCy token by token costs too much."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from spacy import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.strings import StringStore
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


class _Strings(dict[int, str]):
    """Strings of the vocabulary, each looked up once."""

    def __init__(self, store: StringStore) -> None:
        super().__init__({0: ""})
        self._store = store

    def __missing__(self, key: int) -> str:
        # The columns are signed, the store's keys are not.
        text = self[key] = self._store[key % (1 << 64)]
        return text


class Syntax:
    """Dependencies, tags and offsets of one ``Doc``; token indices are those of the ``Doc``."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc.text
        columns = doc.to_array(
            [
                attrs.HEAD,
                attrs.DEP,
                attrs.TAG,
                attrs.POS,
                attrs.LEMMA,
                attrs.LOWER,
                attrs.IDX,
                attrs.LENGTH,
                attrs.SENT_START,
            ]
        ).astype("int64")
        head, dep, tag, pos, lemma, lower, start, length, opens = columns.T.tolist()
        strings = _Strings(doc.vocab.strings)
        self.tags: list[str] = [strings[key] for key in tag]
        self.pos: list[str] = [strings[key] for key in pos]
        lowered = {key: strings[key].lower() for key in dict.fromkeys(lemma)}
        self.lemmas: list[str] = [lowered[key] for key in lemma]
        self.words: list[str] = [strings[key] for key in lower]
        self.deps: list[str] = [strings[key] for key in dep]
        self.starts: list[int] = start
        self.ends: list[int] = [s + n for s, n in zip(start, length, strict=True)]
        self.paragraph_of = self._paragraphs()
        self.heads: list[int] = [i + offset for i, offset in enumerate(head)]
        self.children: list[list[int]] = [[] for _ in head]
        self._cut_at_paragraphs()
        self.sentences: list[tuple[int, int]] = []
        self.sentence_of: list[int] = []
        firsts = [i for i, flag in enumerate(opens) if flag == 1 or i == 0]
        for number, (first, last) in enumerate(
            zip(firsts, [*firsts[1:], len(head)], strict=True) if head else ()
        ):
            self.sentences.append((first, last))
            self.sentence_of.extend([number] * (last - first))

    def _paragraphs(self) -> list[int]:
        # "KABUL (Reuters) - " is no part of the sentence behind it.
        breaks = {m.end() for m in _DATELINE.finditer(self.text)}
        paragraph_of = []
        paragraph = 0
        for word, start in zip(self.words, self.starts, strict=True):
            if "\n" in word or start in breaks:
                paragraph += 1
            paragraph_of.append(paragraph)
        return paragraph_of

    def _cut_at_paragraphs(self) -> None:
        """Fill ``children``; the parser joins a headline to the sentence below it, we do not."""
        children, paragraph_of, heads = self.children, self.paragraph_of, self.heads
        for i, head in enumerate(heads):
            if head == i:
                continue
            if paragraph_of[head] != paragraph_of[i]:
                heads[i] = i
                self.deps[i] = "ROOT"
            else:
                children[head].append(i)

    def __len__(self) -> int:
        return len(self.heads)

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

    def subtree(self, token: int, without: Iterable[int] = ()) -> list[int]:
        """Return the token and all below it but for the subtrees of ``without``, sorted."""
        left_out = set(without)
        found = []
        waiting = [token]
        while waiting:
            here = waiting.pop()
            found.append(here)
            waiting.extend(c for c in self.children[here] if c not in left_out)
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
