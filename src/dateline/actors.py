"""Finds the actors of a report: who is mentioned, and who is meant on the day that counts."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from spacy.tokens import Doc

from dateline.items import Actors, FoundTime
from dateline.knowledge import Knowledge
from dateline.mentions.discourse import Discourse
from dateline.mentions.lexicon import Lexicon
from dateline.mentions.offices import Offices


@lru_cache(maxsize=4)
def resources(knowledge: Knowledge) -> tuple[Lexicon, Offices]:
    """Return the automaton and word tables for a knowledge base, made once for each."""
    lexicon = Lexicon(knowledge)
    return lexicon, Offices(knowledge, lexicon)


def find_actors(
    doc: Doc, knowledge: Knowledge, times: tuple[FoundTime, ...], published: date | None
) -> Actors:
    """Return the actors of the report with every mention of them.

    ``times`` are the dates found in the text and ``published`` the day of publication: offices are
    those of the day that is told, where a clause gives one, else of publication. What cannot be
    decided is left out. Spans are character offsets into ``doc.text``.
    """
    lexicon, offices = resources(knowledge)
    return Discourse(doc, knowledge, lexicon, offices, times, published).actors()
