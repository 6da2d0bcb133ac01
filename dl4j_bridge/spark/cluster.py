"""Where a training is shared out, as the user says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from ..errors import UsageError

Engine = Literal["bridge", "dl4j"]

_LOCAL = re.compile(r"local(?:\[(\d+)(?:,\d+)?\])?")


@dataclass(frozen=True)
class Cluster:
    """Has `fit` share a training out among the workers of a Spark cluster.

        >>> bridge.fit(net, data, epochs=15, cluster=Cluster("spark://10.0.0.1:7077", workers=8))

    Each worker trains on its share of the rows. After `averaging` batches the driver, which is
    this process, takes the mean of their parameters and of their updaters' states, and all go on
    from there. One worker gives the bits of a training without a cluster.

    Attributes:
        master: what Spark calls so: `local[4]`, `spark://host:port`, `yarn` ...
        workers: among how many the rows are shared out; None takes the 4 of `local[4]`, else 2.
        averaging: batches each worker trains from one mean to the next.
        threads: of each worker; Spark lays as many cores aside for it.
        folder: on storage that all machines see, for the data; None has Spark bring them the data.
        engine: "bridge" trains as this machine does, in the workers' Python; "dl4j" is
            Deeplearning4j's own Spark module, `SparkDl4jMultiLayer` or `SparkComputationGraph`
            with a `ParameterAveragingTrainingMaster`, in Spark's own JVMs.
        prefetch: with "dl4j", batches that a worker loads while it trains one; 0 is none.
        evaluate: with "dl4j", test data are evaluated on the cluster, too.
        wait: seconds without any worker after which the cluster counts as lost.

    Raises:
        UsageError: a number that makes no sense.
    """

    master: str
    workers: int | None = None
    averaging: int = 50
    threads: int = 1
    folder: Path | None = None
    engine: Engine = "bridge"
    prefetch: int = 0
    evaluate: bool = False
    wait: float = 60.0

    def __post_init__(self) -> None:
        for name in ("workers", "averaging", "threads"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 1):
                raise UsageError(f"{name} is {value!r}, but must be a whole number of at least 1.")
        if self.engine not in get_args(Engine):
            raise UsageError(f"engine is {self.engine!r}, but must be 'bridge' or 'dl4j'.")
        if type(self.prefetch) is not int or self.prefetch < 0:
            raise UsageError(
                f"prefetch is {self.prefetch!r}, but must be a whole number of at least 0."
            )
        if self.engine == "bridge" and (self.prefetch or self.evaluate):
            raise UsageError(
                "prefetch and evaluate belong to engine='dl4j'; the bridge's own workers map their "
                "rows into memory, and its driver evaluates."
            )
        if not 0 < self.wait < 1e9:
            raise UsageError(f"wait is {self.wait!r}, but must be a number of seconds above 0.")

    @property
    def count(self) -> int:
        """Among how many workers the rows are shared out."""
        local = _LOCAL.fullmatch(self.master)
        cores = int(local[1] or 1) if local else 2
        return self.workers or cores

    @property
    def is_local(self) -> bool:
        """Whether all of it is on this machine, without a master."""
        return self.master.startswith("local")

    @property
    def sees_files(self) -> bool:
        """Whether the workers see the data's files where the driver writes them."""
        return self.is_local or self.folder is not None

    @property
    def facts(self) -> dict[str, object]:
        """What a training's numbers depend on, for JSON."""
        return {
            "cluster": self.master,
            "engine": self.engine,
            "workers": self.count,
            "averaging": self.averaging,
        }


def cluster_at(where: Cluster | str | None) -> Cluster | None:
    """A cluster, where only its master is named."""
    return Cluster(where) if isinstance(where, str) else where
