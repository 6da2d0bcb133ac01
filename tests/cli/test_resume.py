"""`dl4j-bridge train --resume` as a user meets it."""

import json
import os
import re
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.modelfile import read
from dl4j_bridge.toml import from_file
from tests import spawned

from .conftest import COMMAND, Cli

WORDS = ("--data", "digits", "--epochs", "2000", "--checkpoint-every", "1")


@pytest.fixture(autouse=True)
def short_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    """A JVM that lives so shortly does better without the compiler of long ones."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a run; returns when three epochs are over, so that two have their checkpoints."""
    process = spawned.start(
        [COMMAND, "train", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    epochs = (line for line in process.stderr if line.startswith("epoch "))
    for _ in range(3):
        next(epochs)
    return process


@pytest.mark.fault(6, 9, 27)
def test_a_run_is_interrupted_and_resumed(cli: Cli, tmp_path: Path) -> None:
    process = start(tmp_path, *WORDS, "--out", "run")
    owner = int((tmp_path / "run" / ".owner").read_text())
    os.kill(owner, signal.SIGSTOP)
    # The folder is one process's at a time; the other is named.
    second = cli("train", "--resume", "run")
    assert second.returncode == 2
    assert f"run is being written by process {owner}." in second.stderr
    second = cli("train", *WORDS, "--out", "run")
    assert second.returncode == 2
    assert "or go on with its run by --resume run" in second.stderr
    process.send_signal(signal.SIGINT)
    os.kill(owner, signal.SIGCONT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    where = re.search(r"checkpoint  (\S+\.zip)", out)
    assert where
    assert "Go on: dl4j-bridge train --resume run\n" in out
    # A checkpoint is a model file like any other.
    assert json.loads(cli("evaluate", where[1], "--data", "digits", "--json").stdout)["accuracy"]
    epochs = len((tmp_path / "run" / "history.jsonl").read_text().splitlines())
    shutil.copytree(tmp_path / "run", tmp_path / "damaged")
    shutil.copytree(tmp_path / "run", tmp_path / "bad")

    last = str(epochs + 3)
    done = cli("train", "--resume", "run", "--epochs", last, "--report", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["resumed_from"] == where[1]
    assert result["checkpoint"] == f"run/checkpoints/epoch-{int(last):04}.zip"
    assert from_file(tmp_path / "run" / "experiment.toml").epochs == int(last)
    assert f"{last} epochs" in Path(tmp_path / result["report"]).read_text()
    assert cli("train", *WORDS, "--epochs", last, "--out", "whole").returncode == 0
    assert_equal(tmp_path / "run", tmp_path / "whole")

    # The last one damaged: from the one before it, to the same end.
    damaged = tmp_path / "damaged" / Path(where[1]).relative_to("run")
    damaged.write_bytes(damaged.read_bytes()[:-100])
    done = cli("train", "--resume", "damaged", "--epochs", last)
    assert done.returncode == 0
    assert "Warning: Model file 'damaged/checkpoints/" in done.stderr
    assert "Going on from damaged/checkpoints/epoch-" in done.stderr
    assert_equal(tmp_path / "damaged", tmp_path / "whole")

    for path in (tmp_path / "bad" / "checkpoints").iterdir():
        path.write_bytes(b"")
    done = cli("train", "--resume", "bad")
    assert done.returncode == 5
    assert "All checkpoints are damaged" in done.stderr

    done = cli("train", "--resume", "run")
    assert done.returncode == 0
    assert "was over already" in done.stderr


@pytest.mark.fault(20)
def test_a_run_that_diverges_names_its_last_good_checkpoint(cli: Cli, tmp_path: Path) -> None:
    words = ("--epochs", "20", "--updater", "sgd", "--schedule", "exponential:gamma=30")
    done = cli("train", *WORDS, *words, "--out", "run")
    assert done.returncode == 6, done.stderr
    where = re.search(r"The last good checkpoint is (run/checkpoints/\S+\.zip)\.", done.stderr)
    assert where
    assert not read(tmp_path / where[1]).has_nan
    # What comes after it is not good.
    assert where[1] == str(max((tmp_path / "run" / "checkpoints").iterdir()).relative_to(tmp_path))


def assert_equal(run: Path, other: Path) -> None:
    for name in ("coefficients.bin", "updaterState.bin"):
        with zipfile.ZipFile(run / "model.zip") as a, zipfile.ZipFile(other / "model.zip") as b:
            assert a.read(name) == b.read(name)
    np.testing.assert_array_equal(np.load(run / "scores.npy"), np.load(other / "scores.npy"))
    rows = [
        [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]
        for folder in (run, other)
    ]
    for name in ("epoch", "iterations", "loss", "learning_rate", "test_accuracy"):
        assert [row[name] for row in rows[0]] == [row[name] for row in rows[1]]


def begun(folder: Path, **more: object) -> None:
    """What a process leaves that is killed before its first checkpoint."""
    from dl4j_bridge import preset, to_toml

    folder.mkdir()
    experiment = preset("lecture")
    text = to_toml(experiment).replace('data = "mnist"', 'data = "digits"')
    text = text.replace("epochs = 15", "epochs = 1")
    (folder / "experiment.toml").write_text(text)
    (folder / "environment.json").write_text(json.dumps({"accelerate": "exact", **more}))
    (folder / "history.jsonl").write_text("")


def test_without_a_checkpoint_a_run_begins_anew(cli: Cli, tmp_path: Path) -> None:
    begun(tmp_path / "run")
    (tmp_path / "run" / ".experiment.toml.0123456789ab.tmp").write_text("half")
    done = cli("train", "--resume", "run")
    assert done.returncode == 0, done.stderr
    assert "Warning: run has no checkpoint yet: the run begins anew there." in done.stderr
    assert not list((tmp_path / "run").glob(".*.tmp"))


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--batch-size", "64", "--seed", "3"], 2, "--batch-size, --seed: a resumed run goes on"),
        (["--updater", "adam"], 2, "--updater: a resumed run"),
        (["--preset", "lenet"], 2, "--preset: a resumed run"),
        (["--out", "other"], 2, "--out: a resumed run"),
        (["--accelerate", "fast"], 2, "--accelerate: a resumed run"),
        (["--backend", "cpu-mkl"], 2, "--backend: a resumed run"),
        (["--keep-checkpoints", "0"], 2, "keep is 0"),
        (["--checkpoint-every", "-1"], 2, "every is -1"),
        (["--checkpoint-minutes", "-1"], 2, "minutes is -1"),
        (["--epochs", "0"], 2, "epochs is 0"),
    ],
)
def test_words_that_contradict_the_run_are_refused(cli: Cli, tmp_path, words, code, message):
    begun(tmp_path / "run", backend="cpu")
    done = cli("train", "--resume", "run", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_folder_without_a_run_is_refused(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", "--resume", "nothing")
    assert done.returncode == 3
    assert "holds no run to resume" in done.stderr
    begun(tmp_path / "run")
    (tmp_path / "run" / "experiment.toml").write_text("epochs = 'many'")
    assert cli("train", "--resume", "run").returncode == 2
