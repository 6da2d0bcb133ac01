"""Deeplearning4j's own Spark module as the engine of a cluster, in Spark's own JVMs.

Source: `ParameterAveragingTrainingMaster`, `SparkDl4jMultiLayer` and `SparkComputationGraph` of
dl4j-spark 1.0.0-M2.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..datasets import Split
from ..errors import SetupError, UsageError
from ..evaluation import Evaluation
from ..jvm import executor, start, versions
from ..jvm.jars.helper_jar import spark_jar
from ..spark.beside import Beside
from ..spark.cluster import Cluster
from ..spark.library import spark_jars
from ..spark.session import Session
from ..spark.shards import write_shards
from . import resuming
from .cluster_trainer import ClusterTrainer, Result, check, shares
from .inputs import Array, is_graph
from .prediction import test_arrays
from .trainers import Manner

_TYPES = {"float32": "FLOAT", "float64": "DOUBLE"}


def beside(cluster: Cluster) -> Beside:
    """What Spark's JVMs need for it: the driver's jars, how an executor finds its own.

    Raises:
        SetupError: no Spark, or one of the wrong version.
        BackendError: jars are damaged or not to be had.
    """
    backend = start.ensure().backend
    spark = spark_jars()
    jars = executor.jars(backend)
    threads = str(cluster.threads)
    settings = {
        "spark.dl4jbridge.python": os.environ.get("PYSPARK_PYTHON", sys.executable),
        "spark.dl4jbridge.backend": backend,
        "spark.executorEnv.OMP_NUM_THREADS": threads,
        "spark.executorEnv.OPENBLAS_NUM_THREADS": threads,
        # JavaCPP would count what other processes of the machine share.
        "spark.executor.extraJavaOptions": "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
    }
    return Beside(jars, spark_jar(jars, spark), "dl4jbridge.spark.LocalJars", settings)


@contextmanager
def trainer_of_dl4j(
    session: Session, network: Any, xs: list[Array], ys: list[Array], manner: Manner, epochs: int
) -> Iterator[SparkModuleTrainer]:
    """A trainer on a cluster by Deeplearning4j's own layers and its own Spark module.

    Args:
        session: with the cluster.
        network: initialized, with an updater; it has the mean after each round.
        xs: features, an array for each input.
        ys: labels, likewise.
        manner: how they become iterations; `accelerate` has no say.
        epochs: done by an earlier process.

    Raises:
        UsageError: fewer rows than workers, a network with listeners, or distorted images.
        SetupError: an executor cannot work with this process.
    """
    check(network, len(xs[0]), session.cluster.count)
    if manner.augment is not None:
        raise UsageError(
            "Deeplearning4j's Spark module cannot distort images. Take engine='bridge', or leave "
            "augment out."
        )
    if str(xs[0].dtype) not in _TYPES:
        raise UsageError(
            f"Deeplearning4j's Spark module gets float32 or float64, not {xs[0].dtype}. Take "
            "engine='bridge'."
        )
    # First, so that nothing is brought to machines that cannot work.
    roll_call(session)
    with tempfile.TemporaryDirectory(dir=session.cluster.folder) as folder:
        yield SparkModuleTrainer(session, network, xs, ys, manner, epochs, Path(folder))


def roll_call(session: Session) -> None:
    """See that each executor has the driver's versions, and the jars.

    Raises:
        SetupError: one has not; it is named.
    """
    count = session.cluster.count

    def ask(jvm: Any, spark: Any) -> list[str]:
        numbers = spark.parallelize(list(range(count)), count)
        return [str(said) for said in numbers.map(jvm.dl4jbridge.spark.RollCall()).collect()]

    java = session.call(lambda jvm, _: str(jvm.System.getProperty("java.specification.version")))
    wanted = {**versions.python_versions(), **session.facts, "Java": java}
    for said in session.call(ask):
        lines = [line.partition(" ") for line in said.splitlines()]
        host = next(rest for word, _, rest in lines if word == "host")
        found = dict(rest.split(" ", 1) for word, _, rest in lines if word == "is")
        found["Scala"] = ".".join(found["Scala"].split(".")[:2])
        try:
            for word, _, rest in lines:
                if word == "fault":
                    raise SetupError(f"Deeplearning4j's jars cannot be had there: {rest}")
            versions.compare(wanted, found)
        except SetupError as error:
            raise SetupError(f"On the worker {host}: {error}") from None


class SparkModuleTrainer(ClusterTrainer):
    """Rounds of a `ParameterAveragingTrainingMaster`, each dealt out here.

    What goes there and comes back are files of plain numbers in a folder, and text.
    """

    def __init__(
        self,
        session: Session,
        network: Any,
        xs: list[Array],
        ys: list[Array],
        manner: Manner,
        epochs: int,
        folder: Path,
    ) -> None:
        super().__init__(session, network, len(xs[0]), manner.batch_size, epochs)
        self._folder, self._manner = folder, manner
        self._type = xs[0].dtype
        self._tests: tuple[Any, Any, list[int], int] | None = None

        def made(jvm: Any, spark: Any) -> Any:
            return jvm.dl4jbridge.spark.Training(spark, str(folder), _TYPES[str(self._type)])

        self._java = session.call(made)
        self._rows = self._published("shard", xs, ys, manner.seed, shuffle=manner.shuffle)

    def evaluate(
        self, network: Any, data: Split | tuple[npt.ArrayLike, npt.ArrayLike]
    ) -> Evaluation:
        """Count predictions of the mean on the cluster, as `prediction.evaluate` does here."""
        if self._tests is None or self._tests[0] is not data:
            x, labels = test_arrays(network, data)
            rows = self._published("test", [x], [labels], 0, shuffle=False)
            batches = shares(len(x), self._workers, self._manner.batch_size)
            self._tests = data, rows, batches, max(labels.shape[1], 2)
        _, rows, batches, classes = self._tests
        text = self._session.call(lambda *_: str(self._java.evaluate(rows, batches, classes)))
        confusion = np.array([_numbers(line) for line in text.splitlines()], np.int64)
        return Evaluation(confusion, tuple(map(str, range(classes))))

    def _begin_epoch(self) -> None:
        state = resuming.values(resuming.updater_state(self._network))
        resuming.values(self._network.params()).tofile(self._folder / "parameters")
        state.tofile(self._folder / "state")
        configuration = str(resuming.configuration(self._network).toJson())
        graph = is_graph(self._network)
        self._session.call(lambda *_: self._java.begin(configuration, graph))

    def _round(self, last: int) -> Result:
        cluster, counts = self._session.cluster, resuming.counts(self._network)
        (iterations, epochs), *_ = counts
        words = (self._rows, self._shares, self._averaging, cluster.prefetch, self._epochs)
        text = self._session.call(
            lambda *_: str(self._java.round(*words, self._done, iterations, epochs))
        )
        # Once each, though a batch may have been trained again for a worker that was lost.
        notes = {(rank, batch): rest for rank, batch, *rest in map(_numbers, text.splitlines())}
        scores: dict[float, list[float]] = {}
        for (rank, _), (score, _) in sorted(notes.items()):
            scores.setdefault(rank, []).append(score)
        moved = self._take()
        done = last - self._done
        resuming.set_counts(self._network, [(count + done, epoch) for count, epoch in counts])
        return Result(
            [np.array(one) for one in scores.values()],
            max(seconds for _, seconds in notes.values()),
            2 * len(scores) * moved,
        )

    def _take(self) -> int:
        """Give the network the mean; tells how many bytes it is."""
        parameters = np.fromfile(self._folder / "parameters", self._type)
        resuming.assign(self._network.params(), parameters)
        state = np.fromfile(self._folder / "state", self._type)
        if state.size:
            resuming.assign(resuming.updater_state(self._network), state)
        return int(parameters.nbytes + state.nbytes)

    def _published(
        self, prefix: str, xs: Sequence[Array], ys: Sequence[Array], seed: int, *, shuffle: bool
    ) -> Any:
        """Write rows where the executors find them; gives what reads them there."""
        cluster = self._session.cluster
        files = write_shards(self._folder, xs, ys, cluster.count, seed, prefix)
        where = str(self._folder)
        if not cluster.sees_files:
            self._session.publish(files)
            where = ""
        shapes = [";".join(_shape(array) for array in arrays) for arrays in (xs, ys)]
        size, text = self._manner.batch_size, str(seed)
        return self._session.call(
            lambda *_: self._java.rows(where, prefix, *shapes, size, shuffle, text)
        )


def _shape(array: Array) -> str:
    return ",".join(str(size) for size in array.shape[1:])


def _numbers(line: str) -> list[float]:
    return [float(word) for word in line.strip("[]").split(",")]
