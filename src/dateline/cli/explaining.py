"""``dateline explain``: why an item is there, and why a near miss is not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.text import Text

from dateline.cli.coders import make_coder
from dateline.cli.failure import UserError
from dateline.coder import Analysis
from dateline.explain import Explained, Rules, explain_record, near_misses
from dateline.reading import ReadOptions, parse_day, read_text

_KINDS = ("mention", "statement", "event", "fact")


def explain(
    sentence: str | None = None,
    *,
    report: str | None = None,
    event: str | None = None,
    statement: str | None = None,
    db: Path | None = None,
    published: str | None = None,
    misses: int = 12,
    knowledge: Annotated[list[Path] | None, Parameter(negative="")] = None,
    ontology: Path | None = None,
    model: str | None = None,
) -> int:
    """Print why dateline finds what it finds in a sentence, or in a stored report.

    Every item is shown with the rule that decided it and the file and line where the rule is
    written; rules that nearly fired are shown with what they lacked.

    Examples
    --------
        dateline explain "France urged Lebanon to form a government."

        dateline explain --db records.duckdb --report 5f0c2a91 --event e3

    Parameters
    ----------
    sentence
        The text to explain.
    report
        Id of a stored report, or its beginning (with --db).
    event
        Id of one event of the report, such as e3.
    statement
        Id of one statement of the report, such as s2.
    db
        DuckDB file that holds the report.
    published
        Day of publication of the sentence (YYYY-MM-DD).
    misses
        How many near misses to show at most.
    knowledge
        Directory of tables that add to the knowledge base or override it.
    ontology
        Directory of event types and frames to use instead of PLOVER.
    model
        spaCy pipeline to use instead of the one installed with dateline.

    """
    if (sentence is None) == (report is None):
        raise UserError("give either a sentence, or --db FILE --report ID")
    coder = make_coder(knowledge or [], ontology, model)
    if sentence is not None:
        try:
            day = parse_day(published) if published else None
            source = read_text(sentence, ReadOptions(published=day)).report
        except ValueError as error:
            raise UserError(str(error)) from None
    else:
        from dateline.cli.storing import stored_report

        if db is None:
            raise UserError("--report needs the DuckDB file it is stored in: --db FILE")
        source = stored_report(db, report or "").report
    analysis = coder.analyse(source, near_misses=True)
    rules = Rules(coder)
    items = list(explain_record(analysis.record, rules))
    wanted = event or statement
    if wanted:
        items = [item for item in items if item.id == wanted]
        if not items:
            raise UserError(f"the report has no {wanted}; it may have been coded otherwise since")
    console = Console(highlight=False)
    for kind in _KINDS:
        _section(console, kind, [item for item in items if item.kind == kind])
    if not wanted:
        _misses(console, analysis, misses)
    return 0


def _section(console: Console, kind: str, items: list[Explained]) -> None:
    if not items:
        return
    console.print(Text(f"{kind}s", style="bold underline"))
    for item in items:
        line = Text("  ")
        if item.id:
            line.append(f"{item.id} ", style="dim")
        line.append(item.what, style="bold")
        line.append(f"  “{item.words}”", style="italic")
        console.print(line)
        for reason in item.reasons:
            where = f"  {reason.row}" if reason.row else ""
            like = f"  as in: {reason.example}" if reason.example else ""
            console.print(Text(f"      because of {reason.rule}{where}{like}", style="dim"))


def _misses(console: Console, analysis: Analysis, most: int) -> None:
    found = list(near_misses(analysis))
    if not found:
        return
    console.print(Text("did not fire", style="bold underline"))
    for miss in found[:most]:
        console.print(
            Text(f"  {miss.rule}  {miss.row}  at “{miss.words}”: lacked {miss.lacked}", style="dim")
        )
    if len(found) > most:
        console.print(Text(f"  and {len(found) - most} more (--misses N)", style="dim"))
