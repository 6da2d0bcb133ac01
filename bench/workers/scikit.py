"""scikit-learn's MLPClassifier as a contender."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import sklearn
from sklearn.neural_network import MLPClassifier

from ..workloads import Network
from .serve import Floats, serve


class ScikitLearn:
    """`partial_fit`, which is one epoch in batches."""

    def prepare(self, network: Network, x: Floats, labels: npt.NDArray[np.int64]) -> None:
        """Build the classifier."""
        if network.channels:
            raise NotImplementedError("MLPClassifier has no convolutions")
        self._classifier = MLPClassifier(
            network.hidden,
            solver="sgd",
            alpha=network.l2,
            batch_size=network.batch,
            learning_rate_init=network.learning_rate,
            momentum=0.9,
            nesterovs_momentum=True,
        )
        self._x, self._labels = x, labels
        # Its weights exist from the first rows on.
        first = slice(network.batch)
        self._classifier.partial_fit(x[first], labels[first], classes=np.arange(10))

    def train(self) -> None:
        """One epoch in a new order."""
        self._classifier.partial_fit(self._x, self._labels)

    def predict(self, x: Floats) -> Floats:
        """The probabilities of all rows at once."""
        outputs: Floats = self._classifier.predict_proba(x)
        return outputs

    def convert(self, x: Floats) -> object:
        """Nothing to do: its arrays are numpy's."""
        raise NotImplementedError("its arrays are numpy's own")


if __name__ == "__main__":
    serve(ScikitLearn(), {"scikit-learn": sklearn.__version__})
