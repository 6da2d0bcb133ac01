"""The command that searches for a good setting."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import completing
from .console import console
from .experiments import PRESETS, starting_point
from .many_runs import cores, display, end_if_failed
from .memory import memory
from .supervised import Supervised

if TYPE_CHECKING:
    from ..datasets import Dataset
    from ..lab.study import Attempt, Question, Study
    from ..lab.tuning import Found

_PARAMETERS = ("lr=loguniform(1e-4,0.5)", "l2=loguniform(1e-6,1e-2)")
_ASKED = ("preset", "config", "data", "parameters", "epochs", "validation", "seed")


@click.command(cls=Supervised, short_help="Search for the best learning rate, or anything else.")
@click.option(
    "--preset",
    shell_complete=completing.presets,
    help=f"Experiment to start from: {PRESETS}.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Experiment in a TOML file instead."
)
@click.option("--data", shell_complete=completing.data, help="As that of train.")
@click.option(
    "--param",
    "parameters",
    multiple=True,
    metavar="NAME=RANGE",
    help="What to search, such as lr=loguniform(1e-4,1e-1), dropout=uniform(0,0.5), "
    "hidden=int(100,1000,100), updater=choice(adam,nadam). Without any: the learning rate and L2.",
)
@click.option("--trials", type=click.IntRange(1), help="Trials to add; 20, or the whole grid.")
@click.option(
    "--sampler",
    type=click.Choice(["tpe", "random", "grid"]),
    default="tpe",
    show_default=True,
    help="Learn from the trials so far (tpe), draw at random, or try every combination.",
)
@click.option(
    "--pruner",
    type=click.Choice(["median", "none"]),
    default="median",
    show_default=True,
    help="Stop a trial that is worse than the median of the others after the same epoch.",
)
@click.option(
    "--study",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SQLite file that remembers. If it is there, the search goes on; several processes may "
    "work on one.",
)
@click.option("--epochs", type=int, help="Passes of each trial; 3 without --config.")
@click.option("--validation", type=float, help="Share of the training data that judges; 0.1.")
@click.option("--seed", type=int, help="Of the search, and of every trial's weights and order.")
@click.option("--workers", type=click.IntRange(1), help="Trials at a time; one for each core.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the result; new or empty.")
@memory
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def tune(as_json: bool, quiet: bool, **given: Any) -> None:
    """Try settings, learn from them, train the best one again.

    Rows laid aside from the training data judge the trials. In the end the best setting is
    trained on all training data, and the test data judge it once. Without options: 20 trials of
    up to 3 epochs on MNIST, about two minutes on four cores.

    \b
    Examples:
      dl4j-bridge tune
      dl4j-bridge tune --param "lr=loguniform(1e-4,1e-1)" --param "batch=choice(32,64,128)"
      dl4j-bridge tune --study lr.db --trials 50
    """
    from ..lab import folders, tuning

    began = time.monotonic()
    folder = folders.new(given["out"], "tune")
    study, data = _study(given, folder)
    folders.make(folder)
    count = study.left(given["trials"] or (sys.maxsize if given["sampler"] == "grid" else 20))
    before = len(study.attempts)
    if not quiet:
        click.echo(f"Adding {count} trials to the {before} of {study.path}.", err=True)
    workers = given["workers"] or cores()
    with display(quiet=quiet) as report:
        complete = tuning.search(study, count, data, workers=workers, report=report)
    if not complete and not any(one.status == "done" for one in study.attempts):
        raise KeyboardInterrupt
    found = tuning.finish(study, data, folder, retrain=complete, progress=not quiet)
    seconds = time.monotonic() - began
    failed = _failed(study.attempts[before:])
    if as_json:
        click.echo(json.dumps(_result(study, found, folder, seconds, failed)))
    else:
        _show(study, found, data)
        click.echo(_places(study, found, folder, seconds))
    if found.run is None or found.run.interrupted:
        raise click.exceptions.Exit(130)
    end_if_failed(failed, len(study.attempts) - before)


def _failed(attempts: Sequence[Attempt]) -> list[str]:
    from ..lab.axes import label
    from ..lab.tuning import rounded

    failed = [one for one in attempts if one.status == "failed"]
    return [f"trial {one.number}, {label(rounded(one))}: {one.message}" for one in failed]


def _study(given: dict[str, Any], folder: Path) -> tuple[Study, Dataset]:
    from .. import datasets
    from ..lab.study import Study

    path = given["study"] or folder / "study.db"
    question = _question(given, path)
    data = datasets.load(question.base.data) if question else None
    loss = data is not None and not data.classes
    study = Study(path, question, given["sampler"], given["pruner"], loss=loss)
    return study, data or datasets.load(study.question.base.data)


def _question(given: dict[str, Any], path: Path) -> Question | None:
    """What the options ask; None if they leave that to the study that is there."""
    from ..lab.search_space import parse
    from ..lab.study import Question

    if path.exists() and all(given[name] in (None, ()) for name in _ASKED):
        return None
    base = starting_point(given["config"], given["preset"])
    names = ("data", "epochs", "validation", "seed")
    changes = {name: given[name] for name in names if given[name] is not None}
    changes.setdefault("epochs", base.epochs if given["config"] else 3)
    changes.setdefault("validation", base.validation or 0.1)
    if given["seed"] is not None:
        changes["order_seed"] = None
    return Question(replace(base, **changes), parse(given["parameters"] or _PARAMETERS))


def _result(
    study: Study, found: Found, folder: Path, seconds: float, failed: list[str]
) -> dict[str, Any]:
    run, attempts = found.run, study.attempts
    return {
        "schema": 1,
        "ok": run is not None and not run.interrupted and not failed,
        "interrupted": run is None or run.interrupted,
        "base": study.question.base.name,
        "data": study.question.base.data,
        "parameters": {name: str(one) for name, one in study.question.space.items()},
        "trials": [asdict(one) for one in attempts],
        "best": {"trial": found.best.number, "setting": dict(found.best.setting)},
        study.measured: found.best.value,
        "test_accuracy": run.evaluation.accuracy if run and run.evaluation else None,
        "seconds": seconds,
        "study": str(study.path),
        "out": str(folder),
    }


def _show(study: Study, found: Found, data: Dataset) -> None:
    from rich.table import Table

    from ..lab.axes import label
    from ..lab.tuning import ranked, rounded

    done, tried = ranked(study), study.attempts
    table = Table(title=f"The best of {len(tried)} trials" if len(done) > 1 else None)
    measured = study.measured.replace("_", " ")
    for heading in ("trial", *study.question.space, measured, "seconds"):
        table.add_column(heading)
    for one in done[:5]:
        value = _value(study, one)
        table.add_row(str(one.number), *rounded(one).values(), value, f"{one.seconds:.1f}")
    console().print(table)
    counts = Counter(one.status for one in tried)
    others = ", ".join(f"{count} {status}" for status, count in counts.items())
    click.echo(f"Trials: {others}.")
    click.echo(f"Best: {label(rounded(found.best))} ({measured} {_value(study, found.best)}).")
    if found.run is None:
        click.echo("Interrupted before the best was trained again; all trials so far are kept.")
    elif found.run.evaluation is not None:
        aside = found.run.experiment.validation
        rows = f"less {aside:.0%} for validation" if aside else "those for validation included"
        click.echo(
            f"Trained again with all {len(data.train):,} training rows ({rows}) for "
            f"{len(found.run.history)} epochs: test accuracy {found.run.evaluation.accuracy:.2%}."
        )


def _value(study: Study, one: Attempt) -> str:
    assert one.value is not None
    return f"{one.value:.4f}" if study.loss else f"{one.value:.2%}"


def _places(study: Study, found: Found, folder: Path, seconds: float) -> str:
    lines = [
        f"  time    {seconds:.0f} s",
        f"  study   {study.path}: dl4j-bridge tune --study {study.path} --trials 20 adds 20 more",
        f"  trials  {folder / 'trials.csv'}",
    ]
    if found.picture:
        lines.append(f"  picture {found.picture}")
    if found.run:
        lines.append(f"  model   {found.run.model}")
    lines.append(f"Next: dl4j-bridge train --config {folder / 'best.toml'}")
    return "\n".join(lines)
