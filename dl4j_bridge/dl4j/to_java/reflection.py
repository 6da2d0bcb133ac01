"""What Java's reflection and DL4J's JSON tell of an object."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jpype

Leaves = frozenset[tuple[str, Any]]

# What `init()` writes into a configuration; no builder can.
BY_INIT = ("topologicalOrder", "topologicalOrderStr", "variables")

# Elements of an array that are settings in their own right: a kernel's sides.
_FEW = 4


@cache
def _named(name: str) -> Any:
    return jpype.JClass(name)


def java(name: str) -> Any:
    """A Java class by its binary name."""
    return _named(name)


def to_json(thing: Any) -> Any:
    """What DL4J's own mapper writes for an object, parsed."""
    mapper = java("org.deeplearning4j.nn.conf.NeuralNetConfiguration").mapper()
    return json.loads(str(mapper.writeValueAsString(thing)))


def leaves(tree: Any, without: tuple[str, ...] = BY_INIT) -> Leaves:
    """The values in a parsed JSON with their paths; an empty object or list is a value, too."""
    return frozenset(_leaves(tree, "", without))


def _leaves(tree: Any, path: str, without: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    pairs = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else None
    )
    if pairs is None:
        # Python takes True for 1, 1 for 1.0.
        yield path, (type(tree).__name__, tree)
        return
    yield path, type(tree).__name__
    for key, value in pairs:
        if key not in without:
            yield from _leaves(value, f"{path}/{key}", without)


def name_of(java_class: Any) -> str:
    """The binary name of a java.lang.Class."""
    return str(java_class.getName())


_fields: dict[str, list[Any]] = {}


def fields(thing: Any) -> dict[str, Any]:
    """The fields of an object, those of its own class before those of its superclasses."""
    kind = thing.getClass()
    name = name_of(kind)
    if name not in _fields:
        _fields[name] = list(_readable(kind))
    return {str(field.getName()): field.get(thing) for field in _fields[name]}


def _readable(kind: Any) -> Iterator[Any]:
    static = java("java.lang.reflect.Modifier").isStatic
    while kind is not None and name_of(kind) != "java.lang.Object":
        for field in kind.getDeclaredFields():
            if not static(field.getModifiers()):
                field.setAccessible(True)
                yield field
        kind = kind.getSuperclass()


def is_ours(thing: Any) -> bool:
    """Whether it is an object of DL4J, ND4J or the bridge, whose fields are its settings."""
    if not isinstance(thing, jpype.JObject) or isinstance(thing, jpype.JArray):
        return False
    name = name_of(thing.getClass())
    return name.startswith(("org.deeplearning4j.", "org.nd4j.", "dl4jbridge."))


def is_layer(thing: Any) -> bool:
    """Whether it is the configuration of a layer."""
    return isinstance(thing, java("org.deeplearning4j.nn.conf.layers.Layer"))


def is_enum(thing: Any) -> bool:
    """Whether it is a constant of an enum."""
    return isinstance(thing, java("java.lang.Enum"))


def is_array_of_numbers(thing: Any) -> bool:
    """Whether it is an INDArray."""
    return isinstance(thing, java("org.nd4j.linalg.api.ndarray.INDArray"))


def parts(thing: Any, depth: int = 3) -> Iterator[Any]:
    """An object, then what it is made of."""
    yield thing
    if depth == 0 or thing is None or is_enum(thing) or is_array_of_numbers(thing):
        return
    if isinstance(thing, java("java.util.Collection")):
        for element in thing:
            yield from parts(element, depth - 1)
    elif isinstance(thing, jpype.JArray):
        array = java("java.lang.reflect.Array")
        yield from (array.get(thing, index) for index in range(min(len(thing), _FEW)))
    elif is_ours(thing):
        for value in fields(thing).values():
            yield from parts(value, depth - 1)


@cache
def made_by(enum_name: str) -> tuple[tuple[Any, str, Any], ...]:
    """What the constants of an enum stand for: (constant, class, JSON) of what each makes.

    `Activation.RELU` makes an `ActivationReLU`, `WeightInit.XAVIER` a `WeightInitXavier`.
    """
    kind = java("java.lang.Class").forName(enum_name, True, java(enum_name).class_.getClassLoader())
    found = []
    for method in kind.getDeclaredMethods():
        makes = method.getReturnType()
        if method.getParameterCount() or not makes.isInterface():
            continue
        for constant in kind.getEnumConstants():
            try:
                made = method.invoke(constant, jpype.JObject[:]([]))
            except jpype.JException:
                continue  # a constant that needs more than itself
            if made is not None:
                found.append((constant, name_of(made.getClass()), to_json(made)))
    return tuple(found)
