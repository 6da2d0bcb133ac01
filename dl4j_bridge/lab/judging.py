"""A saved model on data: evaluated, or asked to classify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import datasets, modelfile
from ..dl4j import models
from ..dl4j import prediction as of
from ..downloads import Progress
from ..errors import Diverged
from ..evaluation import Evaluation
from ..jvm import start


def judge(model: Path, data: str, on_fetch: Progress | None = None) -> Evaluation:
    """Evaluate a saved model on the test half of a data set.

    Raises:
        DataError: the model file or the data cannot be read, or do not fit each other.
        ModelFileError: the model file is damaged, or could run code.
        Diverged: its parameters are no numbers.
    """
    checked = modelfile.read(model)
    if checked.has_nan:
        raise _diverged(checked, "an evaluation would mean nothing")
    dataset = datasets.load(data, on_progress=on_fetch)
    start.ensure(on_progress=on_fetch)
    return of.evaluate(models.restore(checked), dataset)


def classify(
    model: Path, source: Path | bytes, out: Path | None = None, on_fetch: Progress | None = None
) -> npt.NDArray[Any]:
    """Outputs of a saved model for a picture or an array.

    Args:
        model: a saved network.
        source: a file, or a file's content.
        out: also write the outputs there, as `.npy`.
        on_fetch: told how far the download of a missing backend is.

    Returns:
        float32, shape (n, outputs).

    Raises:
        DataError: the source cannot be read, or does not fit the model.
        ModelFileError: the model file is damaged, or could run code.
        Diverged: a parameter, or an output, is NaN or infinite.
    """
    checked = modelfile.read(model)
    if checked.has_nan:
        raise _diverged(checked, "what it gives would mean nothing")
    x = datasets.read_unlabelled(source)
    start.ensure(on_progress=on_fetch)
    outputs = of.predict(models.restore(checked), x)
    bad = np.flatnonzero(~np.isfinite(outputs).reshape(len(outputs), -1).all(axis=1))
    if bad.size:
        raise Diverged(
            f"'{model}' gives no numbers for {bad.size:,} rows, the first of them row {bad[0]}. "
            "Look at the scale of their features."
        )
    if out is not None:
        np.save(out, outputs)
    return outputs


def _diverged(model: modelfile.ModelFile, what: str) -> Diverged:
    return Diverged(
        f"'{model.path}' has {model.non_finite:,} of {model.parameters:,} parameters that are NaN "
        f"or infinite: {what}. Train it again with a lower rate, or take an earlier checkpoint."
    )
