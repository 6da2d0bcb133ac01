"""Experiments with published hyper-parameters."""

from __future__ import annotations

from .errors import UsageError
from .experiment import Experiment, Layer
from .spelling import suggest
from .updaters import Updater

_SOFTMAX = Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "NEGATIVELOGLIKELIHOOD"})


def _dense(units: int) -> Layer:
    return Layer("DenseLayer", {"nOut": units, "activation": "RELU"})


def _convolution(channels: int) -> Layer:
    return Layer(
        "ConvolutionLayer",
        {"kernelSize": (5, 5), "stride": (1, 1), "nOut": channels, "activation": "IDENTITY"},
    )


_POOLING = Layer("SubsamplingLayer", {"poolingType": "MAX", "kernelSize": (2, 2), "stride": (2, 2)})

PRESETS: dict[str, Experiment] = {
    experiment.name: experiment
    for experiment in (
        # The course's network; also MNISTSingleLayer in DL4J's examples.
        Experiment(
            name="lecture",
            layers=(_dense(1000), _SOFTMAX),
            updater=Updater("Nesterovs", {"learningRate": 0.006, "momentum": 0.9}),
            l2=1e-4,
        ),
        # MNISTDoubleLayer in DL4J's examples.
        Experiment(
            name="two-layer",
            layers=(_dense(500), _dense(100), _SOFTMAX),
            updater=Updater("Nadam"),
            l2=7.5e-6,
            batch_size=64,
        ),
        # LeNetMNIST in DL4J's examples.
        Experiment(
            name="lenet",
            layers=(
                _convolution(20),
                _POOLING,
                _convolution(50),
                _POOLING,
                _dense(500),
                _SOFTMAX,
            ),
            updater=Updater("Adam"),
            l2=5e-4,
            batch_size=64,
            epochs=1,
            order_seed=12345,
        ),
    )
}


def preset(name: str) -> Experiment:
    """The preset of a name.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    if name not in PRESETS:
        raise UsageError(
            f"There is no preset '{name}'.{suggest(name, PRESETS)} There are {', '.join(PRESETS)}."
        )
    return PRESETS[name]
