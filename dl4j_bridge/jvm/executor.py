"""What an executor of Spark's asks its own machine's bridge for: the jars of the lock.

    python -m dl4j_bridge.jvm.executor cpu

Writes a line for each version, then one for each jar; or the fault.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..errors import BridgeError
from .jars.backends import class_path
from .jars.extras import extra_path
from .jars.helper_jar import helper_jar
from .versions import python_versions


def jars(backend: str) -> list[Path]:
    """What Spark's JVMs on this machine get, with the native build for its CPU.

    Spark logs in its own way, so the jar that writes ND4J's lines is left out.

    Raises:
        BackendError: jars are damaged or not to be had.
    """
    own = class_path(backend)
    found = [*own, helper_jar(own), *extra_path("spark")]
    return [jar for jar in found if not jar.name.startswith("slf4j-")]


def _lines(backend: str) -> Iterator[str]:
    try:
        found = jars(backend)
    except BridgeError as error:
        yield f"fault {' '.join(str(error).split())}"
        return
    for name, version in python_versions().items():
        yield f"is {name} {version}"
    for jar in found:
        yield f"jar {jar}"


if __name__ == "__main__":
    print("\n".join(_lines(sys.argv[1])))
