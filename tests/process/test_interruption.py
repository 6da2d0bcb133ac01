"""What signals do to a process that listens to them, or waits with them."""

import signal
import subprocess
import sys

import pytest

pytestmark = [
    pytest.mark.fault(19),
    pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signals"),
]

LISTENS = """
import os, signal, time
from dl4j_bridge import interruption
class Loses:
    def __init__(self, number):
        self.number = number
    def __del__(self):
        os.kill(os.getpid(), self.number)
def hears(number):
    try:
        os.kill(os.getpid(), number)
    except KeyboardInterrupt:
        return True
    return False
"""


def said(code: str) -> list[str]:
    """The words that a process prints which has `hears` and `Loses`."""
    done = subprocess.run(
        [sys.executable, "-c", LISTENS + code], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_the_first_signal_is_heard_and_no_other(name: str) -> None:
    code = f"""
interruption.listen()
print(interruption.exit_code(3), hears(signal.{name}), interruption.exit_code(130))
print(hears(signal.SIGINT), hears(signal.SIGTERM), interruption.exit_code(130))
"""
    number = 128 + getattr(signal, name)
    assert said(code) == ["3", "True", str(number), "False", "False", str(number)]


def test_ctrl_c_leaves_the_code_to_what_was_done() -> None:
    code = "interruption.listen(); print(hears(signal.SIGINT), interruption.exit_code(6))"
    assert said(code) == ["True", "6"]


def test_what_is_to_be_ignored_stays_ignored() -> None:
    code = """
signal.signal(signal.SIGHUP, signal.SIG_IGN)
interruption.listen()
print(hears(signal.SIGHUP), hears(signal.SIGTERM))
"""
    assert said(code) == ["False", "True"]


def test_the_deaf_hear_nothing_and_keep_their_code() -> None:
    code = """
interruption.listen()
interruption.be_deaf()
print(hears(signal.SIGTERM), interruption.exit_code(5))
"""
    assert said(code) == ["False", "5"]


def test_deafness_forgets_no_signal() -> None:
    code = """
interruption.listen()
print(hears(signal.SIGTERM))
interruption.be_deaf()
print(interruption.exit_code(130))
"""
    assert said(code) == ["True", "143"]


def test_signals_wait_for_the_end_of_a_block() -> None:
    code = """
signal.signal(signal.SIGHUP, signal.SIG_IGN)
interruption.listen()
try:
    with interruption.undisturbed():
        print(hears(signal.SIGHUP), hears(signal.SIGTERM), hears(signal.SIGINT))
    print("missed")
except KeyboardInterrupt:
    print(interruption.exit_code(130))
print(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN)
"""
    assert said(code) == ["False", "False", "False", "143", "True"]


def test_a_block_without_a_signal_changes_nothing() -> None:
    code = """
interruption.listen()
with interruption.undisturbed():
    pass
print(hears(signal.SIGINT))
"""
    assert said(code) == ["True"]


def test_other_threads_are_not_disturbed_anyway() -> None:
    code = """
import threading
def work():
    with interruption.undisturbed():
        print("worked")
thread = threading.Thread(target=work)
thread.start()
thread.join()
"""
    assert said(code) == ["worked"]


def test_what_a_library_swallows_is_raised_again() -> None:
    code = """
interruption.listen()
interruption.check()
print(hears(signal.SIGINT))
try:
    interruption.check()
except KeyboardInterrupt:
    print("again")
interruption.be_deaf()
"""
    assert said(code) == ["True", "again"]


def test_what_a_callback_loses_is_raised_once() -> None:
    code = """
interruption.listen()
try:
    Loses(signal.SIGTERM)
    time.sleep(9)
except KeyboardInterrupt:
    time.sleep(0.1)
    print(interruption.exit_code(130))
"""
    assert said(code) == ["143"]


def test_what_a_callback_loses_is_not_raised_after_a_check() -> None:
    code = """
interruption.listen()
try:
    Loses(signal.SIGINT)
    interruption.check()
except KeyboardInterrupt:
    time.sleep(0.1)
    print("once")
"""
    assert said(code) == ["once"]


def test_what_else_goes_wrong_in_a_callback_is_told_unless_we_end() -> None:
    code = """
import sys
sys.stderr = sys.stdout
class Thing:
    __del__ = lambda _: 1 / 0
interruption.listen()
Thing()
print(hears(signal.SIGINT))
Thing()
"""
    *told, heard = said(code)
    assert heard == "True"
    assert told.count("ZeroDivisionError:") == 1


def test_a_training_ends_though_its_ctrl_c_was_swallowed() -> None:
    code = """
import numpy as np
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks
from dl4j_bridge.presets import preset
interruption.listen()
data = bridge.datasets.digits()
net = networks.build(preset("lecture"), data)
try:
    bridge.fit(net, data, epochs=9, progress=lambda _: hears(signal.SIGINT))
except KeyboardInterrupt:
    print("ended after", net.getEpochCount())
"""
    assert said(code)[:2] == ["ended", "after"]
