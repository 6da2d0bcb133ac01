"""A process that trains a small network and says what it got."""

from __future__ import annotations

import hashlib
import json
import os
import sys

import numpy as np
import numpy.typing as npt

from ... import datasets
from ...datasets import Split
from ...dl4j import networks
from ...dl4j.arrays import to_numpy
from ...dl4j.training import fit
from ...errors import BridgeError
from ...experiment import Experiment, Layer
from ...jvm.environment import describe
from ...updaters import Updater

_ROWS, _EPOCHS, _BATCH, _UNITS, _RATE = 512, 20, 128, 32, 0.5
_EXPERIMENT = Experiment(
    name="self-test",
    layers=(
        Layer("DenseLayer", {"nOut": _UNITS, "activation": "RELU"}),
        Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"}),
    ),
    updater=Updater("Sgd", {"learningRate": _RATE}),
    data="digits",
)
_Array = npt.NDArray[np.float64]


def main() -> int:
    """Train, answer in JSON; what libraries print goes to standard error."""
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        print(json.dumps(_trained()), file=answer, flush=True)
    except BridgeError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        return error.exit_code
    return 0


def _trained() -> dict[str, object]:
    data = datasets.digits()
    rows = data.train.take(_ROWS)
    network = networks.build(_EXPERIMENT, data)
    begin = to_numpy(network.params()).astype(np.float64).ravel()
    fit(network, rows, epochs=_EPOCHS, batch_size=_BATCH, shuffle=False, progress=False,
        accelerate="exact")  # fmt: skip
    parameters = to_numpy(network.params()).ravel()
    expected = in_float64(begin, rows)
    facts = describe()
    return {
        "sha256": hashlib.sha256(parameters.astype("<f4").tobytes()).hexdigest(),
        "deviation": float(np.max(np.abs(parameters - expected))),
        "accuracy": _accuracy(parameters, rows),
        "native": facts["native"],
        "blas": facts["blas"],
    }


def in_float64(parameters: _Array, rows: Split) -> _Array:
    """The same steps of gradient descent in numpy.

    Args:
        parameters: float64, as DL4J lays them out: each layer's weights column by column, then
            its biases.
        rows: x of shape (n, features), y of shape (n, classes).
    """
    flat = parameters
    x, y = rows.x.astype(np.float64), rows.y.astype(np.float64)
    for _ in range(_EPOCHS):
        for first in range(0, len(x), _BATCH):
            batch = slice(first, first + _BATCH)
            flat = flat - _RATE * _gradient(flat, x[batch], y[batch])
    return flat


def _gradient(flat: _Array, x: _Array, y: _Array) -> _Array:
    hidden, output = _layers(flat, x, y.shape[1])
    error = (output - y) / len(x)
    back = (error @ _second(flat, x.shape[1], y.shape[1]).T) * (hidden > 0)
    parts = [x.T @ back, back.sum(0), hidden.T @ error, error.sum(0)]
    return np.concatenate([part.ravel("F") for part in parts])


def _layers(flat: _Array, x: _Array, classes: int) -> tuple[_Array, _Array]:
    inputs = x.shape[1]
    first = flat[: inputs * _UNITS].reshape(inputs, _UNITS, order="F")
    hidden = np.maximum(x @ first + flat[inputs * _UNITS :][:_UNITS], 0)
    raised = np.exp(hidden @ _second(flat, inputs, classes) + flat[-classes:])
    return hidden, raised / raised.sum(1, keepdims=True)


def _second(flat: _Array, inputs: int, classes: int) -> _Array:
    begin = (inputs + 1) * _UNITS
    return flat[begin : begin + _UNITS * classes].reshape(_UNITS, classes, order="F")


def _accuracy(parameters: npt.NDArray[np.float32], rows: Split) -> float:
    _, output = _layers(parameters.astype(np.float64), rows.x.astype(np.float64), rows.y.shape[1])
    return float(np.mean(output.argmax(1) == rows.y.argmax(1)))


if __name__ == "__main__":
    sys.exit(main())
