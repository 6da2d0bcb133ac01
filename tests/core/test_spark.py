"""What a training on a cluster is made of, without Spark and without a JVM."""

from pathlib import Path

import numpy as np
import pytest

from dl4j_bridge.errors import JvmDied, ResourceExhausted, SetupError, UsageError
from dl4j_bridge.jvm import versions
from dl4j_bridge.spark.averaging import mean
from dl4j_bridge.spark.cluster import Cluster, cluster_at
from dl4j_bridge.spark.shards import open_shard, write_shards
from dl4j_bridge.spark.telling import Lost, explained


def test_the_mean_counts_rows() -> None:
    vectors = [np.array([0.0, 3.0], np.float32), np.array([4.0, 7.0], np.float32)]
    found = mean(vectors, [3, 1])
    assert found.dtype == np.float32
    assert found.tolist() == [1.0, 4.0]
    assert mean(vectors, [0, 1]).tolist() == [4.0, 7.0]
    assert mean(vectors[:1], [0]) is vectors[0]


def test_a_mean_of_many_loses_no_digits() -> None:
    tenth = np.full(1, 0.1, np.float32)
    assert mean([tenth] * 1000, [64] * 1000) == tenth


@pytest.mark.parametrize("workers", [1, 3])
def test_every_row_is_dealt_to_one_worker(tmp_path: Path, workers: int) -> None:
    x = np.arange(20, dtype=np.float32).reshape(10, 2)
    y = np.arange(10, dtype=np.float32)[:, None]
    files = write_shards(tmp_path, [x], [y], workers, seed=5)
    assert len(files) == 2 * workers
    dealt = [open_shard(tmp_path, rank, inputs=1, outputs=1) for rank in range(workers)]
    sizes = [len(xs[0]) for xs, _ in dealt]
    assert max(sizes) - min(sizes) <= 1
    assert sizes[0] == max(sizes)
    for [features], [labels] in dealt:
        assert (features[:, 0] == 2 * labels[:, 0]).all()
    rows = np.concatenate([labels[:, 0] for _, [labels] in dealt])
    assert sorted(rows) == list(range(10))
    if workers == 1:
        assert rows.tolist() == list(range(10))


def test_rows_in_order_of_their_class_are_mixed(tmp_path: Path) -> None:
    classes = np.repeat(np.arange(2, dtype=np.float32), 500)[:, None]
    write_shards(tmp_path, [classes], [classes], 4, seed=1)
    for rank in range(4):
        _, [labels] = open_shard(tmp_path, rank, inputs=1, outputs=1)
        assert 0.35 < labels.mean() < 0.65


def test_workers_are_the_cores_of_a_local_master() -> None:
    assert Cluster("local[4]").count == 4
    assert Cluster("local[4,2]", workers=3).count == 3
    assert Cluster("spark://10.0.0.1:7077").count == 2
    assert cluster_at("local") == Cluster("local")
    with pytest.raises(UsageError, match="averaging is 0"):
        Cluster("local", averaging=0)
    with pytest.raises(UsageError, match="wait is 0"):
        Cluster("local", wait=0)


# As PySpark 3.5.9 said it.
PYTHONS = (
    "pyspark.errors.exceptions.base.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in "
    "worker has different version (3, 12) than that in driver 3.11, PySpark cannot run with "
    "different minor versions."
)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        (PYTHONS, SetupError, "The workers run Python 3.12, this process 3.11."),
        ("ModuleNotFoundError: No module named 'dl4j_bridge'", SetupError, "has no dl4j_bridge"),
        ("java.io.IOException: No space left on device", ResourceExhausted, "SPARK_LOCAL_DIRS"),
        ("Master removed our application: FAILED", JvmDied, "refused the application"),
        ("Python worker exited unexpectedly (crashed)\n\tat org.apache", Lost, "exited unexpe"),
    ],
)
def test_what_spark_says_is_told_in_words(said: str, kind: type[Exception], words: str) -> None:
    error = explained(RuntimeError(said), "spark://m:1")
    assert type(error) is kind
    assert words in str(error)
    assert "\tat " not in str(error)


@pytest.mark.fault(36)
def test_all_versions_that_differ_are_named() -> None:
    driver = {"Spark": "3.5.9", "Scala": "2.12", "Java": "17", "Python": "3.11"}
    worker = {"Spark": "3.4.1", "Scala": "2.13", "Java": "17"}
    with pytest.raises(SetupError, match=r"Spark 3\.4\.1, the driver 3\.5\.9; Scala 2\.13, the"):
        versions.check(driver, worker, "cpu")
