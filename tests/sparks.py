"""A standalone Spark cluster on loopback, and looks at its processes."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
_MINUTES = 120.0


class Standalone:
    """A master with its workers, each a process."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = {
            **os.environ,
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_DIRS": str(folder),
            "SPARK_WORKER_DIR": str(folder),
            "PYSPARK_PYTHON": sys.executable,
            "DL4J_BRIDGE_THREADS": "1",
            "SPARK_DAEMON_MEMORY": "256m",
            "SPARK_LOCAL_IP": "127.0.0.1",  # their pages, too
            **environment,
        }
        self._started: list[subprocess.Popen[bytes]] = []
        self.master = self._begin("master.Master", "--host", "127.0.0.1", "--port", "0")
        self.address = self._said(r"Starting Spark master at (spark://\S+)", 0)

    def add_worker(self) -> subprocess.Popen[bytes]:
        """A worker with one core."""
        number = len(self._started)
        worker = self._begin(
            *("worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "1g"),
            *("--webui-port", "0", self.address),
        )
        self._said("Successfully registered with master", number)
        return worker

    def close(self) -> None:
        for process in self._started:
            with_descendants = [process.pid, *descendants(process.pid)]
            for number in with_descendants:
                kill(number)
            process.wait()

    def _begin(self, name: str, *words: str) -> subprocess.Popen[bytes]:
        command = [str(HOME / "bin/spark-class"), f"org.apache.spark.deploy.{name}", *words]
        log = self._folder / f"{len(self._started)}.log"
        with log.open("wb") as file:
            process = subprocess.Popen(
                command, stdout=file, stderr=subprocess.STDOUT, env=self._environment
            )
        self._started.append(process)
        return process

    @property
    def workers(self) -> list[subprocess.Popen[bytes]]:
        """The processes beside the master."""
        return self._started[1:]

    def _said(self, pattern: str, number: int) -> str:
        end = time.monotonic() + _MINUTES
        while time.monotonic() < end:
            text = (self._folder / f"{number}.log").read_text()
            if found := re.search(pattern, text):
                return found[found.re.groups]
            time.sleep(0.1)
        raise AssertionError(f"no {pattern!r} in: {text[-2000:]}")


@contextmanager
def standalone(
    folder: Path, workers: int, environment: dict[str, str] | None = None
) -> Iterator[Standalone]:
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Standalone(folder, environment or {})
    try:
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.close()


def descendants(number: int) -> list[int]:
    """Processes that a process has started, theirs too; Linux only."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                stat = (path / "stat").read_text()
            except OSError:
                continue  # it has ended
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(path.name))
    found, new = [], [number]
    while new:
        new = [child for parent in new for child in children.get(parent, ())]
        found += new
    return found


def kill(number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


def that_run(numbers: list[int], word: str) -> list[int]:
    """Those of some processes whose command line holds a word."""
    found = []
    for number in numbers:
        try:
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except OSError:
            continue
        if word.encode() in command:
            found.append(number)
    return found
