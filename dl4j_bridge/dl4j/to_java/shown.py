"""Settings that a reader looks for even where they are DL4J's defaults."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .approaching import distance
from .expressions import Call, Chain
from .filling import fillings
from .imports import Imports
from .ordering import ordered
from .reflection import fields, java, leaves, parts, to_json
from .setters import setters_of

_OUTPUT = "org.deeplearning4j.nn.conf.layers.BaseOutputLayer"
_CONVOLUTION = "org.deeplearning4j.nn.conf.layers.ConvolutionLayer"

# The method, the field it sets, the class of the layers at which it is looked for.
_SHOWN = (("kernelSize", "kernelSize", _CONVOLUTION), ("activation", "activationFn", _OUTPUT))


def with_shown(chain: Chain, kind: Any, thing: Any) -> Chain:
    """With the calls that say a layer's most telling settings.

    Args:
        chain: builds the layer.
        kind: the builder's java.lang.Class.
        thing: the layer.
    """
    for method, field, home in _SHOWN:
        if isinstance(thing, java(home)) and all(call.name != method for call in chain.calls):
            calls = _calls(kind, method, fields(thing)[field])
            ways = [way for call in calls if (way := _with_call(chain, call, kind)) is not None]
            chain = min(ways, key=lambda way: len(way.text(Imports(""), 0)), default=chain)
    return chain


def is_shown(part: Chain, call: Call) -> bool:
    """Whether a call of a layer's chain is there for the reader."""
    layer = part.calls[-1].method.getDeclaringClass().getDeclaringClass()
    return layer is not None and any(
        call.name == method and java(home).class_.isAssignableFrom(layer)
        for method, _, home in _SHOWN
    )


def _calls(kind: Any, name: str, value: Any) -> Iterator[Call]:
    for method in setters_of(kind):
        if str(method.getName()) == name:
            for arguments in fillings(method, list(parts(value))):
                yield Call(method, arguments)


def _with_call(chain: Chain, call: Call, kind: Any) -> Chain | None:
    """With one more call, if that builds the same: sizes first, the activation last."""
    first = call.name == "kernelSize"
    trial = replace(chain, calls=(call, *chain.calls)) if first else chain.before_last(call)
    put = ordered(trial, kind)
    same = put is not None and distance(put, leaves(_json_of(chain)), _json_of) == 0
    return put if same else None


def _json_of(chain: Chain) -> Any:
    return to_json(chain.evaluate())
