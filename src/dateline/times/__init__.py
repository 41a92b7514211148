"""Date expressions as ranges of days, and which of them dates an event."""

from dateline.times.attachment import time_of
from dateline.times.finding import find_times

__all__ = ["find_times", "time_of"]
