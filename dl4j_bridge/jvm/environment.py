"""What a run's bits depend on: versions, machine, settings."""

from __future__ import annotations

import os
import platform
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import jpype

from . import start
from .blas import blas_library
from .cpu import model_name
from .jars.backends import jar_set
from .jars.lock import deeplearning4j_version


def describe() -> dict[str, Any]:
    """Plain facts about the JVM that runs, the libraries and the machine, for JSON."""
    options = start.ensure()
    jars = jar_set(options.backend)
    system = jpype.JClass("java.lang.System")
    return {
        "dl4j_bridge": version("dl4j-bridge"),
        "deeplearning4j": deeplearning4j_version(),
        "native": jars.classifier,
        "blas": blas_library(),
        **asdict(options),
        "java": f"{system.getProperty('java.version')} ({system.getProperty('java.vendor')})",
        "python": platform.python_version(),
        "jpype": version("jpype1"),
        "numpy": version("numpy"),
        "system": platform.platform(),
        "cpu": model_name(),
        "cores": os.cpu_count(),
    }
