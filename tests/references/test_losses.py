"""Every loss of DL4J with its gradient, weights of outputs, masks of examples and outputs."""

from typing import Any, NamedTuple

import numpy as np
import pytest

import dl4j_bridge as bridge
import dl4j_bridge.dl4j as j
from dl4j_bridge.dl4j import mirror

from . import losses as l
from .activations import FUNCTIONS
from .comparison import Array, assert_agrees, derivative

ROWS, OUTPUTS = 9, 5
RNG = np.random.default_rng(11)
Z = RNG.normal(size=(ROWS, OUTPUTS)) * 1.5
REAL = RNG.normal(size=Z.shape) * 2
POSITIVE = RNG.uniform(0.2, 3, Z.shape)
BITS = (RNG.random(Z.shape) < 0.4).astype(float)
SIGNS = 2 * BITS - 1
ONE_HOT = np.eye(OUTPUTS)[np.arange(ROWS) % OUTPUTS]
PROBABILITIES = FUNCTIONS["SOFTMAX"](RNG.normal(size=Z.shape))
WEIGHTS = np.array([0.3, 2.0, 1.0, 0.7, 1.9])
EXAMPLES = (np.arange(ROWS) % 3 > 0).astype(float).reshape(-1, 1)
SINGLE = (RNG.random(Z.shape) < 0.6).astype(float)


class Case(NamedTuple):
    """A loss of DL4J, its reference, and with which labels and activation they are compared."""

    java: str
    loss: l.Loss
    labels: Array
    activation: str
    weighted: bool = False
    divisor: int = 1
    each_output: bool = True


CASES = [
    Case("LossL2", l.squared, REAL, "TANH", weighted=True),
    Case("LossMSE", l.squared, REAL, "IDENTITY", weighted=True, divisor=OUTPUTS),
    Case("LossL1", l.distance, REAL, "TANH", weighted=True),
    Case("LossMAE", l.distance, REAL, "IDENTITY", weighted=True, divisor=OUTPUTS),
    Case("LossMAPE", l.percentage, REAL, "IDENTITY", weighted=True),
    Case("LossMSLE", l.squared_logarithmic, POSITIVE, "SIGMOID", weighted=True),
    Case("LossBinaryXENT", l.binary_cross_entropy, BITS, "SIGMOID", weighted=True),
    Case("LossMCXENT", l.cross_entropy, ONE_HOT, "SOFTMAX", weighted=True, each_output=False),
    Case("LossMCXENT", l.cross_entropy, PROBABILITIES, "SIGMOID", weighted=True),
    Case("LossNegativeLogLikelihood", l.cross_entropy, ONE_HOT, "SOFTMAX", True, 1, False),
    Case("LossKLD", l.divergence, PROBABILITIES, "SIGMOID"),
    Case("LossKLD", l.divergence, PROBABILITIES, "SOFTMAX", each_output=False),
    Case("LossCosineProximity", l.cosine, REAL, "IDENTITY", each_output=False),
    Case("LossHinge", l.hinge, SIGNS, "IDENTITY"),
    Case("LossHinge", l.hinge, SIGNS, "TANH"),
    Case("LossSquaredHinge", lambda y, a: l.hinge(y, a) ** 2, SIGNS, "IDENTITY"),
    Case("LossPoisson", l.poisson, POSITIVE, "SOFTPLUS"),
    Case("LossWasserstein", l.wasserstein, SIGNS, "IDENTITY"),
]
MASKS = {"plain": None, "examples": EXAMPLES, "outputs": SINGLE}
# What DL4J's classes have: not all take weights, or a mask for each output.
WITH_ALL = [
    pytest.param(case, weighted, mask, id=f"{case.java}-{case.activation}-{weighted}-{mask}")
    for case in CASES
    for weighted in ([False, True] if case.weighted else [False])
    for mask in (MASKS if case.each_output else ["plain", "examples"])
]


