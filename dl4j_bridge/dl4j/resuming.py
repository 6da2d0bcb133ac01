"""A network in training as plain data, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import jpype
import numpy as np
import numpy.typing as npt

from ..modelfile import ModelFile
from ..modelfile.model import COEFFICIENTS
from ..modelfile.reading import CONFIGURATION, UPDATER
from ..modelfile.stored import array_bytes, vector
from ..training_state import Numbers
from .arrays import to_nd4j, to_numpy
from .inputs import is_graph

# Enough to tell data apart; all of it would take 0.2 s for MNIST.
_MOST_BYTES = 1 << 24
# A network's own seed may be the clock's.
_OF_NO_MATTER = ("seed", "iterationCount", "epochCount")


def model_entries(network: Any) -> dict[str, bytes]:
    """The entries of the model file that `ModelSerializer` would write, by name."""
    entries = {
        CONFIGURATION: str(configuration(network).toJson()).encode(),
        COEFFICIENTS: _array(network.params()),
    }
    state = updater_state(network)
    if state is not None and state.length() > 0:
        entries[UPDATER] = _array(state)
    return entries


def restore(network: Any, model: ModelFile, counts: Sequence[tuple[int, int]]) -> None:
    """Give an initialized network what it had when the checkpoint was written.

    It stays the user's own object, with its configuration and listeners.

    Args:
        network: MultiLayerNetwork or ComputationGraph, with an updater.
        model: the checkpoint.
        counts: as `counts` gave them.
    """
    assign(network.params(), model.flat())
    state = updater_state(network)
    if state is not None:
        assign(state, vector(model, UPDATER))
    set_counts(network, counts)


def set_counts(network: Any, counts: Sequence[tuple[int, int]]) -> None:
    """Have the network and its layers count on from what `counts` gave."""
    for thing, (iteration, epoch) in zip(_counting(network), counts, strict=True):
        thing.setIterationCount(iteration)
        thing.setEpochCount(epoch)


def counts(network: Any) -> list[tuple[int, int]]:
    """Iteration and epoch, as the network counts them, then as each of its layers does."""
    return [
        (int(thing.getIterationCount()), int(thing.getEpochCount())) for thing in _counting(network)
    ]


def random_states() -> tuple[int, int]:
    """Where ND4J's generator for this thread is; dropout and noise draw from it."""
    random = _random()
    return int(random.rootState()), int(random.nodeState())


def set_random_states(states: tuple[int, int]) -> None:
    """Have ND4J's generator for this thread go on from there."""
    _random().setStates(*map(jpype.JLong, states))


def updater_state(network: Any) -> Any:
    """All of the updater's state as one array; None for an updater without any."""
    return network.getUpdater().getStateViewArray()


def values(array: Any) -> Numbers:
    """A copy of an array as a vector; empty for None."""
    return np.empty(0, np.float32) if array is None else to_numpy(array, copy=True).ravel("K")


def assign(array: Any, vector: Numbers) -> None:
    """Write a vector into an array, in the order in which `values` gave it."""
    array.assign(to_nd4j(vector.reshape(tuple(array.shape()), order="F")))


def network_identity(network: Any) -> str:
    """Tells networks apart that are built otherwise; SHA-256 in hex."""
    document = json.loads(str(configuration(network).toJson()), object_hook=_without_counts)
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def data_identity(arrays: Sequence[npt.NDArray[Any]]) -> str:
    """Tells data apart, large ones by rows picked evenly; SHA-256 in hex."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(f"{array.shape} {array.dtype}".encode())
        step = -(-array.nbytes // _MOST_BYTES)
        digest.update(np.ascontiguousarray(array[:: max(step, 1)]).data)
    return digest.hexdigest()


def _without_counts(thing: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in thing.items() if key not in _OF_NO_MATTER}


def configuration(network: Any) -> Any:
    """The network's, all of it."""
    return network.getConfiguration() if is_graph(network) else network.getLayerWiseConfigurations()


def _counting(network: Any) -> list[Any]:
    return [configuration(network), *network.getLayers()]


def _array(array: Any) -> bytes:
    array = array.dup() if array.isView() else array
    info = [int(number) for number in array.shapeInfoDataBuffer().asLong()]
    return array_bytes(to_numpy(array).ravel("K"), info)


def _random() -> Any:
    return jpype.JClass("org.nd4j.linalg.factory.Nd4j").getRandom()
