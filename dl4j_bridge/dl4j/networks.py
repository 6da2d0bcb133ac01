"""An `Experiment` as a network of DL4J, in the course's own builder."""

from __future__ import annotations

from typing import Any

import jpype

from ..datasets import Dataset
from ..errors import UsageError
from ..experiment import Experiment, Layer, Setting
from ..jvm.exceptions import java_errors
from ..schedules import Schedule
from ..spelling import suggest
from ..updaters import Updater
from . import mirror as j

# Layers that need an image's rows and columns in front of them.
_IMAGE_LAYERS = ("Convolution", "Subsampling", "Pooling", "ZeroPadding", "Cropping", "Upsampling")


def build(experiment: Experiment, data: Dataset) -> Any:
    """An initialized MultiLayerNetwork for an experiment on a data set.

    The number of inputs and, where the experiment leaves it out, of outputs comes from the data.

    Raises:
        UsageError: a layer, setting or constant DL4J does not have, or a network that does not
            fit the data.
    """
    with java_errors("The network could not be built"):
        configuration = configure(experiment, data)
        network = j.java_class("MultiLayerNetwork")(configuration)
        network.init()
    return network


def configure(experiment: Experiment, data: Dataset) -> Any:
    """The MultiLayerConfiguration of an experiment on a data set."""
    builder = (
        j.java_class("NeuralNetConfiguration")
        .Builder()
        .seed(jpype.JLong(experiment.seed))
        .weightInit(constant("WeightInit", experiment.weight_init))
        .updater(updater(experiment.updater, experiment.schedule, experiment.epochs))
    )
    layers = _regularized(builder, experiment).list()
    for layer in _layers(experiment, data):
        layers = layers.layer(_layer(layer, experiment))
    return layers.setInputType(_input_type(experiment, data)).build()


def _regularized(builder: Any, experiment: Experiment) -> Any:
    """The global settings that keep weights small."""
    if experiment.l1:
        builder = builder.l1(float(experiment.l1))
    if experiment.l2:
        builder = builder.l2(float(experiment.l2))
    if experiment.clip:
        kind = j.java_class("GradientNormalization").ClipL2PerLayer
        builder = builder.gradientNormalization(kind)
        builder = builder.gradientNormalizationThreshold(float(experiment.clip))
    return builder


def updater(chosen: Updater, schedule: Schedule | None = None, epochs: int = 1) -> Any:
    """The IUpdater of an updater.

    Args:
        chosen: class with hyper-parameters.
        schedule: of its learning rate, over `epochs` epochs.
        epochs: how many there will be.
    """
    # Every class has a constructor with all of them; AdaMax has no builder.
    built = j.java_class(chosen.type)(*map(float, chosen.hyper_parameters.values()))
    if schedule is not None and schedule.type != "plateau":
        rate = chosen.hyper_parameters["learningRate"]
        built.setLrAndSchedule(float("nan"), _schedule(schedule, rate, epochs))
    return built


def _schedule(schedule: Schedule, rate: float, epochs: int) -> Any:
    """An ISchedule that counts epochs; a table of rates for what DL4J has no class for."""
    by_epoch = j.java_class("ScheduleType").EPOCH
    name = f"{schedule.type.capitalize()}Schedule"
    if name in j.java_names():
        settings = [float(value) for value in schedule.parameters.values()]
        if schedule.type == "sigmoid":
            settings[-1] = int(settings[-1])  # SigmoidSchedule's step size
        return j.java_class(name)(by_epoch, float(rate), *settings)
    rates = dict(enumerate(schedule.rates(rate, epochs)))
    return j.java_class("MapSchedule")(by_epoch, rates)


def _layers(experiment: Experiment, data: Dataset) -> list[Layer]:
    """The experiment's layers with what the data and the dropout add to them."""
    first, *others = [*experiment.layers[:-1], _with_outputs(experiment.layers[-1], data)]
    if experiment.dropout:
        kept = {"dropOut": 1 - experiment.dropout}
        others = [
            Layer(layer.type, {**kept, **layer.settings}) if _has_inputs_to_drop(layer) else layer
            for layer in others
        ]
    return [first, *others]


