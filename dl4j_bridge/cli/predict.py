"""The command that lets a saved model classify."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from .memory import memory
from .supervised import Supervised

_TOP = 3


@click.command(cls=Supervised, short_help="Let a saved model classify pictures or rows.")
@click.argument("model", type=click.Path(path_type=Path))
@click.argument("source", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--out", type=click.Path(path_type=Path), help="Write all outputs to a .npy file.")
@memory
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def predict(model: Path, source: Path, out: Path | None, as_json: bool) -> None:
    """Let a saved MODEL classify what is in SOURCE.

    SOURCE is a picture of one digit (png, jpg ...), an array (.npy, or .npz with x), a .csv of
    numbers without labels, or - for any of the first three on standard input.

    \b
    Examples:
      dl4j-bridge predict model.zip digit.png
      dl4j-bridge predict model.zip - < digits.npz
    """
    from ..lab.judging import classify
    from .download import download_bar

    content = sys.stdin.buffer.read() if str(source) == "-" else source
    with download_bar() as on_fetch:
        outputs = classify(model, content, out, on_fetch)
    rows = [_row(number, probabilities) for number, probabilities in enumerate(outputs)]
    if as_json:
        click.echo(json.dumps({"schema": 1, "ok": True, "predictions": rows}))
        return
    for row in rows:
        best = "   ".join(f"{i}: {row['outputs'][i]:.1%}" for i in row["ranking"][:_TOP])
        click.echo(f"row {row['row']}: class {row['class']}   ({best})")


def _row(number: int, outputs: Any) -> dict[str, Any]:
    ranking = [int(i) for i in (-outputs).argsort(kind="stable")]
    values = [float(value) for value in outputs]
    return {"row": number, "class": ranking[0], "ranking": ranking, "outputs": values}
