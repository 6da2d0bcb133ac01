"""Runs that are killed at random moments, and gone on with until they end."""

import json
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from dl4j_bridge import modelfile
from dl4j_bridge.modelfile.stored import content
from dl4j_bridge.toml import from_file

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
_OPTIONS = ("--data", "digits", "--epochs", "10", "--dropout", "0.3", "--batch-size", "64")
_OFTEN = ("--checkpoint-every", "1", "--checkpoint-minutes", "0.001", "--quiet")
_ENVIRONMENT = {**os.environ, "DL4J_BRIDGE_THREADS": "1"}


def kill_often(folder: Path, kills: int, chain: int, workers: int, seed: int) -> int:
    """Kill runs, several times each, and compare how they end with a run in one go.

    Args:
        folder: empty.
        kills: how many in all.
        chain: how often one run is killed.
        workers: how many run at once.
        seed: of the moments.

    Returns:
        After how many kills the run went on to the same end.
    """
    started = time.perf_counter()
    done = _start(folder / "whole").wait(timeout=300)
    assert done == 0
    longest = time.perf_counter() - started
    end = _end(folder / "whole")
    with ThreadPoolExecutor(workers) as pool:
        ends = pool.map(
            lambda n: _killed_run(folder / f"run{n}", chain, longest, random.Random(seed + n)),
            range(kills // chain),
        )
        return sum(chain for found in ends if found == end)


def _killed_run(run: Path, kills: int, longest: float, moments: random.Random) -> list[bytes]:
    """Kill a run so often, then let it end; gives how it ended."""
    killed = 0
    while killed < kills:
        process = _start(run)
        # From then on it writes into the folder; what is before is the start of Python and Java.
        while process.poll() is None and not _is_owner(run, process.pid):
            time.sleep(0.002)
        time.sleep(moments.random() ** 2 * longest / 2)
        process.kill()
        code = process.wait()
        assert code in (0, -9), f"{run}: {code}"
        _check_files(run)
        killed += code == -9
        if code == 0 and killed < kills:
            return _killed_again(run, kills - killed, longest, moments)
    assert _start(run).wait(timeout=300) == 0, run
    _check_files(run)
    return _end(run)


def _killed_again(run: Path, kills: int, longest: float, moments: random.Random) -> list[bytes]:
    """The run ended too early: kill another, that begins anew; both must end alike."""
    other = _killed_run(run.with_name(run.name + "x"), kills, longest, moments)
    return other if other == _end(run) else []


def _start(run: Path) -> subprocess.Popen[bytes]:
    begun = (run / "experiment.toml").exists()
    words = ("--resume", run) if begun else (*_OPTIONS, "--out", run)
    command = [COMMAND, "train", *words, *_OFTEN]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_ENVIRONMENT
    )


def _is_owner(run: Path, pid: int) -> bool:
    try:
        return (run / ".owner").read_text() == str(pid)
    except OSError:
        return False


def _check_files(run: Path) -> None:
    """No file is half under its final name."""
    for path in run.rglob("*"):
        if path.suffix == ".zip":
            modelfile.read(path)
        elif path.suffix in (".json", ".jsonl"):
            lines = path.read_text().splitlines()
            for text in lines if path.suffix == ".jsonl" else ["".join(lines)]:
                json.loads(text)
        elif path.suffix == ".toml":
            from_file(path)
        elif path.suffix == ".npy":
            np.load(path)


def _end(run: Path) -> list[bytes]:
    """All that must be equal: parameters, updater's state, scores, rows without their times."""
    model = modelfile.read(run / "model.zip")
    rows = [json.loads(line) for line in (run / "history.jsonl").read_text().splitlines()]
    plain = [
        {k: v for k, v in row.items() if k in ("epoch", "loss", "test_accuracy")} for row in rows
    ]
    entries = [content(model, name) for name in ("coefficients.bin", "updaterState.bin")]
    return [*entries, (run / "scores.npy").read_bytes(), json.dumps(plain).encode()]
