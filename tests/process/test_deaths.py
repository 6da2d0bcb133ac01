"""Whatever ends the JVM is told; it is never silence, never a hang."""

import json
import os
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.deaths import begin

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
QUICK = ["--epochs", "1", "--quiet", "--json", "--out", "run"]


@pytest.mark.fault(17)
@pytest.mark.parametrize(
    ("how", "words"), [("segv", "crashed"), ("kill", "SIGKILL"), ("exit", "exit code 3")]
)
def test_a_death_ends_with_7_and_is_told(tmp_path: Path, how: str, words: str) -> None:
    process = begin(QUICK, tmp_path, how)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 7, err
    assert "Traceback" not in err
    error = json.loads(out)["error"]
    assert (error["type"], error["exit_code"]) == ("JvmDied", 7)
    assert words in error["message"]
    assert str(tmp_path / "run") in error["message"]
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
def test_a_worker_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    process = begin(["--epochs", "1000", "--out", "run"], tmp_path)
    assert process.stderr is not None
    process.stderr.readline()
    [worker] = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=30)
    until = time.monotonic() + 10
    while Path(f"/proc/{worker}").exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()
