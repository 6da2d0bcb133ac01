"""A worker and its parent, without any Java: what the parent says of each end."""

import json
import os
import pty
import resource
import signal
import subprocess
import sys
import termios
import time

import pytest

from tests import spawned

pytestmark = [
    pytest.mark.fault(17, 19),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork"),
]

PROGRAM = """
import json, os, resource, signal, sys, time
from pathlib import Path
from dl4j_bridge import interruption, supervision
def work(body):
    supervision.own()
    print("once")
    ending = supervision.supervised({memory})
    if ending is None:
        sys.stdout.flush()  # nothing that was printed before is in it
        body()
        os._exit(0)
    print(json.dumps([ending.code, ending.signal, ending.status, ending.exhausted,
                      ending.run and str(ending.run)]))
def hold():
    if {stubborn}:
        for number in interruption.STOPS:
            signal.signal(number, lambda *_: None)
    try:
        os.write(2, b"ready\\n")
        # A signal that comes just before a sleep begins is heard when that ends.
        for _ in range(600):
            time.sleep(0.1)
    except KeyboardInterrupt:
        supervision.announce(130)
        os._exit(130)
def announce(code, status=None):
    supervision.announce(code)
    if status is None:
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(status)
"""


# The parent does nothing by itself.
PATIENT = "supervision._PATIENCE = 1e9"


def program(body: str, memory: int | None = None, stubborn: bool = False, before: str = "") -> str:
    text = PROGRAM.replace("{memory}", str(memory)).replace("{stubborn}", str(stubborn))
    return f"{text}\n{before}\ndef body():\n    {body}\nwork(body)\n"


def ending(body: str, **how: object) -> list[object]:
    """Code, signal, status, exhausted and run that a worker ends with."""
    command = [sys.executable, "-c", program(body, **how)]  # type: ignore[arg-type]
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=buffered)
    assert done.returncode == 0, done.stderr
    once, told = done.stdout.splitlines()
    assert once == "once"
    return json.loads(told)


class Held:
    """A worker that is ready for signals to its parent."""

    def __init__(self, **how: object) -> None:
        command = [sys.executable, "-c", program("hold()", **how)]  # type: ignore[arg-type]
        pipe = subprocess.PIPE
        self.parent = spawned.start(command, stdout=pipe, stderr=pipe, text=True)
        assert self.parent.stderr.readline() == "ready\n"

    def send(self, number: int) -> None:
        self.parent.send_signal(number)

    def ending(self) -> list[object]:
        out, err = self.parent.communicate(timeout=60)
        assert self.parent.returncode == 0, err
        return json.loads(out.splitlines()[-1])


def test_a_worker_that_ends_gives_its_status() -> None:
    assert ending("announce(6, 6)") == [6, 0, 6, False, None]


def test_what_kills_it_after_its_last_word_is_too_late() -> None:
    assert ending("announce(5)") == [5, signal.SIGKILL, 0, False, None]


def test_signals_come_too_late_after_the_last_word() -> None:
    body = "supervision.announce(4); os.kill(os.getpid(), 15); os._exit(4)"
    assert ending(body) == [4, 0, 4, False, None]


def test_a_death_has_no_code() -> None:
    assert ending("os._exit(3)") == [None, 0, 3, False, None]
    assert ending("os.kill(os.getpid(), 9)") == [None, 9, 0, False, None]


def test_a_signal_that_stops_it_by_itself_is_its_code() -> None:
    by_itself = "signal.signal(15, signal.SIG_DFL); os.kill(os.getpid(), 15)"
    assert ending(by_itself) == [143, 15, 0, False, None]


def test_the_last_run_it_told_of_is_known() -> None:
    body = "[supervision.tell(Path(name)) for name in ('/a', '/b c')]; os._exit(1)"
    assert ending(body)[4] == "/b c"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's way to a terminal of one's own")
def test_a_terminal_is_put_right_after_a_death() -> None:
    """The worker drew on it without showing what is typed."""
    quiet = "termios.tcsetattr(2, 0, [*mode[:3], mode[3] & ~termios.ECHO, *mode[4:]])"
    body = f"mode = termios.tcgetattr(2); {quiet}; os.kill(os.getpid(), 9)"
    before = "import fcntl, termios; fcntl.ioctl(2, termios.TIOCSCTTY, 0)"
    main, terminal = pty.openpty()
    process = spawned.start(
        [sys.executable, "-c", program(body, before=before)],
        stdout=subprocess.DEVNULL,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm"},
        start_new_session=True,
    )
    assert process.wait(60) == 0
    assert termios.tcgetattr(terminal)[3] & termios.ECHO
    assert os.read(main, 100) == b"\x1b[?25h"
    os.close(terminal)
    os.close(main)


def test_no_core_is_written() -> None:
    body = "os._exit(resource.getrlimit(resource.RLIMIT_CORE)[0] != 0)"
    soft = "resource.setrlimit(resource.RLIMIT_CORE, (4096, resource.RLIM_INFINITY))"
    if resource.getrlimit(resource.RLIMIT_CORE)[1] != resource.RLIM_INFINITY:
        pytest.skip("cores are not allowed here anyway")
    assert ending(body, before=soft)[2] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_of_children_counts() -> None:
    """And a worker that takes too much is killed."""
    child = '"x = bytes(1) * (120 << 20); import time; time.sleep(10)"'
    body = f"import subprocess; subprocess.run([sys.executable, '-c', {child}])"
    assert ending(body, memory=100 << 20) == [None, 9, 0, True, None]


def test_who_is_not_the_command_line_is_not_forked() -> None:
    code = "from dl4j_bridge import supervision; print(supervision.supervised())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "None\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_are_handed_on(number: int) -> None:
    held = Held()
    held.send(number)
    assert held.ending()[0] == 130


def test_two_signals_at_once_are_one() -> None:
    held = Held(stubborn=True, before="supervision._SAME = 2.0")
    for _ in range(2):
        held.send(signal.SIGINT)
        time.sleep(0.02)
    time.sleep(2.5)
    assert held.parent.poll() is None
    held.send(signal.SIGINT)
    assert held.ending()[:2] == [130, 9]


def test_a_second_signal_kills_who_does_not_heed_the_first() -> None:
    held = Held(stubborn=True, before=PATIENT)
    held.send(signal.SIGTERM)
    time.sleep(1.0)
    held.send(signal.SIGINT)
    assert held.ending()[:2] == [143, 9]


@pytest.mark.parametrize(("number", "killed"), [(signal.SIGTERM, True), (signal.SIGINT, False)])
def test_who_does_not_heed_sigterm_is_killed_in_the_end(number: int, killed: bool) -> None:
    held = Held(stubborn=True, before="supervision._PATIENCE = 0.5")
    held.send(number)
    if not killed:  # who pressed Ctrl-C can do so again
        time.sleep(2)
        assert held.parent.poll() is None
        held.send(number)
    assert held.ending()[:2] == [128 + number, 9]


def test_a_signal_after_the_last_word_kills() -> None:
    held = Held(before=f"{PATIENT}\nhold_ = hold\ndef hold(): supervision.announce(4); hold_()")
    held.send(signal.SIGTERM)
    assert held.ending()[:2] == [143, 9]


def test_what_is_to_be_ignored_is_not_handed_on() -> None:
    held = Held(before="signal.signal(signal.SIGHUP, signal.SIG_IGN)")
    held.send(signal.SIGHUP)
    time.sleep(0.3)
    assert held.parent.poll() is None
    held.send(signal.SIGINT)
    assert held.ending()[0] == 130
