"""ParallelWrapper with 1, 2 and 4 workers against stock and against the bridge's own training.

    python -m bench.parallel

Prints a table; each row is the median of some epochs of MNIST, each of a new network, for which
all take turns. Takes about five minutes on four idle cores.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from .__main__ import write_mnist
from .contenders import Contender
from .machine import describe, load
from .process import Worker
from .stock import compile_stock
from .workloads import Network

AVERAGING = (1, 5, 50)


@dataclass(frozen=True)
class Copies(Contender):
    """Several workers in one process; 1 is DL4J's own training, started as the bridge does."""

    workers: int = 1
    averaging: int = 5

    def environment(self, data: Path) -> dict[str, str]:
        """The variables of its process."""
        said = {"BENCH_WORKERS": str(self.workers), "BENCH_AVERAGING": str(self.averaging)}
        return {**super().environment(data), **said}


@dataclass
class Epochs:
    """What somebody's epochs gave.

    Attributes:
        seconds: of each.
        accuracy: on the test data after one of them, 0 to 1.
    """

    seconds: list[float] = field(default_factory=list)
    accuracy: float = 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.parallel", description=__doc__)
    parser.add_argument("--epochs", type=int, default=3, help="of each, after one to warm up")
    parser.add_argument("--rows", type=int, default=60_000, help="of MNIST, to train on")
    arguments = parser.parse_args()
    network = Network("784-1000-10", (1000,), 128, arguments.rows // 128)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), network, arguments.epochs)
    print(json.dumps({**describe(), "load after": load(), "rows": network.rows}))
    print("| who | an epoch (s) | test accuracy after it |\n|---|---:|---:|")
    for label, epochs in found.items():
        print(f"| {label} | {statistics.median(epochs.seconds):.2f} | {epochs.accuracy:.4f} |")


def everyone(stock: tuple[str, ...]) -> list[Contender]:
    """All who take part, in the order of their turns."""
    ours = (sys.executable, "-m", "bench.workers.ours")
    copies = (sys.executable, "-m", "bench.workers.parallel")
    return [
        Contender("stock, nothing set", stock, None),
        Contender("stock", stock, 1),
        Contender("ours, nothing set", ours, None),
        Contender("ours", ours, 1),
        Copies("1 worker", copies, None),
        *(
            Copies(f"{workers} workers, a mean every {averaging}", copies, None, workers, averaging)
            for workers in (2, 4)
            for averaging in AVERAGING
        ),
    ]


def measured(folder: Path, network: Network, epochs: int) -> dict[str, Epochs]:
    """One process a contender; epoch by epoch they take turns."""
    write_mnist(folder / "mnist.npz")
    found: dict[str, Epochs] = {}
    contenders = everyone(compile_stock(folder))
    workers = [
        Worker(one, folder / "mnist.npz", folder / f"{number}.log")
        for number, one in enumerate(contenders)
    ]
    try:
        for worker in workers:
            worker.versions()
        for turn in range(epochs + 1):
            for worker in workers:
                worker.ask("prepare", network)
                seconds = worker.ask("train", limit=600)["seconds"]
                of_it = found.setdefault(worker.contender.label, Epochs())
                of_it.accuracy = worker.ask("accuracy")["accuracy"]
                if turn:  # the first one is to warm up
                    of_it.seconds.append(seconds)
                print(f"{worker.contender.label}: {seconds:.2f} s", file=sys.stderr, flush=True)
    finally:
        for worker in workers:
            worker.close()
    return found


if __name__ == "__main__":
    main()
