"""Where Deeplearning4j 1.0.0-M2.1 computes something else than its names promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .. import notices
from ..errors import DepartureWarning


@dataclass(frozen=True)
class Departure:
    """What misleads those who know the literature.

    Attributes:
        title: of its section in docs/departures.md.
        classes: simple names of the Java classes it is about.
        message: what happens, what the literature has, what to write instead.
        applies: whether it is so for this very object.
    """

    title: str
    classes: tuple[str, ...]
    message: str
    applies: Callable[[Any], bool] = lambda _: True


def _fixed_rate(updater: Any) -> float:
    scheduled = updater.getLearningRateSchedule() is not None
    return float("nan") if scheduled else float(updater.getLearningRate())


# A momentum that small is a rate in the wrong place.
_LITTLE = 0.5

DEPARTURES = (
    Departure(
        "NoOp subtracts the gradient",
        ("NoOp",),
        "NoOp() does not leave the parameters alone: it subtracts the whole gradient, as Sgd(1.0) "
        "would. To keep a layer as it is, write FrozenLayer(layer); to train it, Sgd(rate).",
    ),
    Departure(
        "Nesterovs with one number sets the momentum",
        ("Nesterovs",),
        "Nesterovs(x) sets the momentum, not the learning rate, which is 0.1 then. "
        "Write Nesterovs(rate, momentum), such as Nesterovs(0.006, 0.9).",
        lambda n: _fixed_rate(n) == 0.1 and float(n.getMomentum()) < _LITTLE,
    ),
    Departure(
        "Default learning rates of 0.1",
        ("RmsProp",),
        "RmsProp has a learning rate of 0.1 or more; 0.1 is DL4J's default, a hundred times what "
        "RMSProp is used with. Write RmsProp(0.001).",
        lambda r: _fixed_rate(r) >= 0.1,
    ),
    Departure(
        "PolySchedule grows",
        ("PolySchedule",),
        "PolySchedule makes the rate grow, by (1 + i / maxIter) ** power, where the literature has "
        "(1 - i / maxIter) ** power. Write ExponentialSchedule or a MapSchedule instead.",
        lambda p: float(p.getPower()) > 0,
    ),
    Departure(
        "RRELU at inference, its derivative",
        ("ActivationRReLU",),
        "RRELU gives the constant 11/48 for every input below it when it does not train, where the "
        "literature has 11/48 of the input; its derivative is 1 everywhere. Write LEAKYRELU.",
    ),
    Departure(
        "The derivative of ELU is that of alpha 1",
        ("ActivationELU",),
        "ActivationELU(alpha) backpropagates as if alpha were 1. Write Activation.ELU, or SELU.",
        lambda elu: float(elu.getAlpha()) != 1,
    ),
    Departure(
        "The precise GELU is the less precise one",
        ("ActivationGELU",),
        "ActivationGELU(True) is up to 0.034 away from the GELU of the literature: it cubes "
        "0.044715 as well. Write Activation.GELU, which is at most 0.021 away.",
        lambda gelu: bool(gelu.isPrecise()),
    ),
    Departure(
        "Uniform weights with three times the variance",
        (
            "WeightInitLecunUniform",
            "WeightInitVarScalingUniformFanIn",
            "WeightInitVarScalingUniformFanOut",
            "WeightInitVarScalingUniformFanAvg",
        ),
        "LECUN_UNIFORM and VAR_SCALING_UNIFORM_* draw from +-3 / sqrt(fan), where the literature "
        "has +-sqrt(3 / fan). Write LECUN_NORMAL, or UniformDistribution with your own bounds.",
    ),
    Departure(
        "DropConnect does not scale",
        ("DropConnect",),
        "DropConnect(p) trains with a share p of the weights, but outputs are computed from all "
        "of them, unscaled: too large by 1 / p on average. Write dropOut(p), which scales.",
    ),
    Departure(
        "Noise of biases does not end with training",
        ("WeightNoise",),
        "WeightNoise that applies to biases does so for outputs, too, so that they are random. "
        "Write WeightNoise(distribution, False, additive).",
        lambda noise: bool(noise.isApplyToBias()),
    ),
    Departure(
        "MinMaxNormConstraint with a rate",
        ("MinMaxNormConstraint",),
        "MinMaxNormConstraint with a rate other than 1 multiplies weights by (1 - rate) * norm "
        "where the literature has 1 - rate. Leave the rate out.",
        lambda constraint: float(constraint.getRate()) != 1,
    ),
)
TWICE = Departure(
    "Weight decay of the network counts twice",
    ("WeightDecay",),
    "weightDecay(x) of the network counts twice in each layer, and adds to a layer's own. "
    "Write weightDecay on the layers, or half of it on the network.",
)

_BY_CLASS = {name: departure for departure in DEPARTURES for name in departure.classes}
_told: set[str] = set()


def warn(network: Any) -> None:
    """Warn of each departure in an initialized network, once a process.

    Args:
        network: MultiLayerNetwork or ComputationGraph.
    """
    for departure in find(network):
        if departure.title not in _told:
            _told.add(departure.title)
            text = f"{departure.message} (docs/departures.md: {departure.title})"
            notices.warn(text, DepartureWarning)


def find(network: Any) -> list[Departure]:
    """The departures in an initialized network, each once."""
    found: dict[str, Departure] = {}
    for layer in network.getLayers():
        for configuration in _both(layer.conf().getLayer()):
            found |= {departure.title: departure for departure in _of(configuration)}
    return list(found.values())


def _both(layer: Any) -> tuple[Any, ...]:
    """A layer's configuration, or the two of a bidirectional one; others show what they wrap."""
    return (layer.getFwd(), layer.getBwd()) if hasattr(layer, "getFwd") else (layer,)


def _of(layer: Any) -> Iterator[Departure]:
    for part in _parts(layer):
        departure = _BY_CLASS.get(_name(part))
        if departure is not None and departure.applies(part):
            yield departure
    for getter in ("getRegularization", "getRegularizationBias"):
        if Counter(map(_name, _all(layer, getter)))["WeightDecay"] > 1:
            yield TWICE


def _parts(layer: Any) -> Iterator[Any]:
    """What a layer is configured with, and the schedules of its updaters."""
    for getter in (
        "getActivationFn",
        "getWeightInitFn",
        "getWeightInitFnRecurrent",
        "getWeightNoise",
    ):
        yield from _all(layer, getter)
    yield from _all(layer, "getConstraints")
    for getter in ("getIUpdater", "getBiasUpdater"):
        for updater in _all(layer, getter):
            yield updater
            yield from _all(updater, "getLearningRateSchedule")


def _all(thing: Any, getter: str) -> list[Any]:
    """What a getter gives: nothing, one object or the elements of a list."""
    value = getattr(thing, getter)() if hasattr(thing, getter) else None
    if value is None:
        return []
    return list(value) if hasattr(value, "iterator") else [value]


def _name(part: Any) -> str:
    return str(part.getClass().getSimpleName())
