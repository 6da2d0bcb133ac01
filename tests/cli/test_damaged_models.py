"""Damaged model files as a user meets them: an exit code, one line, nothing on standard output."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.modelfiles import WEIGHTS, array, mlp, saved, zipped

from .conftest import Cli

DIVERGED = np.where(np.arange(23) == 4, np.float32("nan"), WEIGHTS)
FILES = {
    "text": (b"weights", 3),
    "cut": (zipped(mlp())[:-40], 5),
    "of 2^40 numbers": (zipped(mlp(coefficients=array(WEIGHTS, length=1 << 40))), 5),
    "an object": (zipped({**mlp(), "preprocessor.bin": b"\xac\xed\0\5"}), 5),
    "diverged": (zipped(mlp(coefficients=array(DIVERGED, (1, 23)))), 6),
}


@pytest.mark.fault(2)
@pytest.mark.parametrize("name", FILES)
def test_exit_code_and_one_line(cli: Cli, tmp_path: Path, name: str) -> None:
    content, code = FILES[name]
    saved(tmp_path, content)
    np.save(tmp_path / "x.npy", np.ones((2, 4), np.float32))
    for words in (("predict", "model.zip", "x.npy"), ("evaluate", "model.zip", "--data", "iris")):
        done = cli(*words)
        assert (done.returncode, done.stdout) == (code, "")
        [error] = done.stderr.splitlines()
        assert error.startswith("Error: ")
        assert "model.zip" in error
    shown = cli("inspect", "model.zip", "--json")
    # A look is allowed at what diverged; it says so.
    assert shown.returncode == (0 if code == 6 else code)
    told = json.loads(shown.stdout)
    assert told["ok"] == (code == 6)
    assert code != 6 or "1 of 23 parameters are NaN" in told["warnings"][0]
