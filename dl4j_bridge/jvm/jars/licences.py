"""Licences that are not the Apache License of Deeplearning4j."""

from __future__ import annotations

from .lock import JarSet

# By the beginning of a coordinate, and what its classifier must end with.
_LICENCES = {
    ("org.bytedeco:mkl:", "-redist"): "Intel's oneMKL: Intel Simplified Software License.",
    ("org.bytedeco:cuda:", "-redist"): (
        "NVIDIA's CUDA and cuDNN: CUDA Toolkit EULA, cuDNN's licence agreement."
    ),
}


def licences(jars: JarSet) -> list[str]:
    """What is to be known before a jar set is fetched, a line for each licence."""
    return [
        text
        for (start, end), text in _LICENCES.items()
        if any(
            jar.coordinate.startswith(start) and jar.classifier.endswith(end)
            for jar in jars.artifacts
        )
    ]
