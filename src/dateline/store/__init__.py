"""Records in one DuckDB file: written by one process, read by any number."""

from dateline.store.files import StoreError, StoreFile, open_store
from dateline.store.intake import Intake, Outcome
from dateline.store.reading import read_records, report_ids
from dateline.store.writing import CodingFailure, write_records

__all__ = [
    "CodingFailure",
    "Intake",
    "Outcome",
    "StoreError",
    "StoreFile",
    "open_store",
    "read_records",
    "report_ids",
    "write_records",
]
