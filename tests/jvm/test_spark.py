"""One network on the workers of a local Spark, each a process of its own."""

import gc
import os
import signal
import stat
import sys
import threading
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jpype
import numpy as np
import pytest

import dl4j_bridge as bridge
from dl4j_bridge import dl4j
from dl4j_bridge.dl4j import networks
from dl4j_bridge.dl4j.trainers import Manner, trainer_here
from dl4j_bridge.errors import ClusterWarning, SetupError, UsageError
from dl4j_bridge.history import History
from dl4j_bridge.progress import Status
from dl4j_bridge.spark.library import context
from dl4j_bridge.spark.shards import open_shard
from tests.sparks import descendants, kill, that_run

# PySpark leaves closing its sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

DIGITS = bridge.datasets.mnist().take(train=1000, test=500)
EXPERIMENT = replace(bridge.preset("lecture"), dropout=0.2)
LOCAL = bridge.Cluster("local[2]")


@pytest.fixture(scope="module", autouse=True)
def spark() -> Iterator[Any]:
    """One Spark for all tests: a training takes the one that is there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found, _ = context(LOCAL)
        yield found
        found.stop()
        gc.collect()


def trained(
    cluster: bridge.Cluster | None, rows: int = 1000, **settings: Any
) -> tuple[np.ndarray, History, Any]:
    network = networks.build(EXPERIMENT, DIGITS)
    settings = {"batch_size": 64, "epochs": 2, "progress": False, **settings}
    history = bridge.fit(network, DIGITS.take(rows), cluster=cluster, **settings)
    parameters = bridge.to_numpy(network.params(), copy=True)
    return parameters, history, network


@pytest.mark.parametrize("averaging", [1, 5])
def test_one_worker_gives_the_bits_of_this_machine(averaging: int) -> None:
    here, history, network = trained(None)
    cluster = replace(LOCAL, workers=1, averaging=averaging)
    there, rows, other = trained(cluster)
    assert there.tobytes() == here.tobytes()
    assert rows.scores.tobytes() == history.scores.tobytes()
    assert rows["test_accuracy"] == history["test_accuracy"]
    states = [bridge.to_numpy(n.getUpdater().getStateViewArray()) for n in (network, other)]
    assert states[0].tobytes() == states[1].tobytes()
    assert rows[0]["rounds"] == -(-16 // averaging)


def test_two_workers_learn_as_well(tmp_path: Path) -> None:
    _, history, network = trained(
        replace(LOCAL, averaging=8, folder=tmp_path), epochs=4, batch_size=16
    )
    _, alone, _ = trained(None, epochs=4, batch_size=16)
    assert abs(history[-1]["test_accuracy"] - alone[-1]["test_accuracy"]) < 0.06
    assert history[-1]["test_accuracy"] == bridge.evaluate(network, DIGITS).accuracy > 0.75
    assert history[0]["iterations"] == 32  # a batch of each worker is one
    # Two workers, parameters and momenta in float32, to them and back.
    bytes_a_round = 2 * 2 * 2 * 795_010 * 4
    assert history[0]["communication_bytes"] == 4 * bytes_a_round


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.fault(35)
def test_a_worker_killed_in_mid_epoch_changes_no_bit(record_property: Any) -> None:
    settings = {"batch_size": 1, "epochs": 2, "rows": 600}
    cluster = replace(LOCAL, averaging=160)  # of 300 batches
    whole, history, _ = trained(cluster, **settings)
    killed: list[int] = []

    def strike() -> None:
        workers = that_run(descendants(os.getpid()), "pyspark.daemon")
        killed.append(workers[-1])  # the first is the one that starts the others
        kill(workers[-1])

    def told(status: Status) -> None:
        if status.phase == "training" and (status.epoch, status.iteration) == (2, 160):
            threading.Timer(0.2, strike).start()

    there, rows, _ = trained(cluster, progress=told, **settings)
    assert len(killed) == 1
    assert there.tobytes() == whole.tobytes()
    assert rows.scores.tobytes() == history.scores.tobytes()
    record_property("figure", f"0 differing bits, {sum(rows['repeated'])} round repeated")


def test_ctrl_c_is_not_sparks() -> None:
    """Spark's own listener raises an error once its context is stopped."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.filterwarnings("ignore:2 workers on one processor")
def test_a_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    cluster = replace(LOCAL, averaging=2)
    whole, _, _ = trained(cluster, epochs=3)

    def stop(status: Status) -> None:
        if status.phase == "training" and (status.epoch, status.iteration) == (2, 4):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trained(cluster, epochs=3, checkpoints=tmp_path, progress=stop)
    resumed, history, _ = trained(cluster, epochs=3, checkpoints=tmp_path)
    assert resumed.tobytes() == whole.tobytes()
    assert history["epoch"] == [1, 2, 3]
    assert history["rounds"] == [4, 4, 4]
    with pytest.raises(UsageError, match="its workers was 2, this one's is None"):
        trained(None, epochs=3, checkpoints=tmp_path)
    with pytest.raises(UsageError, match="its averaging was 2, this one's is 3"):
        trained(replace(cluster, averaging=3), epochs=3, checkpoints=tmp_path)
    with pytest.raises(UsageError, match="its engine was 'bridge', this one's is None"):
        trained(None, epochs=3, checkpoints=tmp_path, workers=2, averaging=2)


