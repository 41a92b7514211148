"""The gate: accuracy on our own gold may not fall unseen below the floors written down."""

from __future__ import annotations

import json

from tests.gold.scoring import FLOORS, MEASURES, load, total

from dateline.coder import Coder


def test_accuracy_stays_above_its_floors(coder: Coder) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    assert set(floors) == set(MEASURES)
    found = total(coder)
    below = {
        name: (round(found[name].f1, 3), floor)
        for name, floor in floors.items()
        if found[name].f1 < floor
    }
    assert not below, "F1 and floor; see: python -m tests.gold.scoring --misses"


def test_there_is_enough_gold() -> None:
    assert len(load()) >= 12
