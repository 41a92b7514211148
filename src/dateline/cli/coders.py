"""Makes the coder a command asks for, with errors in one line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dateline.cli.failure import UserError
from dateline.coder import Coder
from dateline.language import ModelMissingError


def make_coder(
    knowledge: Sequence[Path] = (), ontology: Path | None = None, model: str | None = None
) -> Coder:
    """Return a coder. Raises UserError for a missing model or directory."""
    for directory in (*knowledge, *([ontology] if ontology else [])):
        if not directory.is_dir():
            raise UserError(f"no such directory: {directory}")
    if ontology and not (ontology / "types.tsv").exists():
        raise UserError(f"{ontology} is no ontology: it has no types.tsv")
    try:
        return Coder(model=model, knowledge=knowledge, ontology=ontology)
    except ModelMissingError as error:
        raise UserError(str(error)) from error
