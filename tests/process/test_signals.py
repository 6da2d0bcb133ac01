"""Ctrl-C and its kin end a training at any moment, and soon."""

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.deaths import begin, interrupted_early, is_supervised, start

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
LONG = ["--epochs", "3000", "--out", "run"]
# The command line, with a command that is interrupted at a chosen moment, and goes on for a while.
WHERE = """
import os, signal, time, weakref
from dl4j_bridge.cli import commands, main
class Thing:
    pass
def stop(*_):
    os.kill(os.getpid(), signal.SIGINT)
def command(context):
    {0}
    for _ in range({1}):
        time.sleep(0.1)
commands.cli.invoke = command
main()
"""


@pytest.fixture(scope="module", autouse=True)
def brief() -> None:
    """Not here: the first line of standard error is waited for."""


@pytest.mark.fault(19)
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_a_signal_ends_training_with_its_code(
    tmp_path: Path, sent: signal.Signals, code: int
) -> None:
    process = begin(LONG, tmp_path)
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(sent)
    out, err = process.communicate(timeout=30)
    assert process.returncode == code, err
    assert "Interrupted after" in out
    assert (tmp_path / "run" / "model.zip").exists()


@pytest.mark.fault(19)
@pytest.mark.parametrize("seconds", [0.0, 0.4, 1.0])
def test_ctrl_c_while_it_starts(tmp_path: Path, seconds: float) -> None:
    process = begin(LONG, tmp_path)
    is_supervised(process)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err


@pytest.mark.fault(19)
def test_ctrl_c_while_python_imports(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        moments = [0.0, 0.01, 0.02, 0.04, 0.08, 0.16]
        ends = list(threads.map(lambda seconds: interrupted_early(seconds, tmp_path), moments))
    assert ends == [(130, "Error: Interrupted.")] * len(moments)


@pytest.mark.fault(19)
@pytest.mark.parametrize(
    "moment",
    [
        "ref = weakref.ref(Thing(), stop)",
        "class Thing:\n        __del__ = stop\n    Thing()",
        "class Thing:\n        __set_name__ = stop\n    class Owner:\n        thing = Thing()",
    ],
)
@pytest.mark.parametrize("rest", ["600", "0"])
def test_ctrl_c_where_python_lets_none_through(tmp_path: Path, moment: str, rest: str) -> None:
    program = WHERE.replace("{0}", moment).replace("{1}", rest)
    process = start(["completion"], tmp_path, [sys.executable, "-c", program])
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.strip()) == (130, "", "Error: Interrupted.")


@pytest.mark.fault(19)
def test_a_second_ctrl_c_ends_at_once(tmp_path: Path) -> None:
    process = begin(LONG, tmp_path)
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    time.sleep(0.15)
    process.send_signal(signal.SIGINT)
    begun = time.monotonic()
    process.communicate(timeout=30)
    assert time.monotonic() - begun < 2.5
    assert process.returncode == 130
