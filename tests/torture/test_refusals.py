"""What cannot be is refused at once, by the command as a user has it."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import COMMAND
from tests.cli.test_configuration_files import WRONG
from tests.process import test_unfit_java as unfit
from tests.process.test_unfit_java import commands

__all__ = ["commands"]

Record = Callable[[str, object], None]
TIMES = 3


@pytest.mark.alone
@pytest.mark.fault(14)
@pytest.mark.skipif(sys.platform != "linux", reason="fakes Linux's Javas")
def test_an_unfit_java(tmp_path: Path, commands: Path, record_property: Record) -> None:
    taken = []
    for make, _ in unfit.UNFIT:
        (tmp_path / make.__name__).mkdir()
        home = make(tmp_path / make.__name__)

        ends = [unfit.train(home, tmp_path, PATH=str(commands)) for _ in range(TIMES)]
        assert [done.returncode for done, _ in ends] == [4] * TIMES
        taken.append(min(seconds for _, seconds in ends))
    figure = f"{len(taken)} Javas: exit 4, the slowest after {max(taken):.2f} s of CPU"
    record_property("figure", figure)
    assert max(taken) < 2.0


@pytest.mark.alone
@pytest.mark.fault(26)
def test_a_wrong_configuration_file(tmp_path: Path, record_property: Record) -> None:
    with (tmp_path / "large.toml").open("wb") as file:
        file.truncate(100_000_000)
    for number, (content, _) in enumerate(WRONG.values()):
        (tmp_path / f"{number}.toml").write_bytes(content)
    taken = []
    for path in tmp_path.glob("*.toml"):
        times = []
        for _ in range(TIMES):
            begun = time.perf_counter()
            done = subprocess.run([COMMAND, "train", "--config", path], capture_output=True)
            times.append(time.perf_counter() - begun)
            assert done.returncode == 2
        taken.append(min(times))
    record_property("figure", f"{len(taken)} files: exit 2, the slowest in {max(taken):.2f} s")
    assert max(taken) < 1.0