def test_a_run_that_learns_nothing_is_noticed() -> None:
    network = networks.build(
        replace(EXPERIMENT, updater=bridge.Updater("Sgd").with_settings(learningRate=1e-9)), DIGITS
    )
    with pytest.warns(ClusterWarning, match=r"has learnt nothing: its loss was 2\.\d+ at first"):
        bridge.fit(network, DIGITS, batch_size=250, cluster=LOCAL, progress=False)


def test_what_cannot_be_shared_out_is_refused() -> None:
    with pytest.raises(UsageError, match="3 rows cannot be shared out among 4 workers"):
        trained(replace(LOCAL, workers=4), rows=3)
    with pytest.raises(UsageError, match="workers is 0"):
        bridge.Cluster("local[2]", workers=0)


def python_with(spark: Any, folder: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Have workers run this Python in another environment."""
    path = folder / "python"
    path.write_text(f'#!/bin/sh\n{words} exec "{sys.executable}" "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setattr(spark, "pythonExec", str(path))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.fault(36)
def test_a_worker_of_another_version_is_found_before_work_begins(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = Path(bridge.__file__).parent
    copy = tmp_path / "dl4j_bridge"
    copy.mkdir()
    for path in package.iterdir():
        if path.name != "__init__.py":
            (copy / path.name).symlink_to(path)
    text = (package / "__init__.py").read_text(encoding="utf-8")
    other = text.replace(f'__version__ = "{bridge.__version__}"', '__version__ = "0.0.7"')
    (copy / "__init__.py").write_text(other, encoding="utf-8")
    python_with(
        spark, tmp_path, monkeypatch, f'cd "{tmp_path}" && PYTHONPATH="{tmp_path}:$PYTHONPATH"'
    )
    message = rf"worker .+: This worker has dl4j-bridge 0\.0\.7, the driver {bridge.__version__}"
    with pytest.raises(SetupError, match=message):
        trained(LOCAL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.fault(36)
def test_a_worker_without_jars_says_so(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        f'DL4J_BRIDGE_OFFLINE=1 DL4J_BRIDGE_CACHE="{tmp_path}/cache" '
        f'MAVEN_OPTS="-Dmaven.repo.local={tmp_path}/jars"'
    )
    python_with(spark, tmp_path, monkeypatch, words)
    with pytest.raises(SetupError, match=r"On the worker .+ DL4J_BRIDGE_OFFLINE forbids"):
        trained(LOCAL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.fault(36)
def test_a_worker_without_the_bridge_says_so(
    spark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "python"
    path.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')
    path.chmod(0o755)
    monkeypatch.setattr(spark, "pythonExec", str(path))
    with pytest.raises(SetupError, match="A worker's Python has no"):
        trained(LOCAL)


@pytest.mark.fault(37)
def test_no_master_is_found_at_once(spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(spark), "_active_spark_context", None)
    with pytest.raises(SetupError, match=r"No Spark master answers at spark://127\.0\.0\.1:1 "):
        trained(bridge.Cluster("spark://127.0.0.1:1"))


def private_memory() -> int:
    """Bytes of this process that no file stands behind."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("RssAnon")]
    return int(line.split()[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.fault(38)
def test_a_shard_stays_in_its_file(tmp_path: Path, record_property: Any) -> None:
    rows, features = 30_000, 4096
    for name, width in (("x", features), ("y", 2)):
        path = tmp_path / f"shard-0000-{name}0.npy"
        np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=(rows, width))
    configuration = (
        dl4j.NeuralNetConfiguration.Builder()
        .list()
        .layer(dl4j.OutputLayer.Builder().nIn(features).nOut(2).build())
        .build()
    )
    network = dl4j.MultiLayerNetwork(configuration)
    network.init()
    manner = Manner(500, shuffle=True, seed=1, augment=None, image=None, accelerate="exact")
    xs, ys = open_shard(tmp_path, 0, inputs=1, outputs=1)
    before = private_memory()
    with trainer_here(network, xs, ys, manner, 0) as trainer:
        trainer.startEpoch(jpype.nio.convertToDirectBuffer(bytearray(8 * rows)), 0)
        while trainer.run(10**9) < rows // 500:
            pass
    grown = private_memory() - before
    record_property("figure", f"{xs[0].nbytes / 1e6:.0f} MB of rows, {grown / 1e6:.0f} MB taken")
    assert grown < xs[0].nbytes / 4
