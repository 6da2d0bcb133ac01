"""The command: `python -m bench`, or `make bench`."""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dl4j_bridge import datasets

from . import measure, peers, startup
from .contenders import PEERS, contenders
from .machine import describe, load
from .results import Results
from .stock import compile_stock
from .table import markdown
from .workloads import FULL, QUICK, QUICK_ROWS, ROWS

HERE = Path(__file__).parent


def main() -> None:
    """Measure, write RESULTS.md with results.json beside it, print the tables."""
    arguments = _arguments()
    missing = peers.install(cuda_wheels=arguments.cuda_wheels)
    command = "make bench-quick" if arguments.quick else "make bench"
    results = Results(machine={"command": command, **describe()}, missing=dict(missing))
    with tempfile.TemporaryDirectory() as folder:
        _run(arguments.quick, Path(folder), missing, results)
    results.machine["load after"] = load()
    text = markdown(results)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "RESULTS.md").write_text(text, "utf-8")
    (arguments.out / "results.json").write_text(json.dumps(asdict(results), indent=1), "utf-8")
    print(text)


def _run(quick: bool, folder: Path, missing: dict[str, str], results: Results) -> None:
    stock = compile_stock(folder)
    write_mnist(folder / "mnist.npz")
    schedule = QUICK if quick else FULL
    everyone = contenders(stock, peers.PYTHON, missing, os.cpu_count() or 1)
    workers = measure.start(everyone, folder / "mnist.npz", folder, results)
    try:
        for row in QUICK_ROWS if quick else ROWS:
            measure.measure(row, workers, schedule, results)
    finally:
        for worker in workers:
            worker.close()
    if not quick:
        absent = {name for name, (_, needs) in PEERS.items() if missing.keys() & set(needs)}
        processes = startup.starts(stock, peers.PYTHON, absent)
        startup.measure(processes, schedule.starts, results)


def _arguments() -> Any:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the first rows only, few rounds")
    parser.add_argument("--cuda-wheels", action="store_true", help="PyTorch even with CUDA (3 GB)")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the results")
    return parser.parse_args()


def write_mnist(path: Path) -> None:
    """MNIST for workers that do not have this package: uint8, shapes (n, 784) and (n,)."""
    data = datasets.mnist()
    np.savez(
        path,
        x=_pixels(data.train),
        labels=data.train.labels,
        test_x=_pixels(data.test),
        test_labels=data.test.labels,
    )


def _pixels(split: datasets.Split) -> npt.NDArray[np.uint8]:
    return np.rint(split.x * 255).astype(np.uint8)


if __name__ == "__main__":
    main()
