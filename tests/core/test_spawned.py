"""What a test has started is not left to the next one."""

import subprocess
import sys

from tests import spawned


def test_what_is_left_ends_with_the_test() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    processes = [spawned.start(command, text=True, **pipes) for _ in range(2)]
    spawned.end()
    for process in processes:
        assert process.returncode is not None
        assert all(pipe.closed for pipe in (process.stdin, process.stdout, process.stderr))
