"""Keras 3 as a contender, on the backend that `KERAS_BACKEND` names."""

from __future__ import annotations

import keras
import numpy as np
import numpy.typing as npt

from ..workloads import Network
from .serve import Floats, serve


class Keras:
    """`fit` and `predict` of a compiled Sequential model."""

    def prepare(self, network: Network, x: Floats, labels: npt.NDArray[np.int64]) -> None:
        """Build the network and compile it."""
        rate = network.learning_rate
        self._model = sequential(network)
        self._model.compile(
            optimizer=keras.optimizers.Adam(rate)
            if network.channels
            else keras.optimizers.SGD(rate, momentum=0.9, nesterov=True),
            loss="sparse_categorical_crossentropy",
        )
        self._x, self._labels, self._batch = x, labels, network.batch

    def train(self) -> None:
        """One epoch in a new order."""
        self._model.fit(self._x, self._labels, batch_size=self._batch, verbose=0)

    def predict(self, x: Floats) -> Floats:
        """The output of all rows, a thousand at a time."""
        outputs: Floats = self._model.predict(x, batch_size=1000, verbose=0)
        return outputs

    def convert(self, x: Floats) -> object:
        """`keras.ops.convert_to_tensor`."""
        return keras.ops.convert_to_tensor(x)


def sequential(network: Network) -> keras.Sequential:
    """A network of the bench as layers that end in a softmax."""
    # Keras adds l2 times the sum of squares, Deeplearning4j half of it.
    l2 = keras.regularizers.L2(network.l2 / 2)
    model = keras.Sequential([keras.Input((784,))])
    if network.channels:
        model.add(keras.layers.Reshape((28, 28, 1)))
    for channels in network.channels:
        model.add(keras.layers.Conv2D(channels, 5, kernel_regularizer=l2))
        model.add(keras.layers.MaxPooling2D())
    model.add(keras.layers.Flatten())
    for units in network.hidden:
        model.add(keras.layers.Dense(units, "relu", kernel_regularizer=l2))
    model.add(keras.layers.Dense(10, "softmax", kernel_regularizer=l2))
    return model


if __name__ == "__main__":
    serve(Keras(), {"keras": keras.__version__, "keras backend": keras.backend.backend()})
