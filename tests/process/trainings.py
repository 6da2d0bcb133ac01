"""Small trainings that are interrupted in one process and gone on with in another.

    python -m tests.process.trainings begin FOLDER
    python -m tests.process.trainings resume FOLDER

`begin` trains each without a break, then once more until Ctrl-C or SIGTERM at its moment; `resume`
goes on.
Each leaves `NAME-whole.npz`, or `NAME-resumed.npz`, with all that must be equal.
"""

import json
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

import dl4j_bridge as bridge
from dl4j_bridge import dl4j, errors
from dl4j_bridge.dl4j import epochs, networks, resuming
from dl4j_bridge.history import History
from dl4j_bridge.progress import Status
from dl4j_bridge.schedules import Plateau, Schedule
from dl4j_bridge.stopping import EarlyStopping
from dl4j_bridge.updaters import DEFAULTS

IRIS = bridge.datasets.iris()
DIGITS = bridge.datasets.mnist().take(train=48, test=20)


class Case(NamedTuple):
    """A training and the moment at which it is stopped: a phase, the epoch, batches done."""

    make: Callable[[], Any]
    how: Callable[[], dict[str, Any]]
    moment: tuple[str, int, int]


def dense(updater: Any, hidden: Any = None, dtype: str = "FLOAT", noise: Any = None) -> Any:
    j = dl4j
    hidden = hidden or j.DenseLayer.Builder().activation(j.Activation.TANH)
    builder = j.NeuralNetConfiguration.Builder().seed(7).updater(updater)
    if noise is not None:
        builder = builder.weightNoise(noise)
    output = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT)
    configuration = (
        builder.dataType(getattr(j.DataType, dtype))
        .list()
        .layer(hidden.nOut(6).build())
        .layer(j.DropoutLayer.Builder(j.GaussianNoise(0.1)).build())
        .layer(j.BatchNormalization.Builder().build())
        .layer(output.nOut(3).activation(j.Activation.SOFTMAX).build())
        .setInputType(j.InputType.feedForward(4))
        .build()
    )
    return j.MultiLayerNetwork(configuration)


def plain(updater: Any) -> Any:
    """No dropout, no noise: the fastest step trains it."""
    j = dl4j
    configuration = (
        j.NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(updater)
        .list()
        .layer(j.DenseLayer.Builder().nIn(4).nOut(6).activation(j.Activation.RELU).build())
        .layer(
            j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT)
            .nIn(6)
            .nOut(3)
            .activation(j.Activation.SOFTMAX)
            .build()
        )
        .build()
    )
    return j.MultiLayerNetwork(configuration)


def every_updater() -> Any:
    """A layer for each updater there is."""
    j = dl4j
    layers = j.NeuralNetConfiguration.Builder().seed(7).list()
    for name in DEFAULTS:
        hidden = j.DenseLayer.Builder().nIn(4).nOut(4).activation(j.Activation.TANH)
        layers = layers.layer(hidden.updater(networks.updater(bridge.Updater(name))).build())
    output = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT).nIn(4).nOut(3)
    output = output.updater(j.Adam(0.01)).activation(j.Activation.SOFTMAX)
    return j.MultiLayerNetwork(layers.layer(output.build()).build())


def graph() -> Any:
    j = dl4j
    builder = j.NeuralNetConfiguration.Builder().seed(7).updater(j.Adam(0.01)).graphBuilder()
    hidden = j.DenseLayer.Builder().nIn(4).nOut(5).dropOut(0.7).build()
    output = j.OutputLayer.Builder(j.LossFunctions.LossFunction.MCXENT).nIn(9).nOut(3)
    configuration = (
        builder.addInputs("x")
        .addLayer("hidden", hidden, "x")
        .addVertex("both", j.MergeVertex(), "hidden", "x")
        .addLayer("out", output.activation(j.Activation.SOFTMAX).build(), "both")
        .setOutputs("out")
        .build()
    )
    return j.ComputationGraph(configuration)


def lenet() -> Any:
    return networks.build(bridge.preset("lenet"), DIGITS)


