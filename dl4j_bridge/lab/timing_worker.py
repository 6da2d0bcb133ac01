"""A process that times short trainings with the settings of its environment.

It reads the name of a workload a line and answers with milliseconds an iteration.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from .. import datasets
from ..dl4j import networks
from ..dl4j.training import fit
from ..experiment import Experiment, Layer
from ..presets import preset
from .timing import WORKLOADS, Workload

_WARM_UP = 0.6  # seconds, until Java has compiled what matters


def main() -> None:
    """Answer until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    ready: dict[str, Callable[[], float]] = {}
    for line in sys.stdin:
        name = line.strip()
        if name not in ready:
            ready[name] = _prepared(next(one for one in WORKLOADS if one.name == name))
        print(ready[name](), file=answers)


def _prepared(workload: Workload) -> Callable[[], float]:
    """A network on real digits, warm; call what it gives for the time of a turn."""
    experiment, data = _experiment(workload), datasets.mnist()
    rows = data.train.take(workload.iterations * experiment.batch_size)
    network = networks.build(experiment, data)

    def turn() -> float:
        begin = time.perf_counter()
        fit(network, rows, batch_size=experiment.batch_size, progress=False)
        return (time.perf_counter() - begin) * 1e3 / workload.iterations

    end = time.monotonic() + _WARM_UP
    while time.monotonic() < end:
        turn()
    return turn


def _experiment(workload: Workload) -> Experiment:
    experiment = preset(workload.preset)
    if workload.units is None:
        return experiment
    first, *others = experiment.layers
    narrow = Layer(first.type, {**first.settings, "nOut": workload.units})
    return replace(experiment, layers=(narrow, *others), batch_size=64)


if __name__ == "__main__":
    main()
