"""Processes that end with their parent."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.deaths import ended

pytestmark = pytest.mark.fault(39)

TIED = """
import subprocess, sys, time
from dl4j_bridge.lifeline import tied
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], preexec_fn=tied())
print(child.pid, flush=True)
time.sleep(60)
"""
# Its parent has gone before it is tied.
LATE = """
import os, time
from dl4j_bridge.lifeline import tied
tie, (reading, writing) = tied(), os.pipe()
if os.fork():
    os._exit(0)
time.sleep(0.3)
tie()
print("alive", flush=True)
"""
AT_EOF = """
import os, sys, time
from dl4j_bridge.lifeline import end_at_eof
if sys.argv[1:]:
    reading, writing = os.pipe()
else:
    reading = 0
end_at_eof(reading)
print("begun", flush=True)
time.sleep(0 if sys.argv[1:] else 60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ties processes")
def test_a_tied_child_is_killed_with_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", TIED], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert Path(f"/proc/{child}").exists()
        parent.kill()
        assert ended({child}, within=10)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ties processes")
def test_a_child_whose_parent_is_gone_already_does_not_begin() -> None:
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_without_ties_the_end_of_a_pipe_kills() -> None:
    command = [sys.executable, "-c", AT_EOF]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        assert child.poll() is None
        child.stdin.close()
        assert child.wait(20) == -9


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_the_watch_keeps_nobody_from_ending() -> None:
    begun = time.monotonic()
    done = subprocess.run([sys.executable, "-c", AT_EOF, "own"], capture_output=True, timeout=60)
    assert done.returncode == 0
    assert time.monotonic() - begun < 30
