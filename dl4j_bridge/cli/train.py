"""The command that trains a network."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..replicas import Replicas
from . import completing
from .cluster_options import on_cluster, shared_out
from .experiments import PRESETS
from .memory import memory
from .offline import offline
from .resuming import begun_run, checkpoints
from .supervised import Supervised
from .training_options import experiment

if TYPE_CHECKING:
    from ..dl4j.acceleration import Mode
    from ..lab.running import Run


@click.command(cls=Supervised, short_help="Train a network on data.")
@click.option(
    "--preset",
    shell_complete=completing.presets,
    help=f"Experiment to start from: {PRESETS}.",
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Experiment in a TOML file instead."
)
@click.option(
    "--data",
    shell_complete=completing.data,
    help="mnist, digits, iris; fashion-mnist, cifar10, emnist-letters ... (see `data list`), maybe "
    "with the folder they are in, cifar10:FOLDER; a folder of IDX files, a .npz or a .csv.",
)
@click.option("--epochs", type=int, help="Passes over the training data.")
@click.option("--batch-size", type=int, help="Rows an iteration.")
@click.option(
    "--updater",
    shell_complete=completing.updaters,
    help="One of DL4J's updaters with its defaults: sgd, nesterovs, adam ...",
)
@click.option("--learning-rate", type=float, help="Step size of the updater.")
@click.option("--momentum", type=float, help="Momentum of Nesterovs.")
@click.option("--l1", type=float, help="L1 regularization of the weights.")
@click.option("--l2", type=float, help="L2 regularization of the weights.")
@click.option("--weight-decay", type=float, help="Share of each weight taken off, times the rate.")
@click.option("--dropout", type=float, help="Share of hidden activations dropped, such as 0.5.")
@click.option("--max-norm", type=float, help="Bound of the norm of a unit's incoming weights.")
@click.option("--clip", type=float, help="Bound of the norm of a layer's gradient.")
@click.option(
    "--schedule", help="Of the rate: cosine, step:decayRate=0.5,step=5, warmup, plateau ..."
)
@click.option(
    "--augment",
    metavar="NAME=NUMBER,...",
    help="Distort images while training: shift=2,rotate=10,scale=0.1,shear=5,elastic=1; or none.",
)
@click.option("--validation", type=float, help="Share of the training data to watch progress by.")
@click.option(
    "--patience",
    type=int,
    help="Epochs without a better validation loss before training ends with its best parameters; "
    "lays 0.25 of the training data aside if --validation does not say how much.",
)
@click.option("--min-delta", type=float, help="What counts as better for --patience.")
@click.option("--seed", type=int, help="Of weights, dropout and the order of the rows; not 0.")
@click.option("--threads", type=int, help="Threads that share out an iteration.")
@click.option(
    "--backend",
    shell_complete=completing.backends_or_auto,
    help="Jar set, as `backends list` shows them; auto takes a card.",
)
@click.option(
    "--accelerate",
    type=click.Choice(["auto", "exact", "fast", "off"]),
    default="auto",
    show_default=True,
    help="Faster layers that give the same bits (exact), also such as are equal up to rounding "
    "(fast), or DL4J's own (off). auto: fast for networks that convolve, else exact.",
)
@click.option(
    "--ui",
    type=click.IntRange(0, 65535),
    is_flag=False,
    flag_value=9000,
    metavar="[PORT]",
    help="Show the training on Deeplearning4j's own page (port 9000; 0: a free one), which only "
    "this machine reaches; it stays open until Enter or Ctrl-C.",
)
@click.option(
    "--tensorboard",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write event files into DIR, a folder a run; `tensorboard --logdir DIR` shows them.",
)
@click.option(
    "--checkpoint-every",
    type=int,
    metavar="N",
    help="Epochs from one checkpoint to the next; 0 for none. Without it: one after each epoch, as "
    "long as they take less than a twentieth of the time. Ctrl-C writes one, too.",
)
@click.option(
    "--checkpoint-minutes",
    type=float,
    metavar="M",
    help="Minutes from one checkpoint to the next, within epochs, too.",
)
@click.option(
    "--keep-checkpoints",
    type=int,
    default=2,
    show_default=True,
    help="How many checkpoints stay, the last ones.",
)
@click.option(
    "--resume",
    type=click.Path(path_type=Path),
    metavar="RUN",
    help="Go on with the run in this folder from its last checkpoint, to the bits of a run in one "
    "go; --epochs may ask for more.",
)
@on_cluster
@click.option("--report", is_flag=True, help="Also write report.html, a page with pictures.")
@memory
@offline
@click.option("--out", type=click.Path(path_type=Path), help="Run folder; must be new or empty.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
def train(as_json: bool, quiet: bool, **given: Any) -> None:
    """Train a network, evaluate it, keep model and history in a run folder.

    Without options: the course's network 784-1000-10 on the whole MNIST.

    \b
    Examples:
      dl4j-bridge train --epochs 3
      dl4j-bridge train --updater nadam --learning-rate 0.001
      dl4j-bridge train --preset lenet --out runs/lenet
      dl4j-bridge train --resume runs/lenet
      dl4j-bridge train --ui --tensorboard events
      dl4j-bridge train --spark spark://10.0.0.1:7077 --workers 8
      dl4j-bridge train --backend cuda-11.6 --gpus 2
      dl4j-bridge train --preset mlp-strong --augment rotate=10,elastic=1
    """
    begun = begun_run(given)
    chosen = experiment(given) if begun is None else begun.lasting(given["epochs"])
    together = shared_out(given, begun)
    from ..jvm.cuda.choice import check_cards
    from ..lab.running import run
    from .backend import chosen_options
    from .download import download_bar
    from .live import LiveViews

    if begun is None:
        options = chosen_options(_backend(given), given["threads"], quiet=quiet)
    else:
        options = begun.options(given["threads"])
    if given["gpus"] is not None:
        check_cards(options.backend, given["gpus"])
    with (
        download_bar(quiet=quiet) as on_fetch,
        LiveViews(given["ui"], given["tensorboard"], on_fetch) as views,
    ):
        done = run(
            chosen,
            given["out"] if begun is None else begun.folder,
            progress=not quiet,
            options=options,
            on_fetch=on_fetch,
            accelerate=given["accelerate"] if begun is None else begun.mode,
            on_mode=None if quiet else _tell_mode,
            before_training=views.begin,
            after_epoch=views.update,
            checkpoints=checkpoints(given),
            resume=begun is not None,
            cluster=together,
        )
        if given["report"] and not done.interrupted:
            from ..lab.reporting import report

            report(done.folder)
        click.echo(json.dumps(_result(done)) if as_json else _summary(done))
        views.wait()
    if done.interrupted:
        raise click.exceptions.Exit(130)


def _backend(given: dict[str, Any]) -> str | None:
    """Which one was asked for; cards are looked for where their number is said."""
    found: str | None = given["backend"]
    return "auto" if found is None and given["gpus"] is not None else found


def _tell_mode(mode: Mode) -> None:
    """Say so where the numbers will not be Deeplearning4j's own to the bit."""
    if mode == "fast":
        click.echo(
            "Training with fast layers (equal to Deeplearning4j's own up to rounding); "
            "--accelerate exact gives its bits.",
            err=True,
        )


