"""Ctrl-C at 50 random moments, 100 deaths of 100."""

import os
import random
import signal
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dl4j_bridge.modelfile import read
from tests.deaths import begin, is_supervised

MOMENTS = int(os.environ.get("TORTURE_MOMENTS", "50"))
DEATHS = int(os.environ.get("TORTURE_DEATHS", "100"))


@pytest.mark.fault(19)
def test_ctrl_c_at_random_moments(tmp_path: Path, record_property: Any) -> None:
    draw, times, seconds = random.Random(1), [], []
    for number in range(MOMENTS):
        words = ["--epochs", "60", "--out", str(number)]
        process = begin(words, tmp_path)
        is_supervised(process)
        time.sleep(draw.uniform(0.0, 4.5))
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        again = number % 5 == 4
        if again:
            time.sleep(0.15)
            process.send_signal(signal.SIGINT)
            begun = time.monotonic()
        _, err = process.communicate(timeout=60)
        (seconds if again else times).append(time.monotonic() - begun)
        assert process.returncode in (130, 0), err
        assert "Traceback" not in err
        model = tmp_path / str(number) / "model.zip"
        if model.exists():
            read(model)
    first, second = statistics.median(times), statistics.median(seconds)
    figure = (
        f"{MOMENTS} of {MOMENTS}: first Ctrl-C median {first:.2f} s, longest {max(times):.2f} s; "
        f"second median {second:.2f} s, longest {max(seconds):.2f} s"
    )
    print(figure)
    record_property("figure", figure)
    assert max(times) < 2.0
    assert second < 0.5


@pytest.mark.fault(17)
def test_deaths_are_all_told(tmp_path: Path, record_property: Any) -> None:
    def die(number: int) -> bool:
        how = ("exit", "segv", "kill")[number % 3]
        words = ["--epochs", "1", "--quiet", "--out", str(number)]
        process = begin(words, tmp_path, how)
        _, err = process.communicate(timeout=120)
        said = {"exit": "exit code 3", "segv": "hs_err_pid", "kill": "SIGKILL"}[how]
        return process.returncode == 7 and said in err and "Traceback" not in err

    with ThreadPoolExecutor(4) as threads:
        told = sum(threads.map(die, range(DEATHS)))
    record_property("figure", f"{told} of {DEATHS} told with exit 7")
    assert told == DEATHS
