"""The gate over articles of general news: recall and precision of mentions may not fall."""

from __future__ import annotations

import json

import pytest
from tests.gold.general import ARTICLES, SETS, load, total

from dateline.coder import Coder


@pytest.mark.parametrize("which", SETS)
def test_general_news_stays_above_its_floors(coder: Coder, which: str) -> None:
    floors = json.loads((ARTICLES / which / "floors.json").read_text(encoding="utf-8"))
    scores = total(coder, which)
    assert set(floors) == set(scores)
    below = {
        form: (round(score.recall, 3), round(score.precision, 3))
        for form, score in scores.items()
        if score.recall < floors[form][0] or score.precision < floors[form][1]
    }
    assert not below, "recall and precision; see: python -m tests.gold.general --misses"


def test_there_is_enough_of_it() -> None:
    articles = [article for which in SETS for article in load(which)]
    assert len(articles) >= 35
    assert sum(len(a.mentions) for a in articles) >= 1500
