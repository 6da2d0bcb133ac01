"""The counts of iterations and epochs, which are set after a configuration is built."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .expressions import Expression
from .imports import Imports
from .networks import COUNTERS
from .reflection import java
from .values import express

_LAYER_VERTEX = "org.deeplearning4j.nn.conf.graph.LayerVertex"


def statements(target: Any, built: Any, variable: str, imports: Imports) -> list[str]:
    """Set the counts of a built configuration as a target has them.

    Args:
        target: the configuration that is wanted.
        built: the new one; it is changed as the statements say.
        variable: what the statements call it.
        imports: take the classes that the statements name.
    """
    lines = []
    places = zip(_places(target, variable, imports), _places(built, variable, imports), strict=True)
    for (place, wanted), (_, now) in places:
        for counter in COUNTERS:
            name = counter[0].upper() + counter[1:]
            count = getattr(wanted, f"get{name}")()
            if getattr(now, f"get{name}")() != count:
                getattr(now, f"set{name}")(count)
                lines.append(f"{place}.set{name}({count});")
    return lines


def _places(configuration: Any, variable: str, imports: Imports) -> Iterator[tuple[str, Any]]:
    """The configuration, then that of each layer; each with its expression."""
    yield variable, configuration
    if hasattr(configuration, "getConfs"):
        for index, conf in enumerate(configuration.getConfs()):
            yield f"{variable}.getConf({index})", conf
        return
    yield f"{variable}.getDefaultConfiguration()", configuration.getDefaultConfiguration()
    for entry in configuration.getVertices().entrySet():
        if isinstance(entry.getValue(), java(_LAYER_VERTEX)):
            name: Expression = express(entry.getKey())
            cast = imports.name(java(_LAYER_VERTEX).class_)
            vertex = f"(({cast}) {variable}.getVertices().get({name.text(imports, 0)}))"
            yield f"{vertex}.getLayerConf()", entry.getValue().getLayerConf()
