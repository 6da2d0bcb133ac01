"""What a card in models/ says of its file and its preset is so."""

import dataclasses
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge.jvm import start
from dl4j_bridge.lab.running import run

MODELS = Path(__file__).parents[2] / "models"
CARDS = (MODELS / "README.md").read_text(encoding="utf-8")
# Of twelve epochs; a diverged or stuck network stays far below.
EPOCHS, LEAST = 2, 0.985


def said(name: str, pattern: str) -> str:
    """What a model's card says."""
    card = CARDS.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    found = re.search(pattern, card)
    assert found, f"{name}: no {pattern}"
    return found[1]


@pytest.mark.parametrize("path", sorted(MODELS.glob("*.zip")), ids=lambda path: path.stem)
def test_a_file_is_what_its_card_says(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert digest == said(path.stem, r"SHA-256 `(\w+)`")
    found = bridge.evaluate(bridge.load(path), bridge.datasets.mnist()).accuracy
    assert f"{found:.2%}" == said(path.stem, r"test accuracy of the file \| ([\d.]+%)")


@pytest.mark.fault(28)
def test_the_lecture_is_trained_again(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    done = run(bridge.preset("lecture"), tmp_path / "run")
    again = bridge.load(tmp_path / "run" / "model.zip")
    shipped = np.array(bridge.load(MODELS / "lecture.zip").params())
    equal = np.array_equal(np.array(again.params()), shipped)
    assert done.evaluation is not None
    print(f"lecture: {done.evaluation.accuracy:.2%}, same bits: {equal}", flush=True)
    if start.ensure().backend in said("lecture", r"made with \| (.*) \|"):
        record_property("figure", "15 epochs of MNIST give the bits of models/lecture.zip")
        assert equal
    # Another library rounds otherwise, which counts like another seed.
    card = float(said("lecture", r"test accuracy of the file \| ([\d.]+)%"))
    assert abs(100 * done.evaluation.accuracy - card) < 0.3


def test_lenet_strong_learns_as_it_did(tmp_path: Path) -> None:
    experiment = dataclasses.replace(bridge.preset("lenet-strong"), epochs=EPOCHS)
    done = run(experiment, tmp_path / "run")
    assert done.evaluation is not None
    print(f"lenet-strong, {EPOCHS} epochs: {done.evaluation.accuracy:.2%}", flush=True)
    assert done.evaluation.accuracy > LEAST
