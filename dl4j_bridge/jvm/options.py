"""What the JVM of this process is started with, each setting with its reason."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..paths import cache_dir


@dataclass(frozen=True)
class JvmOptions:
    """Choices a user can make before the JVM starts.

    Attributes:
        backend: name of a jar set, as `dl4j-bridge backends list` shows them.
        threads: OpenMP and BLAS threads of ND4J. Part of what makes a run repeatable: another
            count adds up floats in another order.
        heap: the JVM's largest heap in MiB, None for the JVM's own choice.
    """

    backend: str
    threads: int
    heap: int | None = None

    @classmethod
    def from_environment(
        cls, backend: str | None = None, threads: int | None = None, heap: int | None = None
    ) -> JvmOptions:
        """Fill what is not given from `DL4J_BRIDGE_*`, then from this machine.

        Raises:
            UsageError: a thread count or heap size that is no positive whole number.
        """
        return cls(
            backend=backend or os.environ.get("DL4J_BRIDGE_BACKEND") or "cpu",
            threads=_positive("threads", threads) or _default_threads(),
            heap=_positive("heap", heap),
        )

    def environment(self) -> dict[str, str]:
        """Variables that native code reads when it is loaded."""
        return {
            # libnd4j and OpenBLAS each start a team of threads that spin: with one thread a core
            # they stall each other (six to ten times slower, measured).
            "OMP_NUM_THREADS": str(self.threads),
            "OPENBLAS_NUM_THREADS": str(self.threads),
            # Waiting threads sleep soon instead of spinning: as fast on a quiet machine, and on a
            # busy one an epoch took 9 s instead of 36 to 77.
            "GOMP_SPINCOUNT": os.environ.get("GOMP_SPINCOUNT") or "1000",
        }

    def arguments(self, java_version: int) -> list[str]:
        """The JVM's command line, without the class path."""
        cache = cache_dir()
        arguments = [
            # Ctrl-C and SIGTERM stay Python's.
            "-Xrs",
            # JavaCPP would count numpy's memory against a limit of its own.
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            f"-Dorg.bytedeco.javacpp.cachedir={cache / 'javacpp'}",
            # Nothing here needs Java deserialization; model files must not reach it.
            "-Djdk.serialFilter=!*",
            f"-Dorg.deeplearning4j.resources.directory={resources_dir()}",
            "-Dorg.deeplearning4j.crash.reporting.enabled=false",
            *_LOGGING,
        ]
        if java_version >= 17:
            arguments.append("--enable-native-access=ALL-UNNAMED")
        if java_version >= 24:
            # JavaCPP needs it; later Javas ask for this permission.
            arguments.append("--sun-misc-unsafe-memory-access=allow")
        if self.heap:
            arguments.append(f"-Xmx{self.heap}m")
        return arguments


# What listeners say is what a course's user looks for; the rest of DL4J speaks from warnings up.
_LOGGING = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.log.org.deeplearning4j.optimize.listeners=info",
    "-Dorg.slf4j.simpleLogger.log.org.deeplearning4j.earlystopping=info",
    "-Dorg.slf4j.simpleLogger.showThreadName=false",
    "-Dorg.slf4j.simpleLogger.showShortLogName=true",
)


def resources_dir() -> Path:
    """Folder in which DL4J looks for its data sets."""
    return cache_dir() / "dl4j-resources"


def _default_threads() -> int:
    chosen = os.environ.get("OMP_NUM_THREADS", "")
    return int(chosen) if chosen.isdecimal() and int(chosen) > 0 else min(2, _cores())


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _positive(name: str, value: int | None) -> int | None:
    variable = f"DL4J_BRIDGE_{name.upper()}"
    given: object = value if value is not None else os.environ.get(variable)
    if given is None or given == "":
        return None
    try:
        number = int(str(given))
    except ValueError:
        number = 0
    if number < 1:
        source = name if value is not None else variable
        raise UsageError(f"{source} is {given!r}, but must be a whole number of at least 1.")
    return number
