"""What classifier and regressor share: parameters, and how a network is trained with them."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator
from sklearn.utils import check_random_state

from ..datasets import Split, stratify
from ..dl4j.prediction import predict
from ..dl4j.training import fit
from ..dl4j.weighting import weighted_labels
from ..errors import UsageError
from ..experiment import Experiment, Layer
from ..history import History
from ..schedules import Plateau
from ..stopping import EarlyStopping
from . import design
from .portable import PortableNetwork, ensure_jvm

try:
    from sklearn.utils.validation import validate_data as _validate_data
except ImportError:  # before scikit-learn 1.6

    def _validate_data(estimator: Any, *args: Any, **kwargs: Any) -> Any:
        return estimator._validate_data(*args, **kwargs)


def validate_data(estimator: Any, *args: Any, **kwargs: Any) -> Any:
    """As scikit-learn's function of this name, without a warning before its error."""
    with np.errstate(over="ignore"):
        return _validate_data(estimator, *args, **kwargs)


__all__ = ["ROWS", "DL4JEstimator", "Floats", "validate_data"]

Floats = npt.NDArray[np.float32]
# What rows are made.
ROWS = {"dtype": np.float32, "order": "C"}
_LARGEST_SEED = 2**31 - 1


class DL4JEstimator(BaseEstimator):  # type: ignore[misc]
    """A network of Deeplearning4j with scikit-learn's methods."""

    _output: Layer  # the last layer

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        *,
        activation: str = "relu",
        updater: Any = "Adam",
        learning_rate: float | None = None,
        schedule: Any = None,
        weight_init: str = "XAVIER",
        l1: float = 0.0,
        l2: float = 0.0,
        weight_decay: float = 0.0,
        dropout: float = 0.0,
        batch_size: int = 32,
        epochs: int = 50,
        patience: int | None = None,
        validation_fraction: float = 0.1,
        network: Any = None,
        random_state: Any = None,
        warm_start: bool = False,
        accelerate: str = "auto",
        verbose: bool = False,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.updater = updater
        self.learning_rate = learning_rate
        self.schedule = schedule
        self.weight_init = weight_init
        self.l1 = l1
        self.l2 = l2
        self.weight_decay = weight_decay
        self.dropout = dropout
        self.batch_size = batch_size
        self.epochs = epochs
        self.patience = patience
        self.validation_fraction = validation_fraction
        self.network = network
        self.random_state = random_state
        self.warm_start = warm_start
        self.accelerate = accelerate
        self.verbose = verbose

    @property
    def network_(self) -> Any:
        """The trained MultiLayerNetwork."""
        return self.model_.network

    def _begin(self, split: Split, classes: tuple[str, ...] = ()) -> None:
        """Make a new, untrained network."""
        ensure_jvm()
        self.experiment_ = self._experiment(self._seed())
        self.history_ = History()
        self.model_ = PortableNetwork(
            design.network(self.network, self.experiment_, split, classes)
        )

    def _go_on(self) -> None:
        """Keep the network; take up what was set since."""
        self.experiment_ = self._experiment(self.experiment_.seed)

    def _train(self, split: Split, weights: Floats | None = None) -> None:
        """Train for all epochs, watching rows that are laid aside if there is a patience."""
        run = self.experiment_
        if not run.validation:
            self._epochs(run.epochs, split, weights)
            return
        groups = split.labels if split.classes else np.zeros(len(split))
        parts = stratify.split(groups.astype(np.int64), run.validation, run.seed % 2**32)
        kept, aside = map(np.sort, parts)
        stopping = EarlyStopping(run.patience, run.min_delta) if run.patience else None
        weights = weights if weights is None else weights[kept]
        how = {"validation": split.rows(aside), "early_stopping": stopping}
        self._epochs(run.epochs, split.rows(kept), weights, **how)

    def _epochs(self, count: int, split: Split, weights: Floats | None, **how: Any) -> None:
        """Train for some epochs, in an order that depends on how many there were before."""
        run, network = self.experiment_, self.network_
        how |= {"epochs": count, "batch_size": run.batch_size, "shuffle": run.shuffle}
        how |= {"seed": run.shuffle_seed + len(self.history_), "history": self.history_}
        how |= {"progress": bool(self.verbose), "accelerate": self.accelerate}
        if run.schedule is not None and run.schedule.type == "plateau":
            how["plateau"] = Plateau(run.schedule)
        if weights is None:
            fit(network, split, **how)
            return
        with weighted_labels(network, split.classes):
            fit(network, (split.x, split.y * weights[:, None]), **how)

    def _outputs(self, rows: Any) -> Floats:
        """The network's outputs, float32, shape (n, outputs)."""
        x = validate_data(self, rows, reset=False, **ROWS)
        outputs: Floats = predict(self.network_, x)
        return outputs

    def _experiment(self, seed: int | None) -> Experiment:
        return design.experiment(self.get_params(deep=False), self._output, seed)

    def _seed(self) -> int | None:
        """A number drawn from the random state; None where an experiment brings its own."""
        if self.random_state is None and isinstance(self.network, Experiment):
            return None
        # Never 0, which DL4J takes as the clock.
        return int(check_random_state(self.random_state).randint(1, _LARGEST_SEED))

    def _continues(self) -> bool:
        """Whether `fit` goes on with the network there is."""
        return bool(self.warm_start) and hasattr(self, "model_")

    def _check_same(self, what: str, before: Any, now: Any) -> None:
        if not np.array_equal(before, now):
            raise UsageError(
                f"{what} was {before} when the network was made, now it is {now}. The network "
                "cannot go on with that; call fit with warm_start=False for a new one."
            )
