"""The same seed in another process: the same bits."""

import os
import subprocess
import sys
from collections.abc import Sequence

import pytest

# Dropout draws numbers in each iteration; the convolution is accelerated up to rounding.
CHILD = """
import hashlib
import numpy as np
import dl4j_bridge as bridge
from dl4j_bridge.dl4j import networks
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.updaters import Updater

data = bridge.datasets.load("digits")
softmax = Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"})
dense = Layer("DenseLayer", {"nOut": 40, "activation": "RELU"})
dropping = Layer("DenseLayer", {"nOut": 40, "activation": "RELU", "dropOut": 0.5})
convolution = Layer("ConvolutionLayer", {"kernelSize": (3, 3), "nOut": 6, "activation": "RELU"})
digest = hashlib.sha256()
for layers in ((dense,), (dropping,), (convolution, dense)):
    experiment = Experiment(
        name="small", layers=(*layers, softmax), updater=Updater("Adam", {"learningRate": 0.01})
    )
    network = networks.build(experiment, data)
    history = bridge.fit(network, data.train, epochs=2, batch_size=50, seed=7, progress=False)
    digest.update(np.array(network.params()).tobytes())
    digest.update(bridge.predict(network, data.test.x).tobytes())
print(digest.hexdigest())
"""


def digests(environments: Sequence[dict[str, str]]) -> list[str]:
    """What runs in processes of their own make: a digest of parameters and outputs each."""
    return [_digest(environment) for environment in environments]


def _digest(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", CHILD],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.fault(28)
def test_three_processes_train_the_same_networks() -> None:
    found = digests([{"DL4J_BRIDGE_THREADS": threads} for threads in ("1", "1", "2")])
    assert len(set(found)) == 1, found
