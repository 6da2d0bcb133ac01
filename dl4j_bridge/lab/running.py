"""One experiment, run from its data to a folder with everything it gave."""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .. import datasets, supervision
from ..checkpoints import Checkpoints
from ..claim import claimed, is_free
from ..dl4j import models, networks
from ..dl4j.acceleration import Mode, resolve
from ..dl4j.prediction import evaluate
from ..dl4j.training import fit
from ..downloads import Progress
from ..errors import CheckpointWarning, UsageError
from ..evaluation import Evaluation
from ..experiment import Experiment
from ..history import History
from ..jvm import environment, start
from ..jvm.options import JvmOptions
from ..modelfile import replace_file
from ..progress import Status, display
from ..replicas import Replicas
from ..schedules import Plateau
from ..spark.cluster import Cluster
from ..stopping import EarlyStopping
from ..toml import to_toml
from . import folders
from .begun import CHECKPOINTS, read_begun


@dataclass(frozen=True)
class Run:
    """A run that ended, with where its results lie.

    Attributes:
        experiment: what was run.
        folder: holds `experiment.toml`, `environment.json`, `history.jsonl`, `scores.npy`
            (float64, one an iteration), `evaluation.json`, `model.zip` and `checkpoints/`.
        history: one row an epoch.
        evaluation: on the test data; None for regression.
        seconds: the whole run, loading and saving included.
        interrupted: Ctrl-C cut it short; the model is as it was then.
        best_epoch: whose parameters the model has, if early stopping watched.
        checkpoint: the last one, from which the run can be resumed; None if none was written.
        resumed_from: the checkpoint that the run went on from, if it did.
        cluster: whose workers trained, or the replicas that did, if any.
    """

    experiment: Experiment
    folder: Path
    history: History
    evaluation: Evaluation | None
    seconds: float
    interrupted: bool
    best_epoch: int | None = None
    checkpoint: Path | None = None
    resumed_from: Path | None = None
    cluster: Cluster | Replicas | None = None

    @property
    def model(self) -> Path:
        """The trained network, a stock DL4J zip."""
        return self.folder / "model.zip"

    @property
    def report(self) -> Path:
        """The page with pictures, where it was asked for."""
        return self.folder / "report.html"

    @property
    def ms_per_iteration(self) -> float | None:
        """Milliseconds a batch, over all whole epochs; None before the first."""
        iterations = sum(self.history["iterations"])
        return sum(self.history["seconds"]) / iterations * 1e3 if iterations else None


def run(
    experiment: Experiment,
    folder: Path | None = None,
    *,
    data: datasets.Dataset | None = None,
    keep_model: bool = True,
    progress: Callable[[Status], None] | bool = True,
    options: JvmOptions | None = None,
    on_fetch: Progress | None = None,
    accelerate: Mode = "auto",
    on_mode: Callable[[Mode], None] | None = None,
    before_training: Callable[[object, Path], object] | None = None,
    after_epoch: Callable[[History], object] | None = None,
    checkpoints: Callable[[Path], Checkpoints] | None = None,
    resume: bool = False,
    cluster: Cluster | Replicas | None = None,
) -> Run:
    """Train an experiment's network, evaluate it, keep everything in a folder.

    Args:
        experiment: what to run.
        folder: made here; must not hold anything yet. None makes one under `runs/`.
        data: what the experiment's `data` stands for, if it is loaded already.
        keep_model: False saves no `model.zip`.
        progress: as for `fit`.
        options: backend, threads and heap, if the JVM is still to start.
        on_fetch: told how far the download of a missing backend is.
        accelerate: as that of `fit`.
        on_mode: told before training which mode works, what "auto" stands for.
        before_training: given the network and the run's folder.
        after_epoch: given the history so far, at the end of training, too.
        checkpoints: makes them, given their folder; None writes none.
        resume: the folder holds a run of this experiment, which goes on from its last good
            checkpoint; `Begun` has the options and the mode that give its bits.
        cluster: as that of `fit`; or the replicas, its `workers` and `averaging`.

    Raises:
        UsageError: the folder is in use, or the experiment does not fit DL4J or the data.
        ModelFileError: all checkpoints of the run are damaged.
        DataError: the data cannot be read.
        Diverged: a score was NaN or infinite; the history so far is in the folder.
    """
    started = time.perf_counter()
    data = datasets.load(experiment.data, on_progress=on_fetch) if data is None else data
    folder = folder or folders.unused(experiment.name)
    if not resume:
        _check_free(folder)
    kept = checkpoints(folder / CHECKPOINTS) if checkpoints is not None else None
    wanted = options or start.running() or JvmOptions.from_environment()
    start.prepare(wanted, on_fetch)
    with display(progress) as report:
        start.ensure(wanted)
        network = networks.build(experiment, data)
        mode = resolve(network, accelerate)
        if isinstance(cluster, Replicas) and cluster.count > 1 and accelerate == "auto":
            mode = "off"
        folders.make_for_run(folder)
        supervision.tell(folder)
        with claimed(folder):
            _describe(folder, experiment, mode, cluster, kept, resume)
            if on_mode is not None:
                on_mode(mode)
            if before_training is not None:
                before_training(network, folder)
            stopping = (
                EarlyStopping(experiment.patience, experiment.min_delta)
                if experiment.patience
                else None
            )
            history, interrupted = _train(
                *(network, data, experiment, folder, report, mode, stopping, kept, cluster),
                after_epoch or _ignore,
            )
            if keep_model:
                models.save(network, folder / "model.zip")
            evaluation = evaluate(network, data) if data.classes and not interrupted else None
            if evaluation is not None:
                _write_json(folder / "evaluation.json", evaluation.as_dict())
    return Run(
        experiment,
        folder,
        history,
        evaluation,
        time.perf_counter() - started,
        interrupted,
        stopping.best_epoch if stopping is not None else None,
        kept.latest if kept is not None else None,
        kept.resumed_from if kept is not None else None,
        cluster,
    )


