"""Records in one DuckDB file: written by one process, read by any number."""

from dateline.store.files import StoreError, open_store
from dateline.store.reading import read_records, report_ids
from dateline.store.writing import write_records

__all__ = ["StoreError", "open_store", "read_records", "report_ids", "write_records"]
