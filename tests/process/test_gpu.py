"""The lecture's network on a graphics card, against the processor; `make gpu-test`."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.jvm.cuda.choice import automatic
from dl4j_bridge.jvm.cuda.finding import find
from dl4j_bridge.jvm.cuda.rule import judge

# Both begin with the processor's weights: the generators of the two need not agree.
_PROGRAM = """
import dataclasses, sys
import numpy as np
import jpype
import dl4j_bridge as d
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import networks, prediction, resuming, training

begin, end, expected = sys.argv[1:]
data = datasets.load("digits")
network = networks.build(dataclasses.replace(d.preset("lecture"), data="digits"), data)
kind = str(jpype.JClass("org.nd4j.linalg.factory.Nd4j").getExecutioner().type())
assert kind == expected, kind
if expected == "CUDA":
    resuming.assign(network.params(), np.load(begin))
else:
    np.save(begin, resuming.values(network.params()))
images = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
assert np.array_equal(d.to_numpy(d.to_nd4j(images[:, ::-1]).mul(2.0)), 2 * images[:, ::-1])
history = training.fit(network, data, epochs=3, batch_size=100, progress=False)
np.savez(end, parameters=resuming.values(network.params()), scores=list(history.scores),
         outputs=prediction.predict(network, data.test.x, batch_size=100))
"""


def trained(folder: Path, backend: str, executioner: str) -> dict[str, np.ndarray]:
    end = folder / f"{executioner}.npz"
    command = [sys.executable, "-c", _PROGRAM, folder / "begin.npy", end, executioner]
    environment = {**os.environ, "DL4J_BRIDGE_BACKEND": backend}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return dict(np.load(end))


@pytest.mark.gpu
def test_a_card_trains_as_the_processor_does(tmp_path: Path) -> None:
    backend, why = automatic()
    if backend == "cpu":
        pytest.skip(f"no card to train on: {why}")
    processor = trained(tmp_path, "cpu", "NATIVE_CPU")
    card = trained(tmp_path, backend, "CUDA")
    for name, tolerance in (("scores", 1e-3), ("parameters", 1e-3), ("outputs", 1e-2)):
        np.testing.assert_allclose(card[name], processor[name], rtol=tolerance, atol=tolerance)


_ON_SEVERAL = """
import dataclasses, sys
import dl4j_bridge as d
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import networks, training

data = datasets.load("digits")
network = networks.build(dataclasses.replace(d.preset("lecture"), data="digits"), data)
history = training.fit(network, data, epochs=40, batch_size=50, workers=int(sys.argv[1]),
                       averaging=1, progress=False)
assert {row["workers"] for row in history} == {int(sys.argv[1])}
assert history[-1]["test_accuracy"] > 0.85, history[-1]
"""


@pytest.mark.gpu
def test_several_cards_train_one_network() -> None:
    backend, why = automatic()
    if backend == "cpu":
        pytest.skip(f"no card to train on: {why}")
    cards = len(judge(find()).usable)
    if cards < 2:
        pytest.skip("there is one card only")
    command = [sys.executable, "-c", _ON_SEVERAL, str(cards)]
    environment = {**os.environ, "DL4J_BRIDGE_BACKEND": backend}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
