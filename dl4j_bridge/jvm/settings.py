"""The settings of native code and JVM, each with the reason for its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ..errors import UsageError
from .machine import Machine, this_machine
from .tuned import Tuned, Unreadable, recall
from .variables import of_user

T = TypeVar("T")
Source = Literal["option", "variable", "tuned", "rule"]

_MIB = 1 << 20
_SMALLEST_HEAP = 256
_SPIN_COUNT = "1000"
_COLLECTOR = "Serial"

_WHY_THREADS = "more wait for each other too long as soon as other programs run"
_WHY_DENSE_OMP = "what is left to ND4J is too little to share out"
_WHY_CONVOLUTION_OMP = "pooling and im2col are worth a second thread"
_WHY_SPIN = "idle threads sleep soon: as fast on a quiet machine, much faster on a busy one"
_WHY_KERNELS = "AVX-512, which the bundled OpenBLAS does not look for on an AMD processor"
_WHY_COLLECTOR = "the heap stays small; collectors with threads of their own gain nothing"


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One value that is in force.

    Attributes:
        value: what it is.
        source: where it is from: the caller, an environment variable, `tune-machine`, the rule.
        why: the reason, in words.
    """

    value: T
    source: Source
    why: str


@dataclass(frozen=True)
class Settings:
    """Everything that is decided before the JVM starts.

    Training takes the threads for its kind of network, all else the larger of the two numbers.

    Attributes:
        backend: name of a jar set.
        threads: how many cores may be busy.
        dense_threads: threads that share out an iteration of a network without convolutions.
        dense_omp: threads of ND4J's other operations meanwhile.
        convolution_threads: as `dense_threads`, for a network with convolutions.
        convolution_omp: as `dense_omp`, for a network with convolutions.
        spin_count: rounds an idle OpenMP thread waits before it sleeps, as GOMP_SPINCOUNT has it.
        kernels: of OpenBLAS, as OPENBLAS_CORETYPE names them; "auto" leaves them to it.
        heap: the JVM's largest heap in MiB; None leaves it to the JVM.
        collector: the JVM's garbage collector.
    """

    backend: Setting[str]
    threads: Setting[int]
    dense_threads: Setting[int]
    dense_omp: Setting[int]
    convolution_threads: Setting[int]
    convolution_omp: Setting[int]
    spin_count: Setting[str]
    kernels: Setting[str]
    heap: Setting[int | None]
    collector: Setting[str]


@dataclass(frozen=True)
class Team:
    """Threads that work together.

    Attributes:
        threads: of the bridge, which share out an iteration.
        omp: of ND4J's other operations.
    """

    threads: int
    omp: int


def thread_rule(cores: int, *, convolution: bool) -> Team:
    """The threads to train a network with, for the cores that may be busy.

    They wait for each other several times an iteration: on a busy machine four lose against two
    what they win on a quiet one, more lose more.
    """
    return Team(threads=min(4, cores), omp=min(2, cores) if convolution else 1)


def decide(
    backend: str | None = None,
    threads: int | None = None,
    heap: int | None = None,
    *,
    machine: Machine | None = None,
    variables: Mapping[str, str] | None = None,
) -> Settings:
    """Settle everything: by the caller, else a variable, else what was measured, else the rule.

    Args:
        backend: name of a jar set.
        threads: how many cores may be busy; no team of threads is larger.
        heap: the JVM's largest heap, MiB.
        machine: None takes the one this runs on.
        variables: the environment; None takes the user's.

    Raises:
        UsageError: a thread count or heap size that is no positive whole number.
    """
    machine = machine or this_machine()
    variables = of_user() if variables is None else variables
    bound = _given("threads", threads, variables)
    measured = _recalled(machine)
    named = _backend(backend, measured, variables)
    # What was measured holds for all cores, and for the backend it was measured with.
    fits = measured and not bound and measured.backend == named.value
    tuned = measured if fits else None
    cores = bound or _ruled(machine.cores, "the cores this process may use")
    dense = thread_rule(cores.value, convolution=False)
    convolution = thread_rule(cores.value, convolution=True)
    blas = _team(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), bound, variables)
    omp = _team(("OMP_NUM_THREADS",), bound, variables)
    spin = variables.get("GOMP_SPINCOUNT")
    return Settings(
        backend=named,
        threads=cores,
        dense_threads=blas
        or _measured(tuned, "dense_threads")
        or _ruled(dense.threads, _WHY_THREADS),
        dense_omp=omp or _measured(tuned, "dense_omp") or _ruled(dense.omp, _WHY_DENSE_OMP),
        convolution_threads=blas
        or _measured(tuned, "convolution_threads")
        or _ruled(convolution.threads, _WHY_THREADS),
        convolution_omp=omp
        or _measured(tuned, "convolution_omp")
        or _ruled(convolution.omp, _WHY_CONVOLUTION_OMP),
        spin_count=Setting(spin, "variable", "GOMP_SPINCOUNT")
        if spin
        else _ruled(_SPIN_COUNT, _WHY_SPIN),
        kernels=_kernels(named.value, machine, variables),
        heap=_heap(heap, machine, variables),
        collector=_ruled(_COLLECTOR, _WHY_COLLECTOR),
    )


