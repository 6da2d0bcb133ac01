"""Commands in a process of their own, so that somebody is left to tell how it died."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from pathlib import Path
from typing import Any

import click

from .. import supervision
from ..errors import JvmDied, ResourceExhausted
from ..sizes import MIB
from ..supervision import Ending, signal_name

# How a JVM says in its report that the system gave it no more.
_NO_MEMORY = b"insufficient memory for the Java Runtime Environment"
_AGAIN = (
    "Run it again; if that happens again, try one thread (DL4J_BRIDGE_THREADS=1) or another "
    "backend (`dl4j-bridge backends list`)."
)


class Supervised(click.Command):
    """A command that may start a JVM, which may end the process that it is in.

    Raises:
        JvmDied: it did.
        ResourceExhausted: it did, because the system gave it no more memory.
    """

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command in a worker; its parent waits for it and gives its exit code."""
        from ..jvm.settings import decide

        memory = decide().memory.value
        ending = supervision.supervised(None if memory is None else memory * MIB)
        if ending is None:
            if ctx.params.get("as_json"):
                _keep_results_apart()
            return super().invoke(ctx)
        if ending.code is None:
            raise death(ending)
        return ending.code


def _keep_results_apart() -> None:
    """Let what the JVM prints, as when it crashes, go to standard error."""
    kind = sys.stdout
    sys.stdout = os.fdopen(os.dup(1), "w", encoding=kind.encoding, errors=kind.errors)
    os.dup2(2, 1)


def death(ending: Ending) -> JvmDied | ResourceExhausted:
    """The words for a worker that ended without saying so."""
    from ..paths import crash_report_since

    report = crash_report_since(ending.begun, ending.pid)
    rest = f"{_told(report)}{_saved(ending.run)}"
    if report is not None and _NO_MEMORY in report.read_bytes()[:2000]:
        return ResourceExhausted(f"Memory is full: the system gave Java no more. {_advice()}{rest}")
    if ending.exhausted:
        return ResourceExhausted(
            f"Memory is full: the process took more than it may, and was ended. {_advice()}{rest}"
        )
    if ending.signal == signal.SIGKILL:
        return JvmDied(
            "The process was killed (SIGKILL), probably by the system because memory was full. "
            f"Let it take less, for instance --memory 4G, or close other programs.{rest}"
        )
    if ending.signal or report is not None:
        how = signal_name(ending.signal) if ending.signal else f"exit code {ending.status}"
        return JvmDied(f"The JVM crashed ({how}). {_AGAIN}{rest}")
    return JvmDied(
        f"Something in the JVM ended the process with exit code {ending.status}: System.exit or "
        f"Runtime.halt. Look for it in listeners and in code of your own.{rest}"
    )


def _told(report: Path | None) -> str:
    return f" What the JVM was doing is in {report}." if report is not None else ""


def _saved(run: Path | None) -> str:
    """What is left of the run, with the command that goes on with it."""
    if run is None:
        return ""
    from ..checkpoints import Checkpoints
    from ..lab.begun import CHECKPOINTS

    last = Checkpoints(run / CHECKPOINTS).last()
    if last is None:
        return f" Its run folder is {run}; no checkpoint was written yet."
    again = f"dl4j-bridge train --resume {shlex.quote(str(run))}"
    return f" The last checkpoint is {last}; go on from there with `{again}`."


def _advice() -> str:
    from ..jvm.memory import advice

    return advice()
