"""Who says so: quotations, cues, attribution, chains."""

from dateline.statements.cues import Cue, Cues
from dateline.statements.finding import Statements, find_statements
from dateline.statements.flat import flat

__all__ = ["Cue", "Cues", "Statements", "find_statements", "flat"]
