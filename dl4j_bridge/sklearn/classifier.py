"""A network that tells classes apart, for scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets, unique_labels
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, column_or_1d

from ..datasets import Split
from ..errors import DataError, UsageError
from ..experiment import Layer
from .estimator import ROWS, DL4JEstimator, Floats, validate_data

Labels = npt.NDArray[Any]


class DL4JClassifier(ClassifierMixin, DL4JEstimator):  # type: ignore[misc]
    """Dense network with softmax and cross-entropy; labels of any kind.

    Args:
        hidden_layer_sizes: units of each hidden layer; () is a linear classifier.
        activation: of the hidden layers, a constant of DL4J's `Activation` in any case.
        updater: name of an updater, or an `Updater`.
        learning_rate: None takes DL4J's default of the updater.
        schedule: how the rate changes from epoch to epoch, such as "cosine" or
            "step:decayRate=0.5,step=5"; a `Schedule` or None.
        weight_init: constant of DL4J's `WeightInit`.
        l1: coefficient of the sum of absolute weights.
        l2: coefficient of half the sum of squared weights.
        weight_decay: share of a weight that is subtracted at each step, times the rate.
        dropout: share of each hidden layer's outputs that is dropped while training.
        batch_size: rows an iteration.
        epochs: passes over the rows, at most.
        patience: epochs without a better validation loss before training ends with the best
            parameters; None trains all epochs.
        validation_fraction: share of the rows that is laid aside for that.
        network: None builds one from the above. An `Experiment` says all about network and
            training; a function (inputs, outputs, seed) -> MultiLayerConfiguration says what the
            network is, while batch_size, epochs, patience and validation_fraction stay in force.
        random_state: of initial weights, order, dropout and what is laid aside; an int gives the
            same network again, None a new seed, to an `Experiment` its own.
        warm_start: `fit` goes on with the network there is, updater included; epochs, batch_size
            and patience may be set anew.
        accelerate: as that of `dl4j_bridge.fit`.
        verbose: show progress.

    Attributes:
        classes_: labels, sorted, shape (classes,).
        n_features_in_: number of values in a row.
        feature_names_in_: names of the columns, if X was a data frame with names.
        network_: the MultiLayerNetwork.
        experiment_: what was trained, the seed included.
        history_: `History`, one row an epoch.
    """

    classes_: Labels
    _output = Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"})

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> DL4JClassifier:
        """Train.

        Args:
            X: numbers, shape (n, features); float32 is not copied.
            y: labels, shape (n,).
            sample_weight: of each row, 0 or more, shape (n,); only their ratios count. A row of
                the weight 2 is worth two rows of the weight 1: exactly so for one batch an epoch.

        Raises:
            ValueError: data that cannot be used.
            UsageError: a parameter that makes no sense (a ValueError too).
            Diverged: the loss was NaN or infinite.
        """
        continues = self._continues()
        x, labels = validate_data(self, X, y, reset=not continues, **ROWS)
        labels = self._column(labels)
        classes = unique_labels(labels)
        if continues:
            self._check_same("The list of classes", self.classes_, classes)
        if len(classes) < 2:
            raise DataError(
                f"y has one class only, {classes.tolist()[0]!r}; a classifier needs two or more."
            )
        self.classes_ = classes
        split, weights = self._weighted(self._split(x, labels), sample_weight)
        if continues:
            self._go_on()
        else:
            self._begin(split, tuple(map(str, classes)))
        self._train(split, weights)
        return self

    def partial_fit(
        self, X: Any, y: Any, classes: Any = None, sample_weight: Any = None
    ) -> DL4JClassifier:
        """Train for one epoch, from where the last call or `fit` ended.

        Args:
            X: numbers, shape (n, features).
            y: labels, shape (n,).
            classes: all labels there will ever be; needed at the first call.
            sample_weight: as that of `fit`, within this call.

        Raises:
            ValueError: data that cannot be used, or a label that is none of the classes.
        """
        first = not hasattr(self, "model_")
        x, labels = validate_data(self, X, y, reset=first, **ROWS)
        labels = self._column(labels)
        if first and classes is None:
            raise UsageError("classes must be passed on the first call to partial_fit.")
        if classes is not None:
            known = unique_labels(classes)
            if not first:
                self._check_same("The list of classes", self.classes_, known)
            self.classes_ = known
        split, weights = self._weighted(self._split(x, labels), sample_weight)
        if first:
            self._begin(split, tuple(map(str, self.classes_)))
        self._epochs(1, split, weights)
        return self

    def predict_proba(self, X: Any) -> Floats:
        """Probability of each class, float32, shape (n, classes), in the order of `classes_`."""
        check_is_fitted(self)
        return self._outputs(X)

    def predict(self, X: Any) -> Labels:
        """The most probable label of each row, shape (n,)."""
        probabilities = self.predict_proba(X)
        found: Labels = self.classes_[probabilities.argmax(axis=1)]
        return found

    def _column(self, y: Any) -> Labels:
        check_classification_targets(y)
        labels: Labels = column_or_1d(y, warn=True)
        return labels

    def _split(self, x: Floats, labels: Labels) -> Split:
        strange = ~np.isin(labels, self.classes_)
        if strange.any():
            raise DataError(
                f"y has the label {labels[strange].tolist()[0]!r}, which is none of the classes "
                f"{self.classes_}. Name all of them in classes at the first partial_fit."
            )
        numbers = np.searchsorted(self.classes_, labels).astype(np.int64)
        return Split(x, numbers, len(self.classes_))

    def _weighted(self, split: Split, weights: Any) -> tuple[Split, Floats | None]:
        """Rows that count, with weights of mean 1; None where all are equal."""
        if weights is None:
            return split, None
        weights = _check_sample_weight(weights, split.x, dtype=np.float64)
        if (weights < 0).any() or not weights.any():
            raise DataError("sample_weight must be 0 or more, and not 0 for all rows.")
        counts = weights > 0
        if not counts.all():
            split, weights = split.rows(np.flatnonzero(counts)), weights[counts]
        if (weights == weights[0]).all():
            return split, None
        return split, (weights / weights.mean()).astype(np.float32)
