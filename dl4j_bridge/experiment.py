"""What one training run is: data, network, updater, epochs, seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import UsageError
from .updaters import Updater

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
        data: a data set's name, a folder or a file, as `datasets.load` takes it.
        weight_init: constant of DL4J's `WeightInit`.
        l1: coefficient of the sum of absolute weights in the score.
        l2: coefficient of half the sum of squared weights in the score.
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
    data: str = "mnist"
    weight_init: str = "XAVIER"
    l1: float = 0.0
    l2: float = 0.0
    seed: int = 123
    epochs: int = 15
    batch_size: int = 128
    shuffle: bool = True
    order_seed: int | None = None

    def __post_init__(self) -> None:
        if not self.layers:
            raise UsageError("The experiment has no layers; it needs at least an output layer.")
        for name in ("epochs", "batch_size"):
            _whole(name, getattr(self, name), 1, 2**31 - 1)
        for name in ("l1", "l2"):
            _not_negative(name, getattr(self, name))
        _whole("seed", self.seed, -(2**63), 2**63 - 1)
        if self.order_seed is not None:
            _whole("order_seed", self.order_seed, -(2**63), 2**63 - 1)
        if self.seed == 0:
            raise UsageError(
                "seed is 0, which DL4J takes as 'seed by the clock', so that no run could be "
                "repeated. Choose any other number."
            )

    @property
    def shuffle_seed(self) -> int:
        """Seed of the order of the rows."""
        return self.seed if self.order_seed is None else self.order_seed


def _whole(name: str, value: object, least: int, most: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise UsageError(f"{name} is {value!r}, but must be a whole number from {least} to {most}.")


def _not_negative(name: str, value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e308:
        raise UsageError(f"{name} is {value!r}, but must be a number of at least 0.")
