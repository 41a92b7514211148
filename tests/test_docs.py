"""The code in the docs runs, in the order in which it stands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from dateline.cli.main import main

DOCS = Path(__file__).parent.parent / "docs"
EXAMPLES = DOCS.parent / "examples"
_BLOCK = re.compile(r"^```(console|python)\n(.*?)^```", re.M | re.S)


def blocks(page: str) -> list[tuple[str, str]]:
    return [(m[1], m[2]) for m in _BLOCK.finditer((DOCS / page).read_text(encoding="utf-8"))]


def run(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = shlex.split(line.removeprefix("$ ").partition(" > ")[0], comments=True)
    if words[0] == "export":
        monkeypatch.setenv(*words[1].split("=", 1))
    elif words[:2] != ["dateline", "serve"]:  # does not end by itself; test_web.py opens it
        assert words[0] == "dateline"
        with pytest.raises(SystemExit) as left:
            main(words[1:])
        assert not left.value.code, line


def test_the_tutorial_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "examples").symlink_to(EXAMPLES)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, code in blocks("tutorial.md"):
        if kind == "python":
            exec(compile(code, "tutorial.md", "exec"), names)
        else:
            for line in code.splitlines():
                run(line, monkeypatch)


@pytest.mark.parametrize("page", sorted(p.name for p in DOCS.glob("*.md")))
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
        assert (DOCS / target).exists(), target
