"""Which methods of a builder are for a setting."""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache
from typing import Any

from .reflection import java, name_of

# Settings for which several short methods read better than the one of their name.
SHORTER = {
    "regularization": ("l1", "l2", "weightDecay"),
    "regularizationBias": ("l1Bias", "l2Bias", "weightDecayBias"),
    "constraints": ("constrainAllParameters", "constrainWeights", "constrainBias"),
    "lossFn": ("lossFunction",),
    "layerName": ("name",),
}
_MOST_ARGUMENTS = 2
# How alike a method's name must be to a field's to be taken for its setter.
_ALIKE = 0.7


@cache
def setters_of(kind: Any) -> list[Any]:
    """The methods that give the builder back."""
    object_class = java("java.lang.Object").class_
    found: dict[tuple[str, ...], Any] = {}
    for method in sorted(kind.getMethods(), key=lambda method: bool(method.isBridge())):
        gives = method.getReturnType()
        fluent = gives.isAssignableFrom(kind) and not gives.equals(object_class)
        if fluent and 0 < count_of(method) <= _MOST_ARGUMENTS:
            key = (str(method.getName()), *map(name_of, method.getParameterTypes()))
            found.setdefault(key, accessible(method))
    return list(found.values())


def accessible(method: Any) -> Any:
    """A method that reflection may call."""
    # A public method of a base class that is not public, as several builders have.
    method.setAccessible(True)
    return method


def count_of(method: Any) -> int:
    """How many parameters it has."""
    return int(method.getParameterCount())


def likest(key: str, setters: list[Any]) -> Any:
    """The method whose name is most like a field's, if it is like it at all."""
    method = max(setters, key=lambda method: _likeness(key, method), default=None)
    return method if method is not None and _likeness(key, method) >= _ALIKE else None


def unlikeness(key: str, method: Any) -> tuple[int, float, str]:
    """How little the name of a method says that it is for a setting."""
    name = str(method.getName())
    shorter = SHORTER.get(key, ())
    place = shorter.index(name) if name in shorter else len(shorter)
    return place, -_likeness(key, method), name


def _likeness(key: str, method: Any) -> float:
    return _alike(key, str(method.getName()))


@cache
def _alike(key: str, name: str) -> float:
    stem, name = key.lower().removesuffix("fn"), name.lower().removeprefix("set")
    return SequenceMatcher(None, stem, name).ratio()
