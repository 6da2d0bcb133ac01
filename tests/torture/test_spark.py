"""A real Spark cluster on loopback: a master and two workers, each a process."""

import json
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests import spawned
from tests.sparks import Standalone, descendants, kill, standalone, that_run

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
EXECUTOR = "CoarseGrainedExecutorBackend"


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Standalone]:
    with standalone(tmp_path / "cluster", workers=2) as found:
        yield found


def begin(*words: object) -> subprocess.Popen[str]:
    return spawned.start(
        [str(COMMAND), "train", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def train(*words: object) -> dict[str, float]:
    process = begin(*words, "--json", "--quiet")
    out, said = process.communicate(timeout=1500)
    assert process.returncode == 0, said
    return json.loads(out)


def parameters(run: Path) -> bytes:
    with zipfile.ZipFile(run / "model.zip") as model:
        return model.read("coefficients.bin")


def test_two_workers_learn_mnist_as_one_machine_does(cluster: Standalone, tmp_path: Path) -> None:
    alone = train("--out", tmp_path / "alone")
    # Two workers make half as many updates; twice the course's rate makes up for it.
    words = ["--spark", cluster.address, "--learning-rate", 0.012]
    shared = train(*words, "--out", tmp_path / "shared")
    print(f"alone {alone['test_accuracy']:.2%}, two workers {shared['test_accuracy']:.2%}")
    assert abs(alone["test_accuracy"] - shared["test_accuracy"]) < 0.005


def wait_for_epoch(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("epoch"):
            return


@pytest.mark.fault(35)
def test_an_executor_killed_in_mid_epoch_changes_no_bit(
    cluster: Standalone, tmp_path: Path, record_property
) -> None:
    words = ["--data", "digits", "--epochs", 12, "--averaging", 1, "--spark", cluster.address]
    train(*words, "--out", tmp_path / "whole")
    process = begin(*words, "--out", tmp_path / "hurt")
    wait_for_epoch(process)
    running = [number for worker in cluster.workers for number in descendants(worker.pid)]
    kill(that_run(running, EXECUTOR)[0])
    _, said = process.communicate(timeout=600)
    assert process.returncode == 0, said
    assert parameters(tmp_path / "hurt") == parameters(tmp_path / "whole")
    record_property("figure", "0 differing bits")


@pytest.mark.fault(37)
def test_a_cluster_that_goes_away_leaves_a_checkpoint(
    cluster: Standalone, tmp_path: Path, record_property
) -> None:
    run = tmp_path / "run"
    words = ["--data", "digits", "--epochs", 400, "--averaging", 1, "--checkpoint-every", 1]
    process = begin(*words, "--spark", cluster.address, "--out", run)
    wait_for_epoch(process)
    begun = time.monotonic()
    cluster.close()
    _, said = process.communicate(timeout=300)
    seconds = time.monotonic() - begun
    assert process.returncode == 7, said
    named = re.search(r"The last good checkpoint is (\S+\.zip)", said.replace("\n", " "))
    assert named is not None, said
    assert Path(named[1]).exists()
    assert "Traceback" not in said
    record_property("figure", f"exit 7 after {seconds:.0f} s, the checkpoint named")
    # What was learnt can be gone on with elsewhere.
    epochs = len(np.load(run / "scores.npy")) // 6 + 1
    words = ["--resume", run, "--spark", "local[2]", "--averaging", 1, "--epochs", epochs]
    assert train(*words)["resumed_from"] == named[1]
