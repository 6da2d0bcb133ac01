"""Which public classes of Deeplearning4j the mirror shows under their simple names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .class_files import public_classes

# From elsewhere, with their names before all others: what the course texts teach beyond DL4J's own
# classes; what DL4J's methods are called with.
BESIDES = (
    "dl4jbridge.graph.StochasticDepthVertex",
    "dl4jbridge.loss.LossMulticlassHinge",
    "java.io.File",
    "java.util.ArrayList",
    "java.util.Arrays",
    "java.util.HashMap",
    "java.util.LinkedHashMap",
    "java.util.Random",
    "java.util.concurrent.TimeUnit",
)

# Packages with all below them. Where two have a class of the same name, the first one has the
# name; the configuration of a layer comes before the layer at work.
SHOWN = (
    "org.deeplearning4j.nn.conf",
    "org.deeplearning4j.nn.weights",
    "org.deeplearning4j.nn.multilayer",
    "org.deeplearning4j.nn.graph",
    "org.deeplearning4j.nn.transferlearning",
    "org.deeplearning4j.nn.api",
    "org.deeplearning4j.nn.adapters",
    "org.deeplearning4j.nn.gradient",
    "org.deeplearning4j.optimize",
    "org.deeplearning4j.earlystopping",
    "org.deeplearning4j.zoo",
    "org.deeplearning4j.preprocessors",
    "org.deeplearning4j.gradientcheck",
    "org.deeplearning4j.exception",
    "org.deeplearning4j.util",
    "org.deeplearning4j.datasets.iterator.utilty",
    "org.nd4j.linalg.factory",
    "org.nd4j.linalg.api.ndarray",
    "org.nd4j.linalg.api.buffer",
    "org.nd4j.linalg.api.iter",
    "org.nd4j.linalg.api.memory",
    "org.nd4j.linalg.api.rng",
    "org.nd4j.linalg.indexing",
    "org.nd4j.linalg.ops.transforms",
    "org.nd4j.linalg.activations",
    "org.nd4j.linalg.lossfunctions",
    "org.nd4j.linalg.learning",
    "org.nd4j.linalg.schedule",
    "org.nd4j.linalg.dataset",
    "org.nd4j.evaluation",
    "org.nd4j.enums",
    "org.nd4j.linalg.api.ops",
    "org.nd4j.linalg.convolution",
    "org.nd4j.linalg.dimensionalityreduction",
    "org.nd4j.linalg.eigen",
    "org.nd4j.linalg.inverse",
    "org.nd4j.linalg.exception",
    "org.nd4j.linalg.profiler",
    "org.nd4j.linalg.string",
    "org.nd4j.linalg.workspace",
    "org.nd4j.autodiff",
    "org.nd4j.adapters",
    "org.nd4j.serde",
    "org.nd4j.common.function",
    "org.nd4j.common.io",
    "org.nd4j.common.loader",
    "org.nd4j.common.primitives",
    "org.nd4j.common.config",
    # Behind ND4J's iterators of the same names, which the course imports.
    "org.deeplearning4j.datasets",
    "org.deeplearning4j.common.resources",
    "org.deeplearning4j.config",
)

# Patterns of full names (`*` is within a package, `**` is not), with the reason why these have no
# simple name in Python.
LEFT_OUT = {
    # layers and vertices at work
    "org.deeplearning4j.nn.layers.**": "layers at work, made from configurations",
    "org.deeplearning4j.nn.graph.*.**": "vertices at work, made from configurations",
    "org.deeplearning4j.nn.params.**": "lay out the parameters of a layer at work",
    "org.deeplearning4j.nn.updater.**": "updaters at work, made from configurations",
    "org.nd4j.linalg.learning.*Updater": "updaters at work, made from configurations",
    "org.nd4j.linalg.learning.legacy.**": "an older copy of AdaGrad",
    "org.nd4j.linalg.dataset.api.preprocessor.Abstract*": "what normalizers are made of",
    # older copies
    "org.deeplearning4j.eval.**": "deprecated copies of org.nd4j.evaluation",
    "org.nd4j.weightinit.**": "an older copy of org.deeplearning4j.nn.weights",
    "org.nd4j.graph.**": "FlatBuffers code behind SameDiff files",
    # reading and writing JSON
    "**.serde.*erializer*": "called by Jackson",
    "**.serde.json.**": "called by Jackson",
    "**.serde.jackson.**": "called by Jackson",
    "**.conf.serde.**": "called by Jackson",
    "**.distribution.serde.**": "called by Jackson",
    "**Deserializer": "called by Jackson",
    # single operations
    "org.nd4j.linalg.api.ops.*.**": "single operations; Nd4j, Transforms and NDMath call them",
    "org.nd4j.linalg.api.ops.Base*": "parts of operations",
    "org.nd4j.linalg.api.blas**": "BLAS, called by INDArray",
    "org.nd4j.linalg.api.shape**": "memory layout, kept by INDArray",
    # inside
    "org.deeplearning4j.nn.workspace.**": "workspaces at work",
    "org.nd4j.linalg.api.memory.abstracts.**": "workspaces at work",
    "org.nd4j.linalg.api.memory.deallocation.**": "workspaces at work",
    "org.nd4j.linalg.api.memory.pointers.**": "workspaces at work",
    "org.nd4j.linalg.api.memory.provider.**": "workspaces at work",
    "org.nd4j.linalg.api.memory.stash.**": "workspaces at work",
    "org.nd4j.linalg.factory.*Wrapper": "BLAS, called by INDArray",
    "org.nd4j.linalg.factory.*NDArrayFactory": "the backend, called through Nd4j",
    "org.nd4j.linalg.cpu.**": "the backend, called through Nd4j",
    "org.nd4j.nativeblas.**": "the backend, called through Nd4j",
    "org.nd4j.presets.**": "the backend, called through Nd4j",
    "org.nd4j.allocator.**": "the backend, called through Nd4j",
    "org.nd4j.storage.**": "the backend, called through Nd4j",
    "org.nd4j.rng.**": "the backend, called through Nd4j",
    "org.nd4j.**compression.**": "the backend, called through Nd4j",
    "org.nd4j.linalg.cache.**": "the backend, called through Nd4j",
    "org.nd4j.linalg.api.concurrency.**": "the backend, called through Nd4j",
    "org.nd4j.linalg.api.environment.**": "the backend, called through Nd4j",
    "org.nd4j.linalg.profiler.data.**": "what the profiler counts with",
    "org.nd4j.linalg.env.**": "read environment variables when ND4J starts",
    "org.nd4j.linalg.executors.**": "threads of ND4J's own",
    "org.nd4j.linalg.heartbeat.**": "reports on the use of ND4J",
    "org.nd4j.linalg.checkutil.**": "for tests of ND4J itself",
    "org.nd4j.linalg.util.**": "ND4J's own small tools",
    "org.nd4j.list.**": "ND4J's own small tools",
    "org.nd4j.context.**": "ND4J's own small tools",
    "org.nd4j.systeminfo.**": "ND4J's own small tools",
    "org.nd4j.versioncheck.**": "ND4J's own small tools",
    "org.nd4j.common.base.**": "ND4J's own small tools",
    "org.nd4j.common.holder.**": "ND4J's own small tools",
    "org.nd4j.common.tools.**": "ND4J's own small tools",
    "org.nd4j.common.util.**": "ND4J's own small tools",
    "org.nd4j.common.validation.**": "ND4J's own small tools",
    "org.nd4j.common.collection**": "ND4J's own small tools",
    "org.deeplearning4j.common.util.**": "ND4J's own small tools",
    "org.nd4j.autodiff.execution**": "SameDiff at work",
    "org.nd4j.autodiff.samediff.internal.**": "SameDiff at work",
    "org.nd4j.autodiff.samediff.serde.**": "SameDiff at work",
    "org.nd4j.autodiff.validation.**": "for tests of ND4J itself",
    # other programs' models
    "onnx.**": "reads ONNX files",
    "tensorflow.**": "reads TensorFlow files",
    "org.tensorflow.**": "reads TensorFlow files",
    "org.nd4j.TFGraphRunnerService": "reads TensorFlow files",
    "org.nd4j.imports.**": "reads ONNX and TensorFlow files",
    "org.nd4j.ir.**": "reads ONNX and TensorFlow files",
    # what these need is not among the jars
    "org.deeplearning4j.optimize.listeners.CollectScoresListener": "needs fastutil (17 MB)",
    "**.Cifar10*": "needs DataVec's images and OpenCV",
    "**.TinyImageNet*": "needs DataVec's images and OpenCV",
    "**.LFWDataSetIterator": "needs DataVec's images and OpenCV",
    "**.SvhnDataFetcher": "needs DataVec's images and OpenCV",
    "**.UciSequence*": "needs DataVec",
    "**.CacheableExtractableDataSetFetcher": "needs DataVec",
    "org.nd4j.common.io.Vfs*": "needs JBoss",
    # downloads
    "org.nd4j.common.resources.**": "downloads from a host that is gone",
    "org.eclipse.deeplearning4j.resources.**": "downloads from a host that is gone",
    "org.deeplearning4j.omnihub.**": "downloads from a host that is gone",
}


@dataclass(frozen=True)
class Surface:
    """Every public class of the jars, each in one of three places.

    Attributes:
        shown: full names, in the order in which they get their simple names.
        left_out: full name to the pattern of `LEFT_OUT`.
        forgotten: full names that no table speaks of.
    """

    shown: tuple[str, ...]
    left_out: Mapping[str, str]
    forgotten: tuple[str, ...]


def surface() -> Surface:
    """What the two tables make of the jars of this machine's backend."""
    return sort(public_classes())


def sort(names: Iterable[str]) -> Surface:
    """What the two tables make of some classes."""
    shown: dict[str, tuple[int, str, str]] = {}
    left_out: dict[str, str] = {}
    forgotten: list[str] = []
    for name in sorted(names):
        pattern = next((p for p in LEFT_OUT if _matches(name, p)), None)
        place = next((i for i, root in enumerate(SHOWN) if name.startswith(f"{root}.")), None)
        if pattern is not None:
            left_out[name] = pattern
        elif place is not None:
            package, _, simple = name.rpartition(".")
            shown[name] = (place, package, simple)
        else:
            forgotten.append(name)
    return Surface(tuple(sorted(shown, key=shown.__getitem__)), left_out, tuple(forgotten))


def _matches(name: str, pattern: str) -> bool:
    regex = re.escape(pattern).replace(r"\*\*", ".*").replace(r"\*", r"[^.]*")
    return re.fullmatch(regex, name) is not None
