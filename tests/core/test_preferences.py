"""The backend that was chosen once for all runs."""

from pathlib import Path

import pytest

from dl4j_bridge.errors import UsageError
from dl4j_bridge.jvm.machine import Limits, Machine
from dl4j_bridge.jvm.settings import decide
from dl4j_bridge.jvm.tuned import Tuned, remember
from dl4j_bridge.preferences import prefer_backend, preferences_file, preferred_backend

FOUR = Machine("A Processor", 4, 4, 8 << 30, Limits())


@pytest.fixture(autouse=True)
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DL4J_BRIDGE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("DL4J_BRIDGE_CONFIG", str(tmp_path / "config" / "config.toml"))
    return preferences_file()


def test_chosen_and_forgotten(file: Path) -> None:
    assert preferred_backend() is None
    assert prefer_backend("cpu-mkl") == file
    file.write_text(file.read_text() + "later = 1\n")
    assert preferred_backend() == "cpu-mkl"
    prefer_backend(None)
    assert preferred_backend() is None
    assert file.read_text() == "later = 1\n"
    assert list(file.parent.iterdir()) == [file]


def test_who_decides(file: Path) -> None:
    remember(FOUR, Tuned("cpu-openblas", 3, 0.8, "2025-01-31"))
    prefer_backend("cpu-mkl")
    chosen = decide(machine=FOUR, variables={}).backend
    assert (chosen.value, chosen.source) == ("cpu-mkl", "chosen")
    assert str(file) in chosen.why
    named = decide(machine=FOUR, variables={"DL4J_BRIDGE_BACKEND": "cpu"}).backend
    assert (named.value, named.source) == ("cpu", "variable")
    assert decide("x", machine=FOUR, variables={}).backend.value == "x"
    prefer_backend(None)
    assert decide(machine=FOUR, variables={}).backend.source == "tuned"


@pytest.mark.parametrize("content", ["backend =", "backend = 3", 'backend = ""', "\xff"])
def test_a_file_that_is_no_good(file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, "latin-1")
    with pytest.raises(UsageError, match=r"config.toml.*Correct the file, or delete it"):
        preferred_backend()
