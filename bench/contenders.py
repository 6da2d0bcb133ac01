"""Who takes part: commands and environments of the contenders' processes."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]

# By these a number of threads is set; the last one is XLA's, below Keras on JAX.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "DL4J_BRIDGE_THREADS", "NPROC")
# What the user's shell may have set must not reach a run "with nothing set".
_CLEARED = ("OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "XLA_", "JAVA_TOOL_OPTIONS", "_JAVA_")


@dataclass(frozen=True)
class Contender:
    """Somebody who takes part, with one number of threads.

    Attributes:
        name: as the table shows it.
        command: its worker process.
        threads: None sets nothing.
    """

    name: str
    command: tuple[str, ...]
    threads: int | None

    @property
    def label(self) -> str:
        """Name and threads, such as `PyTorch/2`."""
        return self.name if self.threads is None else f"{self.name}/{self.threads}"

    def environment(self, data: Path) -> dict[str, str]:
        """The variables of its process.

        Args:
            data: MNIST as the workers read it.
        """
        # Ours has threads of its own; the native libraries below it always have one each.
        names = ("DL4J_BRIDGE_THREADS",) if self.name == "ours" else _THREADS
        return {**clean_environment(self.threads, names), "BENCH_DATA": str(data)}


def clean_environment(
    threads: int | None = None, names: tuple[str, ...] = _THREADS
) -> dict[str, str]:
    """This process's variables without those that steer speed, plus a number of threads."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_CLEARED) and name not in _THREADS
    }
    chosen = {} if threads is None else dict.fromkeys(names, str(threads))
    return {**kept, **chosen, "KERAS_BACKEND": "jax"}


def contenders(
    stock: tuple[str, ...], peers: Path, missing: dict[str, str], cores: int
) -> list[Contender]:
    """All who can take part on this machine, in the order of their turns.

    Args:
        stock: command of the plain Java program.
        peers: the Python that has the peers.
        missing: why a requirement of `requirements.txt` is not to be had.
        cores: of this machine; one, two and all of them are tried.
    """
    ours = (sys.executable, "-m", "bench.workers.ours")
    everyone = [
        Contender("ours, nothing set", ours, None),
        Contender("stock, nothing set", stock, None),
    ]
    counts = sorted({1, min(2, cores), cores})
    for threads in counts:
        everyone.append(Contender("ours", ours, threads))
        everyone.append(Contender("stock", stock, threads))
        everyone += [
            Contender(name, (str(peers), "-m", f"bench.workers.{module}"), threads)
            for name, (module, needs) in PEERS.items()
            if not missing.keys() & set(needs)
        ]
    return everyone


# Module of the worker, what it needs of `requirements.txt`.
PEERS = {
    "PyTorch": ("pytorch", ("torch",)),
    "Keras": ("keras3", ("keras", "jax")),
    "scikit-learn": ("scikit", ("scikit-learn",)),
}
