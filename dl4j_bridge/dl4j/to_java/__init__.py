"""Networks as the Java code of their builders."""

from __future__ import annotations

from typing import Any

from ...errors import UsageError
from ...experiment import Experiment
from ...jvm import start
from ...jvm.exceptions import java_errors
from .names import check_class_name, check_package

__all__ = ["to_java"]


def to_java(network: Any, class_name: str = "Net", package: str = "") -> str:
    """Java source that builds a network: compilable, with what differs from DL4J's defaults.

    The class has a method `configuration()`, whose result has the same JSON as the original, and
    a `main` that builds the network and prints its summary; for an experiment `main` is a whole
    program with data, training and evaluation. What the original's `init()` wrote into its JSON
    (`variables`, the topological order), the `init()` of the Java program writes, too.

    Args:
        network: MultiLayerConfiguration, ComputationGraphConfiguration, a network, or an
            `Experiment`.
        class_name: of the class, and so of the file.
        package: of the class; empty for none.

    Raises:
        UsageError: a name that is no Java identifier, or a part of the network that Java's
            builders cannot express; the message names class and field.
    """
    check_class_name(class_name)
    check_package(package)
    start.ensure()
    with java_errors("The network could not be written as Java"):
        if isinstance(network, Experiment):
            from .program import program

            return program(network, class_name, package)
        return _model(_configuration(network), class_name, package)


def _configuration(network: Any) -> Any:
    for getter in ("getLayerWiseConfigurations", "getConfiguration"):
        if hasattr(network, getter):
            return getattr(network, getter)()
    if hasattr(network, "toJson") and (
        hasattr(network, "getConfs") or hasattr(network, "getVertices")
    ):
        return network
    raise UsageError(
        f"Expected a network, its configuration or an Experiment, got {type(network).__name__}."
    )


def _model(configuration: Any, class_name: str, package: str) -> str:
    from .comparable import check
    from .imports import Imports
    from .source import chain_for, java_file, method

    check(configuration)
    imports = Imports(class_name, package)
    network = imports.name_of(
        "org.deeplearning4j.nn.multilayer.MultiLayerNetwork"
        if hasattr(configuration, "getConfs")
        else "org.deeplearning4j.nn.graph.ComputationGraph"
    )
    main = [
        "    public static void main(String[] args) {",
        f"        {network} network = new {network}(configuration());",
        "        network.init();",
        "        System.out.println(network.summary());",
        "    }",
    ]
    members = [method(chain_for(configuration), configuration, imports), main]
    return java_file(imports, class_name, package, "A network, as its builder makes it.", members)
