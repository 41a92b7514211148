"""``dateline evaluate``: scores against gold of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import cyclopts
from rich.console import Console
from rich.table import Table

from dateline.cli.coders import make_coder
from dateline.cli.failure import UserError
from dateline.cli.progress import progress
from dateline.evaluate import (
    Attribution,
    Evaluation,
    GoldError,
    GoldPair,
    GoldStatements,
    read_gold,
    score_labels,
    score_statements,
    write_lines,
)

T = TypeVar("T")

app = cyclopts.App(name="evaluate", help="Score dateline against gold of your own.")
app.command(
    "dateline.cli.serving:evaluate_review",
    name="review",
    help="Score what analysts decided in the reader: precision by type, agreement of two.",
)


@app.command
def pairs(
    gold: Path,
    *,
    predictions: Path | None = None,
    scheme: str = "plv",
    model: str | None = None,
    ontology: Path | None = None,
) -> int:
    """Score the type of event between a marked actor and recipient.

    The gold has one JSON object a line with id, sentence, source and target (start, end) and root.

    Examples
    --------
        dateline evaluate pairs gold.jsonl --predictions answers.jsonl

    Parameters
    ----------
    gold
        The gold file.
    predictions
        File to write the answers to: id, root, mode, trigger and rule, one JSON object a line.
    scheme
        Which labels the gold uses: plv, or plover for today's.
    model
        spaCy pipeline to use instead of the one installed with dateline.
    ontology
        Directory of event types and frames to use instead of PLOVER.

    """
    from dateline.actors import find_actors
    from dateline.events.learned import Learned
    from dateline.events.ontology import DEFAULT_DIRECTORY
    from dateline.events.pairs import code_pair

    items = _gold(gold, GoldPair)
    coder = make_coder((), ontology, model)
    learned = Learned.load(ontology or DEFAULT_DIRECTORY)
    answers: list[str | None] = []
    rows = []
    with progress("coding", "pairs") as advance:
        docs = coder.language.parse_all(item.sentence for item in items)
        for item, doc in zip(items, docs, strict=True):
            answer = code_pair(
                coder.events,
                doc,
                find_actors(doc, coder.knowledge, (), None),
                item.source.spans if item.source else (),
                item.target.spans if item.target else (),
                learned,
            )
            label = None
            if answer is not None:
                label = coder.events.ontology.label(
                    scheme, answer.type, answer.mode, answer.words, answer.effects
                )
            answers.append(label)
            rows.append(
                {
                    "id": item.id,
                    "root": label,
                    "type": answer.type if answer else None,
                    "mode": answer.mode if answer else None,
                    "trigger": answer.trigger if answer else None,
                    "rule": answer.rule if answer else None,
                }
            )
            advance()
    if predictions is not None:
        write_lines(predictions, rows)
    _show(score_labels([item.root for item in items], answers))
    return 0


@app.command
def statements(gold: Path, *, predictions: Path | None = None, model: str | None = None) -> int:
    """Score who said what: sources, cues and contents of statements.

    The gold has one JSON object a line with id, text and attributions (lists of spans source, cue,
    content). Flat gold is answered with the outermost statements.

    Examples
    --------
        dateline evaluate statements gold.jsonl --predictions answers.jsonl

    Parameters
    ----------
    gold
        The gold file.
    predictions
        File to write the answers to, in the form of the gold.
    model
        spaCy pipeline to use instead of the one installed with dateline.

    """
    from dateline.record import Report
    from dateline.statements.flat import flat

    items = _gold(gold, GoldStatements)
    coder = make_coder((), None, model)
    answers: list[list[Attribution]] = []
    with progress("coding", "texts") as advance:
        docs = coder.language.parse_all(item.text for item in items)
        for item, doc in zip(items, docs, strict=True):
            analysis = coder.analyse(Report(id=item.id, text=item.text), doc)
            answers.append(
                [
                    Attribution(
                        tuple(tuple(s) for s in a["content"]),
                        tuple(tuple(s) for s in a["source"]),
                        tuple(tuple(s) for s in a["cue"]),
                    )
                    for a in flat(analysis.statements, item.text)
                ]
            )
            advance()
    if predictions is not None:
        write_lines(
            predictions,
            ({"id": i.id, "attributions": a} for i, a in zip(items, answers, strict=True)),
        )
    _show(score_statements(items, answers))
    return 0


def _gold(path: Path, form: type[T]) -> list[T]:
    try:
        return read_gold(path, form)
    except FileNotFoundError:
        raise UserError(f"no such file: {path}") from None
    except GoldError as error:
        raise UserError(str(error)) from None


def _show(evaluation: Evaluation) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for column in ("", "precision", "recall", "F1", "95% interval", "in gold"):
        table.add_column(column, justify="left" if not column else "right")
    for score in evaluation.scores:
        table.add_row(
            score.name,
            f"{score.precision:.3f}",
            f"{score.recall:.3f}",
            f"{score.f1.value:.3f}",
            f"{score.f1.low:.3f} to {score.f1.high:.3f}",
            str(score.gold),
        )
    console.print(table)
    for name, interval in evaluation.summary:
        console.print(f"{name} {interval.value:.3f} ({interval.low:.3f} to {interval.high:.3f})")
    note = f", {evaluation.abstained} without an answer" if evaluation.abstained else ""
    console.print(f"{evaluation.size} items{note}")
