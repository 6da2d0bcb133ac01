"""Whatever ends the JVM is told; it is never silence, never a hang."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deaths import begin, descendants, ended, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
COURSE = Path(__file__).parents[1] / "course"
Record = Callable[[str, object], None]
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
    message = full_memory(tmp_path, how, "600M")
    assert "The limit is 600 MiB in all" in message
    assert "--memory 1.17G" in message


def full_memory(folder: Path, how: str, limit: str) -> str:
    """What a training says that may take so much and takes more."""
    process = begin([*QUICK, "--memory", limit], folder, how)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 8, err
    return str(json.loads(out)["error"]["message"])


DIGITS = ["--data", "digits", "--workers", "2"]


@pytest.mark.fault(39)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("words", "least"),
    [
        (["train", "--data", "digits", "--epochs", "5000"], 1),
        (["compare", *DIGITS, "--epochs", "5000"], 3),
        (["cv", *DIGITS, "--epochs", "5000"], 3),
        (["tune", *DIGITS, "--epochs", "5000", "--pruner", "none"], 3),
        (["crosscheck", str(COURSE / "LeNet.java")], 2),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_nobody_outlives_a_parent_that_is_killed(
    tmp_path: Path, words: list[str], least: int, record_property: Record
) -> None:
    process = start([*words, "--out", "out"], tmp_path)
    wait_for_java(process.pid, min(least, 2))
    orphans = {one for one in descendants(process.pid) if not records(one)}
    assert len(orphans) >= least
    process.kill()
    begun = time.monotonic()
    process.communicate(timeout=30)
    assert ended(orphans, within=20)
    seconds = time.monotonic() - begun
    record_property("figure", f"{words[0]}: all {len(orphans)} are gone after {seconds:.1f} s")


@pytest.mark.fault(17)
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("words", "kind", "count"),
    [
        (
            [
                "compare",
                "--updaters",
                "adam,sgd",
                "--learning-rates",
                "0.01",
                "--seeds=1",
                "--no-report",
            ],
            "runs",
            2,
        ),
        (["cv", "--folds", "2"], "settings", 3),
        (["tune", "--trials", "2", "--pruner", "none"], "trials", 2),
    ],
    ids=lambda given: given[0] if isinstance(given, list) else "",
)
def test_of_many_runs_one_that_dies_is_named(
    tmp_path: Path, words: list[str], kind: str, count: int
) -> None:
    quick = [*DIGITS, "--epochs", "10", "--json", "--quiet", "--out", "out"]
    process = start([*words, *quick], tmp_path)
    os.kill(max(wait_for_java(process.pid, 1)), signal.SIGSEGV)  # which has only begun
    out, err = process.communicate(timeout=300)
    assert process.returncode == 7, err
    told = json.loads(out)
    assert told["ok"] is False
    # A JVM that gets SIGSEGV writes its report, then aborts.
    [line] = [line for line in err.splitlines() if "ended with SIG" in line]
    assert f"1 of {count} failed, the others are whole." in err
    if kind == "settings":
        [one] = told["settings"]
        accuracies = [*one["folds"], one["test_accuracy"]]
        assert accuracies.count(None) == 1
        assert line.strip().startswith(("fold", "test"))
        return
    states = [one["status"] for one in told[kind]]
    assert sorted(states) == [*["done"] * (count - 1), "failed"]
    if kind == "runs":
        died = told["runs"][states.index("failed")]
        assert line.strip().startswith(f"{died['updater']}, learning-rate 0.01, seed 123: ")
    else:
        assert line.strip().startswith(f"trial {states.index('failed')}, learning-rate ")


def wait_for_java(process: int, count: int) -> set[int]:
    """Its descendants whose JVM has ND4J's library, as soon as there are so many."""
    until = time.monotonic() + 60
    while True:
        found = {
            one
            for one in descendants(process)
            # What records class data is no run.
            if "libnd4jcpu" in _file(one, "maps") and "Rehearsal" not in _file(one, "cmdline")
        }
        if len(found) >= count or time.monotonic() > until:
            return found
        time.sleep(0.02)


def records(process: int) -> bool:
    """Whether it records class data, which outlives the command that has begun it."""
    return any(word in _file(process, "cmdline") for word in ("recording.py", "start.Rehearsal"))


def _file(process: int, name: str) -> str:
    try:
        return Path(f"/proc/{process}/{name}").read_bytes().decode(errors="replace")
    except OSError:
        return ""  # it has ended
