"""Every item names the row that decided it."""

from __future__ import annotations

from dateline.coder import Coder
from dateline.explain import Rules, explain_record


def test_statements_and_events_lead_to_their_rows_and_examples(coder: Coder) -> None:
    record = coder.code("Chad accused Sudan of arming rebels. Peru pointed out that it had paid.")
    found = list(explain_record(record, Rules(coder)))
    decided = {e.id: e.reasons for e in found if e.kind in ("statement", "event")}
    assert {"s1", "s2", "e1"} <= decided.keys()
    for reasons in decided.values():
        assert reasons
        assert all(".tsv:" in r.row and r.example for r in reasons), reasons
    assert decided["s1"][0].rule == "cue:verb:accuse:object+of"
    assert decided["s1"][0].row.startswith("cues.tsv:")
