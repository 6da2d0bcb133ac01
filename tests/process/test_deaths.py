"""Whatever ends the JVM is told; it is never silence, never a hang."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from tests.deaths import begin, descendants, ended, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
COURSE = Path(__file__).parents[1] / "course"
QUICK = ["--epochs", "1", "--quiet", "--json", "--out", "run"]


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("how", "words"),
    [("segv", "crashed"), ("kill", "SIGKILL"), ("exit", "exit code 3"), ("halt", "exit code 4")],
)
def test_a_death_ends_with_7_and_is_told(tmp_path: Path, how: str, words: str) -> None:
    process = begin(QUICK, tmp_path, how)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 7, err
    assert "Traceback" not in err
    error = json.loads(out)["error"]
    assert (error["type"], error["exit_code"]) == ("JvmDied", 7)
    assert words in error["message"]
    checkpoint = tmp_path / "run" / "checkpoints" / "epoch-0001.zip"
    assert checkpoint.exists()
    assert f"The last checkpoint is {checkpoint};" in error["message"]
    assert f"`dl4j-bridge train --resume {tmp_path / 'run'}`" in error["message"]
    if how == "segv":
        report = error["message"].partition("What the JVM was doing is in ")[2].split(".log")[0]
        assert "SIGSEGV" in Path(f"{report}.log").read_text()
    assert not list(tmp_path.glob("core*"))


@pytest.mark.fault(18)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", ["heap", "native", "pointer"])
def test_full_memory_ends_with_8_and_names_the_option(tmp_path: Path, how: str) -> None:
    process = begin([*QUICK, "--memory", "600M"], tmp_path, how)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 8, err
    message = json.loads(out)["error"]["message"]
    assert "The limit is 600 MiB in all" in message
    assert "--memory 1.17G" in message


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("words", "least"),
    [
        (["train", "--data", "digits", "--epochs", "5000"], 1),
        (["compare", "--data", "digits", "--epochs", "5000", "--workers", "2"], 3),
        (["crosscheck", str(COURSE / "LeNet.java")], 2),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_nobody_outlives_a_parent_that_is_killed(
    tmp_path: Path, words: list[str], least: int
) -> None:
    process = start([*words, "--out", "out"], tmp_path)
    until = time.monotonic() + 60
    while len(descendants(process.pid)) < least and time.monotonic() < until:
        time.sleep(0.05)
    orphans = descendants(process.pid)
    assert len(orphans) >= least
    process.kill()
    process.communicate(timeout=30)
    assert ended(orphans, within=20)
