"""Experiments to start from: published ones, strong ones."""

from __future__ import annotations

from .augmentation import Augmentation
from .errors import UsageError
from .experiment import Experiment, Layer, Setting
from .schedules import Schedule
from .spelling import suggest
from .updaters import Updater


def _dense(units: int, **settings: Setting) -> Layer:
    return Layer("DenseLayer", {"nOut": units, "activation": "RELU", **settings})


def _softmax(**settings: Setting) -> Layer:
    loss = {"activation": "SOFTMAX", "lossFunction": "NEGATIVELOGLIKELIHOOD"}
    return Layer("OutputLayer", {**loss, **settings})


def _convolution(channels: int, activation: str = "IDENTITY") -> Layer:
    return Layer(
        "ConvolutionLayer",
        {"kernelSize": (5, 5), "stride": (1, 1), "nOut": channels, "activation": activation},
    )


_POOLING = Layer("SubsamplingLayer", {"poolingType": "MAX", "kernelSize": (2, 2), "stride": (2, 2)})
_NORMALIZATION = Layer("BatchNormalization")
_DISTORTED = Augmentation(shift=1, rotate=12, scale=0.12, shear=8, elastic=1, smoothness=4)
_MILDLY = Augmentation(shift=1, rotate=10, scale=0.1, shear=4, elastic=0.5, smoothness=4)
_LENET = (_convolution(20), _POOLING, _convolution(50), _POOLING, _dense(500))

PRESETS: dict[str, Experiment] = {
    experiment.name: experiment
    for experiment in (
        # The course's network; also MNISTSingleLayer in DL4J's examples.
        Experiment(
            name="lecture",
            layers=(_dense(1000), _softmax()),
            updater=Updater("Nesterovs", {"learningRate": 0.006, "momentum": 0.9}),
            l2=1e-4,
        ),
        # MNISTDoubleLayer in DL4J's examples.
        Experiment(
            name="two-layer",
            layers=(_dense(500), _dense(100), _softmax()),
            updater=Updater("Nadam"),
            l2=7.5e-6,
            batch_size=64,
        ),
        # LeNetMNIST in DL4J's examples.
        Experiment(
            name="lenet",
            layers=(*_LENET, _softmax()),
            updater=Updater("Adam"),
            l2=5e-4,
            batch_size=64,
            epochs=1,
            order_seed=12345,
        ),
        # The same network, trained for as long as it learns.
        Experiment(
            name="lenet-strong",
            layers=(*_LENET, _softmax(dropOut=0.5)),
            updater=Updater("Adam"),
            schedule=Schedule("cosine"),
            weight_decay=0.01,
            batch_size=64,
            epochs=12,
        ),
        # Dropout as in Srivastava et al., 2014, normalization as in Ioffe and Szegedy, 2015,
        # decay as in Loshchilov and Hutter, 2019.
        Experiment(
            name="mlp-strong",
            layers=(
                _dense(800, dropOut=0.8),
                _NORMALIZATION,
                _dense(800, dropOut=0.6),
                _NORMALIZATION,
                _softmax(dropOut=0.6),
            ),
            updater=Updater("Adam"),
            schedule=Schedule("cosine"),
            weight_decay=0.01,
            epochs=45,
        ),
        # Distortions in the manner of Simard et al., 2003, and Ciresan et al., 2010.
        Experiment(
            name="mlp-augmented",
            layers=(_dense(800), _dense(800), _softmax()),
            updater=Updater("Adam"),
            schedule=Schedule("cosine"),
            augment=_DISTORTED,
            epochs=40,
        ),
        Experiment(
            name="cnn-strong",
            layers=(
                _convolution(32, "RELU"),
                _POOLING,
                _NORMALIZATION,
                _convolution(64, "RELU"),
                _POOLING,
                _NORMALIZATION,
                _dense(256),
                _NORMALIZATION,
                _softmax(dropOut=0.5),
            ),
            updater=Updater("Adam", {"learningRate": 0.002}),
            schedule=Schedule("cosine"),
            augment=_MILDLY,
            epochs=20,
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
