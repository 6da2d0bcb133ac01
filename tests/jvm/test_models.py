"""The models that travel with the project are what their cards say."""

import hashlib
import re
from pathlib import Path

import pytest

import dl4j_bridge as bridge

MODELS = Path(__file__).parents[2] / "models"
CARDS = (MODELS / "README.md").read_text(encoding="utf-8").split("\n## ")[1:]


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.split("\n")[0])
def test_the_card_is_true(card: str) -> None:
    path = MODELS / f"{card.splitlines()[0]}.zip"
    assert hashlib.sha256(path.read_bytes()).hexdigest() in card
    network = bridge.load(path)
    accuracy = re.search(r"test accuracy(?: of the file)? \| ([\d.]+)%", card)
    assert accuracy
    # Another native library may decide a digit or two differently.
    measured = bridge.evaluate(network, bridge.datasets.mnist()).accuracy
    assert measured * 100 == pytest.approx(float(accuracy[1]), abs=0.03)
    assert f"{network.numParams():,} parameters" in card


def test_every_model_has_a_card() -> None:
    assert {path.stem for path in MODELS.glob("*.zip")} == {card.splitlines()[0] for card in CARDS}
