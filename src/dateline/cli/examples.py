"""The examples of a command, which the help shows at its end."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence

import cyclopts

_EXAMPLES = re.compile(r"^Examples:?\n(?:-+\n)?(.*?)(?=^\S|\Z)", re.M | re.S)


def show_examples(app: cyclopts.App, words: Sequence[str]) -> None:
    """Put the examples of the command that the words name below its help.

    They stand in its docstring, of which cyclopts shows the description and the parameters.
    """
    _, apps, _ = app.parse_commands([word for word in words if word not in app.help_flags])
    command = apps[-1]
    text = str(app.help) if command is app else inspect.getdoc(command.default_command) or ""
    if command is app:
        # What each command does is known only when its module is there.
        for name in app:
            app[name]
    if found := _EXAMPLES.search(text):
        calls = (line for line in inspect.cleandoc(found[1]).splitlines() if line)
        command.help_epilogue = "Examples:\n\n" + "".join(f"    {call}\n" for call in calls)
