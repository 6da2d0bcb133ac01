"""Trainings that were interrupted, gone on with in another process."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


def run(*words: object) -> None:
    command = [sys.executable, "-m", "tests.process.trainings", *map(str, words)]
    # A JVM that lives so shortly does better without the compiler of long ones.
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=300, cwd=ROOT, env=environment
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.fault(6)
def test_a_resumed_training_ends_with_the_same_bits(tmp_path: Path, record_property) -> None:
    run("begin", tmp_path)
    run("resume", tmp_path)
    wholes = sorted(tmp_path.glob("*-whole.npz"))
    different = []
    for path in wholes:
        whole = np.load(path)
        resumed = np.load(str(path).replace("-whole", "-resumed"))
        if any(whole[name].tobytes() != resumed[name].tobytes() for name in whole.files):
            different.append(path.name)
    assert not different
    assert len(wholes) == 9
    record_property("figure", f"0 differing bits in {len(wholes)} trainings, every updater")
