"""Errors that are the user's to mend: one line, no traceback."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can put right; the message says how."""
