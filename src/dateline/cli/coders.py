"""Makes the coder a command asks for, with errors in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.cli.failure import UserError
from dateline.cli.starting import without_spacy_commands

without_spacy_commands()

from dateline.coder import Coder  # noqa: E402 - spaCy is imported with it
from dateline.language import ModelMissingError  # noqa: E402


def make_coder(
    knowledge: Sequence[Path] = (), ontology: Path | None = None, model: str | None = None
) -> Coder:
    """Return a coder. Raises UserError for a missing model or directory."""
    check_directories(knowledge, ontology)
    try:
        return Coder(model=model, knowledge=knowledge, ontology=ontology)
    except ModelMissingError as error:
        raise UserError(str(error)) from error


def check_directories(knowledge: Sequence[Path], ontology: Path | None) -> None:
    """Raise UserError where a directory of tables is missing or none of an ontology."""
    for directory in (*knowledge, *([ontology] if ontology else [])):
        if not directory.is_dir():
            raise UserError(f"no such directory: {directory}")
    if ontology and not (ontology / "types.tsv").exists():
        raise UserError(f"{ontology} is no ontology: it has no types.tsv")
