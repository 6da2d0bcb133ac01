"""What is said of presets is so."""

import hashlib
import re
from pathlib import Path

import pytest

from dl4j_bridge.presets import PRESETS

ROOT = Path(__file__).parents[2]
CARDS = (ROOT / "models" / "README.md").read_text(encoding="utf-8").split("\n## ")[1:]


@pytest.mark.parametrize("name", PRESETS)
def test_the_page_names_every_preset(name: str) -> None:
    assert f"| `{name}` |" in (ROOT / "docs" / "presets.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["lenet-strong", "mlp-strong", "mlp-augmented", "cnn-strong"])
def test_a_strong_preset_ends_with_a_small_rate(name: str) -> None:
    experiment = PRESETS[name]
    assert experiment.schedule is not None
    initial = experiment.updater.hyper_parameters["learningRate"]
    assert experiment.schedule.rates(initial, experiment.epochs)[-1] < 0.05 * initial
    # What was chosen with a validation split is trained on all rows.
    assert experiment.validation == 0


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.split("\n")[0])
def test_a_card_is_that_of_its_file(card: str) -> None:
    name = card.split("\n")[0]
    assert name in PRESETS
    model = (ROOT / "models" / f"{name}.zip").read_bytes()
    assert f"SHA-256 `{hashlib.sha256(model).hexdigest()}`" in card
    assert len(model) <= 5_000_000
    assert f"{PRESETS[name].epochs} epochs" in card


def test_every_model_has_a_card() -> None:
    models = {path.stem for path in (ROOT / "models").glob("*.zip")}
    assert models == {card.split("\n")[0] for card in CARDS}


def test_accuracies_of_seeds_agree_with_their_mean() -> None:
    for card in CARDS:
        seeds = re.search(r"of (\d+) seeds \| ([\d.]+)% ± [\d.]+% \((.*)\)", card)
        if seeds:
            accuracies = [float(number) for number in seeds[3].split(", ")]
            assert len(accuracies) == int(seeds[1])
            assert sum(accuracies) / len(accuracies) == pytest.approx(float(seeds[2]), abs=0.006)
