"""What MkDocs asks of us while it builds the site: pages made from the code, how-tos in the nav.

MkDocs puts this directory on the path while it loads the file, so the modules beside it are
imported by their own names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from reference_pages import commands, knowledge, ontology, record, store

PAGES: Mapping[str, Callable[[], str]] = {
    "reference/cli.md": commands.page,
    "reference/knowledge.md": knowledge.page,
    "reference/ontology.md": ontology.page,
    "reference/record.md": record.page,
    "reference/store.md": store.page,
}
"""Pages made at every build, so that they cannot be older than the code."""

ROOT_PAGES = {
    "ARCHITECTURE.md": "project/architecture.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
}
"""Pages that stand in the root of the repository, for whoever reads it there."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add how-to pages that the nav does not name to the section of how-tos."""
    section = next(part["How-to"] for part in config.nav or [] if "How-to" in part)
    named = set(section)
    section.extend(
        page.name
        for page in sorted(Path(config.docs_dir).glob("how-to-*.md"))
        if page.name not in named
    )
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add the pages made from the code and those of the root."""
    for uri, make in PAGES.items():
        files.append(File.generated(config, uri, content=make()))
    root = Path(config.config_file_path).parent
    for name, uri in ROOT_PAGES.items():
        text = (root / name).read_text(encoding="utf-8")
        files.append(File.generated(config, uri, content=_links_from(text, uri)))
    return files


def _links_from(text: str, uri: str) -> str:
    """Return the text of a root page with its links as they are seen from the page of the site."""
    up = "../" * uri.count("/")

    def moved(match: re.Match[str]) -> str:
        target = match[1]
        if target in ROOT_PAGES:
            return f"]({Path(ROOT_PAGES[target]).name}"
        return f"]({up}{target.removeprefix('docs/')}"

    return re.sub(r"\]\(((?!https?:|#)[^)#\s]+)", moved, text)
