"""Training: epochs inside Java, in slices of time that leave room for progress and Ctrl-C."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import jpype
import numpy.typing as npt

from .. import counts, notices
from ..augmentation import Augmentation
from ..checkpoints import Checkpoints, checkpoints_in
from ..datasets import Dataset, Split
from ..errors import CheckpointWarning, UsageError
from ..history import History, Row
from ..jvm import start
from ..jvm.exceptions import java_errors
from ..progress import Status, display
from ..replicas import replicas_for
from ..schedules import Plateau
from ..spark.cluster import Cluster, cluster_at
from ..stopping import EarlyStopping
from ..training_state import TrainingState
from . import augmenting, departures, resuming
from .acceleration import Mode, check_mode, resolve
from .engines import engine, notice_nothing_learnt
from .epochs import Epochs, Looks
from .health import Health
from .inputs import Array, Data, features_and_labels, initialize
from .parallel import notice_no_gain
from .trainers import Manner
from .watching import Watch


def fit(
    network: Any,
    data: Data,
    *,
    epochs: int = 1,
    batch_size: int = 128,
    shuffle: bool = True,
    seed: int = 123,
    augment: Augmentation | None = None,
    test: Split | tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    validation: Split | tuple[npt.ArrayLike, npt.ArrayLike] | None = None,
    early_stopping: EarlyStopping | None = None,
    plateau: Plateau | None = None,
    after_epoch: Callable[[Row], object] | None = None,
    history: History | None = None,
    progress: bool | Callable[[Status], None] = True,
    accelerate: Mode = "auto",
    checkpoints: Checkpoints | str | Path | None = None,
    cluster: Cluster | str | None = None,
    workers: int | None = None,
    averaging: int | None = None,
) -> History:
    """Train a network of the mirror on numpy data.

    The parameters afterwards are those that `network.fit(iterator, epochs)` gives in Java for the
    same batches: to the bit, or with fast layers up to rounding; for MNIST, `shuffle` has the
    order of `MnistDataSetIterator` for the same seed.

    Args:
        network: MultiLayerNetwork or ComputationGraph; initialized here if it is not yet.
        data: a data set (its test half is evaluated after each epoch), a split, or a pair
            (x, y). x has shape (n, features) or what the network's input takes; y has shape
            (n, outputs), or (n,) with whole numbers for classes. For a graph with several
            inputs or outputs x and y may be lists of arrays.
        epochs: passes over the data.
        batch_size: rows an iteration; the last batch of an epoch takes what is left.
        shuffle: a new order each epoch.
        seed: of the order, and of the distortions.
        augment: distorts each image anew in each epoch; needs a data set of images, or x of
            shape (n, channels, height, width).
        test: data to evaluate after each epoch, instead of the data set's.
        validation: data whose loss (and accuracy) each row of the history has too.
        early_stopping: ends training when the validation loss, without `validation` the training
            loss, no longer falls; the network then has the parameters of its best epoch.
        plateau: lets the learning rate fall when that loss does not.
        after_epoch: told each row; training ends if it returns True.
        history: rows are appended to it, so that what was learnt of a run survives Ctrl-C.
        progress: True shows where the run is, False does not; a function is told some ten
            times a second.
        accelerate: "exact" trains with faster layers that give the same bits, where there are
            any (`acceleration` tells); "fast" also with layers that are equal up to rounding;
            "auto" is "fast" for networks that convolve, else "exact"; "off" takes DL4J's own.
        checkpoints: where the training is written down, and gone on with if a training that was
            called in the same way has ended early: a folder, or `Checkpoints` to say how often.
        cluster: a Spark cluster whose workers share the training out: its master, such as
            "spark://10.0.0.1:7077" or "local[4]", or `Cluster` to say how.
        workers: copies of the network that train at the same time in this process, each on
            batches of its own; on graphics cards one a card. On a processor they win nothing.
        averaging: batches each worker trains before the mean of their parameters and updater
            states is taken; 5, if nothing is said.

    Returns:
        The history, one row an epoch.

    Raises:
        UsageError: a network or number that makes no sense; or the checkpoints are of another
            training, or another process writes them.
        DataError: data that does not fit the network.
        ModelFileError: all checkpoints are damaged.
        SetupError: the cluster cannot be used, or not by this process.
        JvmDied: the cluster was lost; names the last checkpoint.
        Diverged: a score or parameter became NaN or infinite; names the iteration, the rate.
        KeyboardInterrupt: Ctrl-C; the network stays as it was after the last batch, and a
            checkpoint is written.
    """
    start.ensure()
    epochs, batch_size = counts.whole("epochs", epochs), counts.whole("batch_size", batch_size)
    seed = counts.seed("seed", seed)
    check_mode(accelerate)
    checkpoints = checkpoints_in(checkpoints)
    cluster, replicas = cluster_at(cluster), replicas_for(cluster, workers, averaging)
    if replicas is not None:
        notice_no_gain(replicas)
    history = History() if history is None else history
    if test is None and isinstance(data, Dataset) and data.classes:
        test = data.test
    with java_errors("Training failed"), checkpoints.claimed() if checkpoints else nullcontext():
        initialize(network)
        departures.warn(network)
        jpype.JClass("dl4jbridge.train.AdaBeliefs").makeUpdater(network)
        xs, ys = features_and_labels(network, data)
        state = None
        if checkpoints is not None:
            call = _call(
                *(network, [*xs, *ys]),
                batch_size=batch_size,
                shuffle=shuffle,
                seed=seed,
                augment=augment,
                validation=validation is not None,
                early_stopping=early_stopping
                and (early_stopping.patience, early_stopping.min_delta),
                plateau=plateau and plateau.schedule,
                accelerate=resolve(network, accelerate),
                first_epoch=len(history) + 1,
            )
            if cluster is not None:
                call |= {
                    "workers": cluster.count,
                    "averaging": cluster.averaging,
                    "engine": cluster.engine,
                }
            if replicas is not None:
                call |= replicas.facts
            state = _resumed(network, checkpoints, call, epochs)
        manner = Manner(batch_size, shuffle, seed, augment, augmenting.image_of(data), accelerate)
        last, before = len(history) + epochs, len(state.rows) if state else 0
        with (
            display(progress) as report,
            engine(cluster, replicas) as trainer_of,
            trainer_of(network, xs, ys, manner, before) as trainer,
        ):
            looks = Looks(validation, test, after_epoch, getattr(trainer, "costs", dict))
            if cluster is not None and cluster.evaluate:
                looks = replace(looks, evaluate=trainer.evaluate)
            watch = Watch(network, early_stopping, plateau)
            health = Health(network, xs, ys)
            training = Epochs(network, trainer, history, watch, health, last, looks, report)
            if checkpoints is not None:
                training.write_down(checkpoints, call, state)
            training.run()
        if cluster:
            notice_nothing_learnt(history)
    return history


def _call(network: Any, arrays: list[Array], **settings: object) -> dict[str, Any]:
    """What tells a training from another, as plain data."""
    plain = (bool, int, str, type(None))
    return {
        "network": resuming.network_identity(network),
        "data": resuming.data_identity(arrays),
        **{name: v if isinstance(v, plain) else str(v) for name, v in settings.items()},
    }


def _resumed(
    network: Any, checkpoints: Checkpoints, call: dict[str, Any], epochs: int
) -> TrainingState | None:
    """Where an earlier process came to, if there was one; the network is then as it was there."""
    found = checkpoints.read()
    if found is None:
        return None
    model, state = found
    for name in dict.fromkeys([*call, *state.call]):
        if (then := state.call.get(name)) != (value := call.get(name)):
            raise UsageError(
                f"{checkpoints.folder} holds checkpoints of another training: its {name} was "
                f"{then!r}, this one's is {value!r}. Train as then, or choose another folder."
            )
    resuming.restore(network, model, state.counts)
    if state.over or len(state.rows) >= epochs:
        notices.warn(
            f"The training in {checkpoints.folder} was over already, after epoch "
            f"{len(state.rows)}: nothing was left to train.",
            CheckpointWarning,
        )
    return state
