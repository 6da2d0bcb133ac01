"""The demo, started as a user starts it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests import spawned

COMMAND = Path(sys.executable).with_name("dl4j-bridge")


class Demo(NamedTuple):
    process: "subprocess.Popen[str]"
    address: str

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])


@contextmanager
def started(*words: object, browser: Path | None = None) -> Iterator[Demo]:
    """The command with some words, until the block ends; a browser is a program to open it with."""
    process = subprocess.Popen(
        [COMMAND, "demo", *map(str, words), "--json", *["--no-browser"] * (browser is None)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "DL4J_BRIDGE_THREADS": "1", "BROWSER": f"{browser} %s"},
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield Demo(process, json.loads(line)["address"])
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=20)
        finally:
            spawned.finish(process)
