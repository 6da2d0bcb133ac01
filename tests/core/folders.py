"""Run folders as `train` and `compare` write them, with numbers made up for a test."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from dl4j_bridge import presets
from dl4j_bridge.experiment import Experiment
from dl4j_bridge.history import History
from dl4j_bridge.lab import ranking
from dl4j_bridge.lab.axes import Trial, trials
from dl4j_bridge.lab.comparing import Comparison, Outcome
from dl4j_bridge.toml import to_toml

CLASSES = ("cat", "dog", "owl")
CONFUSION = [[40, 8, 2], [1, 49, 0], [0, 0, 50]]


def history(*accuracies: float, loss: float = 1.0) -> History:
    """Rows with those test accuracies; the loss halves each epoch."""
    return History(
        [
            {
                "epoch": number,
                "iterations": 4,
                "loss": loss / 2**number,
                "seconds": 1.0,
                "test_accuracy": accuracy,
                "validation_accuracy": accuracy,
                "validation_loss": loss / 2**number,
            }
            for number, accuracy in enumerate(accuracies, 1)
        ]
    )


def outcome(updater: str, rate: str, seed: int, *accuracies: float, status="done") -> Outcome:
    [trial] = trials(
        presets.preset("lecture"), {"updater": [updater], "learning-rate": [rate]}, [seed]
    )
    return Outcome(trial, status, "", history(*accuracies), Path(trial.key))


def write_run(
    folder: Path, rows: History, experiment: Experiment | None = None, **environment: object
) -> Path:
    folder.mkdir(parents=True)
    experiment = experiment or replace(presets.preset("lecture"), data="gone.npz")
    (folder / "experiment.toml").write_text(to_toml(experiment), encoding="utf-8")
    (folder / "environment.json").write_text(json.dumps(environment), encoding="utf-8")
    rows.save(folder / "history.jsonl")
    np.save(folder / "scores.npy", np.geomspace(2, 0.1, 4 * len(rows)))
    document = {"confusion": CONFUSION, "classes": CLASSES}
    (folder / "evaluation.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def write_comparison(folder: Path, outcomes: list[Outcome]) -> Path:
    base = presets.preset("lecture")
    folder.mkdir()
    kept = []
    for one in outcomes:
        place = folder / "runs" / one.trial.key
        if one.status != "failed":
            write_run(place, one.history, one.trial.experiment, cpu="test")
        kept.append(
            Outcome(
                Trial(one.trial.experiment, one.trial.setting), one.status, "", one.history, place
            )
        )
    axes = {"updater": ["adam", "sgd"], "learning-rate": ["default", "0.1"]}
    done = Comparison(base, axes, kept, folder, 1.5)
    (folder / "base.toml").write_text(to_toml(base), encoding="utf-8")
    document = ranking.as_dict(done, ranking.rank(done))
    (folder / "comparison.json").write_text(json.dumps(document), encoding="utf-8")
    return folder
