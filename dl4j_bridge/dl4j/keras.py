"""Keras' models as networks of Deeplearning4j."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jpype
import numpy as np
import numpy.typing as npt

from .. import kerasfile
from ..errors import DataError, JavaError, UsageError
from ..jvm import late_natives, start
from ..jvm.exceptions import java_errors
from ..jvm.jars.extras import extra_path
from . import inputs
from .activations import activations
from .arrays import to_nd4j

if TYPE_CHECKING:
    from ..downloads import Progress

_IMPORTER = "org.deeplearning4j.nn.modelimport.keras.KerasModelImport"


def load_keras(path: str | Path, *, on_progress: Progress | None = None) -> Any:
    """A network with the layers and weights of a Keras model, for `predict`, `evaluate`, `save`.

    Inputs stay as in Keras: (n, rows, columns, channels), (n, steps, features). How Keras trained
    it is left out: the network has no loss function.

    Args:
        path: HDF5 (`model.save("model.h5")`) or `.keras`, by Keras 2 or 3; checked in Python
            before Java sees any of it.
        on_progress: told how far the download of the importer's jars (7 MB) is, the first time.

    Returns:
        MultiLayerNetwork for a Sequential model, else ComputationGraph.

    Raises:
        DataError: no such file, no model, or a layer that Deeplearning4j cannot import.
        ModelFileError: it is damaged, or used in a way that Deeplearning4j cannot follow.
        SetupError: h5py is not installed, or the importer's jars are not to be had.

    Source: DL4J's `KerasModelImport`.
    """
    return import_model(kerasfile.read(path), on_progress=on_progress)[0]


def import_model(
    model: kerasfile.KerasModel, *, on_progress: Progress | None = None
) -> tuple[Any, Mapping[str, str]]:
    """The network of a model that was read, see `load_keras`.

    Returns:
        The network, and Keras' name of a layer by the one that the network has for it.
    """
    start.ensure(on_progress=on_progress)
    start.extend(extra_path("keras", on_progress=on_progress))
    late_natives.allow()
    with tempfile.TemporaryDirectory(prefix="dl4j-bridge-") as folder:
        file = Path(folder, "model.h5")
        names = kerasfile.write_legacy(model, file)
        try:
            with java_errors(f"{model.path} could not be imported"):
                return _imported(file, model.sequential), names
        except (JavaError, UsageError) as error:
            raise DataError(_refusal(model, str(error))) from error


def _imported(file: Path, sequential: bool) -> Any:
    importer = jpype.JClass(_IMPORTER)
    # Without the training's settings: the importer knows few optimizers of newer Keras.
    if sequential:
        return importer.importKerasSequentialModelAndWeights(str(file), False)
    return importer.importKerasModelAndWeights(str(file), False)


def _refusal(model: kerasfile.KerasModel, said: str) -> str:
    words = set(re.findall(r"\w+", said))
    settings = ("activation", "recurrent_activation")
    named = [
        layer.label
        for layer in model.layers
        if words & {layer.kind, *(str(layer.config.get(name)) for name in settings)}
    ]
    where = f" It is about {named[0]}." if named else ""
    return (
        f"{said}{where} Deeplearning4j's import takes most layers of Keras 2, not all; "
        "replace the layer in Keras, or build the network with the builder."
    )


def layer_outputs(network: Any, xs: Sequence[npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """What each layer or vertex answers, by its name in the network; see `activations`.

    Where an activation function is a layer of its own, DL4J writes its output over its input, so
    that the layer before seems to answer the same; see `outputs_apart`.

    Args:
        network: as `import_model` gives it.
        xs: an array for each input.
    """
    return dict(zip(_names(network), activations(network, _given(xs)), strict=True))


def outputs_apart(network: Any, xs: Sequence[npt.NDArray[Any]]) -> dict[str, npt.NDArray[Any]]:
    """As `layer_outputs`, but of each layer before another one writes over it.

    Source: DL4J's `feedForwardToLayer`, for a ComputationGraph `GraphVertex.doForward`.
    """
    arrays = [to_nd4j(array) for array in inputs.features(network, _given(xs))]
    with java_errors("The activations could not be computed"):
        if inputs.is_graph(network):
            return _vertex_by_vertex(network, arrays)
        return {
            name: np.array(network.feedForwardToLayer(index, arrays[0].dup(), False)[index + 1])
            for index, name in enumerate(_names(network))
        }


def _vertex_by_vertex(network: Any, arrays: Sequence[Any]) -> dict[str, npt.NDArray[Any]]:
    workspaces = jpype.JClass("org.deeplearning4j.nn.workspace.LayerWorkspaceMgr").noWorkspaces()
    configuration = network.getConfiguration()
    ends = map(str, configuration.getNetworkInputs())
    seen = dict(zip(ends, (np.array(array) for array in arrays), strict=True))
    for name in _names(network):
        vertex = network.getVertex(name)
        for place, source in enumerate(configuration.getVertexInputs()[name]):
            vertex.setInput(place, to_nd4j(seen[str(source)], copy=True), workspaces)
        seen[name] = np.array(vertex.doForward(False, workspaces))
        vertex.clear()
    return seen


def _given(xs: Sequence[npt.NDArray[Any]]) -> inputs.Arrays:
    """Copies: an activation function that comes first writes over the input."""
    copies = [np.array(x) for x in xs]
    return copies if len(copies) > 1 else copies[0]


def _names(network: Any) -> list[str]:
    """In the order of `activations`."""
    if not inputs.is_graph(network):
        return [str(layer.conf().getLayer().getLayerName()) for layer in network.getLayers()]
    order = [network.getVertices()[int(i)] for i in network.topologicalSortOrder()]
    return [str(vertex.getVertexName()) for vertex in order if not vertex.isInputVertex()]
