"""The loop in which a worker answers questions, one line of JSON each way."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from ..workloads import Network

Floats = npt.NDArray[np.float32]


class Framework(Protocol):
    """What a contender can do; each method is timed as a whole."""

    def prepare(self, network: Network, x: Floats, labels: npt.NDArray[np.int64]) -> None:
        """Build a network, keep the rows of a turn.

        Args:
            network: what to build.
            x: shape (rows of a turn, 784), 0..1.
            labels: shape (rows of a turn,).

        Raises:
            NotImplementedError: the framework has no such network; says why.
        """

    def train(self) -> None:
        """Train on all rows once, in batches."""

    def predict(self, x: Floats) -> Floats:
        """Probabilities, shape (n, 10), for digits of shape (n, 784)."""

    def convert(self, x: Floats) -> object:
        """The framework's own array with the values of `x`."""


def serve(framework: Framework, versions: dict[str, str]) -> None:
    """Answer until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    worker = _Worker(framework)
    print(json.dumps({"versions": versions}), file=answers)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            print(json.dumps(worker.answer(question)), file=answers)
        except NotImplementedError as error:
            print(json.dumps({"unavailable": str(error)}), file=answers)


class _Worker:
    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        with np.load(Path(os.environ["BENCH_DATA"])) as data:
            self._x = data["x"].astype(np.float32) / 255
            self._labels = data["labels"].astype(np.int64)
            self._digits = data["test_x"].astype(np.float32) / 255
            self._truth = data["test_labels"]

    def answer(self, question: dict[str, Any]) -> dict[str, float]:
        ask, framework = question["ask"], self._framework
        if ask == "prepare":
            network = Network(**question["network"])
            framework.prepare(network, self._x[: network.rows], self._labels[: network.rows])
            return {}
        if ask == "train":
            return {"seconds": _seconds(framework.train)}
        if ask == "predict":
            return {"seconds": _seconds(lambda: framework.predict(self._digits))}
        if ask == "convert":
            before = _resident()
            kept: list[object] = []
            seconds = _seconds(lambda: kept.append(framework.convert(self._x)))
            return {"seconds": seconds, "bytes": _resident() - before}
        if ask == "accuracy":
            right = framework.predict(self._digits).argmax(axis=1) == self._truth
            return {"accuracy": float(right.mean())}
        raise ValueError(f"Nobody can answer {ask!r}.")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _resident() -> int:
    """Bytes of physical memory of this process; 0 where the system does not say."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0
    return int(status.read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
