"""Deeplearning4j's own Spark module as the engine of a cluster, on a local Spark."""

import gc
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import dl4j
from dl4j_bridge.dl4j import spark_module
from dl4j_bridge.errors import ClusterWarning, SetupError, UsageError
from dl4j_bridge.history import History
from dl4j_bridge.progress import Status
from dl4j_bridge.spark.library import context

# PySpark leaves closing its sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

DIGITS = bridge.datasets.mnist().take(train=1000, test=300)
LOCAL = bridge.Cluster("local[2]", engine="dl4j")


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[Any]:
    """One Spark for all tests: a training takes the one that is there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = context(LOCAL, spark_module.beside(LOCAL))
        yield found
        found.stop()
        gc.collect()


def network_of(rate: float = 0.1, keep: float = 0.0) -> Any:
    configuration = (
        dl4j.NeuralNetConfiguration.Builder()
        .seed(123)
        .l2(1e-4)
        .updater(dl4j.Nesterovs(rate, 0.9))
        .dropOut(keep)
        .list()
        .layer(dl4j.DenseLayer.Builder().nIn(784).nOut(20).build())
        .layer(dl4j.OutputLayer.Builder().nIn(20).nOut(10).build())
        .build()
    )
    return dl4j.MultiLayerNetwork(configuration)


def trained(
    cluster: bridge.Cluster | None, network: Any = None, **settings: Any
) -> tuple[bytes, History, Any]:
    network = network or network_of()
    settings = {"batch_size": 64, "epochs": 2, "progress": False, **settings}
    history = bridge.fit(network, DIGITS, cluster=cluster, **settings)
    state = bridge.to_numpy(network.getUpdater().getStateViewArray(), copy=True)
    return bridge.to_numpy(network.params()).tobytes() + state.tobytes(), history, network


@pytest.mark.parametrize("averaging", [1, 5])
def test_one_worker_gives_the_bits_of_this_machine(averaging: int) -> None:
    here, history, _ = trained(None, accelerate="off")
    there, rows, _ = trained(replace(LOCAL, workers=1, averaging=averaging))
    assert there == here
    assert rows.scores.tobytes() == history.scores.tobytes()
    assert rows["test_accuracy"] == history["test_accuracy"]
    assert rows[0]["rounds"] == -(-16 // averaging)


def graph() -> Any:
    configuration = (
        dl4j.NeuralNetConfiguration.Builder()
        .seed(123)
        .updater(dl4j.Adam(0.001))
        .graphBuilder()
        .addInputs("in")
        .addLayer("hidden", dl4j.DenseLayer.Builder().nIn(784).nOut(20).build(), "in")
        .addLayer("out", dl4j.OutputLayer.Builder().nIn(20).nOut(10).build(), "hidden")
        .setOutputs("out")
        .build()
    )
    return dl4j.ComputationGraph(configuration)


def test_a_graph_is_trained_as_here() -> None:
    here, _, _ = trained(None, graph())
    # Adam's steps depend on how many came before: those of earlier rounds count, too.
    there, _, _ = trained(replace(LOCAL, workers=1, averaging=5), graph())
    assert there == here


def test_two_workers_learn_and_give_the_same_bits_again() -> None:
    cluster = replace(LOCAL, averaging=8)
    settings = {"batch_size": 16, "epochs": 4}
    bits, history, network = trained(cluster, **settings)
    again, other, _ = trained(replace(cluster, prefetch=2), **settings)
    assert again == bits
    assert other.scores.tobytes() == history.scores.tobytes()
    assert history[-1]["test_accuracy"] == bridge.evaluate(network, DIGITS).accuracy > 0.7
    assert history[0]["iterations"] == 32  # a batch of each worker is one
    assert history[0]["rounds"] == 4
    # Two workers, parameters and momenta in float32, to them and back.
    assert history[0]["communication_bytes"] == 4 * 2 * 2 * 2 * 4 * network.numParams()


def test_what_is_drawn_at_random_is_seeded() -> None:
    bits, _, _ = trained(replace(LOCAL, averaging=4), network_of(keep=0.8))
    again, _, _ = trained(replace(LOCAL, averaging=4), network_of(keep=0.8))
    assert again == bits


def test_the_two_engines_agree_up_to_the_rounding_of_a_mean() -> None:
    _, _, theirs = trained(replace(LOCAL, averaging=4))
    _, _, ours = trained(bridge.Cluster("local[2]", averaging=4))
    parameters = [bridge.to_numpy(network.params()) for network in (theirs, ours)]
    np.testing.assert_allclose(*parameters, atol=1e-6)


def test_the_cluster_counts_as_this_machine_does() -> None:
    told: list[Any] = []
    evaluate = spark_module.SparkModuleTrainer.evaluate

    def listening(self: Any, *words: Any) -> Any:
        told.append(evaluate(self, *words))
        return told[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spark_module.SparkModuleTrainer, "evaluate", listening)
        _, history, network = trained(replace(LOCAL, evaluate=True))
    here = bridge.evaluate(network, DIGITS)
    assert len(told) == 2
    assert told[-1].confusion.tolist() == here.confusion.tolist()
    assert history[-1]["test_accuracy"] == here.accuracy


def test_a_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    cluster = replace(LOCAL, averaging=2)
    whole, _, _ = trained(cluster, epochs=3)

    def stop(status: Status) -> None:
        if status.phase == "training" and (status.epoch, status.iteration) == (2, 4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(cluster, epochs=3, checkpoints=tmp_path, progress=stop)
    resumed, history, _ = trained(cluster, epochs=3, checkpoints=tmp_path)
    assert resumed == whole
    assert history["epoch"] == [1, 2, 3]
    with pytest.raises(UsageError, match="its engine was 'dl4j', this one's is 'bridge'"):
        trained(replace(cluster, engine="bridge"), epochs=3, checkpoints=tmp_path)


def test_a_run_that_learns_nothing_is_noticed() -> None:
    with pytest.warns(ClusterWarning, match=r"has learnt nothing: its loss was 2\.\d+ at first"):
        trained(LOCAL, network_of(1e-9), epochs=1)


def test_what_the_module_cannot_do_is_refused() -> None:
    augment = bridge.Augmentation(shift=1)
    with pytest.raises(UsageError, match="cannot distort images"):
        trained(LOCAL, augment=augment)
    with pytest.raises(UsageError, match="3 rows cannot be shared out among 4 workers"):
        bridge.fit(network_of(), DIGITS.take(3), cluster=replace(LOCAL, workers=4), progress=False)
    with pytest.raises(UsageError, match="engine is 'java'"):
        replace(LOCAL, engine="java")
    with pytest.raises(UsageError, match="belong to engine='dl4j'"):
        bridge.Cluster("local", prefetch=1)


def test_another_spark_is_refused_before_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pyspark.__version__", "4.0.1")
    with pytest.raises(SetupError, match=r"PySpark 4\.0\.1 does not fit.*Scala 2\.12"):
        trained(LOCAL)
