"""Java's own names: which class of DL4J and ND4J a Python name stands for.

The classes are the real ones, made by JPype; nothing is wrapped or renamed. Looking up a name
starts the JVM on first use. Nested classes are attributes of their outer one, as in Java:
`DenseLayer.Builder()`, `LossFunctions.LossFunction.MCXENT`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jpype

from ..datasets.java_files import provide
from ..jvm import start
from ..jvm.jars import extras
from ..jvm.options import resources_dir
from ..spelling import suggest
from . import arrays as arrays  # numpy arrays become INDArrays in every call

# One line a package; where two have a class of the same name, the first one has the name.
CLASSES_FILE = Path(__file__).with_name("classes.txt")
# Named by its simple name, too, although its jars join the JVM only then.
_BESIDES = {"ParallelWrapper": "org.deeplearning4j.parallelism.ParallelWrapper"}
# Who computes begins with one of these.
_COMPUTE = {
    "org.nd4j.linalg.factory.Nd4j",
    "org.nd4j.autodiff.samediff.SameDiff",
    "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
    "org.deeplearning4j.nn.graph.ComputationGraph",
}


def java_names() -> list[str]:
    """Every simple name the mirror knows, sorted."""
    return sorted(_by_simple_name())


def java_class(name: str) -> Any:
    """The Java class a name stands for; starts the JVM on first use.

    Args:
        name: `DenseLayer`, `DenseLayer.Builder`; or the full name of any class in the jars or the
            JDK: `org.deeplearning4j.nn.layers.OutputLayer`, `java.util.Map.Entry`. One of DataVec,
            `org.datavec.api.records.reader.impl.csv.CSVRecordReader`, adds its jars to the JVM.

    Raises:
        ImportError: no such class, or one that cannot be loaded; the message suggests the
            nearest name. Not an AttributeError, because `from dl4j_bridge.dl4j import X` would
            swallow its text.
    """
    if name[:1].islower():
        return _load(name)
    outer, *nested = name.split(".")
    full_name = _by_simple_name().get(outer, _BESIDES.get(outer))
    if full_name is None:
        others = [f"java_class({other!r})" for other in extras.named(outer)]
        if others:
            raise ImportError(
                f"'{outer}' is not in the mirror of Deeplearning4j, as it has jars of its own. "
                f"Ask for it by its full name: {' or '.join(others)}."
            )
        raise ImportError(
            f"The mirror of Deeplearning4j has no class '{outer}'."
            f"{suggest(outer, _by_simple_name())} "
            "Any class there is has a full name: java_class('org.nd4j…')."
        )
    return _load(".".join([full_name, *nested]))


@cache
def _full_names() -> tuple[str, ...]:
    lines = CLASSES_FILE.read_text("utf-8").splitlines()
    packages = (line.split(": ") for line in lines if not line.startswith("#"))
    return tuple(f"{package}.{word}" for package, words in packages for word in words.split())


@cache
def _by_simple_name() -> dict[str, str]:
    # Read backwards, so that the first of two has the name.
    return {name.rpartition(".")[2]: name for name in reversed(_full_names())}


def _load(full_name: str) -> Any:
    start.ensure()
    # DL4J's own downloads have been refused since 2024; its files are made from ours.
    provide({full_name.rpartition(".")[2]}, resources_dir())
    if full_name in _COMPUTE:
        jpype.JClass("dl4jbridge.arrays.LateDeallocation").install()
    try:
        return _found(full_name)
    except TypeError:
        simple_name = full_name.rpartition(".")[2]
        near = suggest(full_name, _full_names()) or suggest(simple_name, _by_simple_name())
        raise ImportError(f"Java has no class '{full_name}'.{near}") from None
    except jpype.JException as error:
        raise ImportError(
            f"{full_name} cannot be loaded: {error}. It needs a jar that Deeplearning4j can do "
            "without; docs/coverage.md lists such classes."
        ) from error


def _found(full_name: str) -> Any:
    """A class of the JVM's jars or, where it is not there, of an extra's."""
    name = _binary_name(full_name)
    try:
        return jpype.JClass(name)
    except TypeError:
        jars = [jar for extra in extras.needed([full_name]) for jar in extras.extra_path(extra)]
        if not jars:
            raise
        start.extend(jars)
        return jpype.JClass(name)


def _binary_name(full_name: str) -> str:
    """`java.util.Map$Entry` for `java.util.Map.Entry`: a package's name is in lower case."""
    *packages, outer = full_name.split(".")
    nested: list[str] = []
    while packages and packages[-1][:1].isupper():
        nested.insert(0, outer)
        outer = packages.pop()
    return ".".join([*packages, "$".join([outer, *nested])])
