"""What a trained network says: outputs, evaluation."""

from __future__ import annotations

from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..datasets import Dataset, Split
from ..errors import ArrayError, UsageError
from ..evaluation import Evaluation
from ..jvm import start
from ..jvm.exceptions import java_errors
from . import inputs
from .arrays import to_nd4j, to_numpy


def predict(network: Any, x: inputs.Arrays, *, batch_size: int = 1000) -> npt.NDArray[Any]:
    """Output of a network for each row.

    Args:
        network: MultiLayerNetwork or ComputationGraph (its first output is taken).
        x: shape (n, features), or what the network's input takes.
        batch_size: rows at a time; bounds the memory, changes no result's meaning.

    Returns:
        float32 (the network's type), shape (n, outputs); for a softmax the probabilities.

    Raises:
        DataError: data that does not fit the network.
    """
    start.ensure()
    with java_errors("Prediction failed"):
        inputs.initialize(network)
        arrays = inputs.features(network, x)
        rows = len(arrays[0])
        outputs = [
            _output(network, [array[first : first + batch_size] for array in arrays])
            for first in range(0, rows, batch_size)
        ]
    if not outputs:
        raise ArrayError(f"x has the shape {arrays[0].shape}: there is no row to predict.")
    return np.concatenate(outputs)


def evaluate(
    network: Any, data: Dataset | Split | tuple[npt.ArrayLike, npt.ArrayLike]
) -> Evaluation:
    """Compare a classifier's predictions with the truth.

    Args:
        network: MultiLayerNetwork or ComputationGraph. A single output is the probability of
            class 1 against class 0.
        data: a data set (its test half is taken), a split, or a pair (x, y) with y of shape
            (n,) as whole numbers or (n, outputs) as the network's outputs should be.

    Raises:
        UsageError: the data are regression targets.
        DataError: data that does not fit the network.
    """
    classes = None
    if isinstance(data, Dataset):
        classes, data = data.classes, data.test
    x, labels = (data.x, data.labels) if isinstance(data, Split) else data
    if isinstance(data, Split) and not data.classes:
        raise UsageError("The data have numbers as targets, not classes; evaluate needs classes.")
    truth = np.asarray(labels)
    if truth.ndim == 2:
        truth = truth.argmax(axis=1) if truth.shape[1] > 1 else truth[:, 0]
    outputs = predict(network, x)
    if outputs.shape[1] == 1:
        outputs = np.hstack([1 - outputs, outputs])
    return Evaluation.of(truth.astype(np.int64), outputs, classes)


def _output(network: Any, xs: list[inputs.Array]) -> npt.NDArray[Any]:
    arrays = [to_nd4j(x) for x in xs]
    if not inputs.is_graph(network):
        return to_numpy(network.output(arrays[0]), copy=True)
    indarrays = jpype.JArray(jpype.JClass("org.nd4j.linalg.api.ndarray.INDArray"))
    return to_numpy(network.output(indarrays(arrays))[0], copy=True)
