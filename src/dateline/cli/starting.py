"""Keeps a short command from paying for what it does not use."""

from __future__ import annotations

import sys
from types import ModuleType


def without_spacy_commands() -> None:
    """Import spaCy without its own command line.

    ``spacy/__init__`` imports all its commands for the sake of one function, ``spacy.info``, and
    with them an HTTP client and a project manager: two fifths of the time spaCy takes to import.
    For the length of the import a stand-in takes the place of ``spacy.cli``; whoever imports it
    afterwards gets the real one. Does nothing where spaCy is imported already.
    """
    if "spacy" in sys.modules:
        return
    commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    commands.info = info  # type: ignore[attr-defined]
    sys.modules |= {"spacy.cli": commands, "spacy.cli.info": info}
    try:
        import spacy

        vars(spacy).pop("cli", None)
    finally:
        for name in ("spacy.cli", "spacy.cli.info"):
            del sys.modules[name]
