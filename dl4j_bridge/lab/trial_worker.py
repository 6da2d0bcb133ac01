"""A process that runs trials, one after the other, in one JVM with one thread.

It reads one JSON object a line (`experiment` as TOML, `data` and `folder` as paths) and answers
with one a line: `row` after each epoch; at the end `outcome`, or `error`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..datasets import Dataset
from ..datasets.shared import open_shared
from ..errors import BridgeError, Diverged
from ..progress import Status
from ..toml import from_toml
from .running import run


def main() -> None:
    """Answer until standard input ends; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def answer(message: dict[str, Any]) -> None:
        print(json.dumps(message), file=answers)

    for line in sys.stdin:
        answer(_run(json.loads(line), answer))


_data = lru_cache(maxsize=1)(open_shared)


def _run(order: dict[str, Any], answer: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    def report(status: Status) -> None:
        if status.row is not None:
            answer({"row": status.row})

    data: Dataset = _data(Path(order["data"]))
    try:
        done = run(
            from_toml(order["experiment"]),
            Path(order["folder"]),
            data=data,
            progress=report,
            keep_model=order["keep_model"],
        )
    except Diverged as error:
        return {"outcome": {"status": "diverged", "message": str(error)}}
    except BridgeError as error:
        fault = {"type": type(error).__name__, "message": str(error)}
        return {"error": {**fault, "exit_code": error.exit_code}}
    if done.interrupted:
        raise KeyboardInterrupt
    return {"outcome": {"status": "done", "message": ""}}


if __name__ == "__main__":
    main()