def score(loss: Any, labels: Array, activation: str, mask: Array | None, z: Array = Z) -> float:
    return float(loss.computeScore(*_arguments(labels, activation, mask, z), False))


def gradient(loss: Any, labels: Array, activation: str, mask: Array | None, z: Array = Z) -> Array:
    return bridge.to_numpy(
        loss.computeGradient(*_arguments(labels, activation, mask, z)), copy=True
    )


def _arguments(labels: Array, activation: str, mask: Array | None, z: Array) -> list[Any]:
    function = j.Activation.valueOf(activation).getActivationFunction()
    arrays = [bridge.to_nd4j(labels.copy()), bridge.to_nd4j(z.copy()), function]
    return [*arrays, None if mask is None else bridge.to_nd4j(mask.copy())]


@pytest.mark.parametrize(("case", "weighted", "mask"), WITH_ALL)
def test_loss(case: Case, weighted: bool, mask: str) -> None:
    weights = WEIGHTS if weighted else np.ones(OUTPUTS)
    arguments = [bridge.to_nd4j(WEIGHTS.reshape(1, -1).copy())] if weighted else []
    loss = getattr(j, case.java)(*arguments)
    factor = weights / case.divisor * (1 if MASKS[mask] is None else MASKS[mask])

    def total(z: Array) -> Array:
        return (case.loss(case.labels, FUNCTIONS[case.activation](z)) * factor).sum()

    given = (loss, case.labels, case.activation, MASKS[mask])
    assert_agrees("losses", score(*given), total(Z))
    assert_agrees("loss gradients", gradient(*given), derivative(total, Z))


def test_average_is_over_examples() -> None:
    arguments = _arguments(REAL, "IDENTITY", None, Z)
    averaged = j.LossL2().computeScore(*arguments, True)
    assert_agrees("losses", averaged, l.squared(REAL, Z).sum() / ROWS)


def test_sparse_cross_entropy() -> None:
    """Labels are the classes' numbers."""
    classes = ONE_HOT.argmax(1).astype(float).reshape(-1, 1)
    one_hot = j.LossMCXENT()
    for mask in (None, EXAMPLES):
        given = (classes, "SOFTMAX", mask)
        sparse = j.LossSparseMCXENT()
        assert_agrees("losses", score(sparse, *given), score(one_hot, ONE_HOT, "SOFTMAX", mask))
        reference = gradient(one_hot, ONE_HOT, "SOFTMAX", mask)
        assert_agrees("loss gradients", gradient(sparse, *given), reference)


@pytest.mark.parametrize("beta", [1.0, 2.0])
@pytest.mark.parametrize(("activation", "outputs"), [("SIGMOID", 1), ("SOFTMAX", 2)])
def test_f_measure(activation: str, outputs: int, beta: float) -> None:
    positive = BITS[:, :1]
    labels = positive if outputs == 1 else np.hstack([1 - positive, positive])
    z = Z[:, :outputs]

    def total(z: Array) -> Array:
        return l.f_measure(labels, FUNCTIONS[activation](z), beta)

    given = (j.LossFMeasure(beta), labels, activation, None, z)
    assert_agrees("losses", score(*given), total(z))
    assert_agrees("loss gradients", gradient(*given), derivative(total, z))


@pytest.mark.parametrize("mask", [None, EXAMPLES], ids=["plain", "examples"])
def test_mixture_density(mask: Array | None) -> None:
    width, mixtures = 3, 2
    labels = REAL[:, :width]
    z = np.random.default_rng(5).normal(size=(ROWS, (width + 2) * mixtures)) * 0.7
    loss = j.LossMixtureDensity.builder().gaussians(mixtures).labelWidth(width).build()
    shares = np.ones(ROWS) if mask is None else mask[:, 0]

    def total(z: Array) -> Array:
        return (l.mixture_density(labels, z, mixtures) * shares).sum()

    given = (loss, labels, "IDENTITY", mask, z)
    assert_agrees("losses", score(*given), total(z))
    assert_agrees("loss gradients", gradient(*given), derivative(total, z))


