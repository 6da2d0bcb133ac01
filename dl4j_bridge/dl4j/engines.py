"""What trains a network: this process, replicas in it, or one of two engines of a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any

from ..errors import ClusterWarning
from ..history import History
from ..notices import warn
from ..replicas import Replicas
from ..spark.cluster import Cluster
from ..spark.session import opened
from .distribution import trainer_there
from .inputs import Array
from .parallel import trainer_of_replicas
from .spark_module import beside, trainer_of_dl4j
from .trainers import Manner, trainer_here

# A loss that has fallen by less than this share is taken for chance.
_FALLEN = 0.01

# Makes a trainer for a network, its features and labels, and the epochs done before.
TrainerOf = Callable[[Any, list[Array], list[Array], Manner, int], AbstractContextManager[Any]]


@contextmanager
def engine(cluster: Cluster | None, replicas: Replicas | None = None) -> Iterator[TrainerOf]:
    """What trains: this process, several replicas in it, or a cluster for the length of a block.

    Raises:
        SetupError: the cluster cannot be used, or not by this process.
    """
    if replicas is not None:
        yield partial(trainer_of_replicas, replicas)
    elif cluster is None:
        yield trainer_here
    elif cluster.engine == "bridge":
        with opened(cluster) as session:
            yield partial(trainer_there, session)
    else:
        with opened(cluster, beside(cluster)) as session:
            yield partial(trainer_of_dl4j, session)


def notice_nothing_learnt(history: History) -> None:
    """Warn of a training whose loss has not fallen: a cluster hides that well."""
    scores = history.scores
    if not scores.size:
        return
    first, last = scores[0], scores[-max(1, len(scores) // 10) :].mean()
    if last > (1 - _FALLEN) * first:
        warn(
            f"The network has learnt nothing: its loss was {first:.4f} at first and is {last:.4f} "
            "at last. Average more often, use fewer workers, or try another learning rate; one "
            "worker tells whether the cluster is why.",
            ClusterWarning,
        )
