"""`dl4j-bridge weights`: out of a model file and into a new one."""

import json
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge import modelfile

from .conftest import Cli

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"


@pytest.mark.parametrize("suffix", ["npz", "safetensors"])
def test_out_and_in(cli: Cli, tmp_path: Path, suffix: str) -> None:
    done = cli("weights", "export", MODEL, f"w.{suffix}", "--json")
    told = json.loads(done.stdout)
    assert (told["schema"], told["ok"], told["parameters"]) == (1, True, 795_010)
    assert told["arrays"][0] == {"name": "0_W", "shape": [784, 1000], "dtype": "float32"}
    done = cli("weights", "import", MODEL, f"w.{suffix}", "-o", "new.zip")
    assert (done.stdout, done.stderr, done.returncode) == ("new.zip\n", "", 0)
    old, new = modelfile.read(MODEL), modelfile.read(tmp_path / "new.zip")
    assert new.flat().tobytes() == old.flat().tobytes()
    assert new.details["weights"] == f"w.{suffix}"


def test_wrong_words_and_files(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "there.npz").write_bytes(b"")
    np.savez(tmp_path / "other.npz", x=np.zeros(3, np.float32))
    for words, code, message in [
        (("export", MODEL, "there.npz"), 2, "exists already"),
        (("export", MODEL, "w.txt"), 2, ".safetensors"),
        (("export", "none.zip", "w.npz"), 3, "none.zip"),
        (("export", MODEL, "none/w.npz"), 3, "none/w.npz"),
        (("import", MODEL, "there.npz", "-o", "new.zip"), 3, "is no .npz file"),
        (("import", MODEL, "other.npz", "-o", "new.zip"), 3, "lack '0_W', '0_b', '1_W', '1_b'"),
        (("import", MODEL, MODEL, "-o", "new.zip"), 2, "does not end in"),
        (("import", MODEL, "other.npz"), 2, "--out"),
    ]:
        done = cli("weights", *words)
        assert (done.returncode, done.stdout) == (code, ""), words
        assert message in done.stderr
    assert not (tmp_path / "new.zip").exists()
