"""An ontology of the user's own, as docs/how-to-ontology.md shows it."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.coder import Coder
from dateline.events.checking import main as check

PAGE = Path(__file__).parent.parent / "docs" / "how-to-ontology.md"


def test_the_example_of_the_docs_works(tmp_path: Path) -> None:
    types, frames = re.findall(r"```tsv\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    (tmp_path / "types.tsv").write_text(types, encoding="utf-8")
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "protest.tsv").write_text(frames, encoding="utf-8")
    assert check([str(tmp_path)]) == 0
    coder = Coder(ontology=tmp_path)
    record = coder.code("Bangladeshi students marched against the government. Chad bombed Sudan.")
    assert [event.type for event in record.events] == ["MARCH"]
    assert record.coded.ontology.startswith(tmp_path.name)
