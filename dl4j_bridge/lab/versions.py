"""The versions of all parts that a run is made of, read without starting a JVM."""

from __future__ import annotations

import platform
from importlib.metadata import version

from .. import __version__
from ..errors import BridgeError
from ..jvm.jars.backends import jar_set
from ..jvm.jars.lock import deeplearning4j_version
from ..jvm.java_home import release
from ..jvm.settings import decide
from ..jvm.toolchain import find_java

_NONE = "none; `dl4j-bridge doctor` says why"


def versions() -> dict[str, str]:
    """Each part's name, the bridge's first, with its version.

    A part that is missing says so in the place of its version: this works wherever Python does.
    """
    return {
        "dl4j-bridge": __version__,
        "Deeplearning4j": deeplearning4j_version(),
        "ND4J": _nd4j(),
        "Java": _java(),
        "JPype": version("jpype1"),
        "numpy": version("numpy"),
        "Python": platform.python_version(),
    }


def _nd4j() -> str:
    try:
        jars = jar_set(decide().backend.value)
    except BridgeError:
        return _NONE
    start = "org.nd4j:nd4j-api:"
    [found] = [jar.coordinate for jar in jars.artifacts if jar.coordinate.startswith(start)]
    return f"{found.removeprefix(start)} ({jars.name})"


def _java() -> str:
    try:
        java = find_java()
    except BridgeError:
        return _NONE
    return f"{release(java.home).get('JAVA_VERSION', java.version)} ({java.home})"
