"""Model files: looked into without a JVM, replaced without a moment in which one is missing.

    >>> model = read("model.zip")
    >>> model.kind, model.parameters, model.arrays()["0_W"].shape
    ('MultiLayerNetwork', 795010, (784, 1000))

A model file is hostile until read: it comes from somewhere, and DL4J trusts every number in it.
"""

from .archive import Entry
from .manifest import seal
from .model import ModelFile
from .network import LayerRow, SavedUpdater
from .reading import read
from .replace import replace_file
from .weights import read_weights, replace_weights, write_weights

__all__ = [
    "Entry",
    "LayerRow",
    "ModelFile",
    "SavedUpdater",
    "read",
    "read_weights",
    "replace_file",
    "replace_weights",
    "seal",
    "write_weights",
]
