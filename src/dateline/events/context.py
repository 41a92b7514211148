"""Why and where: PLOVER contexts from the words around an event, and its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.events.tree import governing_verb
from dateline.events.words import words
from dateline.knowledge.entities import City
from dateline.parse import Token
from dateline.record import Place

_LONGEST_PLACE = 4


class Contexts:
    """Finds contexts by cue words; ``cues`` maps a lemma or phrase to contexts."""

    def __init__(self, cues: Mapping[str, tuple[str, ...]]) -> None:
        self._words = {cue: of for cue, of in cues.items() if " " not in cue}
        self._phrases: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
        for cue, of in cues.items():
            first, *more = cue.split()
            if more:
                self._phrases.setdefault(first, []).append(([first, *more], of))

    def of(self, lemmas: Sequence[str]) -> tuple[str, ...]:
        """Return the contexts of a sentence of such lemmas, in alphabetical order."""
        found: set[str] = set()
        for index, lemma in enumerate(lemmas):
            if lemma in self._words:
                found.update(self._words[lemma])
            for phrase, of in self._phrases.get(lemma, ()):
                if lemmas[index : index + len(phrase)] == phrase:
                    found.update(of)
        return tuple(sorted(found))


class Places:
    """Finds the place of an event among the cities the knowledge tables hold."""

    def __init__(self, cities: Mapping[str, City]) -> None:
        self._cities = cities

    def of(self, trigger: Token) -> Place | None:
        """Return the place named with the trigger or its verb ("in Geneva"), or None."""
        verb = governing_verb(trigger)
        for token in (trigger, verb):
            if token is None:
                continue
            for child in token.children:
                if child.dep_ == "prep" and child.lower_ in words("locative"):
                    for filler in child.children:
                        if filler.dep_ == "pobj" and filler.pos_ == "PROPN":
                            place = self._place(filler)
                            if place is not None:
                                return place
        return None

    def _place(self, token: Token) -> Place | None:
        parse, end = token.parse, token.idx + len(token)
        for start in range(max(token.sent.start, token.i - _LONGEST_PLACE + 1), token.i + 1):
            span = parse.starts[start], end
            city = self._cities.get(parse.text[span[0] : end])
            if city is not None:
                return Place(
                    name=city.name,
                    country=city.state,
                    latitude=city.latitude,
                    longitude=city.longitude,
                    span=span,
                )
        return None
