"""Job control of a shell at a terminal: keys reach parent and worker alike."""

import os
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deaths import COMMAND, descendants

pty = pytest.importorskip("pty")
BASH = shutil.which("bash")
pytestmark = pytest.mark.skipif(BASH is None, reason="needs a shell with job control")
TRAIN = f"{COMMAND} train --data digits --out run"


class Terminal:
    """A shell at a terminal of its own.

    Attributes:
        shell: its process.
    """

    def __init__(self, folder: Path) -> None:
        self._keys, terminal = pty.openpty()
        self._shown = ""
        program = (
            "import fcntl, os, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
            f"os.execv({BASH!r}, ['bash', '--norc', '--noprofile', '--noediting', '-i'])"
        )
        environment = {"DL4J_BRIDGE_THREADS": "1", "PS1": "$ ", "TERM": "dumb", "HISTFILE": ""}
        self.shell = subprocess.Popen(
            [COMMAND.with_name("python"), "-c", program],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            cwd=folder,
            env={**os.environ, **environment},
            start_new_session=True,
        )
        os.close(terminal)

    def type(self, keys: str) -> None:
        os.write(self._keys, keys.encode())

    def shows(self, pattern: str) -> str:
        """Wait until something is shown, after what was waited for before."""
        until = time.monotonic() + 60
        while not (found := re.search(pattern, self._shown)):
            assert time.monotonic() < until, self._shown
            if select.select([self._keys], [], [], 1)[0]:
                self._shown += os.read(self._keys, 4096).decode(errors="replace")
        self._shown = self._shown[found.end() :]
        return found[0]

    def close(self) -> None:
        for process in descendants(self.shell.pid):
            os.kill(process, 9)
        self.shell.kill()
        self.shell.wait()
        os.close(self._keys)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    it = Terminal(tmp_path)
    try:
        yield it
    finally:
        it.close()


@pytest.mark.fault(19)
def test_it_is_stopped_gone_on_with_and_interrupted(terminal: Terminal) -> None:
    terminal.type(f"{TRAIN} --epochs 5000; echo code $?\n")
    terminal.shows("epoch +2/5000")
    terminal.type("\x1a")  # Ctrl-Z
    terminal.shows("Stopped")
    states = [_state(child) for child in descendants(terminal.shell.pid)]
    assert states.count("T") == 2
    terminal.type("fg\n")
    terminal.shows(r"epoch +\d+/5000")
    terminal.type("\x03")  # Ctrl-C
    # One that counted twice would have killed it.
    terminal.shows("Interrupted after")
    terminal.type("echo code $?\n")
    terminal.shows("code 130")


def test_enter_closes_the_page_of_a_training(terminal: Terminal) -> None:
    terminal.type(f"{TRAIN} --epochs 1 --ui 0; echo code $?\n")
    terminal.shows("Enter or Ctrl-C closes it")
    terminal.type("\n")
    terminal.shows("code 0")


def _state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
