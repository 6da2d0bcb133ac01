"""How a JVM is told to write down what a program does with Deeplearning4j."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from .jars.backends import class_path
from .jars.extras import extra_path
from .jars.helper_jar import agent_jar
from .options import JvmOptions

# For a JVM that starts inside of Python: a folder to trace to, one of a trace to take seeds from.
TRACE = "DL4J_BRIDGE_TRACE"
REPLAY = "DL4J_BRIDGE_REPLAY"


def agent_arguments(
    folder: Path, replay: Path | None = None, *, backend: str | None = None
) -> list[str]:
    """What to tell a JVM, beside its class path, so that `course.trace.read` has a trace to read.

    Results stay the same. A JVM with these arguments can use no archive of classes.

    Args:
        folder: for the trace; made, and an earlier one in it written over.
        replay: folder of an earlier trace: what takes its seed from the clock gets the seed that it
            had then, the n-th of a kind that of the n-th.
        backend: that of the JVM; None for the one that the environment asks for.

    Raises:
        BackendError: Byte Buddy's jar is damaged or not to be had.
        ToolMissing: there is no `javac` to compile the agent.
    """
    backend = backend or JvmOptions.from_environment().backend
    return _arguments(folder, replay, class_path(backend))


def from_environment(jars: Sequence[Path]) -> list[str]:
    """The arguments that `DL4J_BRIDGE_TRACE` and `DL4J_BRIDGE_REPLAY` ask for; empty without.

    Takes the variables out of the environment: a child process must not write over the trace.
    """
    folder, replay = os.environ.pop(TRACE, None), os.environ.pop(REPLAY, None)
    if not folder:
        return []
    return _arguments(Path(folder), Path(replay) if replay else None, jars)


def _arguments(folder: Path, replay: Path | None, jars: Sequence[Path]) -> list[str]:
    (library,) = extra_path("trace")
    arguments = [
        f"-javaagent:{agent_jar([*jars, library])}",
        f"-Ddl4jbridge.trace={folder.resolve()}",
        f"-Ddl4jbridge.trace.library={library}",
    ]
    if replay is not None:
        arguments.append(f"-Ddl4jbridge.trace.replay={replay.resolve()}")
    return arguments
