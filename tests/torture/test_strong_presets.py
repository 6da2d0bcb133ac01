"""What a card in models/ says is what its preset gives: LeNet, all epochs."""

import re
from pathlib import Path

import dl4j_bridge as bridge
from dl4j_bridge.lab.running import run

CARDS = Path(__file__).parents[2] / "models" / "README.md"


def test_lenet_strong_is_trained_again(tmp_path: Path) -> None:
    done = run(bridge.preset("lenet-strong"), tmp_path / "run")
    assert done.evaluation is not None
    print(f"{done.evaluation.accuracy:.2%} after {len(done.history)} epochs", flush=True)
    card = CARDS.read_text(encoding="utf-8").partition("## lenet-strong")[2]
    said = re.search(r"test accuracy of the file \| ([\d.]+)%", card)
    assert said
    # Another processor rounds otherwise, which counts like another seed.
    assert abs(100 * done.evaluation.accuracy - float(said[1])) < 0.2
