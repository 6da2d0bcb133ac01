"""What the processes that train one network together must have in common."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version

from .. import __version__
from ..errors import SetupError
from .jars.backends import class_path
from .jars.lock import deeplearning4j_version
from .toolchain import find_java


def versions() -> dict[str, str]:
    """Versions of this process by name, as exact as they must agree."""
    return {**python_versions(), "Java": str(find_java().version)}


def python_versions() -> dict[str, str]:
    """As `versions`, without Java's."""
    return {
        "Python": ".".join(platform.python_version_tuple()[:2]),
        "dl4j-bridge": __version__,
        "Deeplearning4j": deeplearning4j_version(),
        "NumPy": version("numpy").split(".")[0],
    }


def check(wanted: Mapping[str, str], here: Mapping[str, str], backend: str) -> None:
    """See that this process can work with one that has the versions wanted.

    Args:
        wanted: versions by name.
        here: those of this process; one that is not known is not compared.
        backend: whose jars it needs; those that are missing are fetched.

    Raises:
        SetupError: versions differ; all of them are named.
        BackendError: jars are damaged or not to be had.
    """
    compare(wanted, here)
    class_path(backend)


def compare(wanted: Mapping[str, str], here: Mapping[str, str]) -> None:
    """See that a worker has the driver's versions.

    Args:
        wanted: the driver's, by name.
        here: the worker's; one that is not known is not compared.

    Raises:
        SetupError: versions differ; all of them are named.
    """
    different = [
        f"{name} {here[name]}, the driver {value}"
        for name, value in wanted.items()
        if here.get(name, value) != value
    ]
    if different:
        raise SetupError(
            f"This worker has {'; '.join(different)}. Nothing was trained. Install the same "
            "versions on all machines; PYSPARK_PYTHON, JAVA_HOME and SPARK_HOME choose among them."
        )
