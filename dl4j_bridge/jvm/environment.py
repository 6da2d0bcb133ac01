"""What a run's bits depend on: versions, machine, settings."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from typing import Any

import jpype

from . import start
from .cpu import model_name
from .jars.backends import JarSet, jar_set


def describe() -> dict[str, Any]:
    """Plain facts about the JVM that runs, the libraries and the machine, for JSON."""
    options = start.ensure()
    jars = jar_set(options.backend)
    system = jpype.JClass("java.lang.System")
    return {
        "dl4j_bridge": version("dl4j-bridge"),
        "deeplearning4j": _version_of("org.deeplearning4j:deeplearning4j-nn", jars),
        "native": jars.classifier,
        "backend": options.backend,
        "threads": options.threads,
        "java": f"{system.getProperty('java.version')} ({system.getProperty('java.vendor')})",
        "python": platform.python_version(),
        "jpype": version("jpype1"),
        "numpy": version("numpy"),
        "system": platform.platform(),
        "cpu": model_name(),
        "cores": os.cpu_count(),
    }


def _version_of(jar: str, jars: JarSet) -> str:
    coordinates = (artifact.coordinate for artifact in jars.artifacts)
    return next(c.split(":")[2] for c in coordinates if c.startswith(f"{jar}:"))
