"""The rounds: every contender once, then again, on a machine that may be noisy."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .contenders import Contender
from .process import Worker, WorkerFailed
from .results import Measurement, Results
from .workloads import Row, Schedule

# Threads of the one before may still spin for a moment.
_PAUSE = 0.03


def say(text: str) -> None:
    """Tell the user where the bench is."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def start(contenders: list[Contender], data: Path, logs: Path, results: Results) -> list[Worker]:
    """Start a process for each contender; who does not start is left out, with the reason."""
    workers = [Worker(one, data, logs / f"{index}.log") for index, one in enumerate(contenders)]
    ready = []
    for worker in workers:
        try:
            results.versions.update(worker.versions())
            ready.append(worker)
        except WorkerFailed as error:
            _leave_out(results, worker.contender.label, error)
            worker.close()
    return ready


def measure(row: Row, workers: Iterable[Worker], schedule: Schedule, results: Results) -> None:
    """Measure a row with everybody who can take part in it."""
    say(row.name)
    invited = [one for one in workers if not row.only or one.contender.name in row.only]
    ready = [worker for worker in invited if _prepared(worker, row, schedule, results)]
    times: dict[Worker, list[float]] = {worker: [] for worker in ready}
    extra: dict[Worker, dict[str, Any]] = {worker: {} for worker in ready}
    begin = time.monotonic()
    for round_ in range(schedule.rounds):
        if round_ >= 2 and time.monotonic() - begin > schedule.limit:
            say(f"  stopped after {round_} rounds, {schedule.limit:g} s are over")
            break
        for worker in list(times):
            try:
                answer = worker.ask(row.ask)
            except WorkerFailed as error:
                _leave_out(results, f"{worker.contender.label}, {row.name}", error)
                del times[worker]
                continue
            times[worker].append(answer["seconds"] * 1e3 / row.steps)
            extra[worker] = {"bytes": answer["bytes"]} if "bytes" in answer else {}
            time.sleep(_PAUSE)
    for worker, ms in times.items():
        if row.ask == "train":
            extra[worker] = _accuracy(worker)
        one = worker.contender
        results.measurements.append(
            Measurement(row.name, one.name, one.threads, tuple(ms), **extra[worker])
        )
        say(f"  {one.label:22} {results.measurements[-1].median:9.2f} ms")


def _prepared(worker: Worker, row: Row, schedule: Schedule, results: Results) -> bool:
    """Build the network, warm up; False for who cannot take part."""
    try:
        worker.ask("prepare", row.network)
        begin = time.monotonic()
        worker.ask(row.ask)
        while time.monotonic() - begin < schedule.warm_up:
            worker.ask(row.ask)
    except WorkerFailed as error:
        _leave_out(results, f"{worker.contender.name}, {row.name}", error)
        return False
    return True


def _accuracy(worker: Worker) -> dict[str, Any]:
    """Whether the network has learnt: a fast contender that does not would be no contender."""
    try:
        return dict(worker.ask("accuracy"))
    except WorkerFailed:
        return {}


def _leave_out(results: Results, who: str, error: WorkerFailed) -> None:
    if who not in results.missing:
        results.missing[who] = str(error)
        say(f"  without {who}: {error}")
