"""What a run or a comparison has left in its folder, read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..datasets.npz import read_features
from ..errors import DataError, UsageError
from ..evaluation import Evaluation
from ..experiment import Experiment
from ..history import History
from ..toml import from_file
from .axes import Trial
from .comparing import Comparison, Outcome


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run folder's contents.

    Attributes:
        folder: where they lie.
        experiment: what was run.
        history: one row an epoch.
        scores: float64, of each iteration, shape (iterations,); empty if they are not there.
        evaluation: on the test data; None for regression, or if it was interrupted.
        environment: versions and settings by name.
    """

    folder: Path
    experiment: Experiment
    history: History
    scores: npt.NDArray[np.float64]
    evaluation: Evaluation | None
    environment: Mapping[str, Any]

    @property
    def model(self) -> Path | None:
        """The trained network's file, if it was kept."""
        path = self.folder / "model.zip"
        return path if path.exists() else None


def is_comparison(folder: Path) -> bool:
    """Whether `dl4j-bridge compare` has made the folder, rather than `train`.

    Raises:
        DataError: neither of them has.
    """
    if (folder / "comparison.json").exists():
        return True
    if (folder / "base.toml").exists():
        raise DataError(
            f"The comparison in {folder} has not ended: comparison.json is missing. "
            f"Go on with it by: dl4j-bridge compare --resume --out {folder}, "
            "and the options it was begun with."
        )
    if not (folder / "experiment.toml").exists():
        raise DataError(
            f"{folder} holds neither a run (experiment.toml) nor a comparison (comparison.json). "
            "Name the folder that train or compare wrote, after --out or in runs/."
        )
    return False


def read_run(folder: Path) -> KeptRun:
    """Read a run folder.

    Raises:
        DataError: a file in it is missing or damaged; the message names it.
        UsageError: its experiment makes no sense.
    """
    history = folder / "history.jsonl"
    if not history.exists():
        raise DataError(f"{history} is missing: the folder holds no run, or not all of it.")
    document = _json(folder / "evaluation.json")
    return KeptRun(
        folder,
        from_file(folder / "experiment.toml"),
        History.load(history),
        _scores(folder / "scores.npy"),
        _evaluation(document, folder / "evaluation.json") if document else None,
        _json(folder / "environment.json"),
    )


def read_comparison(folder: Path) -> Comparison:
    """Read a comparison's folder, without starting anything again.

    Raises:
        DataError: a file in it is missing or damaged; the message names it.
    """
    path = folder / "comparison.json"
    document = _json(path)
    base = from_file(folder / "base.toml")
    try:
        names = list(document["settings"][0]["setting"])
        outcomes = [_outcome(folder, base, run, names) for run in document["runs"]]
        axes = {name: list(values) for name, values in dict(document["axes"]).items()}
        return Comparison(base, axes, outcomes, folder, float(document["seconds"]))
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as fault:
        if isinstance(fault, (DataError, UsageError)):
            raise
        raise DataError(f"{path} is not what compare writes ({fault!r}).") from fault


def _outcome(folder: Path, base: Experiment, run: Mapping[str, Any], names: list[str]) -> Outcome:
    place = folder / "runs" / Path(run["run"]).name
    history, experiment = place / "history.jsonl", place / "experiment.toml"
    # A run that failed early has neither.
    kept = from_file(experiment) if experiment.exists() else replace(base, seed=run["seed"])
    rows = History.load(history) if history.exists() else History()
    setting = {name: str(run[name]) for name in names}
    return Outcome(Trial(kept, setting), run["status"], run["message"], rows, place)


def _json(path: Path) -> dict[str, Any]:
    """A file's JSON object; empty if there is no such file."""
    if not path.exists():
        return {}
    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as fault:
        raise DataError(f"{path} is no JSON ({fault}).") from fault
    if not isinstance(document, dict):
        raise DataError(f"{path} must hold an object, not a {type(document).__name__}.")
    return document


def _evaluation(document: Mapping[str, Any], path: Path) -> Evaluation:
    try:
        confusion = np.array(document["confusion"], np.int64)
        classes = tuple(map(str, document["classes"]))
        if confusion.shape != (len(classes), len(classes)):
            raise ValueError(f"{len(classes)} classes, confusion of shape {confusion.shape}")
        if confusion.min() < 0:
            raise ValueError(f"a count of {confusion.min()}")
        return Evaluation(confusion, classes)
    except (KeyError, TypeError, ValueError, OverflowError) as fault:
        raise DataError(f"{path} is not what train writes ({fault!r}).") from fault


def _scores(path: Path) -> npt.NDArray[np.float64]:
    if not path.exists():
        return np.empty(0)
    scores = read_features(path.read_bytes(), str(path))
    if scores.dtype.kind not in "iuf":
        raise DataError(f"{path} holds {scores.dtype}, no array of scores.")
    return scores.astype(np.float64).ravel()
