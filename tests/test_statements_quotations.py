"""Quotation marks of every kind, right and wrong."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.statements.quotations import find_quotations


def quoted(text: str, depth: int = 0) -> list[str]:
    return [text[q.inner[0] : q.inner[1]] for q in find_quotations(text) if q.depth == depth]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We won,” he said.", ["We won,"]),
        ('"We won," he said.', ["We won,"]),
        ("''We won,'' he said.", ["We won,"]),
        ("``We won,'' he said.", ["We won,"]),
        ("‘We won,’ he said.", ["We won,"]),
        ("'We won,' he said.", ["We won,"]),
        ("«We won», he said.", ["We won"]),
        ("„We won,“ he said.", ["We won,"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("It’s the rebels’ own fault.", []),
        ("In the '90s the firm's owners left.", []),
        ("rock 'n' roll", []),
        ("He said: “We won. “We lost.”", ["We won.", "We lost."]),
        ("““We won,”” he said.", ["We won,"]),
        ("He said: “We won and left.", ["We won and left."]),
        ('He said "we won and left.', ["we won and left."]),
        ("We won,” he said.", []),
        ('A 6" gun', []),
    ],
)
def test_outer_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_inside_another_lies_deeper() -> None:
    text = "“He told me ‘never again’ and left,” she said."
    assert quoted(text) == ["He told me ‘never again’ and left,"]
    assert quoted(text, depth=1) == ["never again"]


def test_nested_marks_of_one_kind() -> None:
    text = "“The plan “Dawn” failed,” she said."
    assert quoted(text) == ["The plan “Dawn” failed,"]
    assert quoted(text, depth=1) == ["Dawn"]


def test_each_paragraph_of_a_long_quotation_opens_again() -> None:
    text = "“We came.\n\n“We saw.\n\n“We won,” he said."
    found = find_quotations(text)
    assert [text[slice(*q.inner)] for q in found] == ["We came.", "We saw.", "We won,"]
    assert [q.closed for q in found] == [False, False, True]
    assert [q.continues for q in found] == [False, True, True]


def test_a_wrong_mark_spoils_one_paragraph_only() -> None:
    text = 'He said "we won.\n\n"We lost," she said.'
    assert quoted(text) == ["we won.", "We lost,"]


MARKS = st.text(alphabet="ab .,\n\"'“”‘’„«»`—s", max_size=60)


@given(st.one_of(MARKS, st.text(max_size=80)))
def test_never_raises_and_spans_are_in_range(text: str) -> None:
    found = find_quotations(text)
    for quotation in found:
        start, end = quotation.span
        left, right = quotation.inner
        assert 0 <= start <= left < right <= end <= len(text)
    assert found == find_quotations(text)


@given(MARKS)
def test_outer_quotations_do_not_overlap(text: str) -> None:
    outer = [q.span for q in find_quotations(text) if q.depth == 0]
    assert outer == sorted(outer)
    assert all(a[1] <= b[0] for a, b in pairwise(outer))
