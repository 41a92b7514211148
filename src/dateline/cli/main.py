"""The entry point: commands, and errors in one line."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence

import cyclopts
from rich.console import Console

from dateline.cli.examples import show_examples
from dateline.cli.failure import UserError

_HELP = """Turns news reports into records: who did what to whom, and who says so.

Examples:

    dateline code report.txt --published 2011-01-17

    dateline code reports/ --format jsonl > records.jsonl

    dateline code reports/ --db records.duckdb

    dateline explain "France urged Lebanon to form a government."
"""

app = cyclopts.App(name="dateline", help=_HELP, help_format="markdown", version_flags=["--version"])
# Each group of commands is imported only when it is called: starting up is most of what a
# short command costs.
app.command("dateline.cli.coding:code", name="code")
app.command("dateline.cli.watching:watch", name="watch")
app.command("dateline.cli.scaling:scale", name="scale")
app.command("dateline.cli.explaining:explain", name="explain")
app.command("dateline.cli.knowledge:app", name="knowledge")
app.command("dateline.cli.evaluation:app", name="evaluate")
app.command("dateline.cli.storing:show", name="show")
app.command("dateline.cli.exporting:export", name="export")
app.command("dateline.cli.exporting:diff", name="diff")
app.command("dateline.cli.exporting:store", name="store")
for _name in (
    "events", "statements", "timeline", "chain", "members", "cite", "claims", "conflicts",
):  # fmt: skip
    app.command(f"dateline.cli.questions:{_name}", name=_name)
app.command("dateline.cli.serving:serve", name="serve")
app.command("dateline.cli.serving:review", name="review")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and exit: 0 for success, 1 for failure, 2 for a wrong call."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    if debug:
        words.remove("--debug")
    if "-" in words and "--" not in words:
        # A lone hyphen would be taken for an option; behind the double one it is standard input.
        words = [word for word in words if word != "-"] + ["--", "-"]
    if not {*app.help_flags}.isdisjoint(words):
        show_examples(app, words)
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        code = app(words, exit_on_error=False, print_error=True, error_console=errors)
    except cyclopts.CycloptsError as error:
        left = getattr(error, "unused_tokens", None) or ()
        for file in (word for word in left if word.endswith(".duckdb")):
            errors.print(f"dateline: the file is named by an option: --db {file}", markup=False)
        code = 2
    except BrokenPipeError:
        # The reader of a pipe has gone: head(1) is done, not broken.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:
        if debug or not isinstance(error, (UserError, *_expected())):
            raise
        errors.print(f"dateline: {error}", style="red", markup=False)
        code = 1
    except KeyboardInterrupt:
        errors.print("dateline: interrupted")
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


def _expected() -> tuple[type[Exception], ...]:
    """Return the errors of our rooms that already say in one line what is wrong."""
    from dateline.knowledge.questions import UnknownNameError
    from dateline.tables import TableError

    return (TableError, UnknownNameError)
