"""Networks to files and back, in DL4J's own format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .. import modelfile, notices
from ..errors import UsageError
from ..jvm import start
from ..jvm.exceptions import java_errors
from ..jvm.io_errors import os_errors
from ..jvm.whole import jpype
from . import arrays as arrays  # numpy reads what a loaded network gives
from .provenance import provenance


def save(network: Any, path: str | Path, *, updater: bool = True) -> Path:
    """Write a network as a zip that `MultiLayerNetwork.load` opens in Java.

    The file appears under its name when it is complete; an older one stays until then.

    Args:
        network: MultiLayerNetwork or ComputationGraph.
        path: file to write; its folder must exist.
        updater: keep the updater's state, without which training cannot go on as it was.

    Returns:
        The path.

    Raises:
        UsageError: it is no network.
        DataError: the file cannot be written there.
        ResourceExhausted: the disk is full, or fails.
    """
    start.ensure()
    if not hasattr(network, "params"):
        raise UsageError(f"Expected a network, got {type(network).__name__}.")
    serializer = jpype.JClass("org.deeplearning4j.util.ModelSerializer")
    java_file = jpype.JClass("java.io.File")

    def write(temporary: Path) -> None:
        with java_errors(f"{path} could not be written"), os_errors():
            if updater:
                jpype.JClass("dl4jbridge.train.AdaBeliefs").makeUpdater(network)
            serializer.writeModel(network, java_file(str(temporary)), updater)
            details = provenance(network)
        modelfile.seal(temporary, details)

    modelfile.replace_file(Path(path), write, check=modelfile.read)
    return Path(path)


def load(path: str | Path) -> Any:
    """Read a network, with the updater's state when the file has it.

    The file is checked in Python before Java sees it; see `modelfile.read`.

    Returns:
        MultiLayerNetwork or ComputationGraph, whichever was saved.

    Raises:
        DataError: there is no such file, or it is no model.
        ModelFileError: it is damaged, or holds something that could run code.
    """
    return restore(modelfile.read(Path(path)))


def restore(model: modelfile.ModelFile) -> Any:
    """The network of a file that was read, see `load`.

    Raises:
        DataError: the file was changed since it was read.
    """
    start.ensure()
    if model.has_nan:
        notices.warn(
            f"'{model.path}' has {model.non_finite:,} parameters that are NaN or infinite; "
            "training had diverged, and what the network predicts means nothing.",
            UserWarning,
        )
    serializer = jpype.JClass("org.deeplearning4j.util.ModelSerializer")
    # Java gets the bytes that were checked, whatever happens to the file meanwhile.
    checked = jpype.JClass("java.io.ByteArrayInputStream")(jpype.JByte[:](model.contents()))
    has_state = model.updater_state is not None
    # DL4J throws where it makes the state of this one.
    by_hand = has_state and any(updater.name == "AdaBelief" for updater in model.updaters)
    by_stock = has_state and not by_hand
    with java_errors(f"{model.path} could not be loaded"):
        if model.kind == "ComputationGraph":
            network = serializer.restoreComputationGraph(checked, by_stock)
        else:
            network = serializer.restoreMultiLayerNetwork(checked, by_stock)
        if by_hand:
            checked.reset()
            jpype.JClass("dl4jbridge.train.AdaBeliefs").readState(network, checked)
        return network
