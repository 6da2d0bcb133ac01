"""This package as a contender."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import networks
from dl4j_bridge.experiment import Setting
from dl4j_bridge.jvm import environment

from ..workloads import Mode, Network
from .serve import Floats, serve

_CONVOLUTION: dict[str, Setting] = {
    "kernelSize": (5, 5),
    "stride": (1, 1),
    "activation": "IDENTITY",
}
_POOLING: dict[str, Setting] = {"poolingType": "MAX", "kernelSize": (2, 2), "stride": (2, 2)}


class Ours:
    """`bridge.fit` and `bridge.predict`, as a user calls them."""

    def __init__(self) -> None:
        self._network: Any = None
        self._rows: tuple[Floats, Floats]
        self._batch = 0
        self._accelerate: Mode = "auto"

    def prepare(self, network: Network, x: Floats, labels: npt.NDArray[np.int64]) -> None:
        """Build the network with the package's own experiment."""
        self._network = networks.build(experiment(network), datasets.mnist())
        self._rows = x, np.eye(10, dtype=np.float32)[labels]
        self._batch, self._accelerate = network.batch, network.accelerate

    def train(self) -> None:
        """One epoch of `bridge.fit`, with its scores and its shuffling."""
        bridge.fit(
            self._network,
            self._rows,
            batch_size=self._batch,
            progress=False,
            accelerate=self._accelerate,
        )

    def predict(self, x: Floats) -> Floats:
        """`bridge.predict` from numpy to numpy."""
        return bridge.predict(self._network, x)

    def convert(self, x: Floats) -> object:
        """`bridge.to_nd4j`."""
        return bridge.to_nd4j(x)


def experiment(network: Network) -> bridge.Experiment:
    """A network of the bench as an experiment."""
    layers = []
    for channels in network.channels:
        layers.append(bridge.Layer("ConvolutionLayer", {**_CONVOLUTION, "nOut": channels}))
        layers.append(bridge.Layer("SubsamplingLayer", _POOLING))
    for units in network.hidden:
        layers.append(bridge.Layer("DenseLayer", {"nOut": units, "activation": "RELU"}))
    output = {"activation": "SOFTMAX", "lossFunction": "NEGATIVELOGLIKELIHOOD"}
    rate = {"learningRate": network.learning_rate}
    return bridge.Experiment(
        name="bench",
        layers=(*layers, bridge.Layer("OutputLayer", output)),
        updater=bridge.Updater("Adam", rate)
        if network.channels
        else bridge.Updater("Nesterovs", {**rate, "momentum": 0.9}),
        l2=network.l2,
        batch_size=network.batch,
    )


def versions() -> dict[str, str]:
    """What was measured; starts the JVM."""
    names = ("deeplearning4j", "native", "java", "jpype", "numpy", "python")
    facts = environment.describe()
    return {"dl4j-bridge": version("dl4j-bridge"), **{name: str(facts[name]) for name in names}}


if __name__ == "__main__":
    serve(Ours(), versions())
