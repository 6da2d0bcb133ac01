"""What a trained network says: outputs, evaluation."""

from __future__ import annotations

from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from .. import counts, intake
from ..datasets import Dataset, Split
from ..errors import ArrayError, Diverged, UsageError
from ..evaluation import Evaluation
from ..jvm import start
from ..jvm.exceptions import java_errors
from . import inputs, targets
from .arrays import filling, to_nd4j, to_numpy

# How long Python's signals may wait for Java, in seconds.
_SLICE = 0.1
# Input that is in memory a second time while its type is converted, in bytes.
_BLOCK = 1 << 25


def predict(network: Any, x: inputs.Arrays, *, batch_size: int = 1000) -> npt.NDArray[Any]:
    """Output of a network for each row.

    Args:
        network: MultiLayerNetwork or ComputationGraph (its first output is taken).
        x: shape (n, features), or what the network's input takes. Numbers of another type than
            the network's are converted some rows at a time.
        batch_size: rows at a time; bounds the memory, changes no result's meaning.

    Returns:
        float32 (the network's type), shape (n, outputs); for a softmax the probabilities. The
        bits are those of `network.output` for the same rows at a time.

    Raises:
        DataError: data that does not fit the network, or NaN and infinite features.
        Diverged: parameters that are NaN or infinite, and NaN outputs of them.
        UsageError: a batch size below 1.
    """
    start.ensure()
    batch_size = counts.whole("batch_size", batch_size)
    with java_errors("Prediction failed"):
        inputs.initialize(network)
        arrays = inputs.rows(network, x)
        inputs.same_rows(arrays, "x")
        outputs = _outputs(network, arrays, min(batch_size, len(arrays[0])))
        _check_sane(network, outputs)
        return outputs


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
    truth = intake.real(labels, "y")
    return _evaluation(truth, predict(network, x), classes)


def _evaluation(
    truth: npt.NDArray[Any], outputs: npt.NDArray[Any], classes: tuple[str, ...] | None = None
) -> Evaluation:
    if outputs.shape[1] == 1:
        outputs = np.hstack([1 - outputs, outputs])
    return Evaluation.of(_true_classes(truth, outputs.shape[1]), outputs, classes)


def _true_classes(truth: npt.NDArray[Any], classes: int) -> npt.NDArray[np.int64]:
    if truth.ndim == 2:
        truth = truth.argmax(axis=1) if truth.shape[1] > 1 else truth[:, 0]
    if truth.ndim != 1:
        raise ArrayError(f"y has the shape {truth.shape}; expected (rows,) or (rows, outputs).")
    return targets.class_numbers(truth, classes)


def test_arrays(
    network: Any, data: Split | tuple[npt.ArrayLike, npt.ArrayLike]
) -> tuple[inputs.Array, inputs.Array]:
    """Test data as DL4J's own `Evaluation` takes them.

    Args:
        network: MultiLayerNetwork, or ComputationGraph with one input and output.
        data: a split with classes, or a pair; as that of `evaluate`.

    Returns:
        Features as the network takes them, and labels of shape (n, outputs), of the same type.

    Raises:
        DataError: data that does not fit the network.
    """
    x, labels = (data.x, data.labels) if isinstance(data, Split) else data
    [features] = [inputs.converted(network, one) for one in inputs.rows(network, x)]
    outputs = int(inputs.output_layer(network).getNOut())
    classes = _true_classes(intake.real(labels, "y"), max(outputs, 2))
    if outputs == 1:
        return features, classes[:, None].astype(features.dtype)
    return features, np.eye(outputs, dtype=features.dtype)[classes]


def validate(network: Any, data: inputs.Data) -> dict[str, float]:
    """What a network is worth on data it does not learn from.

    Args:
        network: MultiLayerNetwork or ComputationGraph with one output of shape (n, outputs).
        data: as that of `fit`.

    Returns:
        `validation_loss`: mean of the network's loss function over the rows, without what
        regularization adds; `validation_accuracy`, 0 to 1, where the data have classes.

    Raises:
        UsageError: the network's end has no loss function.
        DataError: data that does not fit the network.
    """
    _, [labels] = inputs.features_and_labels(network, data)
    x = data.x if isinstance(data, Split) else data[0] if isinstance(data, tuple) else data.train.x
    outputs = predict(network, x)
    layer = inputs.output_layer(network)
    if outputs.ndim != 2 or not hasattr(layer, "getLossFn"):
        raise UsageError("Validation needs a network with a loss on outputs of shape (n, outputs).")
    with java_errors("Validation failed"):
        measures = {"validation_loss": mean_loss(layer, labels, outputs)}
    if isinstance(data, Split) and data.classes:
        measures["validation_accuracy"] = _evaluation(data.labels, outputs).accuracy
    return measures


def mean_loss(layer: Any, labels: inputs.Array, outputs: inputs.Array) -> float:
    """Mean of a loss function over rows, without what regularization adds.

    Args:
        layer: configuration of an output layer.
        labels: shape (n, outputs).
        outputs: what the layer gave, of the same shape.
    """
    # The outputs have been through the activation function already.
    identity = jpype.JClass("org.nd4j.linalg.activations.impl.ActivationIdentity")()
    loss = layer.getLossFn()
    if hasattr(loss, "getSoftmaxClipEps"):
        # As DL4J does for a softmax: the logarithm of 0 would make the sum NaN.
        outputs = np.maximum(outputs, loss.getSoftmaxClipEps())
    given = to_nd4j(labels), to_nd4j(outputs.astype(labels.dtype, copy=False))
    return float(loss.computeScore(*given, identity, None, True))


def not_finite(network: Any) -> int:
    """How many parameters are NaN or infinite."""
    parameters = to_numpy(network.params())
    if intake.first_not_finite(parameters) is None:
        return 0
    return parameters.size - int(np.count_nonzero(np.isfinite(parameters)))


def _check_sane(network: Any, outputs: npt.NDArray[Any]) -> None:
    bad = intake.first_not_finite(outputs)
    if bad is not None and np.isnan(outputs[bad]) and (count := not_finite(network)):
        raise Diverged(
            f"The output for {intake.place(bad)} is NaN: {count} of {int(network.numParams())} "
            "parameters are NaN or infinite; training had diverged. Train the network anew with "
            "a smaller learning rate, or load an earlier state."
        )


def _outputs(network: Any, arrays: list[inputs.Array], batch_size: int) -> npt.NDArray[Any]:
    predictor = jpype.JClass("dl4jbridge.predict.Predictor")(network, batch_size)
    indarrays = jpype.JArray(jpype.JClass("org.nd4j.linalg.api.ndarray.INDArray"))
    count, step = len(arrays[0]), _block(arrays, batch_size)
    outputs: npt.NDArray[Any] | None = None
    for first in range(0, count, step):
        blocks = [
            inputs.converted(network, array[first : first + step], first=first) for array in arrays
        ]
        shape = predictor.take(indarrays([to_nd4j(block) for block in blocks]))
        if outputs is None:
            outputs = np.empty((count, *map(int, shape[1:])), blocks[0].dtype)
        with filling(outputs[first : first + step]) as rows:
            predictor.into(rows)
            while not predictor.run(int(_SLICE * 1e9)):
                pass  # here Python looks after its signals
    assert outputs is not None
    return outputs


def _block(arrays: list[inputs.Array], batch_size: int) -> int:
    """Rows that are converted at once: whole batches, about `_BLOCK` bytes."""
    row = 4 * sum(int(array[0].size) for array in arrays)
    return batch_size * max(1, _BLOCK // (row * batch_size))
