"""The learning rate over time: step, exponential, cosine, warm-up; each measured while training.

DL4J takes a schedule wherever it takes a rate. It has step, exponential and warm-up (RampSchedule)
ready-made; the cosine is a MapSchedule with its formula's values, which any DL4J can load. The rate
is measured, not asked for: a network that is only a bias, far below its target under the absolute
error, has the gradient −1, so each of its steps is the rate. Look at the steps beside the
formulas, and at how the loss settles where the rate falls, and keeps jumping where it does not.

Course text: deep learning fundamentals. Sources: I. Loshchilov, F. Hutter, "SGDR", ICLR 2017
(cosine); P. Goyal et al., "Accurate, Large Minibatch SGD", 2017 (warm-up).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    DataType,
    DenseLayer,
    ExponentialSchedule,
    FixedSchedule,
    ISchedule,
    LossFunctions,
    MapSchedule,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    OutputLayer,
    RampSchedule,
    ScheduleType,
    Sgd,
    StepSchedule,
    WeightInit,
)
from dl4j_bridge.lab import plotting

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Array = npt.NDArray[np.float64]

RATE = 0.1
EPOCHS, BATCHES = 60, 5
ITERATIONS = EPOCHS * BATCHES
WARM_UP = 50  # iterations


class Curve(NamedTuple):
    """A schedule by the formula and by DL4J, with the loss of irises learned by it.

    Attributes:
        formula: Rate at each iteration, `(iterations,)`.
        measured: The steps DL4J made where the gradient was −1.
        losses: Mean cross-entropy of each epoch of irises.
    """

    formula: Array
    measured: Array
    losses: Array


def cosine(iteration: int) -> float:
    """Half a cosine wave, from the rate down to 0."""
    return RATE / 2 * (1 + float(np.cos(np.pi * iteration / ITERATIONS)))


def schedules() -> dict[str, tuple[ISchedule, Callable[[int, int], float]]]:
    """Each as DL4J's object and as a formula of iteration and epoch, both counted from 0."""
    step, by_epoch, by_iteration = StepSchedule, ScheduleType.EPOCH, ScheduleType.ITERATION
    cosines = {iteration: cosine(iteration) for iteration in range(ITERATIONS)}
    return {
        "constant": (FixedSchedule(RATE), lambda i, e: RATE),
        "half every 5 epochs": (step(by_epoch, RATE, 0.5, 5), lambda i, e: RATE * 0.5 ** (e // 5)),
        "tenth every 20 epochs": (
            step(by_epoch, RATE, 0.1, 20),
            lambda i, e: RATE * 0.1 ** (e // 20),
        ),
        "exponential": (
            ExponentialSchedule(by_epoch, RATE, 0.95),
            lambda i, e: RATE * 0.95**e,
        ),
        "cosine": (MapSchedule(by_iteration, cosines), lambda i, e: cosine(i)),
        "warm-up, then decay": (
            RampSchedule(ExponentialSchedule(by_epoch, RATE, 0.95), WARM_UP),
            lambda i, e: min(1, (i + 1) / WARM_UP) * RATE * 0.95**e,
        ),
    }


def run() -> dict[str, Curve]:
    return {
        name: Curve(
            np.array([formula(i, i // BATCHES) for i in range(ITERATIONS)]),
            measured_rates(schedule.clone()),
            losses_of_irises(schedule.clone()),
        )
        for name, (schedule, formula) in schedules().items()
    }


def measured_rates(schedule: ISchedule) -> Array:
    """How far a lonely bias moves at each iteration; its gradient is −1 as long as it is low."""
    conf = (
        NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .updater(Sgd(schedule))
        .list()
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MEAN_ABSOLUTE_ERROR)
            .nIn(1)
            .nOut(1)
            .activation(Activation.IDENTITY)
            .weightInit(WeightInit.ZERO)
            .build()
        )
        .build()
    )
    network = MultiLayerNetwork(conf)
    network.init()
    no_input, far_target = np.zeros((1, 1)), np.full((1, 1), 1e6)
    bias = [0.0]
    for _ in range(EPOCHS):
        for _ in range(BATCHES):
            network.fit(no_input, far_target)
            bias.append(float(network.getParam("0_b").getDouble(0)))
        network.incrementEpochCount()
    return np.diff(bias)


def losses_of_irises(schedule: ISchedule) -> Array:
    conf = (
        NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(Adam(schedule))
        .list()
        .layer(DenseLayer.Builder().nIn(4).nOut(10).activation(Activation.RELU).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .nIn(10)
            .nOut(3)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    irises = bridge.datasets.iris().train
    batch_size = len(irises) // BATCHES
    history = bridge.fit(
        MultiLayerNetwork(conf), irises, epochs=EPOCHS, batch_size=batch_size, progress=False
    )
    return np.array([row["loss"] for row in history])


def draw(result: dict[str, Curve]) -> Figure:
    """Left: the rates DL4J took. Right: the losses."""
    figure, axes = plotting.canvas(2, width=5, height=3.8)
    rates, losses = axes[0]
    for name, curve in result.items():
        rates.plot(np.arange(ITERATIONS) / BATCHES, curve.measured, label=name)
        losses.plot(np.arange(EPOCHS) + 1, curve.losses, label=name)
    rates.set(xlabel="epoch", ylabel="learning rate", title="Rates, as measured")
    losses.set(
        yscale="log",
        xlabel="epoch",
        ylabel="cross-entropy loss",
        title="120 irises, learned by Adam",
    )
    rates.legend(fontsize=8)
    return figure


def main(out: Path = Path("pictures")) -> None:
    result = run()
    for name, curve in result.items():
        worst = float(np.abs(curve.measured - curve.formula).max())
        print(
            f"{name:22} rate {curve.measured[0]:.4f} to {curve.measured[-1]:.6f}, formula and DL4J "
            f"differ by at most {worst:.0e}; last loss {curve.losses[-1]:.4f}"
        )
    print(f"saved {plotting.save(draw(result), out / 'learning_rate_schedules.png')}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
