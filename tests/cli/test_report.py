"""`dl4j-bridge report` as a user meets it."""

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from .conftest import COMMAND, Cli


def called(folder: Path, *words: object) -> None:
    done = subprocess.run(
        [COMMAND, *map(str, words), "--quiet"], cwd=folder, capture_output=True, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Path:
    """A run on images, one on points in a plane, a comparison."""
    folder = tmp_path_factory.mktemp("runs")
    angles = np.random.default_rng(0).uniform(0, 2 * np.pi, 120)
    x = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    np.savez(folder / "plane.npz", x_train=x, y_train=x[:, 0] > 0, x_test=x, y_test=x[:, 0] > 0)
    called(folder, "train", "--data", "digits", "--epochs", 2, "--out", "digits")
    called(folder, "train", "--data", "plane.npz", "--epochs", 1, "--out", "plane")
    compared = ("compare", "--data", "digits", "--updaters", "adam,sgd", "--workers", 1)
    rates = ("--learning-rates", "default,0.01", "--seeds", 2, "--epochs", 2)
    called(folder, *compared, *rates, "--out", "compared")
    return folder


@pytest.fixture
def digits(runs: Path, tmp_path: Path) -> Path:
    return shutil.copytree(runs / "digits", tmp_path / "digits")


def test_a_run_gives_a_page_and_its_pictures(cli: Cli, digits: Path) -> None:
    done = cli("report", "digits")
    assert done.returncode == 0, done.stderr
    assert "report.html has 9 pictures" in done.stdout
    assert "Looking at digits/model.zip on digits" in done.stderr
    assert (digits / "report.html").stat().st_size > 100_000
    pictures = {path.stem for path in (digits / "plots").iterdir()}
    assert pictures == {
        *("loss", "accuracy", "iterations", "confusion", "mistakes", "calibration"),
        *("network", "weights", "activations"),
    }
    for path in (digits / "plots").iterdir():
        with Image.open(path) as picture:
            assert min(picture.size) >= 200


def test_points_in_a_plane_have_a_boundary(cli: Cli, runs: Path, tmp_path: Path) -> None:
    plane = shutil.copytree(runs / "plane", tmp_path / "plane")
    done = cli("report", "plane", "--data", runs / "plane.npz", "--json", "-q")
    found = json.loads(done.stdout)
    assert found["ok"] is True
    assert found["notes"] == []
    assert "boundary" in found["pictures"]
    # Without its data the run is told without its network.
    found = json.loads(cli("report", "plane", "--json", "--out", "other.html").stdout)
    assert "plane.npz" in found["notes"][0]
    assert "boundary" not in found["pictures"]
    assert (tmp_path / "other.html").exists()
    assert cli("report", plane, "--data", "nothing.npz").returncode == 3


def test_a_comparison_gives_one_page(cli: Cli, runs: Path, tmp_path: Path) -> None:
    shutil.copytree(runs / "compared", tmp_path / "compared")
    done = cli("report", "compared", "--quiet")
    assert done.stderr == ""
    html = (tmp_path / "compared" / "report.html").read_text()
    assert "Which updater?" in html
    for title in ("Test error of each setting", "Sensitivity to the learning rate", "Activations"):
        assert title in html


def test_what_is_no_run_is_refused(cli: Cli, digits: Path) -> None:
    done = cli("report", "nowhere", "--json")
    assert done.returncode == 3
    assert "neither a run" in json.loads(done.stdout)["error"]["message"]
    (digits / "model.zip").write_bytes(b"PK")
    assert cli("report", "digits").returncode in (3, 5)
    assert cli("report").returncode == 2