@pytest.mark.parametrize("activation", ["IDENTITY", "TANH"])
def test_multi_label(activation: str) -> None:
    def total(z: Array) -> Array:
        return l.multi_label(BITS, FUNCTIONS[activation](z)).sum()

    given = (j.LossMultiLabel(), BITS, activation, None)
    assert_agrees("losses", score(*given), total(Z))
    assert_agrees("loss gradients", gradient(*given), derivative(total, Z))


def test_every_loss_is_compared() -> None:
    compared = {case.java for case in CASES}
    compared |= {"LossSparseMCXENT", "LossFMeasure", "LossMixtureDensity", "LossMultiLabel"}
    java = {name for name in mirror.java_names() if name.startswith("Loss") and is_loss(name)}
    assert compared == java


def is_loss(name: str) -> bool:
    package = str(mirror.java_class(name).class_.getPackage().getName())
    return package == "org.nd4j.linalg.lossfunctions.impl"


def test_the_enum_names_these_classes() -> None:
    """All 17 constants that have a class; CUSTOM and the like have none."""
    compared = {case.java for case in CASES} | {"LossSparseMCXENT"}
    for constant in j.LossFunctions.LossFunction.values():
        name = str(constant.getILossFunction().getClass().getSimpleName())
        assert name in compared


def test_binary_cross_entropy_is_clipped() -> None:
    """Probabilities are kept 1e-5 from 0 and 1: no example costs more than 11.51 an output."""
    z = np.array([[-30.0, 30.0, 2.0]])
    labels = np.array([[1.0, 0.0, 1.0]])
    given = (j.LossBinaryXENT(), labels, "SIGMOID", None, z)
    a = np.clip(FUNCTIONS["SIGMOID"](z), 1e-5, 1 - 1e-5)
    assert_agrees("losses", score(*given), l.binary_cross_entropy(labels, a).sum())
    # The paper's gradient is a - y; DL4J has the clipped one's times a'(z), which is nearly 0.
    assert np.abs(gradient(*given)[0, :2]).max() < 1e-7


def test_cross_entropy_of_softmax_is_clipped() -> None:
    """Probabilities are kept 1e-10 from 0 and 1; the gradient is the paper's all the same."""
    z = np.array([[-30.0, 30.0, 2.0]])
    labels = np.array([[1.0, 0.0, 0.0]])
    given = (j.LossMCXENT(), labels, "SOFTMAX", None, z)
    assert_agrees("losses", score(*given), -np.log(1e-10))
    assert_agrees("loss gradients", gradient(*given), FUNCTIONS["SOFTMAX"](z) - labels)


def test_scores_of_mae_for_each_example_are_sums() -> None:
    """The score divides by the number of outputs, as the class's name says; these do not."""
    arguments = _arguments(REAL, "IDENTITY", None, Z)
    scores = bridge.to_numpy(j.LossMAE().computeScoreArray(*arguments))[:, 0]
    assert_agrees("losses", scores, l.distance(REAL, Z).sum(1))
    scores = bridge.to_numpy(j.LossMSE().computeScoreArray(*arguments))[:, 0]
    assert_agrees("losses", scores, l.squared(REAL, Z).mean(1))


def test_divergence_takes_small_labels_for_larger_ones() -> None:
    """In the score; the gradient has the labels as they are."""
    a = np.array([[0.2, 0.3, 0.5]])
    labels = np.array([[0.0, 1.0, 0.0]])
    given = (j.LossKLD(), labels, "IDENTITY", None, a)
    paper = np.log(1 / 0.3)
    assert_agrees("losses", score(*given), l.divergence(labels, a).sum())
    assert score(*given) - paper == pytest.approx(-2.07e-4, rel=0.01)
    assert_agrees("loss gradients", gradient(*given), -labels / a)