def _describe(
    folder: Path,
    experiment: Experiment,
    mode: Mode,
    cluster: Cluster | Replicas | None,
    kept: Checkpoints | None,
    resume: bool,
) -> None:
    """Write down what is run on what, or compare that with what an earlier process wrote."""
    now = {**environment.describe(), "accelerate": mode, **(cluster.facts if cluster else {})}
    if not resume:
        _check_free(folder)  # now that nobody else can begin here
    elif kept is not None and kept.last() is None:
        if (folder / "model.zip").exists():
            raise UsageError(
                f"The run in {folder} wrote no checkpoints, so nothing is there to go on from. "
                "Begin another run, in another folder."
            )
        warnings.warn(
            f"{folder} has no checkpoint yet: the run begins anew there.",
            CheckpointWarning,
            stacklevel=3,
        )
    else:
        read_begun(folder).compare(now)
    # First, since it is what makes the folder a run's.
    _write(folder / "experiment.toml", to_toml(experiment))
    if not (folder / "environment.json").exists():
        _write_json(folder / "environment.json", now)
    if not (folder / "history.jsonl").exists():
        _write(folder / "history.jsonl", "")


def _train(
    network: object,
    data: datasets.Dataset,
    experiment: Experiment,
    folder: Path,
    report: Callable[[Status], None],
    accelerate: Mode,
    stopping: EarlyStopping | None,
    checkpoints: Checkpoints | None,
    cluster: Cluster | Replicas | None,
    after_epoch: Callable[[History], object],
) -> tuple[History, bool]:
    """Train as the experiment says; gives the history, and whether Ctrl-C cut it short."""
    history, interrupted = History(), False
    train, validation = split_for(experiment, data)
    schedule = experiment.schedule
    try:
        fit(
            network,
            replace(data, train=train),
            epochs=experiment.epochs,
            batch_size=experiment.batch_size,
            shuffle=experiment.shuffle,
            seed=experiment.shuffle_seed,
            augment=experiment.augment,
            validation=validation,
            early_stopping=stopping,
            plateau=Plateau(schedule) if schedule and schedule.type == "plateau" else None,
            after_epoch=lambda _: after_epoch(history),
            history=history,
            progress=report,
            accelerate=accelerate,
            checkpoints=checkpoints,
            cluster=cluster if isinstance(cluster, Cluster) else None,
            workers=cluster.count if isinstance(cluster, Replicas) else None,
            averaging=cluster.averaging if isinstance(cluster, Replicas) else None,
        )
    except KeyboardInterrupt:
        if not history.scores.size:
            raise  # before the first batch: nothing is worth keeping, an older model is
        interrupted = True
    finally:
        if history.scores.size:
            history.save(folder / "history.jsonl")
            replace_file(folder / "scores.npy", lambda path: _save_scores(path, history))
        after_epoch(history)
    return history, interrupted


def _ignore(_: History) -> None:
    pass


def split_for(
    experiment: Experiment, data: datasets.Dataset
) -> tuple[datasets.Split, datasets.Split | None]:
    """The rows an experiment trains on, with those it lays aside for validation, if any."""
    if not experiment.validation:
        return data.train, None
    return data.train.split(experiment.validation, experiment.seed % 2**32)


def _check_free(folder: Path) -> None:
    if not is_free(folder):
        has_run = (folder / "experiment.toml").exists()
        hint = f"; or go on with its run by --resume {folder}" if has_run else ""
        raise UsageError(
            f"The folder {folder} holds something already; choose another with --out, "
            f"so that no run overwrites an older one{hint}."
        )


def _save_scores(path: Path, history: History) -> None:
    with path.open("wb") as file:
        np.save(file, history.scores)


def _write(path: Path, text: str) -> None:
    def write(temporary: Path) -> None:
        temporary.write_text(text, encoding="utf-8")

    replace_file(path, write)


def _write_json(path: Path, content: object) -> None:
    _write(path, json.dumps(content, indent=2) + "\n")
