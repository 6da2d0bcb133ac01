"""A Spark application of this process: opened, asked to work, closed."""

from __future__ import annotations

import socket
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, TimeoutError
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..errors import BridgeError, JvmDied, SetupError
from .beside import Beside
from .cluster import Cluster
from .library import context, facts
from .telling import Lost, explained

Shared = TypeVar("Shared")
Order = TypeVar("Order")
Answer = TypeVar("Answer")

# How often a set of orders is given out anew after a worker was lost.
_ATTEMPTS = 4
_SLICE = 0.1


class Session:
    """What a training asks of Spark.

    Args:
        cluster: where.
        spark: a SparkContext.

    Attributes:
        cluster: where.
        facts: versions of Spark and Scala by name.
        lost: how often orders were given out anew because a worker was lost.
    """

    def __init__(self, cluster: Cluster, spark: Any) -> None:
        self.cluster = cluster
        self.facts = facts(spark)
        self.lost = 0
        self._spark = spark
        self._seen = False

    def publish(self, files: Sequence[Path]) -> None:
        """Bring files to each machine, where `place_of` finds them."""
        for file in files:
            self._spark.addFile(str(file))

    def map(
        self,
        work: Callable[[Order, Shared], Answer],
        orders: Sequence[Order],
        shared: Shared,
    ) -> list[Answer]:
        """Have workers carry out orders, all at once if there are enough of them.

        A lost worker's orders are carried out anew: `work` must give the same again.

        Args:
            work: a function of a module that the workers have.
            orders: one a task.
            shared: goes to each machine once.

        Returns:
            An answer to each order.

        Raises:
            BridgeError: that `work` raised.
            SetupError: the cluster has no worker, or one that cannot work.
            JvmDied: workers were lost again and again, or all of them, or Spark itself.
        """
        answers = self._patiently(lambda: self._carry_out(_Task(work), list(orders), shared))
        return [_answer(answer) for answer in answers]

    def call(self, work: Callable[[Any, Any], Answer]) -> Answer:
        """Have the JVM that drives Spark do something.

        Args:
            work: given Py4J's view of that JVM and the JavaSparkContext. It is called again where a
                worker was lost.

        Raises:
            SetupError: the cluster has no worker.
            JvmDied: workers were lost again and again, or all of them, or Spark itself.
        """

        def carry_out() -> Answer:
            try:
                return work(self._spark._jvm, self._spark._jsc)
            except Exception as error:
                raise explained(error, self.cluster.master) from error

        return self._patiently(carry_out)

    def _patiently(self, work: Callable[[], Answer]) -> Answer:
        with ThreadPoolExecutor(1) as thread:
            for _ in range(_ATTEMPTS):
                try:
                    return self._wait(thread.submit(work))
                except Lost as loss:
                    self.lost += 1
                    last = loss
        raise JvmDied(f"Spark lost workers {_ATTEMPTS} times in one round. {last}")

    def _carry_out(self, task: Any, orders: list[Any], shared: Any) -> list[Any]:
        broadcast = None
        try:
            broadcast = self._spark.broadcast(shared)
            task.shared = broadcast
            return list(self._spark.parallelize(orders, len(orders)).map(task).collect())
        except Exception as error:
            raise explained(error, self.cluster.master) from error
        finally:
            if broadcast is not None:
                with suppress(Exception):  # it may be Spark that has gone
                    broadcast.destroy()

    def _wait(self, future: Future[Answer]) -> Answer:
        """Wait in a way that leaves Ctrl-C to Python, as long as there are workers."""
        alone_since: float | None = None
        try:
            while True:
                try:
                    return future.result(timeout=_SLICE)
                except TimeoutError:
                    if future.done():
                        continue
                if self._has_workers():
                    alone_since, self._seen = None, True
                    continue
                alone_since = alone_since or time.monotonic()
                if time.monotonic() - alone_since > self.cluster.wait:
                    raise self._alone()
        except BaseException:
            with suppress(Exception):
                self._spark.cancelAllJobs()
            raise

    def _has_workers(self) -> bool:
        if self.cluster.is_local:
            return True
        try:
            # The driver is among them.
            return int(self._spark._jsc.sc().getExecutorMemoryStatus().size()) > 1
        except Exception:
            return True  # the job itself will say what has gone

    def _alone(self) -> BridgeError:
        master, wait = self.cluster.master, f"{self.cluster.wait:g} s"
        if self._seen:
            return JvmDied(
                f"All workers of {master} are gone, and none came back within {wait}. Look at the "
                "master's page and the workers' logs, then resume."
            )
        return SetupError(
            f"The cluster at {master} gave no worker within {wait}. Its master's page shows "
            f"whether workers are alive with {self.cluster.threads} free core(s) each, its logs "
            "whether they run the same Spark, on Java 8, 11 or 17: here it is "
            f"{self.facts['Spark']} with Scala {self.facts['Scala']}."
        )


@dataclass(frozen=True)
class Fault:
    """An error of ours, on its way from a worker."""

    error: BridgeError
    host: str


class _Task:
    """A function with what all tasks share, as Spark sends it out."""

    def __init__(self, work: Callable[[Any, Any], Any]) -> None:
        self.work = work
        self.shared: Any = None

    def __call__(self, order: Any) -> Any:
        try:
            return self.work(order, self.shared.value)
        except BridgeError as error:
            return Fault(error, socket.gethostname())
        except Exception as error:
            traceback.print_exc()  # into the worker's log
            told = BridgeError(f"{type(error).__name__}: {error}")
            return Fault(told, socket.gethostname())


def _answer(answer: Any) -> Any:
    if isinstance(answer, Fault):
        raise type(answer.error)(f"On the worker {answer.host}: {answer.error}")
    return answer


def place_of(files: str) -> Path:
    """Where, on a worker, published files lie; a name with a path is that path."""
    if Path(files).is_absolute():
        return Path(files)
    from pyspark import SparkFiles

    return Path(SparkFiles.getRootDirectory())


@contextmanager
def opened(cluster: Cluster, beside: Beside | None = None) -> Iterator[Session]:
    """A session for the length of a block.

    Args:
        cluster: where.
        beside: what Spark's JVMs get beside what they have.

    Raises:
        SetupError: no Spark, one of the wrong version, or no master at that address.
    """
    spark, is_ours = context(cluster, beside)
    try:
        yield Session(cluster, spark)
    finally:
        if is_ours:
            with suppress(Exception):
                spark.stop()
