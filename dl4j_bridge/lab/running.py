"""One experiment, run from its data to a folder with everything it gave."""

from __future__ import annotations

import errno
import itertools
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from .. import datasets
from ..dl4j import models, networks
from ..dl4j.acceleration import Mode, resolve
from ..dl4j.prediction import evaluate
from ..dl4j.training import fit
from ..downloads import Progress
from ..errors import ResourceExhausted, UsageError
from ..evaluation import Evaluation
from ..experiment import Experiment
from ..history import History
from ..jvm import environment, start
from ..jvm.jars.backends import class_path
from ..jvm.options import JvmOptions
from ..progress import Status, display
from ..schedules import Plateau
from ..stopping import EarlyStopping
from ..toml import to_toml
from . import folders


@dataclass(frozen=True)
class Run:
    """A run that ended, with where its results lie.

    Attributes:
        experiment: what was run.
        folder: holds `experiment.toml`, `environment.json`, `history.jsonl`, `scores.npy`
            (float64, one an iteration), `evaluation.json` and `model.zip`.
        history: one row an epoch.
        evaluation: on the test data; None for regression.
        seconds: the whole run, loading and saving included.
        interrupted: Ctrl-C cut it short; the model is as it was then.
        best_epoch: whose parameters the model has, if early stopping watched.
    """

    experiment: Experiment
    folder: Path
    history: History
    evaluation: Evaluation | None
    seconds: float
    interrupted: bool
    best_epoch: int | None = None

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

    Raises:
        UsageError: the folder is in use, or the experiment does not fit DL4J or the data.
        DataError: the data cannot be read.
        Diverged: a score was NaN or infinite; the history so far is in the folder.
    """
    started = time.perf_counter()
    data = datasets.load(experiment.data, on_progress=on_fetch) if data is None else data
    folder = folder or _default_folder(experiment)
    _check_free(folder)
    wanted = options or start.running() or JvmOptions.from_environment()
    class_path(wanted.backend, on_progress=on_fetch)
    with display(progress) as report:
        start.ensure(wanted)
        network = networks.build(experiment, data)
        _make_folder(folder)
        (folder / "experiment.toml").write_text(to_toml(experiment), encoding="utf-8")
        mode = resolve(network, accelerate)
        _write_json(folder / "environment.json", {**environment.describe(), "accelerate": mode})
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
            network, data, experiment, folder, report, mode, stopping, after_epoch or _ignore
        )
    if keep_model:
        models.save(network, folder / "model.zip")
    evaluation = evaluate(network, data) if data.classes and not interrupted else None
    if evaluation is not None:
        _write_json(folder / "evaluation.json", evaluation.as_dict())
    seconds = time.perf_counter() - started
    best = stopping.best_epoch if stopping is not None else None
    return Run(experiment, folder, history, evaluation, seconds, interrupted, best)


def _train(
    network: object,
    data: datasets.Dataset,
    experiment: Experiment,
    folder: Path,
    report: Callable[[Status], None],
    accelerate: Mode,
    stopping: EarlyStopping | None,
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
        )
    except KeyboardInterrupt:
        interrupted = True
    finally:
        history.save(folder / "history.jsonl")
        np.save(folder / "scores.npy", history.scores)
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


def _default_folder(experiment: Experiment) -> Path:
    first = folders.named(None, experiment.name)
    others = (first.with_name(f"{first.name}-{number}") for number in itertools.count(2))
    return next(folder for folder in itertools.chain([first], others) if not folder.exists())


def _check_free(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()):
        raise UsageError(
            f"The folder {folder} holds something already; choose another with --out, "
            "so that no run overwrites an older one."
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "history.jsonl").touch()
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (ResourceExhausted if full else UsageError)(
            f"The run's folder {folder} cannot be made: {error.strerror}. "
            "Choose another with --out."
        ) from error


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
