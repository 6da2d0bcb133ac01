"""One network trained by several copies of it in this process."""

import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import dl4j
from dl4j_bridge.dl4j import resuming
from dl4j_bridge.dl4j.inputs import features_and_labels
from dl4j_bridge.dl4j.parallel import ParallelTrainer, trainer_of_replicas
from dl4j_bridge.dl4j.trainers import Manner
from dl4j_bridge.errors import Diverged, TrainingWarning, UsageError
from dl4j_bridge.history import History
from dl4j_bridge.progress import Status
from dl4j_bridge.replicas import Replicas
from tests import smallnets

pytestmark = pytest.mark.filterwarnings("ignore:.*workers on one processor")

DIGITS = bridge.datasets.mnist().take(train=1000, test=500)


def made(updater: Any = None, keep: float = 0.8) -> Any:
    """784-30-10, with dropout."""
    return dl4j.MultiLayerNetwork(
        dl4j.NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(updater or dl4j.Nesterovs(0.01, 0.9))
        .list()
        .layer(
            dl4j.DenseLayer.Builder()
            .nIn(784)
            .nOut(30)
            .activation(dl4j.Activation.RELU)
            .dropOut(keep)
            .build()
        )
        .layer(
            dl4j.OutputLayer.Builder().nIn(30).nOut(10).activation(dl4j.Activation.SOFTMAX).build()
        )
        .build()
    )


def trained(workers: int | None, rows: int = 1000, **settings: Any) -> tuple[bytes, History, Any]:
    network = made()
    settings = {"batch_size": 32, "epochs": 2, "progress": False, **settings}
    history = bridge.fit(network, DIGITS.take(rows), workers=workers, **settings)
    return resuming.values(network.params()).tobytes(), history, network


def threads() -> set[str]:
    alive = jpype.JClass("java.lang.Thread").getAllStackTraces().keySet()
    return {str(thread.getName()) for thread in alive}


@pytest.fixture(autouse=True)
def no_threads_stay() -> Iterator[None]:
    yield
    end = time.monotonic() + 20  # the wrapper does not wait for the last steps of its threads
    while any("ParallelWrapper" in name for name in threads()):
        assert time.monotonic() < end, threads()
        time.sleep(0.01)


def test_two_workers_learn_as_one_network() -> None:
    _, history, network = trained(2, epochs=4, batch_size=16)
    assert history[-1]["test_accuracy"] == bridge.evaluate(network, DIGITS).accuracy
    assert history[-1]["test_accuracy"] > 0.6
    assert history[0]["iterations"] == 32  # a batch of each worker is one
    assert {row["workers"] for row in history} == {2}
    assert len(history.scores) == 4 * 32
    assert int(network.getIterationCount()) == 4 * 32
    assert int(network.getEpochCount()) == 4
    assert not len(network.getListeners())


def test_one_worker_gives_the_bits_of_no_worker() -> None:
    assert trained(1, averaging=3)[0] == trained(None)[0]


def test_the_same_settings_give_the_same_bits() -> None:
    first, history, _ = trained(3)
    again, other, _ = trained(3)
    assert first == again
    assert history.scores.tobytes() == other.scores.tobytes()
    assert trained(3, seed=5)[0] != first


def by_hand(averaging: int, workers: int, rounds: int, size: int) -> tuple[Any, list[float]]:
    """Copies of one network, each trained by DL4J, and the mean taken here."""
    network = made(keep=1.0)
    network.init()
    copies = [network.clone() for _ in range(workers)]
    x, y = (arrays[0] for arrays in features_and_labels(network, DIGITS.take(rounds * size * 2)))
    scores = []
    for done in range(rounds):
        for rank, copy in enumerate(copies):
            rows = slice((done * workers + rank) * size, (done * workers + rank + 1) * size)
            copy.fit(bridge.to_nd4j(x[rows]), bridge.to_nd4j(y[rows]))
        scores.append(float(np.mean([copy.score() for copy in copies])))
        if (rounds - done - 1) % averaging == 0:
            for part in (lambda n: n.params(), resuming.updater_state):
                mean = np.mean([resuming.values(part(copy)) for copy in copies], axis=0)
                for copy in copies:
                    resuming.assign(part(copy), mean.astype(np.float32))
    return copies[0], scores


@pytest.mark.parametrize("averaging", [1, 2, 9])
def test_parameters_and_momenta_are_the_mean_of_the_workers(averaging: int) -> None:
    expected, scores = by_hand(averaging, workers=2, rounds=5, size=20)
    network = made(keep=1.0)
    settings = {"workers": 2, "averaging": averaging, "batch_size": 20, "shuffle": False}
    history = bridge.fit(network, DIGITS.take(200), progress=False, **settings)
    for part in (lambda n: n.params(), resuming.updater_state):
        found, wanted = resuming.values(part(network)), resuming.values(part(expected))
        np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(history.scores, scores, rtol=1e-6)