def _has_inputs_to_drop(layer: Layer) -> bool:
    return layer.type.endswith(("DenseLayer", "OutputLayer", "ConvolutionLayer"))


def constant(enum: str, name: str) -> Any:
    """A constant of one of DL4J's enums, in any case.

    Raises:
        UsageError: there is none; the message suggests the nearest.
    """
    return _constant(j.java_class(enum), name)


def _constant(enum: Any, name: str) -> Any:
    constants = {str(value.name()): value for value in enum.values()}
    if name.upper() not in constants:
        enum_name = str(enum.class_.getSimpleName())
        raise UsageError(
            f"{enum_name} has no '{name}'.{suggest(name, constants)} It has {', '.join(constants)}."
        )
    return constants[name.upper()]


def _with_outputs(layer: Layer, data: Dataset) -> Layer:
    if "nOut" in layer.settings or not layer.type.endswith("OutputLayer"):
        return layer
    outputs = len(data.classes) or data.train.labels.shape[1]
    return Layer(layer.type, {**layer.settings, "nOut": outputs})


def _layer(layer: Layer, experiment: Experiment) -> Any:
    try:
        java_class = j.java_class(layer.type)
    except ImportError as error:
        raise UsageError(f"There is no layer '{layer.type}'. {error}") from error
    is_layer = issubclass(java_class, jpype.JClass("org.deeplearning4j.nn.conf.layers.Layer"))
    is_abstract = jpype.JClass("java.lang.reflect.Modifier").isAbstract
    if not is_layer or is_abstract(java_class.class_.getModifiers()):
        raise UsageError(f"{layer.type} is no layer, so it cannot be part of a network.")
    builder = java_class.Builder()
    for name, value in layer.settings.items():
        builder = _set(builder, layer.type, name, value)
    if not hasattr(builder, "weightDecay"):
        return builder.build()  # no weights: pooling has only the methods of other constraints
    if experiment.weight_decay:
        # Here, since the network's own would be added to each layer twice.
        builder = builder.weightDecay(float(experiment.weight_decay))
    if experiment.max_norm:
        # A unit's incoming weights: [in, out] of a dense layer, [out, in, height, width] else.
        axes = (1, 2, 3) if "Convolution" in layer.type else (0,)
        norm = j.java_class("MaxNormConstraint")(float(experiment.max_norm), *axes)
        builder = builder.constrainWeights(norm)
    return builder.build()


def _set(builder: Any, layer: str, name: str, value: Setting) -> Any:
    methods = [m for m in builder.getClass().getMethods() if m.getParameterCount() == 1]
    overloads = [method for method in methods if str(method.getName()) == name]
    if not overloads:
        known = sorted({str(method.getName()) for method in methods})
        raise UsageError(f"{layer} has no setting '{name}'.{suggest(name, known)}")
    argument: Any = list(value) if isinstance(value, tuple) else value
    if isinstance(value, str):
        enums = [t for m in overloads if (t := m.getParameterTypes()[0]).isEnum()]
        if enums:
            argument = _constant(jpype.JClass(enums[0]), value)
    try:
        return getattr(builder, name)(argument)
    except TypeError as error:
        raise UsageError(f"{layer}.{name} cannot be {value!r}. {error}") from error


def _input_type(experiment: Experiment, data: Dataset) -> Any:
    input_type = j.java_class("InputType")
    if not any(layer.type.startswith(_IMAGE_LAYERS) for layer in experiment.layers):
        return input_type.feedForward(data.features)
    if data.image is None:
        raise UsageError(
            f"The experiment '{experiment.name}' has convolutions, but the data "
            f"'{data.name}' are no images. Choose image data such as mnist, or dense layers."
        )
    channels, height, width = data.image
    return input_type.convolutionalFlat(height, width, channels)
