"""A contender's process, asked in lines of JSON."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import Any

from .contenders import ROOT, Contender
from .workloads import Network


class WorkerFailed(Exception):
    """A worker died, took too long or cannot do what was asked; says why."""


class Worker:
    """A contender's running process."""

    def __init__(self, contender: Contender, data: Path, log: Path) -> None:
        self.contender = contender
        self._log = log
        with log.open("w", encoding="utf-8") as stderr:
            self._process = subprocess.Popen(
                contender.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=contender.environment(data),
                cwd=ROOT,
                text=True,
            )

    def versions(self) -> dict[str, str]:
        """What it is made of; waits until it is ready, must be called first."""
        versions: dict[str, str] = self._answer(limit=120)["versions"]
        return versions

    def ask(self, ask: str, network: Network | None = None, limit: float = 120) -> Any:
        """Put a question.

        Args:
            ask: `prepare`, `train`, `predict`, `convert` or `accuracy`.
            network: what to prepare.
            limit: seconds until the process is given up.

        Raises:
            WorkerFailed: there is no answer.
        """
        question: dict[str, Any] = {"ask": ask}
        if network is not None:
            question["network"] = vars(network)
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise WorkerFailed(self._last_words()) from error
        return self._answer(limit)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()

    def _answer(self, limit: float) -> Any:
        assert self._process.stdout is not None
        alarm = threading.Timer(limit, self._process.kill)
        alarm.start()
        line = self._process.stdout.readline()
        expired = not alarm.is_alive()
        alarm.cancel()
        if not line:
            raise WorkerFailed(f"took longer than {limit:g} s" if expired else self._last_words())
        answer = json.loads(line)
        if "unavailable" in answer:
            raise WorkerFailed(answer["unavailable"])
        return answer

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", errors="replace").strip().splitlines()
        return lines[-1] if lines else f"ended with {self._process.wait()}"
