"""Short trainings timed side by side, each with its own settings in its own process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from ..errors import JvmDied
from ..paths import module_command

ROUNDS = 9
_WARM_UP_SHARE = 0.3


@dataclass(frozen=True)
class Workload:
    """A short training on MNIST.

    Attributes:
        name: as the table shows it.
        preset: the experiment.
        iterations: batches a turn.
        units: of the first layer, with batches of 64; None for the preset's.
    """

    name: str
    preset: str
    iterations: int
    units: int | None = None


WORKLOADS = (
    Workload("784-100-10", "lecture", iterations=80, units=100),
    Workload("784-1000-10", "lecture", iterations=20),
    Workload("LeNet", "lenet", iterations=3),
)


@dataclass(frozen=True)
class Candidate:
    """Settings to be tried."""

    backend: str
    threads: int

    def __str__(self) -> str:
        return f"{self.backend}, threads {self.threads}"

    def environment(self) -> dict[str, str]:
        """The variables of a process that runs with them, whatever the user has set."""
        kept = {name: value for name, value in os.environ.items() if name != "DL4J_BRIDGE_HEAP"}
        return {
            **kept,
            "DL4J_BRIDGE_BACKEND": self.backend,
            "DL4J_BRIDGE_THREADS": str(self.threads),
        }


# Milliseconds an iteration, one number a round.
Loads = dict[Workload, list[float]]
Times = dict[Candidate, Loads]
# Told what happens, and which part of all is done (0..1).
Report = Callable[[str, float], None]


def measure(
    tried: Sequence[Candidate], seconds: float, report: Report, rounds: int = ROUNDS
) -> Times:
    """Let every candidate train in turns.

    Args:
        tried: who takes part.
        seconds: no new round begins after that; one is always made.
        report: told how far it is.
        rounds: how many at most.

    Raises:
        JvmDied: a process ended by itself.
    """
    begin = time.monotonic()
    times: Times = {one: {load: [] for load in WORKLOADS} for one in tried}
    with ExitStack() as stack:
        children = {one: stack.enter_context(_child(one)) for one in tried}
        _warm_up(children, report)
        for number in range(rounds):
            spent = time.monotonic() - begin
            if number and spent > seconds:
                break
            part = min(1.0, max(spent / seconds, number / rounds))
            report(f"round {number + 1}", _WARM_UP_SHARE + (1 - _WARM_UP_SHARE) * part)
            first = number % len(tried)
            for load in WORKLOADS:
                # Who is first changes: what went on before may still spin.
                for one in [*tried[first:], *tried[:first]]:
                    times[one][load].append(_ask(children[one], load))
    return times


def rounds_of(times: Times) -> int:
    """How many rounds were made."""
    return min(len(ms) for loads in times.values() for ms in loads.values())


Child = subprocess.Popen[str]


def _warm_up(children: dict[Candidate, Child], report: Report) -> None:
    turns = [(load, child) for load in WORKLOADS for child in children.values()]
    for number, (load, child) in enumerate(turns):
        report(f"warming up {load.name}", _WARM_UP_SHARE * number / len(turns))
        _ask(child, load)


@contextmanager
def _child(candidate: Candidate) -> Iterator[Child]:
    """A worker; it ends with the block, or by itself when this process is gone."""
    child = subprocess.Popen(
        module_command("lab.timing_worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=candidate.environment(),
        text=True,
        # Ctrl-C is for us alone: we end our children.
        start_new_session=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def _ask(child: Child, load: Workload) -> float:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        child.stdin.write(f"{load.name}\n")
        child.stdin.flush()
        return float(child.stdout.readline())
    except (OSError, ValueError) as error:
        raise JvmDied(
            f"A process that was to time {load.name} ended with {child.wait()}. Does "
            "`dl4j-bridge train --epochs 1` work, and is there memory for several JVMs?"
        ) from error
