"""A process that runs trials, one after the other, in one JVM with one thread.

It reads one JSON object a line (`experiment` as TOML, `data` and `folder` as paths, `keep_model`;
maybe `held_out`, a file with the numbers of training rows that are the test data instead) and
answers with one a line: `row` after each epoch, to which it hears whether to `stop`; at the end
`outcome`, or `error`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ..datasets import Dataset
from ..datasets.shared import open_shared
from ..errors import BridgeError, Diverged, ResourceExhausted
from ..history import Row
from ..jvm.memory import advice
from ..progress import Status
from ..toml import from_toml
from .running import run


def main() -> None:
    """Answer until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def answer(message: dict[str, Any]) -> None:
        print(json.dumps(message), file=answers)

    def goes_on(row: Row) -> bool:
        answer({"row": row})
        return json.loads(sys.stdin.readline())["stop"] is False

    while line := sys.stdin.readline():
        answer(_run(json.loads(line), goes_on))


class _Stopped(Exception):
    """The trial is not worth its remaining epochs."""


_shared = lru_cache(maxsize=1)(open_shared)


def _data(order: dict[str, Any]) -> Dataset:
    data: Dataset = _shared(Path(order["data"]))
    if order.get("held_out") is None:
        return data
    held_out = np.load(order["held_out"])
    kept = np.setdiff1d(np.arange(len(data.train)), held_out)
    return replace(data, train=data.train.rows(kept), test=data.train.rows(held_out))


def _run(order: dict[str, Any], goes_on: Callable[[Row], bool]) -> dict[str, Any]:
    def report(status: Status) -> None:
        if status.row is not None and not goes_on(status.row):
            raise _Stopped

    try:
        done = run(
            from_toml(order["experiment"]),
            Path(order["folder"]),
            data=_data(order),
            progress=report,
            keep_model=order["keep_model"],
        )
    except _Stopped:
        return {"outcome": {"status": "stopped", "message": ""}}
    except Diverged as error:
        return {"outcome": {"status": "diverged", "message": str(error)}}
    except MemoryError as error:
        return _error(ResourceExhausted(f"Memory is full ({error}). {advice()}"))
    except BridgeError as error:
        return _error(error)
    if done.interrupted:
        raise KeyboardInterrupt
    return {"outcome": {"status": "done", "message": ""}}


def _error(error: BridgeError) -> dict[str, Any]:
    fault = {"type": type(error).__name__, "message": str(error)}
    return {"error": {**fault, "exit_code": error.exit_code}}


if __name__ == "__main__":
    main()
