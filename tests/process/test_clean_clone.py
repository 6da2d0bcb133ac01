"""The README's set-up commands, in a copy of what is committed or about to be."""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def online(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A fresh set-up needs the package index; without a network there is nothing to try."""
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "hatchling"]
    folder = tmp_path_factory.mktemp("wheels")
    if subprocess.run(words, cwd=folder, capture_output=True).returncode != 0:
        pytest.skip("no package index is within reach")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, online: None) -> Path:
    """The files git tracks, or would; nothing that was built here."""
    folder = tmp_path_factory.mktemp("clone")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in listed:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def run(words: list[str | Path], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        words, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_make_train_trains_the_lecture_to_97_percent(clone: Path) -> None:
    output = run(["make", "train", f"PYTHON={sys.executable}"], clone)
    accuracy = re.search(r"Test accuracy (\d+\.\d+)% \(10,000 examples\) after 15", output)
    assert accuracy
    assert float(accuracy[1]) >= 97.0
    folder = re.search(r"run folder +(\S+)", output)
    assert folder
    assert (clone / folder[1] / "model.zip").is_file()


def test_make_repeated_sets_nothing_up_again(clone: Path) -> None:
    again = subprocess.run(["make", "-n", "setup"], cwd=clone, capture_output=True, text=True)
    assert "pip install" not in again.stdout


def test_pip_install_is_the_third_way(clone: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    tools = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run([tools / "python", "-m", "pip", "install", "--quiet", str(clone)], tmp_path)
    output = run(
        [tools / "dl4j-bridge", "train", "--epochs", "1", "--json"],
        tmp_path,
        DL4J_BRIDGE_OFFLINE="1",
        PYTHONPATH="",
    )
    assert json.loads(output)["test_accuracy"] == 0.9171
