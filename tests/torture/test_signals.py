"""Ctrl-C and its kin at random moments of a run, and a hundred deaths."""

import json
import os
import random
import re
import shlex
import signal
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dl4j_bridge.checkpoints import Checkpoints
from tests.deaths import begin, descendants, ended, is_supervised, start

INTERRUPTED = Path(__file__).with_name("interrupted.py")
MOMENTS = int(os.environ.get("TORTURE_MOMENTS", "50"))
DEATHS = int(os.environ.get("TORTURE_DEATHS", "100"))
WORDS = ["--epochs", "10", "--report", "--checkpoint-every", "1", "--quiet", "--out"]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that a run takes, from when it has a process of its own."""
    folder = tmp_path_factory.mktemp("whole")
    return min(_length(folder, str(number)) for number in range(3))


@pytest.mark.alone
@pytest.mark.fault(19)
def test_signals_at_random_moments(whole: float, tmp_path: Path, record_property: Any) -> None:
    draw = random.Random(1)
    kinds = [signal.SIGINT] * MOMENTS + [signal.SIGTERM, signal.SIGHUP] * (MOMENTS // 10)
    seconds = []
    for number, kind in enumerate(kinds):
        moment = draw.uniform(0, whole)
        seconds.append(_stopped(tmp_path, str(number), [kind], moment))
    resumed = _resumed(tmp_path)
    figure = (
        f"{len(kinds)} of {len(kinds)} at moments of a whole run of {whole:.1f} s, {resumed} had "
        f"begun, were resumed: median {statistics.median(seconds):.2f} s, longest "
        f"{max(seconds):.2f} s"
    )
    print(figure)
    record_property("figure", figure)
    assert max(seconds) < 2.0


@pytest.mark.alone
@pytest.mark.fault(19)
def test_a_second_ctrl_c_at_random_moments(
    whole: float, tmp_path: Path, record_property: Any
) -> None:
    draw, seconds = random.Random(2), []
    for number in range(MOMENTS // 5):
        moment = draw.uniform(0, whole)
        seconds.append(_stopped(tmp_path, str(number), [signal.SIGINT] * 2, moment))
    resumed = _resumed(tmp_path)
    figure = (
        f"second Ctrl-C {len(seconds)} times: median {statistics.median(seconds):.2f} s, longest "
        f"{max(seconds):.2f} s; {resumed} had begun, were resumed"
    )
    print(figure)
    record_property("figure", figure)
    assert statistics.median(seconds) < 0.5
    assert max(seconds) < 2.0


@pytest.mark.fault(19)
@pytest.mark.parametrize(("process", "count"), [("early", 500), ("worker", 300)])
def test_ctrl_c_wherever_python_looks_for_it(
    process: str, count: int, tmp_path: Path, record_property: Any
) -> None:
    code, errors, first = _interrupted(process, 0, tmp_path)
    assert code == 0, errors
    lines = json.loads(first)
    moments = random.Random(3).sample(lines, count)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        ends = list(threads.map(lambda moment: _interrupted(process, moment, tmp_path), moments))
    wrong = [end for end in ends if end[0] != 130 or end[1] not in ("Error: Interrupted.", "")]
    came = sum(bool(place) for _, _, place in ends)
    figure = f"at {came} of {len(lines)} lines of the {process} process: without a trace"
    record_property("figure", figure)
    assert not wrong
    assert came == count


@pytest.mark.fault(17)
def test_deaths_are_all_told(tmp_path: Path, record_property: Any) -> None:
    words = {"exit": "exit code 3", "halt": "exit code 4", "segv": "SIGABRT", "kill": "SIGKILL"}
    kinds = ["segv", "kill", "exit", "segv", "kill", "halt"]

    def die(number: int) -> bool:
        how, run = kinds[number % len(kinds)], tmp_path / f"run {number}"
        options = ["--epochs", str(1 + number % 3), "--checkpoint-every", "1", "--quiet", "--json"]
        process = begin([*options, "--out", str(run)], tmp_path, how)
        _, err = process.communicate(timeout=120)
        assert process.returncode == 7, err
        assert words[how] in err
        assert "Traceback" not in err
        if how == "segv":
            found = re.search(r"What the JVM was doing is in (\S+)\. ", err)
            assert found, err
            Path(found[1]).unlink()
        last = Checkpoints(run / "checkpoints").last()
        assert last is not None
        assert f"The last checkpoint is {last};" in err
        [told] = re.findall(r"`([^`]*--resume[^`]*)`", err)
        return number % 10 > 0 or _goes_on(told, tmp_path)

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        told = sum(threads.map(die, range(DEATHS)))
    record_property("figure", f"{told} of {DEATHS} told with exit 7, report, checkpoint")
    assert told == DEATHS


def _interrupted(process: str, moment: int, folder: Path) -> tuple[int, str, str]:
    """Ctrl-C at a moment of `interrupted`; gives exit code, errors, and what that has told."""
    told, run = folder / f"{process} {moment}", folder / f"run {process} {moment}"
    command = [sys.executable, str(INTERRUPTED), process, str(moment), str(told)]
    words = ["train", "--data", "digits", "--epochs", "1", "--quiet", "--out", str(run)]
    # Else sets have another order each time, and moments other numbers.
    ended = start(words, folder, command, PYTHONHASHSEED="0")
    _, errors = ended.communicate(timeout=120)
    return ended.returncode, errors.strip(), told.read_text() if told.exists() else ""


def _length(folder: Path, name: str) -> float:
    process = begin([*WORDS, name], folder)
    is_supervised(process)
    begun = time.monotonic()
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return time.monotonic() - begun


def _stopped(folder: Path, name: str, signals: list[signal.Signals], moment: float) -> float:
    """Send signals to a run; gives the seconds after the last one."""
    process = begin([*WORDS, name], folder)
    is_supervised(process)
    time.sleep(moment)
    workers = descendants(process.pid)
    over = process.poll() is not None or ended(workers, 0)
    for number, one in enumerate(signals):
        time.sleep(0.15 * number)
        process.send_signal(one)
    begun = time.monotonic()
    _, err = process.communicate(timeout=60)
    took = time.monotonic() - begun
    assert "Traceback" not in err
    assert ended(workers, within=5)
    if over and process.returncode == 0:
        # It was faster than those before: an earlier moment.
        return _stopped(folder, f"{name}x", signals, moment * 0.8)
    assert process.returncode == CODES[signals[0]], err
    return took


def _resumed(folder: Path) -> int:
    """Go on with all runs that have begun; gives their number."""
    runs = [run for run in folder.iterdir() if (run / "experiment.toml").exists()]
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(_check_resumed, runs))
    return len(runs)


def _check_resumed(run: Path) -> None:
    assert _goes_on(f"dl4j-bridge train --resume {run} --quiet", run)


def _goes_on(command: str, folder: Path) -> bool:
    process = start(shlex.split(command)[1:], folder)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return True
