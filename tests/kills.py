"""Runs that are killed at random moments, and gone on with until they end."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from dl4j_bridge import modelfile
from dl4j_bridge.modelfile.stored import content
from dl4j_bridge.toml import from_file
from tests import spawned

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
_OPTIONS = ("--data", "digits", "--dropout", "0.3", "--batch-size", "64")
_OFTEN = ("--checkpoint-every", "1", "--checkpoint-minutes", "0.001", "--quiet")


def kill_often(folder: Path, *, epochs: int, kills: int, chain: int, workers: int) -> int:
    """Kill runs, several times each, and compare how they end with a run in one go.

    The moments are spread evenly over all the time that a process takes, start and end included.

    Args:
        folder: empty.
        epochs: of a run.
        kills: how many in all.
        chain: how often one run is killed.
        workers: how many run at once.

    Returns:
        After how many kills the run went on to the same end.
    """
    whole = _Run(folder / "whole", epochs)
    started = time.perf_counter()
    whole.finish()
    life = time.perf_counter() - started

    def killed(number: int) -> int:
        run = _Run(folder / f"run{number}", epochs)
        moments = random.Random(number)
        survived = pending = 0
        while survived + pending < chain:
            if run.is_killed_after(moments.random() * life):
                pending += 1
            else:  # it has come to its end: another one is killed the rest of the times
                survived += pending * (run.end() == whole.end())
                pending = 0
                run = _Run(run.folder.with_name(run.folder.name + "x"), epochs)
        run.finish()
        return survived + pending * (run.end() == whole.end())

    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(killed, range(kills // chain)))


class _Run:
    """A run in a folder, begun or gone on with whenever a process is started."""

    def __init__(self, folder: Path, epochs: int) -> None:
        self.folder, self._epochs = folder, str(epochs)

    def is_killed_after(self, seconds: float) -> bool:
        """Kill a process after that time; False if it has ended before."""
        process = self._start()
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait()
        assert code in (0, -signal.SIGKILL), f"{self.folder}: {code}"
        self._check_files()
        return code != 0

    def finish(self) -> None:
        """Let a process go on with the run until it ends."""
        assert self._start().wait(timeout=300) == 0, self.folder
        self._check_files()
        assert not list(self.folder.rglob("*.tmp"))

    def end(self) -> list[bytes]:
        """All that must be equal: parameters, updater's state, scores, rows without times."""
        model = modelfile.read(self.folder / "model.zip")
        entries = [content(model, name) for name in ("coefficients.bin", "updaterState.bin")]
        rows = map(json.loads, (self.folder / "history.jsonl").read_text().splitlines())
        plain = [[row[name] for name in ("epoch", "loss", "test_accuracy")] for row in rows]
        return [*entries, (self.folder / "scores.npy").read_bytes(), json.dumps(plain).encode()]

    def _start(self) -> "subprocess.Popen[bytes]":
        begun = (self.folder / "experiment.toml").exists()
        new = (*_OPTIONS, "--epochs", self._epochs, "--out", self.folder)
        return spawned.start(
            [COMMAND, "train", *(("--resume", self.folder) if begun else new), *_OFTEN],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "DL4J_BRIDGE_THREADS": "1"},
            start_new_session=True,
        )

    def _check_files(self) -> None:
        """No file is half under its final name."""
        for path in self.folder.rglob("*"):
            if path.suffix == ".zip":
                modelfile.read(path)
            elif path.suffix == ".json":
                json.loads(path.read_text())
            elif path.suffix == ".jsonl":
                assert all(json.loads(line) for line in path.read_text().splitlines())
            elif path.suffix == ".toml":
                from_file(path)
            elif path.suffix == ".npy":
                np.load(path)
