"""Scores the coder against the marked articles of general news in ``general_news/``.

    python -m tests.gold.general [first|second] [--misses]

The articles of the second set were written and marked by somebody who had not seen the coder.

The first line of an article is its day, the second its title. Mentions of states, their bodies,
international organisations and office-holders are marked ``[the president](Uhuru Kenyatta)`` with
the name of who is meant: ``|`` stands between names that are as good, ``&`` where several are
meant, ``-`` means that nothing is asked. A title beside a name means the person. A mention is
resolved when a mention of the record over at least two fifths of it belongs to an actor whose name
or id has every word of the name; it is wrong when such a mention belongs to somebody else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec

from dateline.coder import Coder
from dateline.reading import ReadOptions, read_text
from dateline.record import Record

ARTICLES = Path(__file__).parent / "general_news"
SETS = ("first", "second")
_MARK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_PRONOUNS = frozenset(
    ("he", "she", "it", "they", "we", "i", "him", "her", "them", "us", "his", "its", "their", "our",
     "itself", "himself", "herself", "my", "who", "whom", "whose")
)  # fmt: skip
_COVERS = 0.4


class Marked(msgspec.Struct, frozen=True):
    """A marked mention; ``start`` and ``end`` are offsets into the text without marks."""

    start: int
    end: int
    text: str
    name: str

    @property
    def form(self) -> str:
        """Name, nominal or pronoun, told by how it is written."""
        if self.text.lower() in _PRONOUNS:
            return "pronoun"
        return (
            "name"
            if any(w[0].isupper() for w in self.text.split()[1:] or [self.text])
            else ("nominal")
        )


class Article(msgspec.Struct, frozen=True):
    """An article of the gold, its marks taken out of the text."""

    name: str
    published: date
    text: str
    mentions: tuple[Marked, ...]


class Score(msgspec.Struct):
    """How many mentions there are, how many are resolved and how many wrong."""

    gold: int = 0
    right: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        """Return the share of the mentions that is resolved."""
        return self.right / max(1, self.gold)

    @property
    def precision(self) -> float:
        """Return the share of those resolved at all that is right."""
        return self.right / max(1, self.right + self.wrong)


def load(which: str) -> list[Article]:
    """Return the articles of a set, in order of their names."""
    return [_read(path) for path in sorted((ARTICLES / which).glob("*.txt"))]


def _read(path: Path) -> Article:
    day, _, marked = path.read_text(encoding="utf-8").strip().partition("\n")
    mentions, text, done = [], "", 0
    for found in _MARK.finditer(marked):
        text += marked[done : found.start()]
        if found[2] != "-":
            mentions.append(Marked(len(text), len(text) + len(found[1]), found[1], found[2]))
        text += found[1]
        done = found.end()
    text += marked[done:]
    return Article(path.stem, date.fromisoformat(day), text, tuple(mentions))


def code(coder: Coder, article: Article) -> Record:
    """Return the record of an article."""
    report = read_text(article.text, ReadOptions(published=article.published)).report
    return coder.code_report(report)


def judge(record: Record, article: Article) -> Iterator[tuple[Marked, bool, list[str]]]:
    """Yield each mention, whether it is resolved, and the ids of the actors found over it."""
    actors = {actor.id: actor for actor in record.actors}
    # Reading changes blanks and lines, nothing else: the letters are counted.
    places = [i for i, char in enumerate(record.report.text) if not char.isspace()]
    letters = "".join(article.text.split())
    if letters != "".join(record.report.text.split()):
        raise ValueError(f"{article.name}: the text was changed by reading")
    for wanted in article.mentions:
        first = len("".join(article.text[: wanted.start].split()))
        start = places[first]
        end = places[first + len("".join(wanted.text.split())) - 1] + 1
        ids = [
            m.actor
            for m in record.mentions
            if min(m.end, end) - max(m.start, start) >= _COVERS * (end - start)
        ]
        known = [_words(f"{actors[i].name} {i}") for i in ids]
        right = any(
            all(any(_words(name) <= words for words in known) for name in every.split("&"))
            for every in wanted.name.split("|")
        )
        yield wanted, right, ids


def _words(text: str) -> set[str]:
    return set(re.sub(r"\W+", " ", text).lower().split())


def total(coder: Coder, which: str, misses: list[str] | None = None) -> dict[str, Score]:
    """Return the scores over the articles of a set: of all mentions and of each form."""
    scores = {form: Score() for form in ("all", "name", "nominal", "pronoun")}
    for article in load(which):
        record = code(coder, article)
        for wanted, right, ids in judge(record, article):
            for form in ("all", wanted.form):
                scores[form].gold += 1
                scores[form].right += right
                scores[form].wrong += bool(ids) and not right
            if not right and misses is not None:
                around = article.text[max(0, wanted.start - 50) : wanted.end + 40]
                kind = "wrong" if ids else "missed"
                misses.append(
                    f"{kind} {article.name}: {wanted.text!r} is {wanted.name}, found {ids} "
                    f"in {' '.join(around.split())!r}"
                )
    return scores


def main(arguments: list[str]) -> None:
    """Print the scores of each set, with ``--misses`` also what is missed or wrong."""
    coder = Coder()
    for which in [s for s in SETS if s in arguments] or SETS:
        misses: list[str] = []
        scores = total(coder, which, misses)
        if "--misses" in arguments:
            print("\n".join(misses))
        for form, score in scores.items():
            print(
                f"{which:7} {form:8} gold {score.gold:4}  recall {score.recall:.3f}  "
                f"precision {score.precision:.3f}"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
