"""The counts of iterations and epochs, which are set after a configuration is built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from .imports import Imports
from .networks import COUNTERS
from .reflection import java
from .values import express

_LAYER_VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex"

# What names a configuration, given the variable of the whole.
_Place = Callable[[str, Imports], str]


def statements(target: Any, built: Any, variable: str, imports: Imports) -> list[str]:
    """Set the counts of a built configuration as a target has them.

    Args:
        target: the configuration that is wanted.
        built: the new one; it is changed as the statements say.
        variable: what the statements call it.
        imports: take the classes that the statements name.
    """
    lines = []
    for (place, wanted), (_, now) in zip(_places(target), _places(built), strict=True):
        for counter in COUNTERS:
            name = counter[0].upper() + counter[1:]
            count = getattr(wanted, f"get{name}")()
            if getattr(now, f"get{name}")() != count:
                getattr(now, f"set{name}")(count)
                lines.append(f"{place(variable, imports)}.set{name}({count});")
    return lines


def _places(configuration: Any) -> Iterator[tuple[_Place, Any]]:
    """The configuration, then that of each layer; each with what names it in Java."""
    yield lambda variable, _: variable, configuration
    if hasattr(configuration, "getConfs"):
        for index, conf in enumerate(configuration.getConfs()):
            yield partial(_getter, f"getConf({index})"), conf
        return
    default = configuration.getDefaultConfiguration()
    yield partial(_getter, "getDefaultConfiguration()"), default
    for entry in configuration.getVertices().entrySet():
        if isinstance(entry.getValue(), java(_LAYER_VERTEX)):
            yield partial(_of_vertex, entry.getKey()), entry.getValue().getLayerConf()


def _getter(call: str, variable: str, imports: Imports) -> str:
    return f"{variable}.{call}"


def _of_vertex(key: Any, variable: str, imports: Imports) -> str:
    cast = imports.name(java(_LAYER_VERTEX).class_)
    vertex = f"{variable}.getVertices().get({express(key).text(imports, 0)})"
    return f"(({cast}) {vertex}).getLayerConf()"
