"""Processes that run trials side by side; one that dies loses only the trial it had."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import partial
from itertools import islice
from queue import SimpleQueue
from typing import IO, Any

from ..errors import BridgeError, JvmDied
from ..jvm.settings import SMALLEST_MEMORY, decide
from ..lifeline import tied
from ..paths import module_command
from ..supervision import signal_name

# Told each row of the history of a trial that is under way; True stops the trial.
OnRow = Callable[[dict[str, Any]], object]


class Worker:
    """A process of our own that runs one trial at a time; it is started when it is needed.

    Args:
        memory: the most it may take, MiB; None leaves it to the settings.
    """

    def __init__(self, memory: int | None = None) -> None:
        self._memory = {} if memory is None else {"DL4J_BRIDGE_MEMORY": f"{memory}M"}
        self._process: subprocess.Popen[str] | None = None

    def run(self, order: dict[str, Any], on_row: OnRow) -> dict[str, Any]:
        """Run a trial.

        Args:
            order: what `trial_worker` reads.
            on_row: told each epoch's row; the trial is stopped if it returns True.

        Returns:
            Its outcome: `status` (`done`, `diverged` or `stopped`) and `message`.

        Raises:
            JvmDied: the process ended by itself.
            BridgeError: the trial could not be run.
        """
        process = self._started()
        try:
            _tell(process, order)
            for line in _stdout(process):
                answer = json.loads(line)
                if "row" in answer:
                    _tell(process, {"stop": on_row(answer["row"]) is True})
                elif "outcome" in answer:
                    return dict(answer["outcome"])
                else:
                    raise _Failed(answer["error"]["message"])
        except OSError:
            pass
        code = process.wait()
        self.close()
        raise JvmDied(f"The process that ran the trial ended with {_words(code)}.")

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._process = subprocess.Popen(
                module_command("lab.trial_worker"),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "DL4J_BRIDGE_THREADS": "1", **self._memory},
                text=True,
                preexec_fn=tied(),
                # Ctrl-C is for us alone: we end our children.
                start_new_session=True,
            )
        return self._process


class Workers:
    """Several workers that share out trials.

    Args:
        count: how many; at least 1.
    """

    def __init__(self, count: int) -> None:
        memory = decide().memory
        # What somebody allows holds for all of them together.
        asked = memory.value is not None and memory.source != "rule"
        share = max((memory.value or 0) // count, SMALLEST_MEMORY) if asked else None
        self._workers = [Worker(share) for _ in range(count)]
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def run(
        self,
        orders: Iterable[dict[str, Any]],
        on_row: Callable[[int, dict[str, Any]], object],
        on_end: Callable[[int, dict[str, Any]], None],
    ) -> None:
        """Run all orders.

        Args:
            orders: each what `Worker.run` takes; the next is taken when a worker is free, so that
                it may depend on what has ended.
            on_row: told the order's number and a row, from a worker's thread; True stops it.
            on_end: told the order's number and its outcome, from this thread; one that failed
                has the status `failed`.
        """
        numbered, running = enumerate(orders), dict[Future[dict[str, Any]], int]()
        with ThreadPoolExecutor(len(self._workers)) as threads:
            try:
                while True:
                    for number, order in islice(numbered, len(self._workers) - len(running)):
                        future = threads.submit(self._one, order, partial(on_row, number))
                        running[future] = number
                    if not running:
                        break
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        on_end(running.pop(future), future.result())
            except BaseException:
                self.close()
                raise
        self.close()

    def close(self) -> None:
        """End all processes."""
        for worker in self._workers:
            worker.close()

    def _one(self, order: dict[str, Any], on_row: OnRow) -> dict[str, Any]:
        worker = self._idle.get()
        try:
            return worker.run(order, on_row)
        except BridgeError as error:
            return {"status": "failed", "message": str(error)}
        finally:
            self._idle.put(worker)


class _Failed(BridgeError):
    """What a worker said went wrong."""


def _tell(process: subprocess.Popen[str], message: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(message) + "\n")
    process.stdin.flush()


def _stdout(process: subprocess.Popen[str]) -> IO[str]:
    assert process.stdout is not None
    return process.stdout


def _words(code: int) -> str:
    return signal_name(-code) if code < 0 else f"exit code {code}"
