"""What the JVM of this process is started with."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

from ..paths import cache_dir, crash_report
from .cuda import choice
from .settings import Settings, decide
from .variables import with_record


@dataclass(frozen=True)
class JvmOptions:
    """The settings in force, as plain values; `settings.Settings` tells what each one is.

    Same seed, same options, same native library: the same bits. Parameters and outputs of a dense
    network are the same with any number of threads.
    """

    backend: str
    threads: int
    kernels: str
    memory: int | None
    heap: int | None
    collector: str

    @classmethod
    def from_environment(
        cls, backend: str | None = None, threads: int | None = None, heap: int | None = None
    ) -> JvmOptions:
        """Fill what is not given as `settings.decide` does.

        Raises:
            UsageError: a thread count or heap size that is no positive whole number.
        """
        return cls.of(decide(backend, threads, heap))

    @classmethod
    def of(cls, settings: Settings) -> JvmOptions:
        """The values of settings, without their reasons."""
        return cls(**{field.name: getattr(settings, field.name).value for field in fields(cls)})

    def environment(self) -> dict[str, str]:
        """Variables that native code reads when it is loaded."""
        chosen = {
            # Native threads would spin against the bridge's own, and the bits of a matrix product
            # depend on how many make it.
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            # Else ND4J sets the threads of the matrix products itself.
            "ND4J_SKIP_BLAS_THREADS": "1",
            **choice.environment(self.backend),
        }
        if self.kernels != "auto":
            chosen["OPENBLAS_CORETYPE"] = self.kernels
        return with_record(chosen)

    def arguments(self, java_version: int) -> list[str]:
        """The JVM's command line, without the class path."""
        return [text for text, _ in self.explained_arguments(java_version)]

    def explained_arguments(self, java_version: int) -> list[tuple[str, str]]:
        """The JVM's command line, without the class path, each argument with its reason."""
        arguments = [
            ("-Xrs", "Ctrl-C and SIGTERM stay Python's"),
            (f"-XX:+Use{self.collector}GC", "the garbage collector"),
            *([(f"-Xmx{self.heap}m", "the largest heap")] if self.heap else []),
            *([(f"-D{_NATIVE}={self.memory}m", "the most native memory")] if self.memory else []),
            ("-Dorg.bytedeco.javacpp.maxphysicalbytes=0", "numpy's memory is not Java's to count"),
            (f"-Dorg.bytedeco.javacpp.cachedir={cache_dir() / 'javacpp'}", "native libraries"),
            # Nothing here needs Java deserialization; model files must not reach it.
            ("-Djdk.serialFilter=!*", "nothing is deserialized"),
            (f"-Dorg.deeplearning4j.resources.directory={resources_dir()}", "DL4J's data sets"),
            ("-Dorg.deeplearning4j.crash.reporting.enabled=false", "its libraries are left out"),
            (f"-XX:ErrorFile={crash_report('%p')}", "what a crash leaves"),
            ("-XX:ErrorLogTimeout=20", "seconds; what crashes within malloc hangs in its report"),
            ("-XX:+DisplayVMOutputToStderr", "standard output is for results"),
            (f"-Ddl4jbridge.threads={self.threads}", "the bridge's own threads"),
            *((text, "the optimizing compiler is for what takes long") for text in _COMPILER),
            *((text, "warnings, and what listeners say") for text in _LOGGING),
        ]
        if self.backend.endswith("-mkl"):
            arguments.append(("-Dorg.bytedeco.openblas.load=mkl_rt", "MKL in OpenBLAS's place"))
        if java_version >= 17:
            arguments.append(("--enable-native-access=ALL-UNNAMED", "JPype and JavaCPP are native"))
        if java_version >= 24:
            # Later Javas ask for this permission.
            permission = "--sun-misc-unsafe-memory-access=allow"
            arguments.append((permission, "JavaCPP needs it"))
        return arguments


# 30 times Java's own: a command of seconds takes a quarter less processor time, and five epochs on
# MNIST take as long.
_COMPILER = tuple(
    f"-XX:Tier4{name}Threshold={30 * own}"
    for name, own in (
        ("Invocation", 5_000),
        ("MinInvocation", 600),
        ("Compile", 15_000),
        ("BackEdge", 40_000),
    )
)
# JavaCPP's own rule is the size of the heap.
_NATIVE = "org.bytedeco.javacpp.maxbytes"
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
