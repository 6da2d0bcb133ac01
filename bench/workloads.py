"""What is measured: networks, rows of the table, how long."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["auto", "exact", "fast", "off"]


@dataclass(frozen=True)
class Network:
    """A network with ReLU layers in front of a softmax, trained on MNIST.

    Attributes:
        name: as the table shows it.
        hidden: units of the dense layers between input and output.
        batch: rows an iteration.
        iterations: batches a turn, the same for every contender.
        learning_rate: of Nesterov's momentum (0.9), or of Adam where there are convolutions.
        l2: coefficient of half the sum of squared weights in the score.
        channels: of the 5x5 convolutions (identity) in front, each with 2x2 max pooling.
        accelerate: this package's mode.
    """

    name: str
    hidden: tuple[int, ...]
    batch: int
    iterations: int
    learning_rate: float = 0.006
    l2: float = 1e-4
    channels: tuple[int, ...] = ()
    accelerate: Mode = "auto"

    @property
    def rows(self) -> int:
        """Training digits of a turn."""
        return self.batch * self.iterations


SMALL = Network("784-100-10", (100,), batch=64, iterations=300)
LECTURE = Network("784-1000-10", (1000,), batch=128, iterations=90)
TWO_LAYERS = Network("784-500-100-10", (500, 100), batch=64, iterations=120)
LENET = Network("LeNet", (500,), 64, 10, learning_rate=1e-3, l2=5e-4, channels=(20, 50))
LENET_EXACT = replace(LENET, name="LeNet to the bit", accelerate="exact")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        name: what is measured.
        ask: what the workers are asked to do in a turn: `train`, `predict` or `convert`.
        network: on which network.
        only: names of those who take part; empty for everybody.
    """

    name: str
    ask: str
    network: Network
    only: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """By what a turn's time is divided: iterations of training, else 1."""
        return self.network.iterations if self.ask == "train" else 1


def _training(network: Network, *only: str) -> Row:
    name = f"training {network.name}, batch {network.batch}, per iteration"
    return Row(name, "train", network, only)


QUICK_ROWS = (_training(LECTURE), _training(SMALL))
ROWS = (
    *QUICK_ROWS,
    _training(TWO_LAYERS),
    _training(LENET),
    _training(LENET_EXACT, "ours", "stock"),
    Row("output of 10,000 digits, 784-1000-10", "predict", LECTURE),
    Row("numpy to the framework, 60,000 x 784 float32", "convert", SMALL),
)


@dataclass(frozen=True)
class Schedule:
    """How long a row is measured.

    Attributes:
        rounds: turns of each contender.
        warm_up: seconds each contender runs before the first round.
        limit: seconds after which a row takes no further round; two are always taken.
        starts: how often each process is started.
    """

    rounds: int
    warm_up: float
    limit: float
    starts: int = 5


QUICK = Schedule(rounds=5, warm_up=1.0, limit=60)
FULL = Schedule(rounds=9, warm_up=1.0, limit=25)
