"""`dl4j-bridge inspect`: a model file shown without a JVM."""

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from rich.console import Console

from dl4j_bridge import modelfile
from dl4j_bridge.cli.inspect import inspect, show
from dl4j_bridge.errors import DataError, ModelFileError
from tests.modelfiles import (
    SGD,
    WEIGHTS,
    array,
    configuration,
    layer,
    mlp,
    network,
    saved,
)

from .conftest import Cli


def printed(path: Path) -> str:
    """What the command prints off a terminal."""
    done = CliRunner().invoke(inspect, [str(path)], catch_exceptions=False)
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    return done.stdout


def told(path: Path) -> dict:
    done = CliRunner().invoke(inspect, [str(path), "--json"], catch_exceptions=False)
    return json.loads(done.stdout)


def test_the_summary(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    lines = [line.split() for line in printed(path).splitlines()]
    rows = {line[0]: line[1:] for line in lines if line}
    assert rows["File"][0] == str(path)
    assert rows["SHA-256"] == [modelfile.read(path).sha256]
    assert rows["Network"] == ["MultiLayerNetwork,", "23", "parameters", "(FLOAT)"]
    adam = "Adam(learningRate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-08), with its state"
    assert rows["Updater"] == adam.split()
    assert rows["Trained"] == ["iterations", "7,", "epochs", "2"]
    assert rows["Seed"] == ["123"]
    assert rows["Normalizer"] == ["none"]
    assert rows["0"] == ["hidden", "DenseLayer", "4", "→", "3", "ReLU", "W", "4×3,", "b", "3", "15"]
    assert rows["1"] == ["out", "OutputLayer", "3", "→", "2", "ReLU", "W", "3×2,", "b", "2", "8"]
    assert rows["total"] == ["23"]
    assert rows["coefficients.bin"][:2] == ["205", "B"]
    assert "Warning" not in printed(path)


def test_json(tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    modelfile.seal(path, {"accuracy": 0.97})
    found = told(path)
    assert (found["schema"], found["ok"], found["file"]) == (1, True, str(path))
    assert (found["kind"], found["parameters"], found["dtype"]) == (
        "MultiLayerNetwork",
        23,
        "FLOAT",
    )
    assert found["layers"][0] == {
        "key": "0",
        "name": "hidden",
        "type": "DenseLayer",
        "n_in": 4,
        "n_out": 3,
        "activation": "ReLU",
        "inputs": [],
        "parameters": {"W": [4, 3], "b": [3]},
        "count": 15,
    }
    [updater] = found["updaters"]
    assert (updater["name"], updater["settings"]["learningRate"]) == ("Adam", 0.001)
    assert (found["iterations"], found["epochs"], found["seed"]) == (7, 2, 123)
    assert (found["updater_state"], found["resumable"]) == (46, True)
    assert (found["bytes"], found["details"]) == (path.stat().st_size, {"accuracy": 0.97})
    assert [entry["name"] for entry in found["entries"]] == [*mlp(), "dl4j_bridge.json"]
    assert found["warnings"] == []


def test_warnings(tmp_path: Path) -> None:
    weights = WEIGHTS.copy()
    weights[0] = np.nan
    path = saved(tmp_path, mlp(coefficients=array(weights), updater=None))
    text = printed(path)
    assert "without its state" in text
    assert "Warning: 1 of 23 parameters are NaN or infinite; training had diverged" in text
    assert "Warning: The updater's state was not saved" in text
    assert [warning.split()[0] for warning in told(path)["warnings"]] == ["1", "The"]
    unknown = layer("OCNNOutputLayer", 4, 1, package="org.deeplearning4j.nn.conf.ocnn.")
    path = saved(tmp_path, network(configuration(unknown), 9, 18))
    assert "Warning: The parameters of OCNNOutputLayer can be counted only by DL4J" in printed(path)
    assert told(path)["layers"][0]["parameters"] is None


def test_schedules_and_several_updaters(tmp_path: Path) -> None:
    schedule = {
        "@class": "org.nd4j.linalg.schedule.StepSchedule",
        "decayRate": 0.5,
        "initialValue": 0.1,
        "scheduleType": "EPOCH",
        "step": 2.0,
    }
    momentum = {
        "@class": "org.nd4j.linalg.learning.config.Nesterovs",
        "learningRate": "NaN",
        "learningRateSchedule": schedule,
        "momentum": 0.9,
    }
    one = layer("DenseLayer", 4, 3, iupdater=momentum, biasUpdater=SGD)
    text = printed(saved(tmp_path, network(configuration(one), 15, 12)))
    rate = "StepSchedule(decayRate=0.5, initialValue=0.1, scheduleType=EPOCH, step=2)"
    assert f"Nesterovs(learningRate={rate}, momentum=0.9), Sgd(learningRate=0.1)" in text


def test_names_give_no_orders_to_the_terminal(tmp_path: Path) -> None:
    name = "[red]\x1b[2J\r\ud800[/red]\\"
    one = layer("DenseLayer", 4, 3, name=name)
    path = saved(tmp_path, network(configuration(one), 15, 30))
    assert r"[red]\x1b[2J\r\ud800[/red]" in printed(path)
    assert told(path)["layers"][0]["name"] == name


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_terminals_of_any_width(tmp_path: Path, width: int) -> None:
    one = layer("BatchNormalization", 10, 10, name="a-long-name-for-it")
    model = modelfile.read(saved(tmp_path, network(configuration(one), 40, 40)))
    out = io.StringIO()
    show(model, Console(file=out, width=width, force_terminal=True))
    lines = [_bare(line) for line in out.getvalue().splitlines()]
    assert max(map(len, lines)) <= width
    # Nothing is cut, and no word broken that fits.
    assert "…" not in "".join(lines)
    text = " ".join(" ".join(lines).split())
    assert "a-long-name-for-it" in text
    assert "BatchNormalization" in text
    assert ("in → out" in text) == (width == 140)
    assert model.sha256 in text.replace(" ", "")


def _bare(line: str) -> str:
    from rich.text import Text

    return Text.from_ansi(line).plain.rstrip()


def test_faults_are_errors_of_ours(tmp_path: Path) -> None:
    runner = CliRunner()
    missing = runner.invoke(inspect, [str(tmp_path / "none.zip")])
    assert isinstance(missing.exception, DataError)
    damaged = runner.invoke(inspect, [str(saved(tmp_path, b"PK\x03\x04"))])
    assert isinstance(damaged.exception, ModelFileError)


def test_exit_codes_and_streams(cli: Cli, tmp_path: Path) -> None:
    path = saved(tmp_path, mlp())
    done = cli("inspect", path, COLUMNS="40", TERM="dumb")
    assert (done.returncode, done.stderr) == (0, "")
    assert "MultiLayerNetwork, 23 parameters" in done.stdout
    for content, code in [(b"", 3), (b"PK\x03\x04", 5), ({**mlp(), "objects/x": b""}, 5)]:
        done = cli("inspect", saved(tmp_path, content), "--json")
        assert done.returncode == code
        assert done.stderr.startswith("Error: ")
        assert json.loads(done.stdout)["ok"] is False
    assert cli("inspect").returncode == 2


def test_no_jvm_is_started(tmp_path: Path) -> None:
    modules = {name for name in sys.modules if name.split(".")[0] in ("jpype", "_jpype")}
    printed(saved(tmp_path, mlp()))
    now = {name for name in sys.modules if name.split(".")[0] in ("jpype", "_jpype")}
    assert now == modules