def _result(run: Run) -> dict[str, Any]:
    return {
        "schema": 1,
        "ok": not run.interrupted,
        "interrupted": run.interrupted,
        "preset": run.experiment.name,
        "data": run.experiment.data,
        "updater": str(run.experiment.updater),
        "epochs": len(run.history),
        "best_epoch": run.best_epoch,
        "seconds": run.seconds,
        "ms_per_iteration": run.ms_per_iteration,
        "test_accuracy": run.evaluation.accuracy if run.evaluation else None,
        "run": str(run.folder),
        "model": str(run.model),
        "checkpoint": str(run.checkpoint) if run.checkpoint else None,
        "resumed_from": str(run.resumed_from) if run.resumed_from else None,
        "report": str(run.report) if run.report.exists() else None,
    }


def _summary(run: Run) -> str:
    experiment, epochs = run.experiment, len(run.history)
    passed = f"{epochs} epoch{'s' * (epochs != 1)}"
    if run.best_epoch and run.best_epoch != epochs:
        passed += f", with the parameters of epoch {run.best_epoch}"
    if run.resumed_from:
        passed += f", resumed from {run.resumed_from.name}"
    if run.interrupted:
        headline = f"Interrupted after {passed}; the model is as it was then."
    elif run.evaluation is None:
        headline = f"Loss {run.history[-1]['loss']:.4f} after {passed}."
    else:
        headline = (
            f"Test accuracy {run.evaluation.accuracy:.2%} "
            f"({run.evaluation.count:,} examples) after {passed}."
        )
    speed = f"{run.seconds:.1f} s"
    if run.ms_per_iteration:
        speed += f", {run.ms_per_iteration:.2f} ms an iteration"
    lines = [
        headline,
        f"  experiment  {experiment.name} on {experiment.data}, {experiment.updater}, "
        f"batch {experiment.batch_size}, seed {experiment.seed}",
        f"  time        {speed}",
        *_cluster_lines(run),
        f"  run folder  {run.folder}",
        f"  model       {run.model}",
    ]
    if run.report.exists():
        lines.append(f"  report      {run.report}")
    if run.interrupted and run.checkpoint:
        lines.append(f"  checkpoint  {run.checkpoint}")
        lines.append(f"Go on: dl4j-bridge train --resume {shlex.quote(str(run.folder))}")
    if not run.interrupted:
        lines.append(f"Next: dl4j-bridge evaluate {run.model} --data {experiment.data}")
    return "\n".join(lines)


def _cluster_lines(run: Run) -> list[str]:
    """Who has trained, and what their agreement cost."""
    if run.cluster is None or not run.history:
        return []
    count, averaging = run.cluster.count, run.cluster.averaging
    workers = f"{count} worker{'s' * (count != 1)}"
    means = f"{workers}, a mean every {averaging} batch{'es' * (averaging != 1)}"
    if isinstance(run.cluster, Replicas):
        return [f"  workers     {means}" if count > 1 else "  workers     1"]
    seconds = sum(run.history["communication_seconds"])
    share = seconds / sum(run.history["seconds"])
    return [f"  cluster     {run.cluster.master}, {means}: {share:.0%} of the training time"]
