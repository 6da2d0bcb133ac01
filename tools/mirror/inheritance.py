"""What a Java class inherits, with the type variables of its ancestors filled in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from functools import cache

from .reflection import OBJECT, Array, JavaClass, JavaType, Method, Named, Variable, reflect
from .types import Bindings, is_fluent


def bases(java: JavaClass, known: Container[str]) -> list[Named]:
    """The nearest ancestors among the known classes, none of which inherits from another."""
    near = list(dict.fromkeys(_near(java, {}, known)))
    above = [_ancestors(one.name) for one in near]
    return [one for one in near if not any(one.name in names for names in above)]


def methods(java: JavaClass) -> dict[str, list[tuple[Method, Bindings]]]:
    """Own and inherited methods by name; of those that override each other the nearest."""
    found: dict[tuple[str, tuple[str, ...]], tuple[Method, Bindings]] = {}
    for ancestor, bindings in _lineage(java, {}):
        for method in ancestor.methods:
            if not method.is_static or not ancestor.is_interface or ancestor is java:
                found.setdefault((method.name, method.erased), (method, bindings))
    by_name: dict[str, list[tuple[Method, Bindings]]] = defaultdict(list)
    for method, bindings in found.values():
        by_name[method.name].append((method, bindings))
    return by_name


def _near(java: JavaClass, bindings: Bindings, known: Container[str]) -> Iterator[Named]:
    for one in java.above:
        bound = _bind(one, bindings)
        if one.name in known and isinstance(bound, Named):
            yield from () if one == OBJECT else (bound,)
        else:
            yield from _near(reflect(one.name), _bindings(one, bindings), known)


@cache
def _ancestors(name: str) -> frozenset[str]:
    above = [one.name for one in reflect(name).above]
    return frozenset(above).union(*(_ancestors(one) for one in above))


def _lineage(java: JavaClass, bindings: Bindings) -> Iterator[tuple[JavaClass, Bindings]]:
    """The class, then its ancestors, with what their variables are in the class."""
    yield java, bindings
    for one in java.above:
        yield from _lineage(reflect(one.name), _bindings(one, bindings))
    if java.is_interface and not java.above:
        yield reflect(OBJECT.name), {}


def _bindings(above: Named, bindings: Bindings) -> Bindings:
    """The variables of an ancestor; of a raw one they are anything."""
    variables = reflect(above.name).variables
    if not above.arguments:
        return dict.fromkeys(variables)
    bound = (_bind(one, bindings) for one in above.arguments)
    return dict(zip(variables, bound, strict=True))


def _bind(java: JavaType, bindings: Bindings) -> JavaType | None:
    if isinstance(java, Variable):
        return java if is_fluent(java) else bindings.get(java, java)
    if isinstance(java, Array):
        element = _bind(java.element, bindings)
        return None if element is None else Array(element)
    inside = [_bind(one, bindings) for one in java.arguments]
    return Named(java.name, tuple(OBJECT if one is None else one for one in inside))
