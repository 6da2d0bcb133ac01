"""The command that judges a setting by cross-validation."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .console import console
from .experiments import PRESETS, starting_point
from .many_runs import VARIED, axes_given, cores, display, end_if_failed
from .memory import memory
from .supervised import Supervised

if TYPE_CHECKING:
    from ..experiment import Experiment
    from ..lab.cross_validation import Judged, Part


@click.command(cls=Supervised, short_help="Judge a setting, or several, by cross-validation.")
@click.option(
    "--preset",
    shell_complete=completing.presets,
    help=f"Experiment to judge: {PRESETS}.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Experiment in a TOML file instead."
)
@click.option("--data", shell_complete=completing.data, help="As that of train.")
@click.option("--updaters", help="Names with commas between; each is judged.")
@click.option(
    "--learning-rates", help="Rates with commas between; `default`, DL4J's own, unless given."
)
@click.option("--vary", "varied", multiple=True, metavar="NAME=A,B", help=VARIED)
@click.option("--folds", type=click.IntRange(2), default=5, show_default=True, help="How many.")
@click.option("--epochs", type=int, help="Passes of each training; 5 without --config.")
@click.option("--seed", type=int, help="Of the folds, and of weights and order.")
@click.option("--workers", type=click.IntRange(1), help="Trainings at a time; one for each core.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for everything; new or empty.")
@memory
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def cv(as_json: bool, quiet: bool, **given: Any) -> None:
    """Train without a fifth of the training data and judge by it, for each fifth.

    Every fold has each class's share. In the end the network is trained on all training data,
    and the test data judge it once. Without options: 6 trainings of 5 epochs on MNIST, about a
    minute on four cores.

    \b
    Examples:
      dl4j-bridge cv
      dl4j-bridge cv --updaters adam,nesterovs --folds 10
      dl4j-bridge cv --vary hidden=100,1000
      dl4j-bridge cv --config best.toml
    """
    from ..lab import folders
    from ..lab.cross_validation import cross_validate

    began = time.monotonic()
    base, folder = _experiment(given), folders.new(given["out"], "cv")
    with display(quiet=quiet) as report:
        judged = cross_validate(
            base,
            axes_given(given),
            folder,
            folds=given["folds"],
            workers=given["workers"] or cores(),
            report=report,
        )
    result = _result(base, judged, folder, time.monotonic() - began)
    (folder / "cv.json").write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    if as_json:
        click.echo(json.dumps(result))
    else:
        _show(judged)
        click.echo(f"Everything is in {folder} ({result['seconds']:.0f} s).")
    parts = [part for one in judged for part in (*one.folds, one.final)]
    failed = [part.words for part in parts if part.status == "failed"]
    end_if_failed(failed, len(parts))


def _experiment(given: dict[str, Any]) -> Experiment:
    base = starting_point(given["config"], given["preset"])
    changes = {name: given[name] for name in ("data", "epochs", "seed") if given[name] is not None}
    if not given["config"]:
        changes.setdefault("epochs", 5)
    if given["seed"] is not None:
        changes["order_seed"] = None
    return replace(base, **changes)


def _result(base: Experiment, judged: list[Judged], folder: Path, seconds: float) -> dict[str, Any]:
    return {
        "schema": 1,
        "ok": all(_came_through(one) for one in judged),
        "base": base.name,
        "data": base.data,
        "epochs": base.epochs,
        "seed": base.seed,
        "settings": [_plain(one) for one in judged],
        "seconds": seconds,
        "out": str(folder),
    }


def _came_through(one: Judged) -> bool:
    died = any(part.status == "failed" for part in one.folds)
    return one.final.status == "done" and not died


def _plain(one: Judged) -> dict[str, Any]:
    return {
        "setting": dict(one.trial.setting),
        "folds": [part.accuracy for part in one.folds],
        "mean": None if math.isnan(one.mean) else one.mean,
        "standard_deviation": None if math.isnan(one.spread) else one.spread,
        "p": one.p,
        "test_accuracy": one.final.accuracy,
        "notes": [part.message for part in (*one.folds, one.final) if part.message],
    }


def _show(judged: list[Judged]) -> None:
    from rich.table import Table

    from ..lab.ranking import p_in_words

    table = Table()
    table.add_column("judged by")
    for one in judged:
        table.add_column(one.trial.label if one.trial.setting else "accuracy")
    for parts in zip(*(one.folds for one in judged), strict=True):
        table.add_row(parts[0].name, *(_cell(part) for part in parts))
    table.add_section()
    table.add_row("mean ± sd", *(_mean(one) for one in judged))
    if len(judged) > 1:
        table.add_row("p", *(p_in_words(one.p) for one in judged))
    table.add_row("test data", *(_cell(one.final) for one in judged))
    console().print(table)
    best = judged[0]
    click.echo(f"Cross-validation: {_mean(best)}{_named(best)}, {len(best.folds)} folds.")
    if best.final.accuracy is not None:
        click.echo(
            f"Trained on all training data: {best.final.accuracy:.2%} of the test data "
            f"({best.final.folder / 'model.zip'})."
        )
    if len(judged) > 1:
        click.echo("p: paired over the folds against the best, corrected for rows in common.")


def _named(one: Judged) -> str:
    return f" with {one.trial.label}" if one.trial.setting else ""


def _cell(part: Part) -> str:
    return part.status if part.accuracy is None else f"{part.accuracy:.2%}"


def _mean(one: Judged) -> str:
    if math.isnan(one.spread):
        return "–"
    return f"{one.mean:.2%} ± {one.spread * 100:.2f}"
