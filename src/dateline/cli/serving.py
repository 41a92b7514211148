"""``dateline serve`` and ``dateline review``: the reader, and the decisions made in it."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import cyclopts
import msgspec
from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from dateline.cli.failure import UserError
from dateline.cli.questions import Output
from dateline.review import Decision, Reviews, agreement, gold, precision
from dateline.store import StoreError, open_store, read_records

review = cyclopts.App(name="review", help="Decisions of analysts, made in the reader.")
Decided = Annotated[Path, Parameter(help="The DuckDB file that the decisions are about.")]
Decisions = Annotated[
    Path | None,
    Parameter(help="File of decisions, where it is not the one beside the DuckDB file."),
]
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve(
    file: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8100,
    token: str | None = None,
    reviews: Path | None = None,
    model: str | None = None,
) -> int:
    """Open a store as pages of a web browser, on this machine.

    Examples
    --------
        dateline serve records.duckdb

        dateline serve records.duckdb --host 0.0.0.0 --token "$(openssl rand -hex 16)"

    Parameters
    ----------
    file
        The DuckDB file.
    host
        Address to listen on. Any but this machine's own needs a token.
    port
        Port to listen on.
    token
        Word of 16 characters or more that other machines must give: /?token=WORD
    reviews
        File of decisions; records.reviews.sqlite beside records.duckdb where it is not given.
    model
        spaCy pipeline for pasted texts instead of the one installed with dateline.

    """
    import uvicorn

    from dateline.web.app import create_app
    from dateline.web.coding import LazyCoder

    if host not in _LOOPBACK and token is None:
        raise UserError(
            f"--host {host} lets other machines in: give a token too, such as "
            f"--token {secrets.token_urlsafe(12)}"
        )
    if token is not None and len(token) < 16:
        raise UserError("--token: a word of 16 characters or more")
    if not file.exists():
        raise UserError(
            f"no such file: {file}; code reports into it with: dateline code --db {file}"
        )
    coder = LazyCoder(model)
    app = create_app(file, token=token, reviews=Reviews(reviews) if reviews else None, coder=coder)
    coder.warm()
    shown = f"[{host}]" if ":" in host else host
    query = "/?token=…" if token else "/"
    Console(stderr=True, highlight=False).print(
        f"reading {file} at http://{shown}:{port}{query} (Ctrl-C to stop)",
        markup=False,
        soft_wrap=True,
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False)
    return 0


@review.command
def export(file: Decided, *, reviews: Decisions = None, output: Output = None) -> int:
    """Write the decisions as gold, one JSON object a line."""
    decisions = _reviews(file, reviews).decisions()
    try:
        connection = open_store(file)
    except StoreError as error:
        raise UserError(str(error)) from error
    ids = sorted({d.key.report for d in decisions})
    with connection:
        lines = [
            msgspec.json.encode(row) + b"\n"
            for row in gold(read_records(connection, ids), decisions)
        ]
    if output is None:
        sys.stdout.buffer.writelines(lines)
        sys.stdout.flush()
    else:
        output.write_bytes(b"".join(lines))
    if len(lines) < len(decisions):
        Console(stderr=True).print(
            f"{len(decisions) - len(lines)} decisions are on items that the file no longer has"
        )
    return 0


@review.command(name="agreement")
def show_agreement(file: Decided, *, reviews: Decisions = None) -> int:
    """Print how far analysts agree: Krippendorff's alpha over the items that several decided."""
    Console(highlight=False).print(_agreed(_reviews(file, reviews).decisions()))
    return 0


def evaluate_review(file: Decided, *, reviews: Decisions = None) -> int:
    """Print precision by type, from what analysts decided in the reader, with 95% intervals.

    Where two or more decided the same items, how far they agree is told too.
    """
    decisions = _reviews(file, reviews).decisions()
    found = precision(decisions)
    table = Table(box=None, header_style="dim", pad_edge=False)
    for name in ("type", "accepted", "decided", "precision", "95% interval"):
        table.add_column(name, justify="left" if name == "type" else "right")
    for row in found:
        table.add_row(
            row.name, f"{row.accepted:.4g}", str(row.decided), f"{row.value:.3f}",
            f"{row.low:.3f} to {row.high:.3f}",
        )  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    if agreement(decisions)[1]:
        console.print(_agreed(decisions))
    return 0


def _agreed(decisions: Sequence[Decision]) -> str:
    value, items = agreement(decisions)
    said = "not defined (no two verdicts differ)" if value is None else f"{value:.3f}"
    return f"Krippendorff's alpha {said}, over {items} item{'s' if items != 1 else ''}"


def _reviews(file: Path, given: Path | None) -> Reviews:
    reviews = Reviews(given) if given else Reviews.beside(file)
    if not reviews.path.exists():
        raise UserError(f"nothing was decided yet: there is no {reviews.path}")
    return reviews
