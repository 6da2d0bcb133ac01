"""`dl4j-bridge cv` as a user meets it, with real trainings on small data."""

import csv
import json
from pathlib import Path
from statistics import mean, stdev

import numpy as np
import pytest

from dl4j_bridge.history import History

from .conftest import Cli

ONE = {"DL4J_BRIDGE_THREADS": "1"}
QUICK = ("--data", "iris", "--epochs", 20, "--workers", 2)


def evaluation(run: Path) -> dict:
    return json.loads((run / "evaluation.json").read_text())


def test_every_fold_judges_a_network_that_has_not_seen_it(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("preset='lecture'\nbatch_size=8\nepochs=3\ndata='iris'\n")
    done = cli("cv", "--config", "c.toml", "--workers", 2, "--out", "cv", **ONE)
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "cv" / "cv.json").read_text())
    [setting] = result["settings"]
    accuracies = setting["folds"]
    assert setting["mean"] == pytest.approx(mean(accuracies))
    assert setting["standard_deviation"] == pytest.approx(stdev(accuracies))
    text = f"Cross-validation: {mean(accuracies):.2%} ± {stdev(accuracies) * 100:.2f}, 5 folds."
    assert text in done.stdout
    judged = np.zeros((3, 3), np.int64)
    for fold, accuracy in enumerate(accuracies, 1):
        found = evaluation(tmp_path / "cv" / f"fold-{fold}")
        assert (found["count"], found["accuracy"]) == (24, accuracy)
        judged += np.array(found["confusion"])
        history = History.load(tmp_path / "cv" / f"fold-{fold}" / "history.jsonl")
        assert history["iterations"] == [12, 12, 12]  # of 8 rows, 96 in all
    np.testing.assert_array_equal(judged.sum(axis=1), [40, 40, 40])  # every training row once
    with (tmp_path / "cv" / "folds.csv").open(newline="") as file:
        rows = {row["judged by"]: float(row["accuracy"]) for row in csv.DictReader(file)}
    assert rows == {
        "test": setting["test_accuracy"],
        **{f"fold {number}": accuracy for number, accuracy in enumerate(accuracies, 1)},
    }
    # The last training is an ordinary one.
    assert cli("train", "--config", "c.toml", "--out", "run", **ONE).returncode == 0
    assert evaluation(tmp_path / "run") == evaluation(tmp_path / "cv" / "all")
    assert (tmp_path / "cv" / "all" / "model.zip").exists()


def test_the_folds_come_from_the_training_data_alone(cli: Cli, tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=(60, 4)).astype(np.float32)
    y = (x[:, 0] > 0).astype(np.int64)
    np.savez(tmp_path / "a.npz", x_train=x, y_train=y, x_test=x, y_test=y)
    np.savez(tmp_path / "b.npz", x_train=x, y_train=y, x_test=x, y_test=1 - y)
    words = ("--epochs", 10, "--workers", 2, "--folds", 3, "--json", "--quiet")
    a, b = (
        json.loads(cli("cv", "--data", name, *words, **ONE).stdout)["settings"][0]
        for name in ("a.npz", "b.npz")
    )
    assert a["folds"] == b["folds"]
    assert len(a["folds"]) == 3
    assert a["test_accuracy"] == pytest.approx(1 - b["test_accuracy"])


def test_settings_are_judged_by_the_same_folds(cli: Cli, tmp_path: Path) -> None:
    words = ("--updaters", "sgd,adam,Adam", "--learning-rates", "default,0.001")
    words += ("--vary", "hidden=20", "--folds", 3, "--json", "--out", "cv")
    result = json.loads(cli("cv", *QUICK, *words, **ONE).stdout)
    best, other = result["settings"]  # what is the same in other words is there once
    assert best["setting"] == {"updater": "Adam", "learning-rate": "0.001", "hidden": "20"}
    assert best["mean"] > other["mean"]
    assert best["p"] is None
    assert 0 <= other["p"] <= 1
    counts = [
        np.array(evaluation(tmp_path / "cv" / name / "fold-2")["confusion"]).sum(axis=1)
        for name in ("Adam-0.001-20", "Sgd-0.001-20")
    ]
    np.testing.assert_array_equal(*counts)


def test_a_training_that_diverges_is_shown(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "wild.toml").write_text(
        "preset = 'lecture'\nepochs = 3\ndata = 'iris'\n[updater]\ntype='Sgd'\nlearningRate=1e38\n"
    )
    done = cli("cv", "--config", "wild.toml", "--folds", 2, "--workers", 1, **ONE)
    assert done.returncode == 6
    assert "None of 3 trainings came through" in done.stderr
    assert "smaller learning rate" in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--folds", "1"], 2, "--folds"),
        (["--data", "iris", "--folds", "121"], 3, "120 rows are too few for 121 folds"),
        (["--updaters", "admm"], 2, "Did you mean 'Adam'"),
        (["--data", "mnits"], 3, "mnist"),
        (["--epochs", "0"], 2, "epochs is 0"),
        (["--seed", "0"], 2, "by the clock"),
        (["--out", "/proc/cv"], 2, "cannot be made"),
    ],
)
def test_wrong_words_end_with_code_and_reason(cli: Cli, words, code: int, message: str) -> None:
    done = cli("cv", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
