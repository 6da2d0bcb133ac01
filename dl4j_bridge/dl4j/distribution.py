"""A cluster whose workers train as this machine does, each in a Python of its own."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..jvm import start, versions
from ..spark.averaging import mean
from ..spark.shards import write_shards
from . import resuming, rounds
from .cluster_trainer import ClusterTrainer, Result, Workforce, check
from .inputs import Array, is_graph
from .rounds import Outcome, Part, Round
from .trainers import Manner


@contextmanager
def trainer_there(
    session: Workforce, network: Any, xs: list[Array], ys: list[Array], manner: Manner, epochs: int
) -> Iterator[BridgeTrainer]:
    """A trainer on a cluster, which does what `trainer_here` does on this machine.

    Args:
        session: with the cluster.
        network: initialized, with an updater; it has the mean after each round.
        xs: features, an array for each input.
        ys: labels, likewise.
        manner: how they become iterations.
        epochs: done by an earlier process.

    Raises:
        UsageError: fewer rows than workers, or a network with listeners.
        SetupError: a worker cannot work with this process.
    """
    workers, rows = session.cluster.count, len(xs[0])
    check(network, rows, workers)
    with tempfile.TemporaryDirectory(dir=session.cluster.folder) as folder:
        part = Part(
            files=folder,
            manner=manner,
            configuration="",
            graph=is_graph(network),
            inputs=len(xs),
            outputs=len(ys),
            backend=start.ensure().backend,
            threads=session.cluster.threads,
            versions={**versions.versions(), **session.facts},
        )
        # First, so that nothing is brought to machines that cannot work.
        session.map(rounds.roll_call, range(workers), part)
        part = _with_shards(session, part, xs, ys)
        yield BridgeTrainer(session, network, part, epochs, rows)


class BridgeTrainer(ClusterTrainer):
    """Rounds in the workers' Python; the driver takes the mean."""

    def __init__(
        self, session: Workforce, network: Any, part: Part, epochs: int, rows: int
    ) -> None:
        super().__init__(session, network, rows, part.manner.batch_size, epochs)
        self._part = part
        self._run = self._training = uuid.uuid4().hex

    def _begin_epoch(self) -> None:
        # Between two epochs the learning rate may have changed, by which workers know the network.
        identity = resuming.network_identity(self._network)
        configuration = str(resuming.configuration(self._network).toJson())
        self._training = f"{self._run}-{identity}"
        self._part = replace(self._part, configuration=configuration)

    def _round(self, last: int) -> Result:
        outcomes = self._session.map(rounds.train, range(self._workers), self._order(last))
        self._average(outcomes)
        return Result(
            [outcome.scores for outcome in outcomes],
            max(outcome.seconds for outcome in outcomes),
            2 * sum(outcome.parameters.nbytes + outcome.state.nbytes for outcome in outcomes),
        )

    def _order(self, last: int) -> Round:
        return Round(
            training=self._training,
            part=self._part,
            epochs=self._epochs,
            first=self._done,
            last=last,
            parameters=resuming.values(self._network.params()),
            state=resuming.values(resuming.updater_state(self._network)),
            counts=resuming.counts(self._network),
            random=resuming.random_states(),
        )

    def _average(self, outcomes: list[Outcome]) -> None:
        weights = [outcome.rows for outcome in outcomes]
        parameters = mean([outcome.parameters for outcome in outcomes], weights)
        resuming.assign(self._network.params(), parameters)
        state = mean([outcome.state for outcome in outcomes], weights)
        if state.size:
            resuming.assign(resuming.updater_state(self._network), state)
        # The first worker never has fewer batches than another.
        resuming.set_counts(self._network, outcomes[0].counts)
        resuming.set_random_states(outcomes[0].random)


def _with_shards(session: Workforce, part: Part, xs: list[Array], ys: list[Array]) -> Part:
    """Write the rows where the workers find them."""
    cluster, folder = session.cluster, Path(part.files)
    files = write_shards(folder, xs, ys, cluster.count, part.manner.seed)
    if cluster.sees_files:
        return part
    session.publish(files)
    return replace(part, files="")
