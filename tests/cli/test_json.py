"""`--json`: what a program reads, however a command ends."""

import json
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import pytest

from dl4j_bridge.cli import commands as command_line
from tests import spawned

from .conftest import COMMAND, Cli

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"
# Each command with words that name nothing there is.
MISSING = {
    "backends": ["fetch", "--backend", "none"],
    "compare": ["--data", "missing.csv", "--updaters", "sgd"],
    "crosscheck": ["Missing.java", "missing.py"],
    "cv": ["--data", "missing.csv"],
    "data": ["verify", "fashion-mnist:missing"],
    "demo": ["missing.zip"],
    "doctor": ["missing"],
    "evaluate": ["missing.zip"],
    "export": ["missing.zip"],
    "inspect": ["missing.zip"],
    "lint": ["Missing.java"],
    "port": ["Missing.java"],
    "predict": ["missing.zip", "missing.npz"],
    "report": ["missing"],
    "run": ["--fix", "Missing.java"],
    "train": ["--data", "missing.csv"],
    "tune": ["--data", "missing.csv"],
    "tune-machine": ["missing"],
    "weights": ["export", "missing.zip", "weights.npz"],
}


def commands() -> set[str]:
    group = command_line.cli
    return set(group.list_commands(click.Context(group)))


@pytest.mark.fault(25)
def test_every_command_fails_in_json(tmp_path: Path, record_property) -> None:
    assert set(MISSING) == commands() - {"completion"}  # its result is a script
    calls = [["nothing", "--json"], ["--nothing", "--json"], ["train", "--nothing", "--json"]]
    for name, words in MISSING.items():
        at = 1 if name in ("backends", "data", "weights") else 0  # these are groups of commands
        calls.append([name, *words[:at], "--json", *words[at:]])

    def call(words: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run([COMMAND, *words], capture_output=True, text=True, cwd=tmp_path)

    with ThreadPoolExecutor(4) as callers:
        ended = list(callers.map(call, calls))
    for words, done in zip(calls, ended, strict=True):
        assert "Traceback" not in done.stderr
        answer: dict[str, Any] = json.loads(done.stdout)
        assert (answer["schema"], answer["ok"]) == (1, False), words
        assert answer["error"]["exit_code"] == done.returncode, words
        assert done.returncode in (2, 3, 4), words
        assert answer["error"]["message"], words
    record_property("figure", f"{len(calls)} failures of {len(MISSING)} commands: JSON each time")


@pytest.mark.fault(25)
@pytest.mark.parametrize(
    "words",
    [
        ("doctor",),
        ("backends", "list"),
        ("data", "list"),
        ("export", str(MODEL)),
        ("inspect", str(MODEL)),
        ("lint", "NoSeed.java"),
        ("port", "NoSeed.java"),
        ("train",),
        ("tune-machine", "--forget"),
        ("weights", "export", str(MODEL), "weights.npz"),
    ],
    ids=" ".join,
)
def test_success_in_json(cli: Cli, tmp_path: Path, words: tuple[str, ...]) -> None:
    source = Path(__file__).parents[1] / "course" / "NoSeed.java"
    (tmp_path / "NoSeed.java").write_bytes(source.read_bytes())
    more = ("--data", "iris", "--epochs", 1) if words == ("train",) else ()
    # `cli` looks at what every test of this folder gets with --json.
    environment = {"DL4J_BRIDGE_CACHE": str(tmp_path)} if words[0] == "tune-machine" else {}
    assert json.loads(cli(*words, *more, "--json", **environment).stdout)["ok"]


@pytest.mark.fault(25)
def test_ctrl_c_in_json(tmp_path: Path) -> None:
    words = ("train", "--data", "mnist", "--epochs", "1000", "--json", "--out", "run")
    process = spawned.start(
        [COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "run" / "environment.json").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    answer = json.loads(out)
    assert (answer["schema"], answer["ok"]) == (1, False)
