"""Processes that a test starts, which end with it, also when it fails."""

import subprocess
from typing import Any

_started: list["subprocess.Popen[Any]"] = []


def start(command: Any, **how: Any) -> "subprocess.Popen[Any]":
    """Start a process, as `subprocess.Popen` does; it is ended with the test, if it has not."""
    process = subprocess.Popen(command, **how)
    _started.append(process)
    return process


def end() -> None:
    """End all that were started."""
    while _started:
        finish(_started.pop())


def finish(process: "subprocess.Popen[Any]") -> None:
    """End a process and close its pipes: whatever test runs next would be blamed for them."""
    process.kill()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    process.wait()
