"""Sources to reports: text, HTML and JSON from files, folders, globs and standard input."""

from dateline.reading.edits import Cleaning
from dateline.reading.language_check import is_coded, language_of, language_warning
from dateline.reading.options import Failure, ReadOptions, ReadReport, parse_day
from dateline.reading.reader import read, read_text

__all__ = [
    "Cleaning",
    "Failure",
    "ReadOptions",
    "ReadReport",
    "is_coded",
    "language_of",
    "language_warning",
    "parse_day",
    "read",
    "read_text",
]
