"""The model in models/ is what its preset trains: LeNet, all epochs, to the bit."""

import dataclasses
from pathlib import Path

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge.lab.running import run

MODEL = Path(__file__).parents[2] / "models" / "lenet-strong.zip"


def test_lenet_strong_is_trained_again(tmp_path: Path) -> None:
    done = run(dataclasses.replace(bridge.preset("lenet-strong")), tmp_path / "run")
    assert done.evaluation is not None
    print(f"{done.evaluation.accuracy:.2%} after {len(done.history)} epochs", flush=True)
    assert done.evaluation.accuracy > 0.99
    ours, kept = (np.array(bridge.load(path).params()) for path in (done.model, MODEL))
    np.testing.assert_allclose(ours, kept, atol=1e-4)
