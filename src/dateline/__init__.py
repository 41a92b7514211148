"""dateline: news reports on international affairs as records that can be checked.

>>> import dateline
>>> record = dateline.code("France urged Lebanon to form a government.", published="2020-08-07")
>>> [event.type for event in record.events]
['REQUEST']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dateline.api import code
    from dateline.coder import Coder
    from dateline.record import (
        Actor,
        Coded,
        DateRange,
        Event,
        Fact,
        Mention,
        Place,
        Record,
        Report,
        Statement,
        Warning,  # noqa: A004 - the record's own word
    )
    from dateline.records import Records
    from dateline.records import open_records as open  # noqa: A004 - as files are opened
    from dateline.version import __version__

__all__ = [
    "Actor",
    "Coded",
    "Coder",
    "DateRange",
    "Event",
    "Fact",
    "Mention",
    "Place",
    "Record",
    "Records",
    "Report",
    "Statement",
    "Warning",
    "__version__",
    "code",
    "open",
]

# Loading spaCy takes most of a second; a command that does not parse should not pay for it.
_HOME = {
    "code": "dateline.api",
    "Coder": "dateline.coder",
    "Records": "dateline.records",
    "open": "dateline.records",
    "__version__": "dateline.version",
}
_CALLED = {"open": "open_records"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'dateline' has no attribute {name!r}")
    return getattr(import_module(_HOME.get(name, "dateline.record")), _CALLED.get(name, name))


def __dir__() -> list[str]:
    return __all__
