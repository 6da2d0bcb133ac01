"""Stock Deeplearning4j's plain Java program, compiled against the locked jars."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from dl4j_bridge.datasets import unpack_mnist
from dl4j_bridge.jvm.jars.backends import class_path
from dl4j_bridge.jvm.options import resources_dir
from dl4j_bridge.jvm.toolchain import find_java

SOURCE = Path(__file__).parent / "workers" / "Stock.java"


def compile_stock(folder: Path) -> tuple[str, ...]:
    """Compile the program; returns the command that runs it.

    Nothing is set that changes speed: only where its data lie, and that it says little.

    Args:
        folder: for the compiled class; must outlive the process.
    """
    java = find_java().home / "bin"
    unpack_mnist(resources_dir())
    jars = os.pathsep.join(str(jar) for jar in class_path())
    subprocess.run([java / "javac", "-cp", jars, "-d", folder, SOURCE], check=True)
    return (
        str(java / "java"),
        *("-cp", os.pathsep.join([jars, str(folder)])),
        f"-Dorg.deeplearning4j.resources.directory={resources_dir()}",
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
        "Stock",
    )
