"""spaCy's attribute rules found by looking tokens up, not by trying every rule on every token.

The rules give a token its part of speech by tag, word and dependency. spaCy's matcher tries each
of some 180 on each token, which takes almost a third of the whole parse; what they look at takes
few values, so what they find is worked out once for each combination.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

_ATTRIBUTES = ("TAG", "LOWER", "DEP", "IS_SPACE")
Match = tuple[int, int, int, int]
"""Number of the rule, its id in the vocabulary, first token, the one behind the last."""


class _Value(NamedTuple):
    """What an attribute must be, or with ``negated`` must not be: one of several, or like a regex.

    White space is a truth value, all else are strings.
    """

    among: frozenset[str | bool]
    regex: re.Pattern[str] | None = None
    negated: bool = False

    def fits(self, value: str | bool) -> bool:
        if self.regex is not None:
            return isinstance(value, str) and self.regex.search(value) is not None
        return (value in self.among) != self.negated


_Token = Mapping[str, _Value]
"""What a rule asks of a token."""


class _Found(NamedTuple):
    """The rules that fit a token: those for it alone, and those for it as one of two."""

    alone: tuple[int, ...]
    first: frozenset[int]
    second: frozenset[int]


class AttributeRules:
    """Finds in documents what the ruler's own matcher would."""

    def __init__(self, ruler: AttributeRuler) -> None:
        """Read the rules of a ruler. Raises ValueError where one asks for more than we know."""
        self._strings = ruler.vocab.strings
        # Their type leaves open what a rule holds.
        patterns: Any = [rule["patterns"] for rule in ruler.patterns]
        self._rules = [_alternatives(of) for of in patterns]
        self._ids = [self._strings.add(str(number)) for number in range(len(self._rules))]
        asked = [
            token["LOWER"]
            for of in self._rules
            for rule in of
            for token in rule
            if "LOWER" in token
        ]
        self._asked = frozenset(word for value in asked for word in value.among)
        self._regexes = [value.regex for value in asked if value.regex is not None]
        self._matters: dict[int, bool] = {}
        self._found: dict[tuple[int, int, int, int], _Found] = {}

    def __call__(self, doc: Doc) -> list[Match]:
        """Return the matches in order of the rules, as ``AttributeRuler.match`` does."""
        matches: list[Match] = []
        ids = self._ids
        before: frozenset[int] = frozenset()
        columns = doc.to_array(list(_ATTRIBUTES)).T.tolist()
        for i, (tag, lower, dep, space) in enumerate(zip(*columns, strict=True)):
            matters = self._matters.get(lower)
            if matters is None:
                matters = self._matters[lower] = self._is_asked(self._strings[lower])
            key = (tag, lower if matters else 0, dep, space)
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = self._find(*key)
            matches += [(rule, ids[rule], i, i + 1) for rule in found.alone]
            if before:
                matches += [(rule, ids[rule], i - 1, i + 1) for rule in before & found.second]
            before = found.first
        matches.sort()
        return matches

    def _is_asked(self, word: str) -> bool:
        """Return whether any rule can tell the word from those that none asks for."""
        return word in self._asked or any(regex.search(word) for regex in self._regexes)

    def _find(self, tag: int, lower: int, dep: int, space: int) -> _Found:
        strings = self._strings
        values: dict[str, str | bool] = {
            "TAG": strings[tag], "LOWER": strings[lower], "DEP": strings[dep],
            "IS_SPACE": bool(space),
        }  # fmt: skip
        alone: list[int] = []
        first: list[int] = []
        second: list[int] = []
        for number, of in enumerate(self._rules):
            for rule in of:
                if _fits(rule[0], values):
                    (first if len(rule) > 1 else alone).append(number)
                if len(rule) > 1 and _fits(rule[1], values):
                    second.append(number)
        return _Found(tuple(alone), frozenset(first), frozenset(second))


def hasten(ruler: object) -> None:
    """Let a ruler find its matches by looking them up, if all its rules are of a kind we know."""
    if not isinstance(ruler, AttributeRuler):
        return
    try:
        rules = AttributeRules(ruler)
    except ValueError:
        return
    ruler.match = rules  # type: ignore[method-assign]


def _alternatives(patterns: Sequence[Sequence[Mapping[str, Any]]]) -> list[list[_Token]]:
    """Return the patterns of a rule, of which one must fit."""
    found = [[_token(token) for token in pattern] for pattern in patterns]
    if any(len(pattern) not in (1, 2) for pattern in found):
        raise ValueError("a rule on more than two tokens")
    if len(found) > 1 and any(len(pattern) > 1 for pattern in found):
        raise ValueError("alternatives on two tokens")
    return found


def _token(asked: Mapping[str, Any]) -> _Token:
    if not asked or not set(asked) <= set(_ATTRIBUTES):
        raise ValueError(f"a rule that asks for {', '.join(asked)}")
    return {name: _value(value) for name, value in asked.items()}


def _value(value: object) -> _Value:
    if isinstance(value, str | bool):
        return _Value(frozenset((value,)))
    if isinstance(value, Mapping) and len(value) == 1:
        ((operator, of),) = value.items()
        if operator in ("IN", "NOT_IN") and isinstance(of, Iterable):
            return _Value(frozenset(of), negated=operator == "NOT_IN")
        if operator == "REGEX" and isinstance(of, str):
            return _Value(frozenset(), re.compile(of))
    raise ValueError(f"a rule that asks for {value!r}")


def _fits(asked: _Token, values: Mapping[str, str | bool]) -> bool:
    return all(value.fits(values[name]) for name, value in asked.items())
