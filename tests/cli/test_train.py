"""`dl4j-bridge train` as a user meets it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.augmentation import Augmentation
from dl4j_bridge.datasets import idx
from dl4j_bridge.toml import from_file
from tests import spawned

from .conftest import COMMAND, Cli

QUICK = ("--data", "digits", "--epochs", 2)


def test_a_run_says_what_came_out_and_keeps_everything(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", *QUICK, "--out", "run")
    assert done.returncode == 0, done.stderr
    assert re.search(r"Test accuracy \d\d\.\d\d% \(\d+ examples\) after 2 epochs", done.stdout)
    assert "Nesterovs(learningRate=0.006, momentum=0.9)" in done.stdout
    assert done.stderr.count("epoch ") == 2  # off a terminal: one plain line an epoch
    assert "\x1b" not in done.stdout + done.stderr
    run = tmp_path / "run"
    assert {path.name for path in run.iterdir()} == {
        ".lock",
        "checkpoints",
        "environment.json",
        "evaluation.json",
        "experiment.toml",
        "history.jsonl",
        "model.zip",
        "scores.npy",
    }
    rows = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    assert [row["epoch"] for row in rows] == [1, 2]
    assert len(np.load(run / "scores.npy")) == sum(row["iterations"] for row in rows)
    environment = json.loads((run / "environment.json").read_text())
    assert environment["threads"] >= 1
    assert environment["deeplearning4j"] == "1.0.0-M2.1"
    assert from_file(run / "experiment.toml").seed == 123
    # The next command that the output names works.
    following = re.search(r"Next: dl4j-bridge (.*)", done.stdout)
    assert following
    assert cli(*following[1].split()).returncode == 0


def test_the_experiment_of_a_run_gives_the_same_bits_again(cli: Cli, tmp_path: Path) -> None:
    first = json.loads(cli("train", *QUICK, "--json", "--out", "a").stdout)
    again = cli("train", "--config", "a/experiment.toml", "--json", "--out", "b")
    assert json.loads(again.stdout)["test_accuracy"] == first["test_accuracy"]
    a, b = (np.load(tmp_path / run / "scores.npy") for run in "ab")
    np.testing.assert_array_equal(a, b)


def test_stock_layers_give_the_same_bits(cli: Cli, tmp_path: Path) -> None:
    cli("train", *QUICK, "--accelerate", "exact", "--out", "exact")
    assert cli("train", *QUICK, "--accelerate", "off", "--out", "off").returncode == 0
    parameters = []
    for run in ("exact", "off"):
        environment = json.loads((tmp_path / run / "environment.json").read_text())
        assert environment["accelerate"] == run
        with zipfile.ZipFile(tmp_path / run / "model.zip") as model:
            parameters.append(model.read("coefficients.bin"))
    assert parameters[0] == parameters[1]
    # What regularization adds to a score is summed otherwise.
    a, b = (np.load(tmp_path / run / "scores.npy") for run in ("exact", "off"))
    np.testing.assert_allclose(a, b, rtol=1e-5)


def test_json_is_one_object(cli: Cli) -> None:
    done = cli("train", *QUICK, "--json", "--quiet")
    result = json.loads(done.stdout)
    assert done.stderr == ""
    assert result["schema"] == 1
    assert result["ok"] is True
    assert result["preset"] == "lecture"
    assert result["epochs"] == 2
    assert 0.5 < result["test_accuracy"] <= 1
    assert result["seconds"] > 0
    assert result["ms_per_iteration"] > 0
    assert Path(result["run"], "model.zip") == Path(result["model"])


def test_options_override_the_preset(cli: Cli, tmp_path: Path) -> None:
    done = cli(
        *("train", "--data", "iris", "--preset", "two-layer", "--epochs", 3, "--batch-size", 8),
        *("--updater", "nesterovs", "--learning-rate", 0.02, "--momentum", 0.8),
        *("--seed", 5, "--l1", 0.001, "--l2", 0, "--threads", 1, "--out", "run"),
        *("--augment", "none"),
    )
    assert done.returncode == 0, done.stderr
    kept = from_file(tmp_path / "run" / "experiment.toml")
    assert str(kept.updater) == "Nesterovs(learningRate=0.02, momentum=0.8)"
    assert (kept.epochs, kept.batch_size, kept.seed, kept.data) == (3, 8, 5, "iris")
    assert (kept.l1, kept.l2) == (0.001, 0)
    environment = json.loads((tmp_path / "run" / "environment.json").read_text())
    assert environment["threads"] == 1


def test_images_are_distorted_when_asked(cli: Cli, tmp_path: Path) -> None:
    losses = []
    for out, words in (("plain", ()), ("distorted", ("--augment", "rotate=15,elastic=0.5"))):
        assert cli("train", *QUICK, *words, "--out", out).returncode == 0
        losses.append(np.load(tmp_path / out / "scores.npy"))
    assert not np.array_equal(*losses)
    augment = from_file(tmp_path / "distorted" / "experiment.toml").augment
    assert augment == Augmentation(rotate=15, elastic=0.5)
    refused = cli("train", "--data", "iris", "--preset", "mlp-augmented", "--out", "none")
    assert refused.returncode == 2
    assert "augment distorts images" in refused.stderr


def test_lenet_learns_on_images(cli: Cli, tmp_path: Path) -> None:
    digits = np.random.default_rng(0).integers(0, 256, (40, 28, 28), dtype=np.uint8)
    labels = np.arange(40) % 10
    data = tmp_path / "images.npz"
    np.savez(data, x_train=digits, y_train=labels, x_test=digits, y_test=labels)
    words = ("train", "--preset", "lenet", "--data", data, "--epochs", 2, "--json")
    done = cli(*words, "--out", "run")
    assert json.loads(done.stdout)["ok"] is True
    assert "Training with fast layers (equal to Deeplearning4j's own up to rounding)" in done.stderr
    environment = json.loads((tmp_path / "run" / "environment.json").read_text())
    assert environment["accelerate"] == "fast"
    assert cli(*words, "--quiet").stderr == ""


def test_a_dense_network_trains_exactly_without_a_word(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", *QUICK, "--out", "run")
    assert "fast layers" not in done.stderr
    environment = json.loads((tmp_path / "run" / "environment.json").read_text())
    assert environment["accelerate"] == "exact"


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--preset", "lectur"], 2, "Did you mean 'lecture'"),
        (["--updater", "adamm"], 2, "Did you mean 'Adam'"),
        (["--updater", "adadelta", "--learning-rate", "0.1"], 2, "AdaDelta has no 'learningRate'"),
        (["--updater", "adam", "--momentum", "0.9"], 2, "Adam has no 'momentum'"),
        (["--epochs", "0"], 2, "epochs is 0"),
        (["--epochs", "many"], 2, "not a valid integer"),
        (["--batch-size", "-1"], 2, "batch_size is -1"),
        (["--seed", "0"], 2, "by the clock"),
        (["--learning-rate", "nan"], 2, "finite"),
        (["--threads", "0"], 2, "threads is 0"),
        (["--backend", "gpu"], 2, "gpu"),
        (["--config", "missing.toml"], 2, "missing.toml"),
        (["--data", "mnits"], 3, "mnist"),
        (["--data", "iris", "--preset", "lenet"], 2, "no images"),
        (["--out", "/proc/run"], 2, "cannot be made"),
        (["--nonsense"], 2, "--nonsense"),
        (["--preset", "lenet", "--config", "a.toml"], 2, "either --preset or --config"),
        (["--epoch", "1"], 2, "--epochs"),
    ],
)
def test_wrong_words_end_with_code_and_reason(cli: Cli, words, code: int, message: str) -> None:
    done = cli("train", *words)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_damaged_data_end_with_3_and_name_the_place(cli: Cli, tmp_path: Path) -> None:
    for half in ("train", "t10k"):
        idx.write(tmp_path / f"{half}-images-idx3-ubyte", np.zeros((5, 8, 8), np.uint8))
        idx.write(tmp_path / f"{half}-labels-idx1-ubyte", np.arange(5, dtype=np.uint8))
    images = tmp_path / "train-images-idx3-ubyte"
    images.write_bytes(images.read_bytes()[:-1])
    done = cli("train", "--data", ".")
    assert (done.returncode, done.stdout) == (3, "")
    assert "train-images-idx3-ubyte" in done.stderr
    assert "byte 335" in done.stderr  # 16 of the header and 319 of 320 pixels


def test_failures_are_json_too(cli: Cli) -> None:
    for words, code in ((["--updater", "adma"], 2), (["--nonsense"], 2), (["--data", "x.npz"], 3)):
        done = cli("train", *words, "--json")
        fault = json.loads(done.stdout)
        assert done.returncode == code == fault["error"]["exit_code"]
        assert fault["ok"] is False
        assert fault["error"]["message"] in done.stderr


def test_a_run_folder_in_use_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "model.zip").write_text("precious")
    done = cli("train", *QUICK, "--out", "run")
    assert done.returncode == 2
    assert "holds something already" in done.stderr
    assert (tmp_path / "run" / "model.zip").read_text() == "precious"


@pytest.mark.fault(20)
def test_divergence_ends_with_6_and_keeps_the_history(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", *QUICK, "--updater", "sgd", "--learning-rate", 1e38, "--out", "run")
    assert done.returncode == 6
    assert "smaller learning rate" in done.stderr
    assert not np.isfinite(np.load(tmp_path / "run" / "scores.npy")[-1])


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start a long run; returns when its first epoch is over."""
    process = spawned.start(
        [COMMAND, "train", "--epochs", "1000", "--data", "digits", "--out", "run", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("epoch "):
            break
    return process


def test_ctrl_c_stops_soon_and_keeps_the_model(cli: Cli, tmp_path: Path) -> None:
    process = start(tmp_path)
    started = time.perf_counter()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.perf_counter() - started < 8.0
    assert process.returncode == 130, err
    assert "Interrupted after" in out
    done = cli("evaluate", "run/model.zip", "--data", "digits", "--json")
    assert json.loads(done.stdout)["accuracy"] > 0.3


def test_a_reader_that_goes_is_no_fault(tmp_path: Path) -> None:
    command = f"{COMMAND} train --data digits --epochs 1 --quiet | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, cwd=tmp_path)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_sees_one_live_line(tmp_path: Path) -> None:
    import pty

    main, terminal = pty.openpty()
    command = [COMMAND, "train", "--data", "digits", "--epochs", "3", "--out", "run"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "90"}
    process = spawned.start(
        command, stdout=subprocess.PIPE, stderr=terminal, cwd=tmp_path, env=environment
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            shown += os.read(main, 65536)
        except OSError:
            break
    process.communicate(timeout=60)
    text = shown.decode()
    assert "epoch 1/3" in text
    assert "ms/it" in text
    assert "left" in text
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--averaging", 5], "--averaging belongs to --workers or --spark"),
        (["--workers", 2, "--spark-folder", "x"], "--spark-folder belongs to --spark; say"),
        (["--spark-engine", "dl4j"], "--spark-engine belongs to --spark; say"),
        (["--workers", 0], "workers is 0, but must be a whole number from 1"),
        (["--workers", 2, "--accelerate", "fast"], "Deeplearning4j's own layers"),
        (["--workers", 2, "--ui"], "--ui shows every iteration"),
        (["--gpus", 2, "--workers", 2], "--gpus N is a worker a card"),
    ],
)
def test_workers_that_make_no_sense_are_refused(cli: Cli, words: list[object], said: str) -> None:
    done = cli("train", *QUICK, *words, "--out", "run")
    assert done.returncode == 2
    assert said in done.stderr


def test_cards_are_refused_on_the_processor(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", *QUICK, "--backend", "cpu", "--gpus", 2, "--out", "run")
    assert done.returncode == 4
    assert "2 graphics cards were asked for, but the backend cpu computes" in done.stderr
    assert not (tmp_path / "run").exists()


def test_several_workers_train_and_are_resumed(cli: Cli, tmp_path: Path) -> None:
    done = cli("train", *QUICK, "--workers", 2, "--averaging", 3, "--out", "run")
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("2 workers on one processor") == 1
    assert "  workers     2 workers, a mean every 3 batches" in done.stdout
    environment = json.loads((tmp_path / "run" / "environment.json").read_text())
    kept = {name: environment[name] for name in ("workers", "averaging", "accelerate")}
    assert kept == {"workers": 2, "averaging": 3, "accelerate": "off"}
    done = cli("train", "--resume", "run", "--epochs", 3, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["epochs"] == 3
    rows = (tmp_path / "run" / "history.jsonl").read_text().splitlines()
    assert [json.loads(row)["workers"] for row in rows] == [2, 2, 2]
    done = cli("train", "--resume", "run", "--epochs", 4, "--workers", 4)
    assert done.returncode == 2
    assert "another training: its workers was 2, this one's is 4" in done.stderr
