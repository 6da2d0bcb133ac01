"""A Java program in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

from ..errors import JvmDied, SetupError
from ..lifeline import tied
from ..paths import crash_report, crash_report_since, crashes_dir
from ..supervision import signal_name

# What a program may be sent to: as for `subprocess`, None is our own stream.
Stream = IO[bytes] | IO[str] | int | None

_PATIENCE = 5.0  # seconds that a program has to end after it was asked to


def run_java(
    java: Path,
    words: Sequence[str],
    environment: Mapping[str, str],
    stdout: Stream = None,
    stderr: Stream = None,
) -> int:
    """Run Java until it ends; what it reads and writes are our own streams.

    Ctrl-C and SIGTERM reach it too, and it ends before this function does.

    Args:
        java: home of the Java.
        words: its command line.
        environment: variables to set beside ours.
        stdout: where its standard output goes.
        stderr: where its errors go.

    Returns:
        Its exit code.

    Raises:
        JvmDied: it crashed, or was killed.
        SetupError: it could not be started.
        KeyboardInterrupt: Ctrl-C, after the program has ended.
    """
    crashes_dir().mkdir(parents=True, exist_ok=True)
    command = [
        str(java / "bin" / ("java.exe" if os.name == "nt" else "java")),
        f"-XX:ErrorFile={crash_report('%p')}",
        *words,
    ]
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    begun = time.time()
    try:
        child = subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdout=stdout,
            stderr=stderr,
            preexec_fn=tied(),
        )
    except OSError as error:
        raise SetupError(
            f"{command[0]} cannot be started: {error.strerror or error}. "
            "Try another JDK by setting JAVA_HOME."
        ) from error
    with hearing_sigterm():
        code = _waited_for(child)
    report = crash_report_since(begun, child.pid)
    if report is not None:
        raise JvmDied(
            f"The JVM of the program crashed (exit {code}). What it was doing is in {report}. "
            "Try another backend (`dl4j-bridge backends list`), or one thread (--threads 1)."
        )
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code < 0:
        raise JvmDied(_killed(-code))
    return code


def _waited_for(child: subprocess.Popen[bytes]) -> int:
    try:
        return child.wait()
    except (KeyboardInterrupt, SystemExit):
        # At a terminal it has heard of Ctrl-C itself; elsewhere only we have.
        _end(child)
        raise


@contextmanager
def hearing_sigterm() -> Iterator[None]:
    """SIGTERM ends this process by an exception, so that the program's end can be seen to."""
    heard = signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL  # by the command line
    if heard or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask a program to end, then make it."""
    with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        child.terminate()
        child.wait(_PATIENCE)
    if child.poll() is None:
        child.kill()
        child.wait()


def _killed(number: int) -> str:
    name = signal_name(number)
    cause = (
        "That is how a system out of memory ends programs: give it less (--memory), close others."
        if name == "SIGKILL"
        else "Run it again; if that happens again, try another backend or JDK."
    )
    return f"The JVM of the program was ended by {name}. {cause}"
