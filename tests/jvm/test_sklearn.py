"""scikit-learn's estimators keep scikit-learn's promises, on real networks."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.datasets import make_blobs
from sklearn.ensemble import AdaBoostClassifier, BaggingClassifier, VotingClassifier
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

import dl4j_bridge as bridge
from dl4j_bridge.dl4j import (
    Activation,
    DenseLayer,
    LossFunctions,
    NeuralNetConfiguration,
    OutputLayer,
    Sgd,
    networks,
)
from dl4j_bridge.errors import DataError, UsageError
from dl4j_bridge.experiment import Experiment, Layer
from dl4j_bridge.sklearn import DL4JClassifier, DL4JRegressor
from dl4j_bridge.updaters import Updater

EXPECTED = {
    "check_sample_weight_equivalence_on_dense_data": (
        "wants rtol=1e-7, but a network is trained in float32 and sums in another order"
    )
}


def _expected(estimator: object) -> dict[str, str]:
    return EXPECTED if isinstance(estimator, DL4JClassifier) else {}


# scikit-learn before 1.6 has no list of expected failures.
_LIST = "expected_failed_checks" in inspect.signature(parametrize_with_checks).parameters


_passed: list[object] = []


@pytest.mark.fault(32)
@parametrize_with_checks(
    [DL4JClassifier(), DL4JRegressor()], **({"expected_failed_checks": _expected} if _LIST else {})
)
def test_scikit_learns_own_checks(estimator, check) -> None:
    check(estimator)
    _passed.append(check)


@pytest.mark.fault(32)
def test_few_of_its_checks_are_excepted(record_property) -> None:
    assert len(EXPECTED) == 1
    if _passed:
        record_property("figure", f"{len(_passed)} checks pass, {', '.join(EXPECTED)} does not")


@pytest.fixture(scope="module")
def blobs():
    """Three heaps of points, 120 rows."""
    return make_blobs(120, centers=3, cluster_std=1.0, random_state=3)


def small(**parameters) -> DL4JClassifier:
    settings = {"hidden_layer_sizes": (8,), "learning_rate": 0.05, "epochs": 10, "random_state": 1}
    return DL4JClassifier(**{**settings, **parameters})


def parameters(estimator) -> np.ndarray:
    return np.array(estimator.network_.params())


def test_it_is_the_network_that_fit_trains(blobs) -> None:
    x, y = blobs
    estimator = small(l2=1e-3, dropout=0.2, schedule="cosine").fit(x, y)
    run = estimator.experiment_
    split = bridge.datasets.Split(x.astype(np.float32), y.astype(np.int64), 3)
    data = bridge.datasets.Dataset("blobs", split, split, ("0", "1", "2"))
    network = networks.build(run, data)
    history = bridge.fit(network, split, epochs=10, batch_size=32, seed=run.seed, progress=False)
    np.testing.assert_array_equal(np.array(network.params()), parameters(estimator))
    assert history["loss"] == estimator.history_["loss"]
    np.testing.assert_array_equal(bridge.predict(network, x), estimator.predict_proba(x))


@pytest.mark.parametrize(
    "names",
    [
        np.array(["oak", "ash", "elm"]),
        np.array(["oak", "ash", "elm"], dtype=object),
        np.array([-7, 5, 0]),
        np.array([2.0, -1.0, 4.0]),
    ],
    ids=["text", "objects", "negative", "floats"],
)
def test_labels_of_any_kind(blobs, names) -> None:
    x, y = blobs
    estimator = small().fit(x, names[y])
    np.testing.assert_array_equal(estimator.classes_, np.unique(names))
    assert estimator.score(x, names[y]) > 0.9
    # A column of the probabilities belongs to the class of that place.
    oak = estimator.predict_proba(x)[:, list(estimator.classes_).index(names[0])]
    assert oak[y == 0].mean() > 0.6 > 0.4 > oak[y != 0].mean()


def test_truth_values_as_labels(blobs) -> None:
    x, y = blobs
    estimator = small().fit(x, y == 1)
    assert estimator.predict(x).dtype == bool
    assert estimator.score(x, y == 1) > 0.9


def test_a_row_of_weight_two_is_two_rows(blobs) -> None:
    x, y = blobs
    weights = np.random.RandomState(0).randint(0, 4, len(y))
    # One batch an epoch, so that a mean over the rows is all there is; a gradient may be small
    # beside Adam's rounding, so plain descent.
    whole = {"batch_size": 1000, "updater": "Sgd", "learning_rate": 0.3, "l2": 0.01}
    weighted = small(**whole).fit(x, y, sample_weight=weights)
    repeated = small(**whole).fit(np.repeat(x, weights, axis=0), np.repeat(y, weights))
    unweighted = small(**whole).fit(x, y)
    np.testing.assert_allclose(parameters(weighted), parameters(repeated), atol=2e-6)
    assert np.abs(parameters(unweighted) - parameters(repeated)).max() > 1e-2
    np.testing.assert_allclose(weighted.history_["loss"], repeated.history_["loss"], rtol=1e-5)


def test_a_weight_multiplies_the_gradient_of_its_row(blobs) -> None:
    """One step of a linear classifier against the formula."""
    x, y = blobs
    x = x.astype(np.float32)
    weights = np.random.RandomState(0).uniform(0.1, 3, len(y))
    linear = {"hidden_layer_sizes": (), "batch_size": 1000, "epochs": 1, "updater": "Sgd"}
    start = small(**linear, learning_rate=0.0).fit(x, y)
    moved = small(**linear, learning_rate=0.3).fit(x, y, sample_weight=weights)
    difference = start.predict_proba(x) - np.eye(3)[y]
    gradient = x.T @ (difference * (weights / weights.sum())[:, None])
    before, after = (np.array(one.network_.getParam("0_W")) for one in (start, moved))
    np.testing.assert_allclose(after, before - 0.3 * gradient, atol=2e-6)


def test_equal_weights_change_no_bit_and_the_loss_is_stock_again(blobs) -> None:
    x, y = blobs
    equal = small().fit(x, y, sample_weight=np.full(len(y), 7))
    np.testing.assert_array_equal(parameters(equal), parameters(small().fit(x, y)))
    skewed = small().fit(x, y, sample_weight=1 + y)
    assert skewed.network_.getOutputLayer().conf().getLayer().getLossFn().getWeights() is None


def test_weights_need_softmax_with_cross_entropy(blobs) -> None:
    layers = (Layer("OutputLayer", {"activation": "SIGMOID", "lossFunction": "XENT"}),)
    own = small(network=Experiment("sigmoid", layers, Updater("Adam"), epochs=1))
    with pytest.raises(UsageError, match="SOFTMAX with MCXENT"):
        own.fit(*blobs, sample_weight=1 + blobs[1])
    with pytest.raises(ValueError, match=r"non-zero|not 0"):
        small().fit(*blobs, sample_weight=np.zeros(120))


def test_pickled_it_goes_on_as_if_it_had_not_been(blobs) -> None:
    x, y = blobs
    estimator = small().fit(x, y)
    copies = pickle.loads(pickle.dumps(estimator)), copy.deepcopy(estimator)
    for one in copies:
        np.testing.assert_array_equal(one.predict_proba(x), estimator.predict_proba(x))
        assert one.history_ == estimator.history_
    estimator.partial_fit(x, y)
    for one in copies:  # which needs the updater's state
        np.testing.assert_array_equal(parameters(one.partial_fit(x, y)), parameters(estimator))


def test_partial_fit_learns_epoch_by_epoch(blobs) -> None:
    x, y = blobs
    estimator = small(learning_rate=0.05)
    for part in (y < 2, y >= 1) * 10:
        estimator.partial_fit(x[part], y[part], classes=[0, 1, 2])
    assert estimator.score(x, y) > 0.9
    assert estimator.history_["epoch"] == list(range(1, 21))
    with pytest.raises(DataError, match="the label 3, which is none of the classes"):
        estimator.partial_fit(x, y + 1)
    with pytest.raises(UsageError, match="classes"):
        small().partial_fit(x, y)
    assert len(estimator.fit(x, y).history_) == 10


def test_a_warm_start_goes_on(blobs) -> None:
    estimator = small(warm_start=True).fit(*blobs)
    before = estimator.history_["loss"][-1]
    estimator.set_params(epochs=5).fit(*blobs)
    assert len(estimator.history_) == 15
    assert estimator.history_["loss"][-1] < before
    with pytest.raises(UsageError, match="warm_start=False"):
        estimator.fit(blobs[0], blobs[1] + 1)


def test_the_random_state_decides(blobs) -> None:
    def trained(state) -> np.ndarray:
        return parameters(small(epochs=1, random_state=state).fit(*blobs))

    np.testing.assert_array_equal(trained(0), trained(0))
    np.testing.assert_array_equal(trained(np.random.RandomState(0)), trained(0))
    assert not np.array_equal(trained(0), trained(1))
    assert not np.array_equal(trained(None), trained(None))


def test_patience_ends_training_with_the_best_parameters() -> None:
    x, y = make_blobs(200, centers=2, cluster_std=4, random_state=1)
    estimator = small(patience=3, validation_fraction=0.25, epochs=200).fit(x, y)
    losses = estimator.history_["validation_loss"]
    assert len(losses) < 200
    assert int(np.argmin(losses)) == len(losses) - 4
    weighted = small(patience=3, validation_fraction=0.25, epochs=200)
    assert len(weighted.fit(x, y, sample_weight=1 + y).history_) < 200


def test_an_experiment_of_ones_own(blobs) -> None:
    own = bridge.preset("two-layer")
    estimator = DL4JClassifier(network=own).fit(*blobs)
    assert estimator.experiment_ == own
    assert [int(layer.conf().getLayer().getNOut()) for layer in estimator.network_.getLayers()] == [
        500,
        100,
        3,
    ]
    assert clone(estimator).set_params(random_state=4).fit(*blobs).experiment_.seed != own.seed


def configuration(inputs: int, outputs: int, seed: int):
    return (
        NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(Sgd(0.1))
        .list()
        .layer(DenseLayer.Builder().nIn(inputs).nOut(5).activation(Activation.TANH).build())
        .layer(
            OutputLayer.Builder(LossFunctions.LossFunction.NEGATIVELOGLIKELIHOOD)
            .nOut(outputs)
            .activation(Activation.SOFTMAX)
            .build()
        )
        .build()
    )


def test_a_configuration_of_ones_own(blobs) -> None:
    x, y = blobs
    estimator = DL4JClassifier(network=configuration, epochs=20, random_state=2).fit(x, y)
    assert int(estimator.network_.numParams()) == 2 * 5 + 5 + 5 * 3 + 3
    assert pickle.loads(pickle.dumps(estimator)).score(x, y) > 0.9
    with pytest.raises(UsageError, match="returned a int"):
        DL4JClassifier(network=lambda *_: 3).fit(x, y)
    with pytest.raises(UsageError, match="must be an Experiment, or a function"):
        DL4JClassifier(network="lenet").fit(x, y)


def test_in_pipelines_searches_and_ensembles(blobs) -> None:
    x, y = blobs
    pipeline = make_pipeline(StandardScaler(), small())
    assert cross_val_score(pipeline, 100 * x, y, cv=3).mean() > 0.9
    # The values are numpy's numbers, as those of a random search.
    grid = {"epochs": np.array([1, 10]), "learning_rate": np.array([1e-6, 0.05], np.float32)}
    search = GridSearchCV(small(hidden_layer_sizes=np.int64(8)), grid, cv=3).fit(x, y)
    assert search.best_params_ == {"epochs": 10, "learning_rate": np.float32(0.05)}
    voting = VotingClassifier(
        [("a", small()), ("b", small(activation="tanh"))], voting="soft", weights=[1, 2]
    )
    for ensemble in (BaggingClassifier(small(), 3, random_state=1), voting):
        assert ensemble.fit(x, y).score(x, y) > 0.9


# What scikit-learn 1.4 and 1.5 say of their own default.
@pytest.mark.filterwarnings("ignore:The SAMME.R algorithm:FutureWarning")
# Of some networks both units die.
@pytest.mark.filterwarnings("ignore::dl4j_bridge.errors.TrainingWarning")
def test_boosting_joins_networks_of_two_units() -> None:
    """A disc in a ring: two units see a stripe of it."""
    random = np.random.RandomState(3)
    y = np.arange(200) % 2
    radius = np.where(y == 1, random.uniform(0, 0.7, 200), random.uniform(0.9, 1.3, 200))
    angle = random.uniform(0, 2 * np.pi, 200)
    x = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    weak = DL4JClassifier((2,), learning_rate=0.05, epochs=30)
    boosted = AdaBoostClassifier(weak, n_estimators=15, random_state=1).fit(x, y)
    alone = max(one.score(x, y) for one in boosted.estimators_)
    assert alone < 0.9 < 0.95 < boosted.score(x, y)


def test_numbers_one_or_several() -> None:
    x = np.random.RandomState(0).uniform(-1, 1, (200, 3))
    y = np.column_stack([x[:, 0] ** 2, x @ [1, -1, 0.5]])
    both = DL4JRegressor((30,), learning_rate=0.01, random_state=1).fit(x, y)
    assert both.predict(x).shape == (200, 2)
    assert both.score(x, y) > 0.95
    one = DL4JRegressor((30,), learning_rate=0.01, random_state=1).fit(x, y[:, 0])
    assert one.predict(x).shape == (200,)
    assert one.score(x, y[:, 0]) > 0.9
    for _ in range(3):
        one.partial_fit(x, y[:, 0])
    assert len(one.history_) == 53
    with pytest.raises(UsageError, match=r"number of targets was 1 .* now it is 2"):
        one.partial_fit(x, y)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"activation": "rellu"}, "Did you mean 'RELU'"),
        ({"updater": "Adm"}, "Did you mean 'Adam'"),
        ({"hidden_layer_sizes": (3, 0)}, "whole numbers of at least 1"),
        ({"epochs": 0}, "epochs is 0"),
        ({"schedule": "cosin"}, "Did you mean 'cosine'"),
        ({"learning_rate": -1.0}, "learningRate is -1"),
        ({"accelerate": "more"}, "accelerate is 'more'"),
    ],
)
def test_parameters_that_make_no_sense(blobs, wrong, message) -> None:
    with pytest.raises(UsageError, match=message):
        small(**wrong).fit(*blobs)


@pytest.mark.fault(20, 22)
def test_data_that_cannot_be_used(blobs) -> None:
    x, y = blobs
    with pytest.raises(TypeError, match="dense"):
        small().fit(csr_matrix(x), y)
    with pytest.raises(DataError, match="one class only, 'a'"):
        small().fit(x, ["a"] * len(y))
    for wrong in (np.nan, np.inf, 1e300):
        spoilt = np.array(x, np.float64)
        spoilt[3, 1] = wrong
        with pytest.raises(ValueError, match=r"NaN|infinity"):
            small().fit(spoilt, y)
        with pytest.raises(ValueError, match=r"NaN|infinity|y, row 2 is 1e\+300"):
            DL4JRegressor(epochs=1).fit(x, np.where(np.arange(len(y)) == 2, wrong, 0.0))
    for weight in (np.nan, np.inf, -1):
        weights = np.ones(len(y))
        weights[4] = weight
        with pytest.raises(ValueError, match="sample_weight"):
            small().fit(x, y, sample_weight=weights)
    with pytest.raises(ValueError, match="features"):
        small().fit(x, y).predict(x[:, :1])
