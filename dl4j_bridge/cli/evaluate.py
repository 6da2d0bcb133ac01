"""The command that judges a saved model."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import completing
from .memory import memory
from .offline import offline
from .supervised import Supervised

if TYPE_CHECKING:
    from ..evaluation import Evaluation


@click.command(cls=Supervised, short_help="Judge a saved model on test data.")
@click.argument("model", type=click.Path(path_type=Path))
@click.option(
    "--data",
    default="mnist",
    show_default=True,
    shell_complete=completing.data,
    help="As for `train`; its test half.",
)
@memory
@offline
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def evaluate(model: Path, data: str, as_json: bool) -> None:
    """Evaluate a saved MODEL on test data: accuracy, precision, recall, F1, confusion matrix."""
    from ..lab.judging import judge
    from .download import download_bar

    with download_bar() as on_fetch:
        evaluation = judge(model, data, on_fetch)
    if as_json:
        click.echo(json.dumps({"schema": 1, "ok": True, **evaluation.as_dict()}))
    else:
        _show(evaluation)


def _show(evaluation: Evaluation) -> None:
    from rich import box
    from rich.table import Table

    from .console import console

    out = console()
    out.print(f"Accuracy  {evaluation.accuracy:.2%} of {evaluation.count:,} examples")
    out.print(f"Precision {evaluation.precision:.2%} (mean over the classes)")
    out.print(f"Recall    {evaluation.recall:.2%}")
    out.print(f"F1        {evaluation.f1:.2%}\n")
    table = Table(box=box.SIMPLE_HEAD, title="Rows: true class. Columns: predicted class.")
    for heading in ("", *evaluation.classes, "recall"):
        table.add_column(heading, justify="right", no_wrap=True)
    rows = zip(evaluation.classes, evaluation.confusion, evaluation.class_recall, strict=True)
    for name, counts, recall in rows:
        table.add_row(name, *(str(n) if n else "·" for n in counts), f"{recall:.1%}")
    table.add_section()
    table.add_row("precision", *(f"{p:.0%}" for p in evaluation.class_precision), "")
    out.print(table)
