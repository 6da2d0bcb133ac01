"""Deeplearning4j's own Spark module on a real master with two workers, on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sparks import Standalone, standalone

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes")


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standalone]:
    with standalone(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


def train(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [COMMAND, "train", "--data", "digits", "--spark-engine", "dl4j", *words]
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, **environment},
    )


def test_two_executors_train_and_evaluate(cluster: Standalone, tmp_path: Path) -> None:
    words = ["--spark", cluster.address, "--epochs", 3, "--averaging", 10, "--spark-evaluate"]
    done = train(*words, "--out", tmp_path / "run", "--json", "--quiet")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["test_accuracy"] > 0.7
    history = (tmp_path / "run/history.jsonl").read_text(encoding="utf-8")
    rows = [json.loads(line) for line in history.splitlines()]
    # The driver counts once more at the end.
    assert rows[-1]["test_accuracy"] == json.loads(done.stdout)["test_accuracy"]
    assert rows[-1]["workers"] == 2
    environment = json.loads((tmp_path / "run/environment.json").read_text())
    assert environment["engine"] == "dl4j"


@pytest.mark.fault(36)
def test_an_executor_without_jars_says_so(cluster: Standalone, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(
        f"#!/bin/sh\nDL4J_BRIDGE_OFFLINE=1 DL4J_BRIDGE_CACHE={tmp_path}/cache "
        f'MAVEN_OPTS="-Dmaven.repo.local={tmp_path}/jars" exec "{sys.executable}" "$@"\n'
    )
    python.chmod(0o755)
    words = ["--spark", cluster.address, "--epochs", 1, "--out", tmp_path / "run"]
    done = train(*words, PYSPARK_PYTHON=str(python))
    assert done.returncode == 4, done.stderr
    said = " ".join(done.stderr.split())
    assert "jars cannot be had there" in said
    assert "DL4J_BRIDGE_OFFLINE forbids" in said
    assert "Traceback" not in said


@pytest.mark.fault(36)
def test_an_executor_without_the_bridge_says_so(cluster: Standalone, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')
    python.chmod(0o755)
    words = ["--spark", cluster.address, "--epochs", 1, "--out", tmp_path / "run"]
    done = train(*words, PYSPARK_PYTHON=str(python))
    assert done.returncode == 4, done.stderr
    assert "cannot run dl4j-bridge" in " ".join(done.stderr.split())