def _backend(given: str | None, tuned: Tuned | None, variables: Mapping[str, str]) -> Setting[str]:
    if given:
        return Setting(given, "option", "given by the caller")
    if named := variables.get("DL4J_BRIDGE_BACKEND"):
        return Setting(named, "variable", "DL4J_BRIDGE_BACKEND")
    if tuned:
        return Setting(tuned.backend, "tuned", tuned.why)
    return _ruled("cpu", "needs no more than a processor")


def _kernels(backend: str, machine: Machine, variables: Mapping[str, str]) -> Setting[str]:
    """The bundled OpenBLAS 0.3.19 does not know AMD's processors with AVX-512 yet."""
    if asked := variables.get("OPENBLAS_CORETYPE"):
        return Setting(asked, "variable", "OPENBLAS_CORETYPE")
    if backend == "cpu" and machine.amd_with_avx512:
        return _ruled("SkylakeX", _WHY_KERNELS)
    return _ruled("auto", "OpenBLAS knows this processor")


def _team(
    names: tuple[str, ...], bound: Setting[int] | None, variables: Mapping[str, str]
) -> Setting[int] | None:
    """Threads that the environment asks for; OpenMP's and OpenBLAS's own variables."""
    for name in names:
        asked = variables.get(name, "")
        # What these libraries do not understand they pass over.
        if asked.isdecimal() and int(asked) > 0:
            if bound and bound.value < int(asked):
                return Setting(bound.value, bound.source, f"{name} is {asked}: {bound.why}")
            return Setting(int(asked), "variable", name)
    return None


def _ruled(value: T, why: str) -> Setting[T]:
    return Setting(value, "rule", why)


def _measured(tuned: Tuned | None, name: str) -> Setting[int] | None:
    return Setting(getattr(tuned, name), "tuned", tuned.why) if tuned else None


def _recalled(machine: Machine) -> Tuned | None:
    try:
        return recall(machine)
    except Unreadable:
        return None  # doctor tells


def _heap(value: int | None, machine: Machine, variables: Mapping[str, str]) -> Setting[int | None]:
    """By rule as much as Java takes by itself; but not every Java reads every kind of limit."""
    if given := _given("heap", value, variables):
        return Setting(given.value, given.source, given.why)
    if machine.memory is None:
        return _ruled(None, "Java's own choice: nothing tells the size of the memory")
    heap = max(machine.memory // 4 // _MIB, _SMALLEST_HEAP)
    return _ruled(heap, "a quarter of the memory: arrays lie outside the heap")


def _given(name: str, value: int | None, variables: Mapping[str, str]) -> Setting[int] | None:
    """What the caller says, or the variable of that name; it must be a positive whole number."""
    if value is not None:
        return Setting(_positive(name, value), "option", "given by the caller")
    variable = f"DL4J_BRIDGE_{name.upper()}"
    asked = variables.get(variable)
    return Setting(_positive(variable, asked), "variable", variable) if asked else None


def _positive(source: str, value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = 0
    if number < 1:
        raise UsageError(f"{source} is {value!r}, but must be a whole number of at least 1.")
    return number
