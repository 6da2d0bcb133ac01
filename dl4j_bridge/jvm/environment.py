"""What a run's bits depend on: versions, machine, settings."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jpype

from . import start
from .jars.backends import jar_set


def describe() -> dict[str, Any]:
    """Plain facts about the JVM that runs, the libraries and the machine, for JSON."""
    options = start.ensure()
    jars = jar_set(options.backend)
    system = jpype.JClass("java.lang.System")
    return {
        "dl4j_bridge": version("dl4j-bridge"),
        "deeplearning4j": "1.0.0-M2.1",
        "native": jars.classifier,
        "backend": options.backend,
        "threads": int(os.environ["OMP_NUM_THREADS"]),
        "java": f"{system.getProperty('java.version')} ({system.getProperty('java.vendor')})",
        "python": platform.python_version(),
        "jpype": version("jpype1"),
        "numpy": version("numpy"),
        "system": platform.platform(),
        "cpu": _cpu_model(),
        "cores": os.cpu_count(),
    }


def _cpu_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()
