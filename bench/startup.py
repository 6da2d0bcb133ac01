"""Start: how long until something is ready, each time in a new process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .contenders import ROOT, clean_environment
from .measure import say
from .results import Measurement, Results

WARM = "ready to compute, warm"
COLD = "ready to compute, cold (nothing unpacked yet)"
IMPORT = "import dl4j_bridge"
HELP = "dl4j-bridge --help"

_IMPORT = "import time; t = time.perf_counter(); import dl4j_bridge; print(time.perf_counter() - t)"
_READY = {
    "ours": "from dl4j_bridge.dl4j import Nd4j; Nd4j.zeros(1)",
    "PyTorch": "import torch; torch.zeros(1)",
    "Keras": "import keras; keras.ops.zeros(1)",
    "scikit-learn": "import sklearn.neural_network",
}


@dataclass(frozen=True)
class Start:
    """A process to time.

    Attributes:
        row: of the table.
        contender: who.
        command: of the process; gets an empty folder, which a cold start may fill.
        variable: environment variable that names that folder, if there is one.
        prints: it prints its own seconds; otherwise the whole process counts.
    """

    row: str
    contender: str
    command: Callable[[Path], tuple[str, ...]]
    variable: str = ""
    prints: bool = False


def starts(stock: tuple[str, ...], peers: Path, absent: set[str]) -> list[Start]:
    """Everything whose start is timed.

    Args:
        stock: command of the plain Java program.
        peers: the Python that has the peers.
        absent: contenders that are not to be had.
    """
    ours = (sys.executable, "-c", _READY["ours"])
    java, *arguments = stock
    script = Path(sys.executable).with_name("dl4j-bridge")
    return [
        Start(IMPORT, "ours", lambda _: (sys.executable, "-c", _IMPORT), prints=True),
        Start(HELP, "ours", lambda _: (str(script), "--help")),
        Start(WARM, "ours", lambda _: ours),
        Start(WARM, "stock", lambda _: (*stock, "ready")),
        *(
            Start(WARM, name, lambda _, code=code: (str(peers), "-c", code))  # type: ignore[misc]
            for name, code in _READY.items()
            if name not in {"ours", *absent}
        ),
        Start(COLD, "ours", lambda _: ours, variable="DL4J_BRIDGE_CACHE"),
        Start(
            COLD,
            "stock",
            lambda cache: (java, f"-Dorg.bytedeco.javacpp.cachedir={cache}", *arguments, "ready"),
        ),
    ]


def measure(processes: list[Start], rounds: int, results: Results) -> None:
    """Time each process once, then again; the first round of warm starts only warms up."""
    say("start")
    seconds: dict[Start, list[float]] = {one: [] for one in processes}
    for round_ in range(rounds + 1):
        for one in list(seconds):
            try:
                taken = _run(one)
            except (OSError, subprocess.SubprocessError, ValueError) as error:
                results.missing[f"{one.contender}, {one.row}"] = str(error)
                say(f"  without {one.contender}: {error}")
                del seconds[one]
                continue
            if round_:
                seconds[one].append(taken)
    for one, values in seconds.items():
        times = tuple(value * 1e3 for value in values)
        results.measurements.append(Measurement(one.row, one.contender, None, times))
        say(f"  {one.row}: {one.contender} {results.measurements[-1].median:.0f} ms")


def _run(one: Start) -> float:
    with tempfile.TemporaryDirectory() as folder:
        environment = clean_environment()
        if one.variable:
            environment[one.variable] = folder
        begin = time.perf_counter()
        result = subprocess.run(
            one.command(Path(folder)),
            env=environment,
            cwd=ROOT,
            check=True,
            timeout=120,
            capture_output=True,
            text=True,
        )
        taken = time.perf_counter() - begin
        return float(result.stdout) if one.prints else taken