@pytest.mark.parametrize("rows", [3, 12, 13, 14, 15, 23])
def test_every_row_is_trained_once(rows: int) -> None:
    """Its loss tells which it was, as the network stays 0."""
    layer = dl4j.OutputLayer.Builder(dl4j.LossFunctions.LossFunction.MSE).nIn(1).nOut(1)
    network = dl4j.MultiLayerNetwork(
        dl4j.NeuralNetConfiguration.Builder()
        .updater(dl4j.Sgd(1e-30))
        .weightInit(dl4j.WeightInit.ZERO)
        .list()
        .layer(layer.activation(dl4j.Activation.IDENTITY).build())
        .build()
    )
    y = np.sqrt(np.arange(1, rows + 1, dtype=np.float32))[:, None]
    settings = {"workers": 3, "batch_size": 4, "shuffle": False, "progress": False}
    history = bridge.fit(network, (y, y), **settings)
    number = max(1, -(-(rows - 2) // 12))  # two rows too many join the last round
    ends = [*range(12, 12 * number, 12), rows]
    bounds = [
        [first + rank * (end - first) // 3 for rank in range(4)]
        for first, end in zip([0, *ends], ends, strict=False)
    ]
    losses = np.arange(1, rows + 1)
    expected = [np.mean([losses[first:end].mean() for first, end in pairwise(of)]) for of in bounds]
    np.testing.assert_allclose(history.scores, expected, rtol=1e-6)


def test_the_caller_never_comes_back_with_nothing_done() -> None:
    """However long the workers take to begin."""
    network, seen = made(), []
    network.init()
    xs, ys = features_and_labels(network, DIGITS)
    manner = Manner(25, True, 1, None, None, "auto")
    with trainer_of_replicas(Replicas(2, 5), network, xs, ys, manner, 0) as trainer:
        scores = np.zeros(trainer.batches())
        trainer.startEpoch(jpype.nio.convertToDirectBuffer(scores.view(np.uint8).data), 0)
        while not seen or seen[-1] < len(scores):
            seen.append(trainer.run(0))
    assert seen == [5, 10, 15, 20]


def test_a_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    whole, history, _ = trained(2, averaging=3, epochs=3)

    def stop(status: Status) -> None:
        if status.phase == "training" and status.epoch == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(2, averaging=3, epochs=3, checkpoints=tmp_path, progress=stop)
    resumed, rows, _ = trained(2, averaging=3, epochs=3, checkpoints=tmp_path)
    assert resumed == whole
    assert rows.scores.tobytes() == history.scores.tobytes()
    with pytest.raises(UsageError, match="another training: its workers was 2"):
        trained(4, averaging=3, epochs=4, checkpoints=tmp_path)


@pytest.mark.parametrize("kind", smallnets.KINDS)
def test_networks_of_all_kinds(kind: str) -> None:
    network, x, y = smallnets.drawn(3, kind)
    history = bridge.fit(network, (x, y), epochs=2, batch_size=4, workers=2, progress=False)
    assert 0 < history[-1]["loss"] < 3
    assert len(history.scores) == 2 * history[0]["iterations"]


def test_numbers_that_are_none_end_the_training() -> None:
    network = made(dl4j.Sgd(1e30))
    with pytest.raises(Diverged, match="epoch 1, iteration"):
        bridge.fit(network, DIGITS, workers=2, progress=False)


class Broken:
    """Throws in a worker's thread."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def iterationDone(self, *_: object) -> None:
        raise jpype.JClass(self._kind)("on purpose")

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not name.startswith("on"):
            raise AttributeError(name)  # equals is the object's own
        return lambda *_: None


@pytest.mark.parametrize("kind", ["java.lang.IllegalStateException", "java.lang.LinkageError"])
def test_what_a_worker_throws_comes_out(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    network = made()
    network.init()
    xs, ys = features_and_labels(network, DIGITS)
    manner = Manner(32, True, 1, None, None, "auto")
    scores = np.zeros(100)
    with trainer_of_replicas(Replicas(2), network, xs, ys, manner, 0) as trainer:
        assert isinstance(trainer, ParallelTrainer)
        listener = "org.deeplearning4j.optimize.api.TrainingListener"
        trainer._wrapper.setListeners([jpype.JProxy(listener, inst=Broken(kind))])
        trainer.startEpoch(jpype.nio.convertToDirectBuffer(scores.view(np.uint8).data), 0)
        with pytest.raises(jpype.JException, match="on purpose"):
            trainer.run(10**9)
    assert capfd.readouterr().err == ""
    assert bridge.fit(network, DIGITS, progress=False)[0]["loss"] > 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"workers": 2, "accelerate": "exact"}, "Deeplearning4j's own layers"),
        ({"workers": 0}, "workers is 0, but must be a whole number from 1"),
        ({"averaging": 3}, "no workers are there to average"),
        ({"workers": 2, "averaging": 0}, "averaging is 0"),
        ({"workers": 2, "rows": 1}, "1 rows cannot be shared out among 2"),
    ],
)
def test_what_makes_no_sense_is_refused(settings: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        trained(**{"workers": None, **settings})
    with pytest.raises(UsageError, match="workers and averaging are of this process"):
        trained(2, cluster="local[2]")


def test_listeners_are_refused() -> None:
    network = made()
    network.setListeners(dl4j.ScoreIterationListener(1))
    with pytest.raises(UsageError, match="listeners"):
        bridge.fit(network, DIGITS, workers=2, progress=False)
    assert len(network.getListeners()) == 1


@pytest.mark.filterwarnings("default:.*workers on one processor")
def test_several_workers_on_a_processor_are_told_to_win_nothing() -> None:
    with pytest.warns(TrainingWarning, match="2 workers on one processor"):
        trained(2, epochs=1)


def test_the_mirror_has_the_wrapper_of_course_programs() -> None:
    network = made()
    network.init()
    before = resuming.values(network.params())
    iterator = dl4j.MnistDataSetIterator(100, 600, False, True, True, 123)
    wrapper = (
        dl4j.ParallelWrapper.Builder(network)
        .workers(2)
        .prefetchBuffer(4)
        .averagingFrequency(1)
        .trainingMode(dl4j.ParallelWrapper.TrainingMode.AVERAGING)
        .build()
    )
    wrapper.fit(iterator)
    wrapper.shutdown()
    assert not np.array_equal(before, resuming.values(network.params()))
