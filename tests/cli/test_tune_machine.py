"""`dl4j-bridge tune-machine` with real trainings, as short as they can be."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dl4j_bridge.jvm.machine import this_machine
from dl4j_bridge.jvm.tuned import _key
from dl4j_bridge.lab.timing import WORKLOADS
from tests import spawned

from .conftest import COMMAND, Cli

linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no affinity on this system")
def test_it_measures_what_it_says(tmp_path: Path) -> None:
    # On one core there is one candidate: it takes seconds, not a minute.
    words = ["tune-machine", "--quick", "--rounds", "1", "--json"]
    bound = "import os, sys; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])"
    code = f"{bound}; os.execv(sys.argv[1], sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-c", code, COMMAND, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    told = json.loads(done.stdout)
    assert (told["schema"], told["ok"], told["kept"], told["rounds"]) == (1, True, None, 1)
    assert [line["workload"] for line in told["timings"]] == [load.name for load in WORKLOADS]
    for line in told["timings"]:
        assert line["settings"] == "cpu, threads 1"
        assert 0 < line["least"] == line["ms"] == line["most"]
        assert (line["ratio"], line["rule"]) == (1, True)


def test_forget(cli: Cli, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    cache.mkdir()
    content = {"schema": 1, "machines": {_key(this_machine()): {}, "another": {}}}
    (cache / "tuned.json").write_text(json.dumps(content))
    done = cli("tune-machine", "--forget", DL4J_BRIDGE_CACHE=str(cache))
    assert (done.returncode, done.stdout) == (
        0,
        "Nothing is remembered for this machine: the rule's settings hold.\n",
    )
    assert list(json.loads((cache / "tuned.json").read_text())["machines"]) == ["another"]
    (cache / "tuned.json").write_text("{")
    done = cli("tune-machine", "--forget", "--json", DL4J_BRIDGE_CACHE=str(cache))
    assert json.loads(done.stdout) == {"schema": 1, "ok": True}
    assert not (cache / "tuned.json").exists()


@linux
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    mark = f"DL4J_TEST_MARK={tmp_path}"
    process = spawned.start(
        [COMMAND, "tune-machine", "--quick"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "DL4J_TEST_MARK": str(tmp_path)},
        start_new_session=True,
    )
    while not (children := processes(mark) - {process.pid}):
        time.sleep(0.05)
        assert process.poll() is None
    time.sleep(0.5)
    # A terminal sends it to every process of the group.
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err.lstrip()) == (130, b"", b"Error: Interrupted.\n")
    assert children
    assert not processes(mark)


@linux
def test_a_child_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dl4j_bridge.lab.timing_worker"]
    worker = spawned.start(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(timeout=20) == 0


def processes(mark: str) -> set[int]:
    """Processes with a variable in their environment that are not zombies."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # A zombie's environment is empty.
            if mark.encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
        except OSError:
            continue
    return found
