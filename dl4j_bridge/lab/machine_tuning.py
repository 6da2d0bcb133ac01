"""Which settings train fastest on this machine, found by measuring."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ..errors import BackendError, ResourceExhausted
from ..jvm.jars.backends import available, class_path, jar_set, plan
from ..jvm.jars.fetch import Progress
from ..jvm.machine import Machine
from ..jvm.settings import Team, thread_rule
from ..jvm.tuned import Tuned, forget, remember, tuned_file
from .timing import WORKLOADS, Candidate, Times, Workload

# What replaces the rule must be this much faster, and in most of enough rounds: less is noise.
_GAIN = 0.95
_ROUNDS_WON = 0.8
FEWEST_ROUNDS = 5
# A child holds a JVM, the native libraries and three small networks.
_CHILD_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Choice:
    """Settings for both kinds of networks, compared with the rule's.

    Attributes:
        backend: name of a jar set.
        dense: threads for networks without convolutions.
        convolution: threads for networks with convolutions.
        ratios: for each round its time by the rule's, geometric mean over the workloads.
    """

    backend: str
    dense: Team
    convolution: Team
    ratios: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median over the rounds."""
        return median(self.ratios)

    def remembered(self) -> Tuned:
        """In the form that is kept for later runs."""
        return Tuned(
            self.backend,
            dense_threads=self.dense.threads,
            dense_omp=self.dense.omp,
            convolution_threads=self.convolution.threads,
            convolution_omp=self.convolution.omp,
            ratio=round(self.ratio, 3),
            measured=time.strftime("%Y-%m-%d"),
        )


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


def keep(choice: Choice | None, machine: Machine) -> None:
    """Use a choice from now on; None goes back to the rule.

    Raises:
        ResourceExhausted: the cache folder cannot be written.
    """
    try:
        if choice is None:
            forget(machine)
        else:
            remember(machine, choice.remembered())
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
    rules = [thread_rule(cores, convolution=convolution) for convolution in (False, True)]
    powers = [1 << power for power in range(cores.bit_length())]
    if quick:
        teams = [*rules, Team(1, 1), Team(cores, 1)]
    else:
        teams = [
            *rules,
            *(Team(threads, 1) for threads in (*powers, cores)),
            Team(1, 2),
            Team(2, cores),
        ]
    fitting = [team for team in dict.fromkeys(teams) if max(team.threads, team.omp) <= cores]
    tried = [Candidate(backends[0], team) for team in fitting]
    tried += [Candidate(backend, team) for backend in backends[1:] for team in dict.fromkeys(rules)]
    room = (machine.memory or 0) // _CHILD_BYTES
    return tried[: max(len(dict.fromkeys(rules)), room)]


def choose(tried: Sequence[Candidate], times: Times, machine: Machine) -> Choice | None:
    """The fastest settings; None if no others are faster than the rule's by more than noise.

    Args:
        tried: as `candidates` gives them.
        times: what they took.
        machine: whose rule to compare with.
    """
    rule = _Rule(tried[0].backend, machine.cores, times)
    kept: Choice | None = None
    for backend in dict.fromkeys(one.backend for one in tried):
        teams = [one.team for one in tried if one.backend == backend]
        dense, convolution = (rule.fastest(backend, teams, kind) for kind in (False, True))
        choice = rule.combined(backend, dense, convolution)
        if _is_clear(choice.ratios) and (kept is None or choice.ratio < kept.ratio):
            kept = choice
    return kept


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


def table(tried: Sequence[Candidate], times: Times, machine: Machine) -> list[Line]:
    """All that was measured; for each workload the fastest first."""
    rule = _Rule(tried[0].backend, machine.cores, times)
    lines = []
    for load in WORKLOADS:
        own = Candidate(rule.backend, rule.team(load.convolution))
        rows = [
            Line(
                load.name,
                str(one),
                ms=median(times[one][load]),
                least=min(times[one][load]),
                most=max(times[one][load]),
                ratio=median(rule.ratios(one, [load])),
                rule=one == own,
            )
            for one in tried
        ]
        lines += sorted(rows, key=lambda row: row.ratio)
    return lines


class _Rule:
    """What everything is compared with."""

    def __init__(self, backend: str, cores: int, times: Times) -> None:
        self.backend = backend
        self._cores = cores
        self._times = times

    def team(self, convolution: bool) -> Team:
        return thread_rule(self._cores, convolution=convolution)

    def fastest(self, backend: str, teams: Sequence[Team], convolution: bool) -> Team:
        """The fastest team on the workloads of a kind; the rule's if that is as fast."""
        loads = [load for load in WORKLOADS if load.convolution == convolution]
        ratios = {team: self.ratios(Candidate(backend, team), loads) for team in teams}
        best = min(ratios, key=lambda team: median(ratios[team]))
        own = self.team(convolution)
        against = [a / b for a, b in zip(ratios[best], ratios[own], strict=True)]
        return best if _is_clear(against) else own

    def combined(self, backend: str, dense: Team, convolution: Team) -> Choice:
        logs = [
            [math.log(ratio) for ratio in self.ratios(Candidate(backend, team), [load])]
            for load in WORKLOADS
            for team in [convolution if load.convolution else dense]
        ]
        means = (sum(column) / len(column) for column in zip(*logs, strict=True))
        return Choice(backend, dense, convolution, tuple(map(math.exp, means)))

    def ratios(self, one: Candidate, loads: Sequence[Workload]) -> list[float]:
        """For each round, the candidate's time by the rule's: geometric mean over workloads."""
        rounds = zip(*(self._against_rule(one, load) for load in loads), strict=True)
        return [math.exp(sum(map(math.log, row)) / len(row)) for row in rounds]

    def _against_rule(self, one: Candidate, load: Workload) -> list[float]:
        own = Candidate(self.backend, self.team(load.convolution))
        pairs = zip(self._times[one][load], self._times[own][load], strict=True)
        return [ours / rules for ours, rules in pairs]


def _is_clear(ratios: Sequence[float]) -> bool:
    if len(ratios) < FEWEST_ROUNDS:
        return False
    won = sum(ratio < 1 for ratio in ratios)
    return median(ratios) < _GAIN and won >= _ROUNDS_WON * len(ratios)
