"""A network that predicts numbers, for scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import RegressorMixin
from sklearn.utils.validation import check_is_fitted

from .. import intake
from ..datasets import Split
from ..errors import DataError
from ..experiment import Layer
from .estimator import ROWS, DL4JEstimator, validate_data


class DL4JRegressor(RegressorMixin, DL4JEstimator):  # type: ignore[misc]
    """Dense network with linear outputs and the mean squared error; one target or several.

    Args:
        hidden_layer_sizes: units of each hidden layer; () is linear regression.
        activation: of the hidden layers, a constant of DL4J's `Activation` in any case.
        updater: name of an updater, or an `Updater`.
        learning_rate: None takes DL4J's default of the updater.
        schedule: as for `DL4JClassifier`.
        weight_init: constant of DL4J's `WeightInit`.
        l1: coefficient of the sum of absolute weights.
        l2: coefficient of half the sum of squared weights.
        weight_decay: share of a weight that is subtracted at each step, times the rate.
        dropout: share of each hidden layer's outputs that is dropped while training.
        batch_size: rows an iteration.
        epochs: passes over the rows, at most.
        patience: as for `DL4JClassifier`.
        validation_fraction: as for `DL4JClassifier`.
        network: as for `DL4JClassifier`.
        random_state: as for `DL4JClassifier`.
        warm_start: as for `DL4JClassifier`.
        accelerate: as that of `dl4j_bridge.fit`.
        verbose: show progress.

    Attributes:
        n_outputs_: number of targets.
        n_features_in_: number of values in a row.
        feature_names_in_: names of the columns, if X was a data frame with names.
        network_: the MultiLayerNetwork.
        experiment_: what was trained, the seed included.
        history_: `History`, one row an epoch.
    """

    n_outputs_: int
    _output = Layer("OutputLayer", {"activation": "IDENTITY", "lossFunction": "MSE"})

    def fit(self, X: Any, y: Any) -> DL4JRegressor:
        """Train.

        Args:
            X: numbers, shape (n, features); float32 is not copied.
            y: targets, shape (n,) or (n, targets); of about the size 1, else scale them.

        Raises:
            ValueError: data that cannot be used.
            UsageError: a parameter that makes no sense (a ValueError too).
            Diverged: the loss was NaN or infinite.
        """
        continues = self._continues()
        split = self._split(X, y, first=not continues)
        if continues:
            self._check_same("The number of targets", self.n_outputs_, split.labels.shape[1])
            self._go_on()
        else:
            self._begin(split)
        self.n_outputs_ = split.labels.shape[1]
        self._train(split)
        return self

    def partial_fit(self, X: Any, y: Any) -> DL4JRegressor:
        """Train for one epoch, from where the last call or `fit` ended; arguments as `fit`."""
        first = not hasattr(self, "model_")
        split = self._split(X, y, first=first)
        if first:
            self._begin(split)
            self.n_outputs_ = split.labels.shape[1]
        self._check_same("The number of targets", self.n_outputs_, split.labels.shape[1])
        self._epochs(1, split, None)
        return self

    def predict(self, X: Any) -> npt.NDArray[np.float64]:
        """Targets of each row, float64, shape (n,) for one target, else (n, targets)."""
        check_is_fitted(self)
        outputs = self._outputs(X).astype(np.float64)
        return outputs[:, 0] if self.n_outputs_ == 1 else outputs

    def _split(self, X: Any, y: Any, *, first: bool) -> Split:
        x, targets = validate_data(
            self, X, y, reset=first, multi_output=True, y_numeric=True, **ROWS
        )
        with np.errstate(over="ignore"):
            rows = np.ascontiguousarray(targets, np.float32).reshape(len(targets), -1)
        bad = intake.first_not_finite(rows)
        if bad is not None:
            raise DataError(
                f"y, row {bad[0]} is {targets[bad[0]]}, which is no finite float32. Scale the "
                "targets."
            )
        return Split(x, rows, 0)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.target_tags.single_output = True
        tags.target_tags.multi_output = True
        return tags

    def _more_tags(self) -> dict[str, bool]:
        """The tags as scikit-learn before 1.6 asks for them."""
        return {"multioutput": True}
