"""What one training run is: data, network, updater, epochs, seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import counts
from .augmentation import Augmentation
from .errors import UsageError
from .schedules import Schedule
from .stopping import EarlyStopping
from .updaters import DEFAULTS, Updater

Setting = bool | int | float | str | tuple[int, ...]


@dataclass(frozen=True)
class Layer:
    """A layer as DL4J's builder has it: `settings` are the builder's methods by name.

    `Layer("DenseLayer", {"nOut": 1000, "activation": "RELU"})` stands for
    `new DenseLayer.Builder().nOut(1000).activation(Activation.RELU).build()`. The number of
    inputs, and of the last layer's outputs, may be left out: the data decides.
    """

    type: str
    settings: Mapping[str, Setting] = field(default_factory=dict)


@dataclass(frozen=True)
class Experiment:
    """One training run, complete: the same experiment gives the same bits again.

    Attributes:
        name: what the run is called in tables and folders.
        layers: from input to output.
        updater: how gradients become steps.
        schedule: how the updater's learning rate changes from epoch to epoch; None keeps it.
        augment: how images are distorted while training; None leaves them as they are.
        data: a data set's name, a folder or a file, as `datasets.load` takes it.
        weight_init: constant of DL4J's `WeightInit`.
        l1: coefficient of the sum of absolute weights in the score.
        l2: coefficient of half the sum of squared weights in the score.
        weight_decay: share of a weight that is subtracted at each step, times the rate.
        dropout: share of each layer's inputs that is dropped while training, except the first
            layer's; DL4J's `dropOut` takes the share that is kept.
        max_norm: the most that the Euclidean norm of a unit's incoming weights may be; None
            sets no bound.
        clip: the most that the Euclidean norm of a layer's gradient may be; None sets no bound.
        validation: share of the training data that is laid aside to watch progress by; 0 lays
            nothing aside.
        patience: epochs without a better validation loss before training ends with the best
            parameters; None trains all epochs.
        min_delta: what counts as better.
        seed: of the initial weights and dropout; never 0, which DL4J takes as the clock.
        epochs: passes over the training data.
        batch_size: rows an iteration.
        shuffle: a new order each epoch, the one `MnistDataSetIterator` has for `order_seed`.
        order_seed: None takes `seed`.

    Raises:
        UsageError: a value that makes no sense; the message names it.
    """

    name: str
    layers: tuple[Layer, ...]
    updater: Updater
    schedule: Schedule | None = None
    augment: Augmentation | None = None
    data: str = "mnist"
    weight_init: str = "XAVIER"
    l1: float = 0.0
    l2: float = 0.0
    weight_decay: float = 0.0
    dropout: float = 0.0
    max_norm: float | None = None
    clip: float | None = None
    validation: float = 0.0
    patience: int | None = None
    min_delta: float = 0.0
    seed: int = 123
    epochs: int = 15
    batch_size: int = 128
    shuffle: bool = True
    order_seed: int | None = None

    def __post_init__(self) -> None:
        if not self.layers:
            raise UsageError("The experiment has no layers; it needs at least an output layer.")
        for name in ("epochs", "batch_size"):
            self._set(name, counts.whole(name, getattr(self, name), 1, 2**31 - 1))
        for name in ("l1", "l2", "weight_decay", "min_delta"):
            _not_negative(name, getattr(self, name))
        for name in ("dropout", "validation"):
            _share(name, getattr(self, name))
        for name in ("max_norm", "clip"):
            _positive(name, getattr(self, name))
        self._check_penalties()
        self._check_stopping()
        self._set("seed", counts.seed("seed", self.seed))
        if self.order_seed is not None:
            self._set("order_seed", counts.seed("order_seed", self.order_seed))
        if self.seed == 0:
            raise UsageError(
                "seed is 0, which DL4J takes as 'seed by the clock', so that no run could be "
                "repeated. Choose any other number."
            )

    def _set(self, name: str, value: int) -> None:
        object.__setattr__(self, name, value)

    def _check_penalties(self) -> None:
        if self.l2 and self.weight_decay:
            raise UsageError(
                f"l2 is {self.l2:g}, weight_decay {self.weight_decay:g}: Deeplearning4j has one or "
                "the other. Set one of them to 0."
            )

    def _check_stopping(self) -> None:
        if self.patience is not None:
            self._set("patience", EarlyStopping(self.patience, self.min_delta).patience)
            if not self.validation:
                raise UsageError(
                    "patience needs data to watch: set validation too, such as 0.25 to lay a "
                    "quarter of the training data aside."
                )
        if self.schedule is not None and "learningRate" not in DEFAULTS[self.updater.type]:
            raise UsageError(f"{self.updater.type} has no learning rate that a schedule could set.")

    @property
    def shuffle_seed(self) -> int:
        """Seed of the order of the rows."""
        return self.seed if self.order_seed is None else self.order_seed


def _not_negative(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e308:
        raise UsageError(f"{name} is {value!r}, but must be a number of at least 0.")


def _positive(name: str, value: object) -> None:
    if value is not None and (
        isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e308
    ):
        raise UsageError(f"{name} is {value!r}, but must be a number above 0.")


def _share(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1:
        raise UsageError(f"{name} is {value!r}, but must be a share from 0 to less than 1.")
