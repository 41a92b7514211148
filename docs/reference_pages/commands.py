"""The page of the command line: every command of the app, with its parameters and examples."""

from __future__ import annotations

import inspect
import re

from cyclopts import App

from dateline.cli.main import app

_INTRODUCTION = """# Command line

This page is made from the commands themselves. `dateline COMMAND --help` shows the same in a
terminal.

Results go to standard output, and what is said about them (progress, failures) to standard error.
The exit status is 0 for success, 1 where something could not be done, 2 for a call that makes no
sense. Mistakes are told in one line; `--debug`, anywhere on the line, shows a traceback.

| variable | what it does |
| --- | --- |
| `DATELINE_DB` | the file that questions are put to, where `--db` is not given |

"""
_EXAMPLE = re.compile(r"^\s+((?:dateline|cat) .+)$", re.M)


def page() -> str:
    """Return the page."""
    made = app.generate_docs(output_format="markdown", recursive=True)
    # Title, usage and table of contents of the whole stand in our own introduction and the site's.
    made = made[made.index("**Commands**") :]
    parts = re.split(r"^(##+ dateline .+)$", made, flags=re.M)
    written = [_INTRODUCTION, parts[0]]
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        words = heading.lstrip("# ").split()[1:]
        written += [heading, "\n\n", body.strip(), "\n\n", _examples(words)]
    return "".join(written)


def examples(words: list[str]) -> list[str]:
    """Return the example calls of the command's docstring."""
    command: App = app[words[0]]
    for word in words[1:]:
        command = command[word]
    function = command.default_command
    return _EXAMPLE.findall(inspect.getdoc(function) or "") if function else []


def _examples(words: list[str]) -> str:
    found = examples(words)
    if not found:
        return ""
    return "**Examples**:\n\n```console\n" + "".join(f"$ {e}\n" for e in found) + "```\n\n"
