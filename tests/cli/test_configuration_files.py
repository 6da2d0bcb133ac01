"""Configuration files that are wrong in every way: one line says what, with exit code 2."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dl4j_bridge.cli import outcome

BASE = b'preset = "lecture"\n'
WRONG = {
    "an unknown key": (BASE + b"epoch = 3", "no setting 'epoch'. Did you mean 'epochs'?"),
    "an unknown key of the updater": (
        BASE + b'[updater]\ntype = "Adam"\nlearningrate = 1',
        "no 'learningrate'",
    ),
    "an unknown updater": (BASE + b'[updater]\ntype = "Nadm"', "Did you mean 'Nadam'?"),
    "an unknown preset": (b'preset = "lectur"', "Did you mean 'lecture'?"),
    "a text for a number": (BASE + b'epochs = "3"', "epochs is '3'"),
    "a date": (BASE + b"epochs = 1979-05-27", "epochs is datetime.date(1979, 5, 27)"),
    "a table for a number": (BASE + b"[seed]\na = 1", "seed is {'a': 1}"),
    "a number for a table": (BASE + b"updater = 3", "updater must be a table with a type"),
    "a number for tables": (BASE + b"layers = [1]", "layers must be tables"),
    "a number for distortions": (BASE + b"augment = 3", "augment"),
    "a list for a name": (BASE + b"name = ['a']", "name is ['a']"),
    "a number of 5,000 digits": (BASE + b"seed = " + b"9" * 5000, "no valid TOML"),
    "a key twice": (BASE + b"epochs = 1\nepochs = 2", "no valid TOML"),
    "arrays 100,000 deep": (BASE + b"seed = " + b"[" * 100_000, "nested too deeply"),
    "tables 100,000 deep": (BASE + b"seed = " + b"{a=" * 100_000, "nested too deeply"),
    "bytes that are no text": (b"\xff\xfe", "cannot be read as a text file"),
    "a NUL byte": (BASE + b"\0", "no valid TOML"),
    "nothing": (b"", "is missing; set it, or start from a preset"),
}

Run = Callable[[Path], tuple[int, str]]


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `train --config FILE` in this process; exit code with what it says."""

    def run(path: Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dl4j-bridge", "train", "--config", str(path)])
        return outcome.ended(), capsys.readouterr().err

    return run


@pytest.mark.fault(26)
@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_in_one_line(name: str, tmp_path: Path, train: Run) -> None:
    content, words = WRONG[name]
    path = tmp_path / "course.toml"
    path.write_bytes(content)
    code, said = train(path)
    assert code == 2
    assert said.startswith("Error: ")
    assert words in said
    assert said.count("\n") == 1


@pytest.mark.fault(26)
def test_no_file_a_folder_and_a_device_are_refused(tmp_path: Path, train: Run) -> None:
    for path in (tmp_path / "none.toml", tmp_path, Path("/dev/zero"), tmp_path / ("x" * 300)):
        code, said = train(path)
        assert code == 2
        assert said.count("\n") == 1 or "Usage:" in said


@pytest.mark.fault(26)
def test_a_hundred_megabytes_are_not_read(
    tmp_path: Path, train: Run, record_property: Callable[[str, object], None]
) -> None:
    path = tmp_path / "large.toml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    started = time.perf_counter()
    code, said = train(path)
    seconds = time.perf_counter() - started
    assert code == 2
    assert "too many for an experiment" in said
    assert seconds < 5
    record_property("figure", f"100 MB: refused in {seconds:.3f} s")
