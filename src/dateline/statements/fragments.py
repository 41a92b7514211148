"""Sentences that go on with a speaker's words and quote some of them, without a cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dateline.statements.attribution import Attribution
from dateline.statements.quotations import Quotation
from dateline.statements.syntax import QUOTATION_MARKS, Syntax

_SPEECH = ("speech", "writing")
_MINIMUM = 3
"""Fewer quoted words than this may be a name, a title or a word in doubt."""


def find_fragments(
    syntax: Syntax, quotations: Sequence[Quotation], found: Sequence[Attribution]
) -> Iterator[Attribution]:
    """Yield sentences such as `The deal would "open a new chapter in trade."` behind speech.

    The words close the sentence and hold a verb; the sentence before it, in the same paragraph,
    is somebody's speech; and no cue and no content is in the sentence itself.
    """
    speech = {
        syntax.sentence_of[a.head]
        for a in found
        if a.cue is None or (a.cue.mode in _SPEECH and a.cue.part_of_speech == "verb")
    }
    taken = {syntax.sentence_of[a.head] for a in found}
    taken.update(
        syntax.sentence_of[token] for a in found for s in a.content for token in syntax.tokens_in(s)
    )
    for quotation in quotations:
        tokens = syntax.tokens_in(quotation.inner)
        if len(tokens) < _MINIMUM or not quotation.closed:
            continue
        sentence = syntax.sentence_of[tokens[0]]
        first, last = syntax.sentences[sentence]
        if sentence in taken or sentence - 1 not in speech:
            continue
        if syntax.paragraph_of[first] != syntax.paragraph_of[first - 1]:
            continue
        behind = range(tokens[-1] + 1, last)
        closes = all(syntax.words[t] in (*QUOTATION_MARKS, ".", "!", "?") for t in behind)
        quotes_verb = any(syntax.pos[t] in ("VERB", "AUX") for t in tokens)
        if closes and quotes_verb:
            yield Attribution(
                cue=None,
                frame="quote",
                head=first,
                cue_tokens=[],
                source=None,
                content=[syntax.trim((syntax.starts[first], quotation.span[1]))],
                rule="quotation:fragment",
                is_quotation=True,
            )
