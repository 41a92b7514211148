"""Imports follow the flow of data and never turn back."""

from __future__ import annotations

import ast
from pathlib import Path

import dateline

SOURCE = Path(dateline.__file__).parent

# In the order of the picture in ARCHITECTURE.md: a room may import from those before it.
ROOMS = (
    "record",
    "version",
    "tables",
    "caching",
    "items",
    "reading",
    "scare_quotes",
    "headlines",
    "coordination",
    "title_case",
    "attribute_rules",
    "language",
    "parse",
    "times",
    "knowledge",
    "mentions",
    "actors",
    "statements",
    "events",
    "facts",
    "assembly",
    "tabular",
    "coder",
    "api",
    "explain",
    "evaluate",
    "parties",
    "store",
    "claims",
    "contradictions",
    "citing",
    "records",
    "review",
    "scale",
    "web",
    "cli",
    "__main__",
)
# The public package names what its rooms hold and imports it only when asked.
ALLOWED = {("record", "tabular")}


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module)
        elif isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
    return {name.split(".")[1] for name in names if name.startswith("dateline.")}


def test_every_room_is_in_the_order() -> None:
    rooms = {p.stem if p.is_file() else p.name for p in SOURCE.iterdir()}
    rooms -= {"__init__", "__pycache__", "py"}
    assert rooms <= set(ROOMS)


def test_no_room_imports_from_a_later_one() -> None:
    wrong = []
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        for imported in imports_of(path):
            later = ROOMS.index(imported) > ROOMS.index(room)
            if later and (room, imported) not in ALLOWED:
                wrong.append(f"{path.relative_to(SOURCE)} imports {imported}")
    assert not wrong
