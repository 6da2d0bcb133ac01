"""`dl4j-bridge evaluate` and `predict` on the model that travels with the project."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dl4j_bridge import datasets

from .conftest import Cli

MODEL = Path(__file__).parents[2] / "models" / "lecture.zip"
TEST = datasets.mnist().test


def png(row: int) -> bytes:
    file = io.BytesIO()
    pixels = (TEST.x[row].reshape(28, 28) * 255).astype(np.uint8)
    Image.fromarray(255 - pixels).resize((280, 280)).save(file, "PNG")
    return file.getvalue()


def test_a_picture_of_a_digit(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "digit.png").write_bytes(png(0))
    done = cli("predict", MODEL, "digit.png")
    assert done.stdout.startswith(f"row 0: class {TEST.labels[0]}   ({TEST.labels[0]}: 9")


def test_standard_input_and_json_and_out(cli: Cli, tmp_path: Path) -> None:
    file = io.BytesIO()
    np.savez(file, x=TEST.x[:5])
    done = cli("predict", MODEL, "-", "--json", "--out", "p.npy", stdin=file.getvalue())
    rows = json.loads(done.stdout)["predictions"]
    assert [row["class"] for row in rows] == TEST.labels[:5].tolist()
    kept = np.load(tmp_path / "p.npy")
    assert kept.shape == (5, 10)
    np.testing.assert_allclose(kept, [row["outputs"] for row in rows])
    piped = cli("predict", MODEL, "-", stdin=png(1))
    assert f"class {TEST.labels[1]}" in piped.stdout


def test_evaluate_gives_the_confusion_matrix(cli: Cli) -> None:
    result = json.loads(cli("evaluate", MODEL, "--json").stdout)
    assert result["accuracy"] == pytest.approx(0.972, abs=0.001)
    confusion = np.array(result["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.trace() == round(result["accuracy"] * 10_000)
    text = cli("evaluate", MODEL).stdout
    assert "Accuracy  97.2" in text
    assert "true class" in text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["predict", "missing.zip", "digit.png"], 3, "missing.zip"),
        (["predict", MODEL, "missing.png"], 3, "missing.png"),
        (["predict", MODEL, "wide.npy"], 3, "784"),
        (["predict", MODEL, "-"], 3, "standard input: empty"),
        (["evaluate", "broken.zip"], 5, "broken.zip"),
        (["evaluate", "text.zip"], 3, "text.zip"),
        (["evaluate", MODEL, "--data", "iris"], 3, "784"),
        (["evaluate", MODEL, "--data", "mist"], 3, "mnist"),
        (["evaluate"], 2, "MODEL"),
        (["inspect", "missing.zip"], 3, "missing.zip"),
    ],
)
def test_wrong_words_end_with_code_and_reason(
    cli: Cli, tmp_path: Path, words, code: int, message: str
) -> None:
    np.save(tmp_path / "wide.npy", np.zeros((2, 5)))
    (tmp_path / "broken.zip").write_bytes(MODEL.read_bytes()[:-30])
    (tmp_path / "text.zip").write_text("no zip")
    done = cli(*words, stdin=b"")
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
