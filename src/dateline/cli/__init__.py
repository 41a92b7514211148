"""The command line. Each command calls one room; every error a user can make is one line."""

from dateline.cli.main import main

__all__ = ["main"]
