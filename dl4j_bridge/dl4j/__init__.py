"""Python to Deeplearning4j: the mirror of its classes, arrays, networks, training, models.

`from dl4j_bridge.dl4j import NeuralNetConfiguration, DenseLayer, Activation` gives Java's own
classes under Java's own names; `java_class("org.nd4j.…")` gives any class by its full name; see
`mirror`. Importing this package starts nothing, the first class does.
"""

from __future__ import annotations

from typing import Any


def java_class(name: str) -> Any:
    """The Java class of a simple or a full name; see `mirror.java_class`."""
    from . import mirror

    return mirror.java_class(name)


def __getattr__(name: str) -> Any:
    if not name[:1].isupper() and name != "__all__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import mirror

    if name == "__all__":  # from dl4j_bridge.dl4j import *
        return ["java_class", *mirror.java_names()]
    globals()[name] = mirror.java_class(name)
    return globals()[name]


def __dir__() -> list[str]:
    from . import mirror

    return sorted({*globals(), *mirror.java_names()})