def dropped(updater: Any) -> Any:
    return dense(updater, dl4j.DenseLayer.Builder().dropOut(0.5).activation(dl4j.Activation.RELU))


def cases() -> dict[str, Case]:
    """By name."""
    j = dl4j
    train, held_out = IRIS.train.split(0.3, 1)
    iris: dict[str, Any] = {"data": IRIS, "batch_size": 15, "epochs": 4}
    images = {"data": DIGITS, "batch_size": 8, "epochs": 4}
    watched = {"data": train, "batch_size": 10, "validation": held_out, "epochs": 12}
    by_iteration = j.StepSchedule(j.ScheduleType.ITERATION, 0.05, 0.9, 3.0)
    plateau = Schedule("plateau", {"factor": 0.5, "patience": 2})
    return {
        "every-updater": Case(every_updater, lambda: iris, ("training", 2, 3)),
        "plain": Case(lambda: plain(j.Nesterovs(0.05, 0.9)), lambda: iris, ("evaluating", 2, 8)),
        "dropout": Case(lambda: dropped(j.Adam(0.01)), lambda: iris, ("trained", 2, 8)),
        "weight-noise": Case(
            lambda: dense(j.Adam(0.01), dtype="DOUBLE", noise=j.DropConnect(0.8)),
            lambda: {**iris, "accelerate": "off", "shuffle": False},
            ("training", 1, 1),
        ),
        "schedule": Case(lambda: plain(j.Adam(by_iteration)), lambda: iris, ("training", 2, 3)),
        # The rate has fallen, and is to fall again after one more epoch.
        "plateau": Case(
            lambda: plain(j.Nesterovs(0.5, 0.99)),
            lambda: {**watched, "plateau": Plateau(plateau)},
            ("training", 6, 3),
        ),
        # The best epoch is over.
        "early-stopping": Case(
            lambda: plain(j.Nesterovs(0.5, 0.95)),
            lambda: {**watched, "early_stopping": EarlyStopping(2)},
            ("trained", 3, 9),
        ),
        "graph": Case(graph, lambda: iris, ("training", 1, 1)),
        "lenet": Case(
            lenet,
            lambda: {**images, "augment": bridge.Augmentation(rotate=10, elastic=0.5)},
            ("training", 2, 3),
        ),
    }


def keep(path: Path, network: Any, history: History) -> None:
    times = ("seconds", "ms_per_iteration")
    rows = [{k: v for k, v in row.items() if k not in times} for row in history]
    np.savez(
        path,
        parameters=resuming.values(network.params()),
        state=resuming.values(resuming.updater_state(network)),
        scores=history.scores,
        rows=np.array(json.dumps(rows)),
        counts=np.array(resuming.counts(network)[:1]),
    )


def stopped_at(moment: tuple[str, int, int], by: signal.Signals) -> Callable[[Status], None]:
    def report(status: Status) -> None:
        if (status.phase, status.epoch) == moment[:2] and status.iteration >= moment[2]:
            os.kill(os.getpid(), by)

    return report


def begin(folder: Path) -> None:
    for number, (name, case) in enumerate(cases().items()):
        network = case.make()
        history = bridge.fit(network, progress=False, **case.how())
        keep(folder / f"{name}-whole.npz", network, history)
        by = (signal.SIGINT, signal.SIGTERM)[number % 2]
        stop = {"checkpoints": folder / name, "progress": stopped_at(case.moment, by)}
        try:
            bridge.fit(case.make(), **case.how(), **stop)
        except (KeyboardInterrupt, SystemExit):
            continue
        raise ValueError(f"{name} was not stopped")


def resume(folder: Path) -> None:
    for name, case in cases().items():
        network = case.make()
        history = bridge.fit(network, progress=False, checkpoints=folder / name, **case.how())
        keep(folder / f"{name}-resumed.npz", network, history)


if __name__ == "__main__":
    # A batch a slice, so that a stop can come between any two.
    epochs._SLICE = 0.0
    warnings.simplefilter("ignore", errors.DepartureWarning)
    # Whoever has started us may have us ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    {"begin": begin, "resume": resume}[sys.argv[1]](Path(sys.argv[2]))
