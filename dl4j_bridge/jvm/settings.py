"""The settings of native code and JVM, each with the reason for its value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from ..errors import UsageError
from ..preferences import preferences_file, preferred_backend
from ..sizes import MIB, parse_size
from .cuda import choice
from .machine import Machine, this_machine
from .tuned import Tuned, Unreadable, recall
from .variables import of_user

T = TypeVar("T")
Source = Literal["option", "variable", "chosen", "tuned", "rule", "auto"]

_SMALLEST_HEAP = 256
SMALLEST_MEMORY = 512  # MiB, with Deeplearning4j loaded and no data
_COLLECTOR = "Serial"

_WHY_THREADS = "on a busy machine more than four lose more than they win"
_WHY_KERNELS = "AVX-512, which the bundled OpenBLAS does not look for on an AMD processor"
_WHY_COLLECTOR = "the heap stays small; collectors with threads of their own gain nothing"


@dataclass(frozen=True)
class Setting(Generic[T]):
    """One value that is in force.

    Attributes:
        value: what it is.
        source: where it is from: the caller, an environment variable, `backends use`,
            `tune-machine`, the rule; "auto" for a backend that was left to the bridge.
        why: the reason, in words.
    """

    value: T
    source: Source
    why: str


@dataclass(frozen=True)
class Settings:
    """Everything that is decided before the JVM starts.

    Attributes:
        backend: name of a jar set.
        threads: how many share out an iteration or a prediction.
        kernels: of OpenBLAS, as OPENBLAS_CORETYPE names them; "auto" leaves them to it.
        memory: the most that one process takes, in MiB; None where nothing tells what there is.
        heap: the JVM's largest heap in MiB; None leaves it to the JVM.
        collector: the JVM's garbage collector.
    """

    backend: Setting[str]
    threads: Setting[int]
    kernels: Setting[str]
    memory: Setting[int | None]
    heap: Setting[int | None]
    collector: Setting[str]


def thread_rule(cores: int) -> int:
    """How many threads share out the work where that many cores may be busy.

    They wait for each other several times an iteration: on a busy machine more than four lose
    more than they win. An iteration of 784-1000-10 with batches of 128 takes 5.4, 3.1, 2.2 ms
    with 1, 2, 4 threads on four quiet cores; 13.6, 4.5, 5.3 ms beside four busy processes.
    """
    return min(4, cores)


def decide(
    backend: str | None = None,
    threads: int | None = None,
    heap: int | None = None,
    *,
    machine: Machine | None = None,
    variables: Mapping[str, str] | None = None,
) -> Settings:
    """Settle everything: by the caller, a variable, what was chosen or measured, else the rule.

    Args:
        backend: name of a jar set, or `auto`.
        threads: how many share out an iteration or a prediction.
        heap: the JVM's largest heap, MiB.
        machine: None takes the one this runs on.
        variables: the environment; None takes the user's.

    Raises:
        UsageError: a thread count or heap size that is no positive whole number, a memory size
            that is none.
        UsageError: a thread count or heap size that is no positive whole number, or a file of
            choices that cannot be read.
    """
    machine = machine or this_machine()
    variables = of_user() if variables is None else variables
    measured = _recalled(machine)
    named = _settled(_backend(backend, measured, variables))
    memory = _memory(machine, variables)
    # What was measured holds for the backend it was measured with.
    tuned = measured if measured and measured.backend == named.value else None
    return Settings(
        backend=named,
        threads=_threads(threads, machine, tuned, variables),
        kernels=_kernels(named.value, machine, variables),
        memory=memory,
        heap=_heap(heap, memory.value, variables),
        collector=_ruled(_COLLECTOR, _WHY_COLLECTOR),
    )


def _backend(given: str | None, tuned: Tuned | None, variables: Mapping[str, str]) -> Setting[str]:
    if given:
        return Setting(given, "option", "given by the caller")
    if named := variables.get("DL4J_BRIDGE_BACKEND"):
        return Setting(named, "variable", "DL4J_BRIDGE_BACKEND")
    if chosen := preferred_backend():
        return Setting(
            chosen, "chosen", f"`dl4j-bridge backends use`, kept in {preferences_file()}"
        )
    if tuned:
        return Setting(tuned.backend, "tuned", tuned.why)
    return _ruled("cpu", "needs no more than a processor")


def _settled(named: Setting[str]) -> Setting[str]:
    if named.value != choice.AUTO:
        return named
    backend, why = choice.automatic()
    return Setting(backend, "auto", why)


def _threads(
    given: int | None, machine: Machine, tuned: Tuned | None, variables: Mapping[str, str]
) -> Setting[int]:
    if setting := _given("threads", given, variables):
        return setting
    # How one tells any program its number of threads; senseless values all of them pass over.
    asked = variables.get("OMP_NUM_THREADS", "")
    if asked.isdecimal() and int(asked) > 0:
        return Setting(int(asked), "variable", "OMP_NUM_THREADS")
    if tuned:
        return Setting(tuned.threads, "tuned", tuned.why)
    return _ruled(thread_rule(machine.cores), _WHY_THREADS)


def _kernels(backend: str, machine: Machine, variables: Mapping[str, str]) -> Setting[str]:
    """The bundled OpenBLAS 0.3.19 does not know AMD's processors with AVX-512 yet."""
    if asked := variables.get("OPENBLAS_CORETYPE"):
        return Setting(asked, "variable", "OPENBLAS_CORETYPE")
    if backend == "cpu" and machine.amd_with_avx512:
        return _ruled("SkylakeX", _WHY_KERNELS)
    return _ruled("auto", "OpenBLAS knows this processor")


def _ruled(value: T, why: str) -> Setting[T]:
    return Setting(value, "rule", why)


def _recalled(machine: Machine) -> Tuned | None:
    try:
        return recall(machine)
    except Unreadable:
        return None  # doctor tells


def _memory(machine: Machine, variables: Mapping[str, str]) -> Setting[int | None]:
    variable = "DL4J_BRIDGE_MEMORY"
    if asked := variables.get(variable):
        memory = parse_size(asked, variable) // MIB
        if memory < SMALLEST_MEMORY:
            raise UsageError(
                f"{variable} is {asked!r}, but Java and Deeplearning4j alone need "
                f"{SMALLEST_MEMORY}M."
            )
        return Setting(memory, "variable", variable)
    if machine.memory is None:
        return _ruled(None, "nothing tells the size of the memory")
    return _ruled(machine.memory // MIB, "all there is: more would stop the whole machine")


def _heap(
    value: int | None, memory: int | None, variables: Mapping[str, str]
) -> Setting[int | None]:
    """By rule as much as Java takes by itself; but not every Java reads every kind of limit."""
    if given := _given("heap", value, variables):
        return Setting(given.value, given.source, given.why)
    if memory is None:
        return _ruled(None, "Java's own choice: nothing tells the size of the memory")
    heap = max(memory // 4, _SMALLEST_HEAP)
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
