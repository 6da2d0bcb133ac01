"""Trainings that are stopped, or die, at a chosen moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests import spawned

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
DIES = {
    "segv": "unsafe.putAddress(0, 0)",
    "kill": "os.kill(os.getpid(), 9)",
    "exit": "jpype.java.lang.System.exit(3)",
    "halt": "jpype.java.lang.Runtime.getRuntime().halt(4)",
    "heap": "[jpype.JArray(jpype.JLong)(10**7) for _ in range(1000)]",
    "native": "[nd4j.valueArrayOf(jpype.JLong[:]([2000, 10000]), 1.0) for _ in range(400)]",
    "pointer": "[pointer(jpype.JLong(10**8)) for _ in range(100)]",
}
# The command line, but that something happens before the first evaluation.
PROGRAM = """
import os, sys
from dl4j_bridge.lab import running
from dl4j_bridge.jvm.exceptions import java_errors
def die(*_):
    import jpype
    field = jpype.JClass("sun.misc.Unsafe").class_.getDeclaredField("theUnsafe")
    field.setAccessible(True)
    unsafe = field.get(None)
    nd4j = jpype.JClass("org.nd4j.linalg.factory.Nd4j")
    pointer = jpype.JClass("org.bytedeco.javacpp.FloatPointer")
    with java_errors("Evaluation failed"):
        keep = {how}
running.evaluate = die
from dl4j_bridge.cli import main
main()
"""
# The command line, but that it says when it begins to listen.
EARLY = """
from dl4j_bridge import interruption
listen = interruption.listen
interruption.listen = lambda: (listen(), print(flush=True))
from dl4j_bridge.cli import main
main()
"""


def begin(
    words: list[str], folder: Path, dies: str | None = None, **environment: str
) -> "subprocess.Popen[str]":
    """Start a training; it may die before it is evaluated, in one of the ways of DIES."""
    command = [str(COMMAND)]
    if dies is not None:
        command = [sys.executable, "-c", PROGRAM.replace("{how}", DIES[dies])]
    return start(["train", "--data", "digits", *words], folder, command, **environment)


def start(
    words: list[str], folder: Path, command: Sequence[str] = (str(COMMAND),), **environment: str
) -> "subprocess.Popen[str]":
    """Start the command line."""
    return spawned.start(
        [*command, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "DL4J_BRIDGE_THREADS": "1", **environment},
    )


def interrupted_early(seconds: float, folder: Path) -> tuple[int, str]:
    """Ctrl-C so soon after the command line has begun; gives exit code and errors."""
    words = ["train", "--data", "digits", "--epochs", "3000", "--quiet"]
    process = start(words, folder, [sys.executable, "-c", EARLY])
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors.strip()  # click begins a line


def is_supervised(process: "subprocess.Popen[str]") -> None:
    """Wait until it is no longer Python alone that starts."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while process.poll() is None and children.exists() and not children.read_text():
        time.sleep(0.01)


def descendants(process: int) -> set[int]:
    """All processes that a process has started, and they."""
    found = set[int]()
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            found |= {int(child) for child in children.read_text().split()}
    return found.union(*map(descendants, found))


def ended(processes: set[int], within: float) -> bool:
    """Whether all of them have gone, at the latest after so many seconds."""
    until = time.monotonic() + within
    while any(map(_is_there, processes)):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def _is_there(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
