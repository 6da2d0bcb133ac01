"""Which settings train fastest on this machine, found by measuring."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ..downloads import Progress
from ..errors import BackendError, ResourceExhausted
from ..jvm.jars.backends import available, class_path, jar_set, plan
from ..jvm.machine import Machine
from ..jvm.settings import thread_rule
from ..jvm.tuned import Tuned, forget, remember, tuned_file
from .timing import WORKLOADS, Candidate, Loads, Times, Workload

# What replaces the rule must be this much faster, and in most of enough rounds: less is noise.
_GAIN = 0.95
_ROUNDS_WON = 0.8
FEWEST_ROUNDS = 5
# A child holds a JVM, the native libraries and three small networks.
_CHILD_BYTES = 1_000_000_000


def backends_here(*, fetch_all: bool, on_fetch: Progress | None) -> list[str]:
    """The jar sets for this processor that need no download, the rule's first.

    Args:
        fetch_all: download the others too.
        on_fetch: told how far a download is.

    Raises:
        BackendError: a jar set is damaged or not to be had.
    """
    names = dict.fromkeys(["cpu", *(one.backend for one in available())])
    here = [
        name
        for name in names
        if name == "cpu" or (name.startswith("cpu-") and (fetch_all or _is_here(name)))
    ]
    for name in here:
        class_path(name, on_progress=on_fetch)
    return here


def _is_here(backend: str) -> bool:
    try:
        return not plan(jar_set(backend)).missing
    except BackendError:
        return False  # it lacks the build that DL4J_BRIDGE_NATIVE names


def keep(choice: Tuned | None, machine: Machine) -> None:
    """Use a choice from now on; None goes back to the rule.

    Raises:
        ResourceExhausted: the cache folder cannot be written.
    """
    try:
        if choice is None:
            forget(machine)
        else:
            remember(machine, choice)
    except OSError as error:
        raise ResourceExhausted(
            f"{tuned_file()} cannot be written: {error.strerror or error}. Make room there, or "
            "set DL4J_BRIDGE_CACHE to another folder."
        ) from error


def candidates(machine: Machine, backends: Sequence[str], *, quick: bool) -> list[Candidate]:
    """What to try, the rule's first; no more than fits into the memory at once.

    Args:
        machine: whose cores bound the threads.
        backends: jar sets that are here; the first is the rule's.
        quick: only what wins most often.
    """
    cores = machine.cores
    rule = thread_rule(cores)
    powers = [1 << power for power in range(cores.bit_length())]
    counts = dict.fromkeys([rule, *([1, min(2, cores)] if quick else powers), cores])
    tried = [Candidate(backends[0], threads) for threads in counts]
    tried += [Candidate(backend, rule) for backend in backends[1:]]
    return tried[: max(1, (machine.memory or 0) // _CHILD_BYTES)]


def choose(tried: Sequence[Candidate], times: Times) -> Tuned | None:
    """The fastest settings; None if no others are faster than the rule's by more than noise.

    Args:
        tried: as `candidates` gives them.
        times: what they took.
    """
    ratios = {one: _ratios(times[one], times[tried[0]], WORKLOADS) for one in tried}
    clear = [one for one in tried if _is_clear(ratios[one])]
    if not clear:
        return None
    best = min(clear, key=lambda one: median(ratios[one]))
    ratio = round(median(ratios[best]), 3)
    return Tuned(best.backend, best.threads, ratio, measured=time.strftime("%Y-%m-%d"))


@dataclass(frozen=True)
class Line:
    """A line of the table: one workload with one candidate.

    Attributes:
        workload: what was trained.
        settings: with which settings.
        ms: milliseconds an iteration, median over the rounds.
        least: of all rounds.
        most: of all rounds.
        ratio: time by the rule's, median over the rounds.
        rule: these settings are the rule's.
    """

    workload: str
    settings: str
    ms: float
    least: float
    most: float
    ratio: float
    rule: bool


def table(tried: Sequence[Candidate], times: Times) -> list[Line]:
    """All that was measured; for each workload the fastest first."""
    rule = tried[0]
    lines = []
    for load in WORKLOADS:
        rows = [
            Line(
                load.name,
                str(one),
                ms=median(times[one][load]),
                least=min(times[one][load]),
                most=max(times[one][load]),
                ratio=median(_ratios(times[one], times[rule], [load])),
                rule=one == rule,
            )
            for one in tried
        ]
        lines += sorted(rows, key=lambda row: row.ratio)
    return lines


def _ratios(ours: Loads, rules: Loads, loads: Sequence[Workload]) -> list[float]:
    """For each round, a candidate's time by the rule's: geometric mean over workloads."""
    columns = ([a / b for a, b in zip(ours[load], rules[load], strict=True)] for load in loads)
    return [math.exp(sum(map(math.log, row)) / len(row)) for row in zip(*columns, strict=True)]


def _is_clear(ratios: Sequence[float]) -> bool:
    if len(ratios) < FEWEST_ROUNDS:
        return False
    won = sum(ratio < 1 for ratio in ratios)
    return median(ratios) < _GAIN and won >= _ROUNDS_WON * len(ratios)
