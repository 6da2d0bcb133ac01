"""Numbers that are none, labels that are none, training that leaves the numbers."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import datasets
from dl4j_bridge.dl4j import (
    Activation,
    Adam,
    BatchNormalization,
    DenseLayer,
    InputType,
    LossFunctions,
    MultiLayerNetwork,
    NeuralNetConfiguration,
    NormalizerMinMaxScaler,
    NormalizerStandardize,
    OutputLayer,
    Sgd,
    networks,
)
from dl4j_bridge.dl4j import DataSet as JavaDataSet
from dl4j_bridge.errors import (
    ArrayError,
    BridgeError,
    DataError,
    Diverged,
    TrainingWarning,
    UsageError,
)

RNG = np.random.default_rng(5)
X = RNG.random((40, 6), dtype=np.float32)
Y = RNG.integers(3, size=40)


def network(
    loss: str = "MCXENT",
    activation: str = "SOFTMAX",
    outputs: int = 3,
    updater: Any = None,
    hidden: Any = None,
) -> Any:
    builder = NeuralNetConfiguration.Builder().seed(3).updater(updater or Sgd(0.1)).list()
    if hidden is not None:
        builder = builder.layer(hidden)
    last = OutputLayer.Builder(LossFunctions.LossFunction.valueOf(loss)).nOut(outputs)
    builder = builder.layer(last.activation(Activation.valueOf(activation)).build())
    made = MultiLayerNetwork(builder.setInputType(InputType.feedForward(6)).build())
    made.init()
    return made


def fit(net: Any, x: Any, y: Any, **how: Any) -> bridge.History:
    return bridge.fit(net, (x, y), progress=False, **how)


def parameters(net: Any) -> np.ndarray:
    return np.array(net.params()).ravel()


def spoilt(value: float, dtype: str = "f4", order: str = "C") -> np.ndarray:
    x = np.array(X, dtype=dtype, order=order)  # type: ignore[call-overload]
    x[31, 4] = value
    return x


@pytest.mark.fault(20)
@pytest.mark.parametrize(
    "x",
    [spoilt(np.nan), spoilt(np.inf), spoilt(1e300, "f8"), spoilt(-np.inf, "f2", "F")],
    ids=["NaN", "infinite", "beyond float32", "half"],
)
def test_features_that_are_no_numbers_are_found_before_training(x: np.ndarray) -> None:
    net = network()
    before = parameters(net)
    with pytest.raises(DataError, match=r"x, row 31, column 4 .*not a finite float32. Fill"):
        fit(net, x, Y)
    np.testing.assert_array_equal(parameters(net), before)
    with pytest.raises(DataError, match=r"x, row 31, column 4 "):
        bridge.predict(net, x, batch_size=7)


@pytest.mark.fault(20)
def test_the_place_is_that_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dl4j_bridge.dl4j.prediction._BLOCK", 24 * 5)
    with pytest.raises(DataError, match=r"x, row 31, column 4 "):
        bridge.predict(network(), spoilt(np.nan), batch_size=5)


@pytest.mark.fault(20)
def test_targets_that_are_no_numbers_are_found_before_training() -> None:
    y = X[:, :3].copy()
    y[7, 2] = np.nan
    with pytest.raises(DataError, match=r"y, row 7, column 2 .*is nan"):
        fit(network("MSE", "IDENTITY"), X, y)
    with pytest.raises(DataError, match=r"y, row 7, column 0 .*is nan"):
        fit(network("MSE", "IDENTITY", 1), X, y[:, 2])


def rows(*changed: tuple[int, list[float]]) -> np.ndarray:
    y = np.eye(3, dtype=np.float32)[Y]
    for row, values in changed:
        y[row] = values
    return y


def with_label(value: Any) -> list[Any]:
    return [*Y[:9].tolist(), value, *Y[10:].tolist()]


SOFTMAX = ("MCXENT", "SOFTMAX", 3)
BINARY = ("XENT", "SIGMOID", 1)
HINGE = ("HINGE", "IDENTITY", 1)
LABELS: dict[str, tuple[tuple[str, str, int], Any, str]] = {
    "-1": (SOFTMAX, with_label(-1), r"y\[9\] is -1, .*classes 0 to 2"),
    "too large": (SOFTMAX, with_label(3), r"y\[9\] is 3"),
    "fractional": (SOFTMAX, with_label(0.5), r"y\[9\] is 0.5"),
    "NaN": (SOFTMAX, with_label(np.nan), r"y\[9\] is nan"),
    "2**63": (SOFTMAX, np.full(40, 2**63, np.uint64), r"y\[0\] is 9223372036854775808"),
    "strings": (SOFTMAX, ["cat", "dog"] * 20, "<U3.*whole numbers.*return_inverse"),
    "nothing": (SOFTMAX, with_label(None), "object"),
    "two ones": (SOFTMAX, rows((9, [0, 1, 1])), r"y, row 9 is \[0. 1. 1.\], but softmax"),
    "no one": (SOFTMAX, rows((9, [0, 0, 0])), "y, row 9 is .*a single 1 in each row"),
    "negative": (SOFTMAX, rows((9, [-1, 1, 1])), "y, row 9 is"),
    "transposed": (SOFTMAX, rows().T, r"\(3, 40\).*3 output"),
    "another width": (SOFTMAX, rows()[:, :2], r"\(40, 2\).*shape \(rows, 3\)"),
    "longer": (SOFTMAX, [*Y, 1], r"\(40, 6\) and \(41, 3\).*same number of rows"),
    "one for all": (SOFTMAX, 1, "a label for each row"),
    "binary of 2": (BINARY, [0, 1] * 19 + [2, 1], "y, row 38, column 0 is 2, .*0 to 1"),
    "hinge of 0": (HINGE, [-1, 1] * 19 + [0, 1], r"row 38, column 0 is 0, .*2 \* y - 1"),
    "counts": (("POISSON", "SOFTPLUS", 1), [3, -1] * 20, "row 1, column 0 is -1, .*Poisson"),
}


@pytest.mark.fault(22)
@pytest.mark.parametrize("name", LABELS)
def test_labels_are_refused_with_the_first_bad_row(name: str) -> None:
    kind, labels, words = LABELS[name]
    net = network(*kind)
    before = parameters(net)
    with pytest.raises(ArrayError, match=words):
        fit(net, X, labels)
    np.testing.assert_array_equal(parameters(net), before)


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    "labels",
    [
        Y[:, None],
        Y.astype(np.float64),
        Y.astype(np.uint8),
        rows().astype(bool),
        np.asfortranarray(rows()),
    ],
    ids=["(n, 1)", "floats", "bytes", "truth values", "Fortran's order"],
)
def test_labels_of_other_forms_train_alike(labels: np.ndarray) -> None:
    expected, found = network(), network()
    fit(expected, X, Y, batch_size=10)
    fit(found, X, labels, batch_size=10)
    np.testing.assert_array_equal(parameters(found), parameters(expected))


@pytest.mark.fault(22)
def test_what_a_loss_is_made_for_is_trained() -> None:
    soft = (0.1 + 0.7 * rows()).astype(np.float16)
    for kind, labels in (
        (SOFTMAX, soft),
        (SOFTMAX, np.minimum(Y, 1)),  # fewer classes than outputs
        (BINARY, Y > 0),
        (BINARY, Y / 2),
        (HINGE, np.where(Y > 0, 1, -1)),
        (("MSE", "SOFTMAX", 3), 5 * rows() - 2),
        (("MSE", "IDENTITY", 1), Y * 1.5),
        (("SPARSE_MCXENT", "SOFTMAX", 3), Y),
        (("SPARSE_MCXENT", "SOFTMAX", 3), Y[:, None]),
    ):
        history = fit(network(*kind), X, labels)
        assert np.isfinite(history.scores).all()


@pytest.mark.fault(20)
def test_divergence_names_iteration_epoch_rate_and_what_is_left(
    record_property: Callable[[str, object], None],
) -> None:
    net, history = network("MSE", "IDENTITY", updater=Sgd(1e30)), bridge.History()
    with pytest.raises(Diverged) as caught:
        fit(net, X, rows(), batch_size=10, epochs=9, history=history)
    text = str(caught.value)
    iteration = len(history.scores)
    assert f"epoch 1, iteration {iteration}, at a learning rate of 1e+30" in text
    assert "such as 1e+29" in text
    assert "ClipL2PerLayer" in text
    bad = int((~np.isfinite(parameters(net))).sum())
    assert f"{bad} of 21 parameters are NaN" in text
    record_property("figure", f"stopped at iteration {iteration}, with epoch and rate")


@pytest.mark.fault(20)
def test_parameters_that_leave_the_numbers_in_the_last_step_are_found() -> None:
    net = network("MSE", "IDENTITY", updater=Sgd(1e38))
    with pytest.raises(Diverged, match=r"score at the end of epoch 1 is \d.*last step.*of 21"):
        fit(net, 9 * X, 9 * rows(), batch_size=40)


@pytest.mark.fault(20)
@pytest.mark.parametrize("rate", [100.0, 1e6])
def test_a_rate_that_explodes_but_stays_finite_is_told_within_an_epoch(rate: float) -> None:
    """The score of a softmax never exceeds 23."""
    data, told = datasets.digits(), []
    net = networks.build(
        bridge.Experiment(
            "wild",
            (bridge.Layer("DenseLayer", {"nOut": 16, "activation": "TANH"}), OUTPUT),
            bridge.Updater("Sgd", {"learningRate": rate}),
        ),
        data,
    )
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        bridge.fit(
            net,
            data.train,
            epochs=2,
            batch_size=10,
            progress=False,
            after_epoch=lambda row: told.append(len(caught)),
        )
    assert told == [1, 1]
    assert caught[0].category is TrainingWarning
    assert f"another learning rate than {rate:g}" in str(caught[0].message)
    assert caught[0].filename == __file__


OUTPUT = bridge.Layer("OutputLayer", {"activation": "SOFTMAX", "lossFunction": "MCXENT"})


@pytest.mark.fault(20)
def test_a_network_that_has_died_is_told() -> None:
    hidden = DenseLayer.Builder().nOut(5).activation(Activation.RELU).biasInit(-1e3).build()
    with pytest.warns(TrainingWarning, match=r"After 120 iterations the loss, .*not below 1\.0"):
        fit(network(hidden=hidden), X, Y, batch_size=10, epochs=30)


@pytest.mark.fault(20)
def test_data_with_nothing_to_learn_are_told() -> None:
    with pytest.warns(TrainingWarning, match="All 40 rows of y are alike"):
        fit(network(), X, np.ones(40, int))
    with pytest.warns(TrainingWarning, match="All 40 rows of x are alike"):
        fit(network(), np.repeat(X[:1], 40, axis=0), Y)


@pytest.mark.fault(20)
def test_a_constant_column_stays_finite() -> None:
    x = X.copy()
    x[:, 2] = 7
    for normalizer in (NormalizerStandardize(), NormalizerMinMaxScaler()):
        data = JavaDataSet(x.copy(), rows())
        normalizer.fit(data)
        normalizer.transform(data)
        assert np.isfinite(np.asarray(data.getFeatures())).all()
    normalized = network(hidden=BatchNormalization.Builder().build())
    assert np.isfinite(fit(normalized, x, Y, epochs=3, batch_size=16).scores).all()


@pytest.mark.fault(20)
def test_a_network_of_nan_says_so_when_asked() -> None:
    net = network()
    net.params().putScalar(0, float("nan"))
    with pytest.raises(Diverged, match="1 of 21 parameters are NaN"):
        bridge.predict(net, X)
    with pytest.raises(Diverged, match="1 of 21"):
        bridge.evaluate(net, (X, Y))


@pytest.mark.fault(20)
def test_validation_of_outputs_that_are_0_is_finite() -> None:
    net = network()
    net.params().muli(1e4)
    history = fit(net, X, Y, validation=(X, Y))
    assert np.isfinite(history["validation_loss"]).all()


@pytest.mark.fault(22)
def test_evaluation_needs_classes() -> None:
    for labels, words in ((with_label(1.5), r"y\[9\] is 1.5"), (with_label(3), r"y\[9\] is 3")):
        with pytest.raises(ArrayError, match=words):
            bridge.evaluate(network(), (X, labels))
    assert bridge.evaluate(network(), (X, Y[:, None])).count == 40
    with pytest.raises(ArrayError, match=r"<U1.*real numbers"):
        bridge.evaluate(network(), (X, ["a"] * 40))


COUNTS = [0, -1, True, 2.5, "3", None, np.float64(4)]


@pytest.mark.fault(23)
@pytest.mark.parametrize("name", ["epochs", "batch_size"])
@pytest.mark.parametrize("value", COUNTS, ids=repr)
def test_counts_that_are_none(name: str, value: Any) -> None:
    with pytest.raises(UsageError, match=f"{name} is .*whole number of at least 1"):
        fit(network(), X, Y, **{name: value})
    if name == "batch_size":
        with pytest.raises(UsageError, match="batch_size is"):
            bridge.predict(network(), X, batch_size=value)


@pytest.mark.fault(23)
@pytest.mark.parametrize("size", [np.int64(7), 7, np.uint8(40), 41, 10**12])
def test_batches_of_any_size(size: Any) -> None:
    net = network()
    history = fit(net, X, Y, batch_size=size, epochs=np.int32(2))
    assert history["iterations"] == [-(-40 // min(int(size), 40))] * 2
    outputs = bridge.predict(net, X, batch_size=size)
    np.testing.assert_allclose(outputs, bridge.predict(net, X), rtol=1e-6)


@pytest.mark.fault(23)
def test_a_batch_of_one_row() -> None:
    normalized = network(hidden=BatchNormalization.Builder().build(), updater=Adam(1e-3))
    history = fit(normalized, X[:33], Y[:33], batch_size=16, shuffle=False)
    assert history["iterations"] == [3]
    assert np.isfinite(parameters(normalized)).all()
    assert fit(network(), X[:1], Y[:1], epochs=2)["iterations"] == [1, 1]


@pytest.mark.fault(23)
@pytest.mark.parametrize("seed", [2.5, "1", 2**63, None, True])
def test_seeds_that_are_none(seed: Any) -> None:
    with pytest.raises(UsageError, match="seed is"):
        fit(network(), X, Y, seed=seed)


@pytest.mark.fault(22)
def test_an_error_of_labels_is_a_type_and_a_value_error() -> None:
    for kind in (TypeError, ValueError, BridgeError):
        with pytest.raises(kind):
            fit(network(), X, ["a"] * 40)
