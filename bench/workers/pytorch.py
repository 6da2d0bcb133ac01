"""PyTorch as a contender."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from ..workloads import Network
from .serve import Floats, serve


class PyTorch:
    """The usual training loop in eager mode, with data in memory."""

    def prepare(self, network: Network, x: Floats, labels: npt.NDArray[np.int64]) -> None:
        """Build the network and its optimizer."""
        self._network = sequential(network)
        self._x, self._labels = torch.from_numpy(x), torch.from_numpy(labels)
        self._batch = network.batch
        parameters = self._network.parameters()
        rate, decay = network.learning_rate, network.l2
        self._optimizer = (
            torch.optim.Adam(parameters, rate, weight_decay=decay)
            if network.channels
            else torch.optim.SGD(parameters, rate, 0.9, weight_decay=decay, nesterov=True)
        )

    def train(self) -> None:
        """One epoch in a new order; each iteration's score is read, as Deeplearning4j does."""
        for rows in torch.randperm(len(self._x)).split(self._batch):
            self._optimizer.zero_grad()
            loss = nn.functional.cross_entropy(self._network(self._x[rows]), self._labels[rows])
            loss.backward()
            self._optimizer.step()
            loss.item()

    def predict(self, x: Floats) -> Floats:
        """The softmax of all rows at once."""
        with torch.inference_mode():
            outputs: Floats = self._network(torch.from_numpy(x)).softmax(1).numpy()
        return outputs

    def convert(self, x: Floats) -> object:
        """`torch.from_numpy`."""
        return torch.from_numpy(x)


def sequential(network: Network) -> Any:
    """A network of the bench as modules that end in the logits."""
    layers: list[Any] = [nn.Unflatten(1, (1, 28, 28))] if network.channels else []
    before, side = 1, 28
    for channels in network.channels:
        layers += [nn.Conv2d(before, channels, 5), nn.MaxPool2d(2)]
        before, side = channels, (side - 4) // 2
    layers.append(nn.Flatten())
    inputs = before * side * side
    for units in network.hidden:
        layers += [nn.Linear(inputs, units), nn.ReLU()]
        inputs = units
    return nn.Sequential(*layers, nn.Linear(inputs, 10))


if __name__ == "__main__":
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    serve(PyTorch(), {"torch": torch.__version__})
