"""Keras' model files: read without Keras, evaluated with numpy, written for Deeplearning4j.

`read` takes Keras 2's and 3's HDF5 and `.keras`; h5py is all it needs.
"""

from __future__ import annotations

from .evaluating import checked_inputs, outputs, random_inputs
from .legacy import write_legacy
from .model import KerasLayer, KerasModel
from .reading import SUFFIXES, read

__all__ = [
    "SUFFIXES",
    "KerasLayer",
    "KerasModel",
    "checked_inputs",
    "outputs",
    "random_inputs",
    "read",
    "write_legacy",
]
