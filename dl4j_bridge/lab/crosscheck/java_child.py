"""The process that compiles a Java program, then waits for it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from ...errors import BridgeError
from .. import programs


def main(order: dict[str, Any]) -> int:
    """Run the program that `running` orders; the exit code is the program's.

    Args:
        order: `program`, `main`, `arguments`, `trace`, `replay`; `refused` is the file that
            takes the reason if the program cannot be begun.
    """
    try:
        program = programs.find(Path(order["program"]), order["main"])
        return programs.run(
            program,
            order["arguments"],
            trace=Path(order["trace"]),
            replay=Path(order["replay"]) if order["replay"] else None,
        )
    except BridgeError as error:
        reason = {"exit_code": error.exit_code, "message": str(error)}
        Path(order["refused"]).write_text(json.dumps(reason), encoding="utf-8")
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
