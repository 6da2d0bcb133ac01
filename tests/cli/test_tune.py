"""`dl4j-bridge tune` as a user meets it, with real trials on small data."""

import csv
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from dl4j_bridge.lab.study import Study
from dl4j_bridge.toml import from_file
from tests import spawned

from .conftest import COMMAND, Cli

ONE = {"DL4J_BRIDGE_THREADS": "1"}
QUICK = ("--data", "iris", "--epochs", 4, "--workers", 1)
RATES = "0.1,0.11,0.12,0.13,0.14,1e-7,1e38"


def trials(folder: Path) -> list[dict[str, str]]:
    with (folder / "trials.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_best_of_a_grid_is_trained_again_on_all_rows(cli: Cli, tmp_path: Path) -> None:
    words = ("--sampler", "grid", "--param", f"lr=choice({RATES})", "--out", "t")
    done = cli("tune", *QUICK, *words, **ONE)
    assert done.returncode == 0, done.stderr
    assert "Adding 7 trials to the 0 of t/study.db." in done.stderr
    assert done.stderr.count("/7  trial ") == 7  # off a terminal: one line a trial
    assert "Trials: 5 done, 1 pruned, 1 diverged." in done.stdout
    assert "Trained again with all 120 training rows (those for validation included)" in done.stdout
    assert (tmp_path / "t" / "study.png").read_bytes().startswith(b"\x89PNG")
    rows = trials(tmp_path / "t")
    by_rate = {row["learning-rate"]: row for row in rows}
    assert by_rate["0.1"]["status"] == "done"
    assert by_rate["1e-7"]["status"] == "pruned"
    assert int(by_rate["1e-7"]["epochs"]) < 4 == int(by_rate["0.1"]["epochs"])
    assert by_rate["1e38"]["status"] == "diverged"
    assert "smaller learning rate" in by_rate["1e38"]["message"]
    best = max(rows, key=lambda row: float(row["validation_accuracy"] or 0))
    kept = from_file(tmp_path / "t" / "best.toml")
    assert kept.updater.hyper_parameters["learningRate"] == float(best["learning-rate"])
    assert (kept.validation, kept.epochs, kept.data) == (0, 4, "iris")
    # The command that the output names gives the network of the search.
    assert cli("train", "--config", "t/best.toml", "--out", "again", **ONE).returncode == 0
    found, again = (
        json.loads((tmp_path / run / "evaluation.json").read_text()) for run in ("t/best", "again")
    )
    assert found == again


def test_a_search_goes_on_with_what_the_study_has(cli: Cli, tmp_path: Path) -> None:
    first = ("tune", *QUICK, "--param", "lr=loguniform(1e-3,1)", "--trials", 2, "--json")
    begun = json.loads(cli(*first, "--study", "s.db", "--out", "a", **ONE).stdout)
    assert begun["ok"] is True
    assert begun["test_accuracy"] > 0.3
    gone_on = cli("tune", "--study", "s.db", "--trials", 2, "--workers", 2, "--json", "--quiet")
    assert gone_on.stderr == ""
    result = json.loads(gone_on.stdout)
    assert result["parameters"] == {"learning-rate": "loguniform(0.001,1.0)"}
    assert [one["number"] for one in result["trials"]] == [0, 1, 2, 3]
    assert [one["value"] for one in result["trials"][:2]] == [
        one["value"] for one in begun["trials"]
    ]
    other = cli("tune", "--study", "s.db", "--data", "digits", "--json")
    assert other.returncode == 2
    assert "answers another question" in json.loads(other.stdout)["error"]["message"]


def test_two_processes_share_a_study(tmp_path: Path) -> None:
    words = ["tune", *map(str, QUICK), "--trials", "4", "--study", "s.db", "--json", "--quiet"]
    both = [
        spawned.start(
            [COMMAND, *words, "--out", out],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=tmp_path,
            env={**os.environ, **ONE},
        )
        for out in "ab"
    ]
    results = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], results
    last = max((json.loads(out) for out, _ in results), key=lambda r: len(r["trials"]))["trials"]
    assert [one["number"] for one in last] == list(range(8))
    assert len({one["setting"]["learning-rate"] for one in last}) == 8


def test_ctrl_c_keeps_what_was_done(cli: Cli, tmp_path: Path) -> None:
    words = ["--data", "iris", "--epochs", "300", "--pruner", "none", "--workers", "1"]
    process = spawned.start(
        [COMMAND, "tune", *words, "--study", "s.db", "--out", "a"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env={**os.environ, **ONE},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("1/20"):
            break
    time.sleep(0.5)  # the next one has begun
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Interrupted before the best was trained again; all trials so far are kept." in out
    assert from_file(tmp_path / "a" / "best.toml").data == "iris"
    assert not (tmp_path / "a" / "best").exists()
    attempts = Study(tmp_path / "s.db", None).attempts
    assert [one.status for one in attempts] == ["done", "interrupted"]
    assert len(trials(tmp_path / "a")) == 2


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--param", "lr=0.1"], 2, "cannot range over '0.1'"),
        (["--param", "momntum=uniform(0,1)"], 2, "Did you mean 'momentum'"),
        (["--sampler", "grid"], 2, "has no end"),
        (["--trials", "0"], 2, "--trials"),
        (["--validation", "2"], 2, "validation is 2"),
        (["--validation", "0"], 2, "validation is 0"),
        (["--epochs", "0"], 2, "epochs is 0"),
        (["--data", "mnits"], 3, "mnist"),
        (["--study", "text.db"], 3, "text.db cannot be used as a study"),
        (["--out", "."], 2, "holds something already"),
        (["--out", "/proc/t", "--study", "new.db"], 2, "cannot be made"),
        (["--sampler", "gird"], 2, "gird"),
    ],
)
def test_wrong_words_end_with_code_and_reason(
    cli: Cli, tmp_path: Path, words, code: int, message: str
) -> None:
    (tmp_path / "text.db").write_text("This is a text, and by no means a database. " * 99)
    done = cli("tune", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_trials_that_all_fail_say_why(cli: Cli) -> None:
    done = cli("tune", *QUICK, "--sampler", "grid", "--param", "init=choice(magic)", **ONE)
    assert done.returncode == 2
    assert "None of 1 trials came through" in done.stderr
    assert "MAGIC" in done.stderr
