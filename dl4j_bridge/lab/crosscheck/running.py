"""A program in a process of its own, with what it did written down."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

from ...course.trace import Trace, read
from ...errors import (
    BridgeError,
    DataError,
    JvmDied,
    ResourceExhausted,
    SetupError,
    UsageError,
)
from ...lifeline import tied
from ...paths import module_command

_REFUSED = "refused.json"
_KINDS = {
    kind.exit_code: kind for kind in (UsageError, DataError, SetupError, JvmDied, ResourceExhausted)
}


@dataclass(frozen=True)
class Errand:
    """What is to be run.

    Attributes:
        program: a Python file, or a Java file or folder.
        main: name of the Java class to begin with; None where there is but one choice.
        arguments: the program's own.
    """

    program: Path
    main: str | None = None
    arguments: tuple[str, ...] = ()

    @property
    def is_python(self) -> bool:
        """Whether Python runs it."""
        return self.program.suffix == ".py"

    @property
    def language(self) -> str:
        """`Java` or `Python`."""
        return "Python" if self.is_python else "Java"


@dataclass(frozen=True)
class Ran:
    """What became of a program.

    Attributes:
        errand: what was run.
        folder: holds `trace/`, `stdout.txt`, `stderr.txt`.
        workplace: its working directory.
        code: the exit code, negative for the signal that ended it; None if time ran out.
        seconds: from its start to its end, compiling included.
    """

    errand: Errand
    folder: Path
    workplace: Path
    code: int | None
    seconds: float

    @property
    def trace_folder(self) -> Path:
        """Where its trace is."""
        return self.folder / "trace"

    @cached_property
    def trace(self) -> Trace:
        """What it did; a program that never began has an empty one.

        Raises:
            DataError: the trace is damaged.
        """
        if not (self.trace_folder / "events.jsonl").exists():
            return Trace(self.trace_folder, {}, (), (), (), (), (), (), (), (), None)
        return read(self.trace_folder)

    @property
    def output(self) -> str:
        """What it printed to standard output."""
        return _text(self.folder / "stdout.txt")

    @property
    def errors(self) -> str:
        """What it printed to standard error."""
        return _text(self.folder / "stderr.txt")


class Crew:
    """Programs that run side by side, in any thread, and end together."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._dismissed = False

    def begin(self, command: list[str], **how: Any) -> subprocess.Popen[bytes]:
        """Start a process, as `subprocess.Popen` does, in a group of its own.

        Raises:
            BridgeError: all were told to end.
        """
        with self._lock:
            if self._dismissed:
                raise BridgeError(f"{command[0]} is not started: all programs were told to end.")
            # Whatever it starts belongs to its group, and ends with it.
            process = subprocess.Popen(command, start_new_session=True, preexec_fn=tied(), **how)
            self._running.add(process)
        return process

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and all that it has started and left behind."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        with self._lock:
            self._running.discard(process)

    @contextmanager
    def threads(self, count: int) -> Iterator[ThreadPoolExecutor]:
        """Threads for as many programs; Ctrl-C and SIGTERM, which they do not hear, end these."""
        threads = ThreadPoolExecutor(count)
        try:
            yield threads
        except (KeyboardInterrupt, SystemExit):
            threads.shutdown(wait=False, cancel_futures=True)
            self._dismiss()
            raise
        finally:
            threads.shutdown()

    def _dismiss(self) -> None:
        with self._lock:
            self._dismissed = True
            running = list(self._running)
        for process in running:
            self.end(process)


def run(
    errand: Errand,
    folder: Path,
    workplace: Path,
    *,
    crew: Crew | None = None,
    replay: Path | None = None,
    timeout: float | None = None,
    environment: Mapping[str, str] | None = None,
) -> Ran:
    """Run a program to its end.

    Args:
        errand: what.
        folder: takes what it leaves: `trace/`, `stdout.txt`, `stderr.txt`.
        workplace: its working directory.
        crew: those that it runs with, if any.
        replay: trace of another program whose clock-made seeds it gets.
        timeout: seconds after which it is killed with all that it started; None waits for ever.
        environment: variables that it gets beside ours.

    Raises:
        BridgeError: the Java program could not be compiled or begun.
    """
    folder.mkdir(parents=True, exist_ok=True)
    crew = crew or Crew()
    begin = time.monotonic()
    with (folder / "stdout.txt").open("wb") as out, (folder / "stderr.txt").open("wb") as err:
        process = crew.begin(
            _command(errand, folder, replay),
            cwd=workplace,
            env={**os.environ, **(environment or {}), **_variables(errand, folder, replay)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        try:
            code: int | None = process.wait(timeout)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            crew.end(process)
    _check(folder)
    return Ran(errand, folder, workplace, code, time.monotonic() - begin)


def _command(errand: Errand, folder: Path, replay: Path | None) -> list[str]:
    if errand.is_python:
        return [sys.executable, str(errand.program.resolve()), *errand.arguments]
    order = {
        "program": str(errand.program.resolve()),
        "main": errand.main,
        "arguments": errand.arguments,
        "trace": str((folder / "trace").resolve()),
        "replay": str(replay.resolve()) if replay else None,
        "refused": str((folder / _REFUSED).resolve()),
    }
    return module_command("lab.crosscheck.java_child", json.dumps(order))


def _variables(errand: Errand, folder: Path, replay: Path | None) -> dict[str, str]:
    """What has the bridge's own JVM trace the program; a Java program is told otherwise."""
    if not errand.is_python:
        return {}
    variables = {"DL4J_BRIDGE_TRACE": str((folder / "trace").resolve()), "PYTHONUNBUFFERED": "1"}
    return {**variables, "DL4J_BRIDGE_REPLAY": str(replay.resolve())} if replay else variables


def _check(folder: Path) -> None:
    """Raise what kept a Java program from being begun."""
    path = folder / _REFUSED
    if path.exists():
        refused = json.loads(path.read_text(encoding="utf-8"))
        raise _KINDS.get(refused["exit_code"], BridgeError)(refused["message"])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
