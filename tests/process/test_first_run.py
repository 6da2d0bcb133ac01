"""The machines that tools/first_run.py plays: what they hide, what a newcomer is told there."""

import shutil
import sys
from pathlib import Path

import pytest

from tools import first_run
from tools.first_run import Failed, Machine

COMMAND = Path(sys.executable).with_name("dl4j-bridge")
CONNECT = "import socket; socket.create_connection(('127.0.0.1', 9), 5)"


@pytest.fixture(autouse=True)
def _possible() -> None:
    try:
        first_run.check_tools()
    except first_run.Impossible as reason:
        pytest.skip(str(reason))


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Without Java and network."""
    return Machine(tmp_path, java=False, network=False)


def test_without_java_the_words_for_pip_are_given_before_any_download(bare: Machine) -> None:
    with pytest.raises(Failed, match="ended with 4: ") as caught:
        bare.run(COMMAND, "train", "--epochs", "1")
    assert "No Java 11 to 25" in str(caught.value)
    assert "`pip install 'dl4j-bridge[java]'`" in str(caught.value)
    assert "ownloading" not in str(caught.value)
    with pytest.raises(Failed, match="doctor` ended with 4"):
        bare.run(COMMAND, "doctor")


def test_the_home_is_empty_and_nothing_is_written_elsewhere(bare: Machine) -> None:
    look = "import os, pathlib; print(os.listdir(pathlib.Path.home()), os.environ['PATH'])"
    assert bare.run(sys.executable, "-c", look).split() == ["[]", "/nowhere"]
    home = Path.home() / ".m2"
    if home.is_dir():
        assert (
            bare.run(sys.executable, "-c", f"import os; print(os.listdir({str(home)!r}))") == "[]\n"
        )
        assert list(home.iterdir())


def test_a_machine_with_java_has_the_one_of_this_machine(tmp_path: Path) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("there is no Java on PATH")
    assert Machine(tmp_path, java=True).run(java, "-version") == ""


def test_there_is_no_network(bare: Machine) -> None:
    with pytest.raises(Failed, match="Network is unreachable"):
        bare.run(sys.executable, "-c", CONNECT)
