"""A trained network looked at: what it is made of, what it gives for its test data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import modelfile
from ..datasets import Dataset, Split
from ..dl4j import models
from ..dl4j.activations import activations
from ..dl4j.prediction import predict
from ..evaluation import Evaluation
from ..jvm import start

Array = npt.NDArray[Any]
_PROBED = 500  # rows whose activations are in memory at once
_TRAINING_ROWS = 10_000


@dataclass(frozen=True, eq=False)
class Look:
    """What can be seen of a network without Java.

    Attributes:
        model: its file.
        data: whose test half it was shown.
        outputs: for the test rows, shape (n, outputs).
        layers: outputs of each layer by its key, for the first 500 of them.
        training: share of right answers on (at most 10,000) training rows; None for regression.
        predict: gives its outputs for other rows.
    """

    model: modelfile.ModelFile
    data: Dataset
    outputs: Array
    layers: Mapping[str, Array]
    training: float | None
    predict: Callable[[Array], Array]

    @property
    def labels(self) -> npt.NDArray[np.int64]:
        """True classes of the test rows, shape (n,)."""
        return self.data.test.labels.astype(np.int64)

    @property
    def evaluation(self) -> Evaluation | None:
        """On the test rows; None for regression."""
        if not self.data.classes:
            return None
        return Evaluation.of(self.labels, self.outputs, self.data.classes)

    @property
    def has_probabilities(self) -> bool:
        """Whether the outputs are probabilities of classes, as a softmax gives them."""
        sums = self.outputs.sum(axis=1)
        return bool(self.data.classes and self.outputs.min() >= 0 and np.abs(sums - 1).max() < 1e-3)


def look(path: Path, data: Dataset, learnt: Split | None = None) -> Look:
    """Load a saved network, show it a data set.

    Args:
        path: of the network.
        data: whose test half it is shown.
        learnt: the rows it was trained on; None takes the training half.

    Raises:
        DataError: the file cannot be read, or the data do not fit it.
        ModelFileError: the file is damaged, or could run code.
        SetupError: there is no Java.
    """
    model = modelfile.read(path)
    start.ensure()
    network = models.restore(model)

    def asked(x: Array) -> Array:
        return _by_class(predict(network, x))

    training = None
    if data.classes:
        learnt = learnt or data.train
        rows = learnt.take(min(_TRAINING_ROWS, len(learnt)))
        training = float((asked(rows.x).argmax(axis=1) == rows.labels).mean())
    outputs = asked(data.test.x) if data.classes else predict(network, data.test.x)
    seen = activations(network, data.test.x[:_PROBED])
    layers = {row.key: values for row, values in zip(model.layers, seen, strict=True)}
    return Look(model, data, outputs, layers, training, asked)


def _by_class(outputs: Array) -> Array:
    """One column a class; a single output is the probability of class 1."""
    return np.hstack([1 - outputs, outputs]) if outputs.shape[1] == 1 else outputs
