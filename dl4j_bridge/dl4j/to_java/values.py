"""The expression that makes an object again."""

from __future__ import annotations

from typing import Any

import jpype

from ...errors import UsageError
from .expressions import Call, Chain, Constant, Elements, Expression, Literal, New, Null, Static
from .filling import fillings
from .literals import BOXES, number, quoted
from .reflection import (
    Leaves,
    fields,
    is_array_of_numbers,
    is_enum,
    is_layer,
    is_ours,
    java,
    leaves,
    name_of,
    parts,
    to_json,
)

# Numbers an array in source text may have; a method of Java ends at 64 KB of code.
_MOST_NUMBERS = 2000
# A builder's method says which parameters a constraint is for, so the constraint need not; the
# network names layers.
_SAID_ELSEWHERE = {
    "org.deeplearning4j.nn.api.layers.LayerConstraint": ("params",),
    "org.deeplearning4j.nn.conf.layers.Layer": ("layerName",),
}


def express(thing: Any, declared: Any = None) -> Expression:
    """An expression whose value is equal to an object, as their JSON tells.

    Args:
        thing: any part of a configuration.
        declared: the java.lang.Class of the parameter it is for; None for its own.

    Raises:
        UsageError: no constructor or builder makes it; the message names class and field.
    """
    plain = _plain(thing, declared)
    if plain is not None:
        return plain
    if is_array_of_numbers(thing):
        return _array_of_numbers(thing)
    if not is_ours(thing):
        raise UsageError(
            f"A {name_of(thing.getClass())} cannot be written as Java source. Set it in your "
            "own program, after the configuration is built."
        )
    return _made(thing)


def _made(thing: Any) -> Expression:
    """The expression of an object, found once for all of the same class and JSON."""
    key = f"{name_of(thing.getClass())} {to_json(thing)}"
    if key in _sought_now:
        raise UsageError(f"A {name_of(thing.getClass())} cannot be a part of itself.")
    if key not in _found:
        _sought_now.add(key)
        try:
            _found[key] = _sought(thing) or unsettable_names(thing)
        finally:
            _sought_now.remove(key)
    found = _found[key]
    if isinstance(found, str):
        raise UsageError(
            f"{name_of(thing.getClass())} cannot be written as Java source: no public constructor "
            f"or builder sets {found} as here. Give it another value, or write it by hand."
        )
    return found


# What makes an object, or the names of the fields that nothing sets.
_found: dict[str, Expression | str] = {}
_sought_now: set[str] = set()


def unsettable_names(thing: Any) -> str:
    """The fields of an object that cannot be set."""
    from .builders import unsettable  # each needs the other

    return ", ".join(unsettable(thing) or fields(thing))


def _sought(thing: Any) -> Expression | None:
    from .builders import by_builder  # each needs the other

    if isinstance(thing, java("org.nd4j.linalg.schedule.MapSchedule")):
        return _map_schedule(thing)
    ways = (
        (by_builder, _by_constructor)
        if is_layer(thing)
        else (_by_factory, _by_constructor, by_builder)
    )
    return next((made for way in ways if (made := way(thing)) is not None), None)


def _by_constructor(thing: Any) -> Expression | None:
    """The shortest constructor whose parameters the object's own fields fill.

    For a layer the nearest will do: a wrapper has no builder, and what its constructor leaves
    open, such as dropout, the network around it decides.
    """
    wanted = wanted_of(thing)
    have = list(parts(thing))[1:]
    nearest: tuple[int, Expression] | None = None
    for constructor in sorted(thing.getClass().getConstructors(), key=_parameters):
        for arguments in fillings(constructor, have):
            made = New(constructor, arguments)
            away = _away(made, thing, wanted)
            if away == 0:
                return made
            if away is not None and (nearest is None or away < nearest[0]):
                nearest = (away, made)
    return nearest[1] if nearest is not None and is_layer(thing) else None


def _map_schedule(thing: Any) -> Expression | None:
    """`new MapSchedule.Builder(type).add(0, 0.1).add(5, 0.01).build()`."""
    builder = java("org.nd4j.linalg.schedule.MapSchedule$Builder").class_
    constructor = builder.getConstructor(java("org.nd4j.linalg.schedule.ScheduleType").class_)
    values = fields(thing)
    add = builder.getMethod("add", jpype.JInt.class_, jpype.JDouble.class_)
    calls = (
        Call(add, (express(pair.getKey()), express(pair.getValue())))
        for pair in sorted(values["values"].entrySet(), key=lambda pair: pair.getKey())
    )
    start = New(constructor, (express(values["scheduleType"]),))
    chain = Chain(start, (*calls, Call(builder.getMethod("build"))))
    return chain if gives(chain, thing, wanted_of(thing)) else None


def _by_factory(thing: Any) -> Expression | None:
    """A static method of the class around the object's, such as `InputType.feedForward(784)`."""
    home = thing.getClass().getDeclaringClass()
    if home is None:
        return None
    wanted = wanted_of(thing)
    have = list(parts(thing))[1:]
    static = java("java.lang.reflect.Modifier").isStatic
    for method in sorted(home.getMethods(), key=_parameters):
        if static(method.getModifiers()) and method.getReturnType().isInstance(thing):
            for arguments in fillings(method, have):
                made = Static(method, arguments)
                if gives(made, thing, wanted):
                    return made
    return None


def wanted_of(thing: Any) -> Leaves:
    """What the JSON of an expression for an object must be."""
    for name, said_elsewhere in _SAID_ELSEWHERE.items():
        if isinstance(thing, java(name)):
            return leaves(to_json(settled(thing)), said_elsewhere)
    return leaves(to_json(settled(thing)))


def gives(made: Expression, thing: Any, wanted: Leaves) -> bool:
    """Whether an expression makes an object anew."""
    return _away(made, thing, wanted) == 0


def _away(made: Expression, thing: Any, wanted: Leaves) -> int | None:
    """How many values of what an expression makes differ; None if it makes no such object."""
    try:
        value = made.evaluate()
        if not value.getClass().equals(thing.getClass()):
            return None
        return len(wanted_of(value) ^ wanted)
    except jpype.JException:
        return None  # the constructor refuses these arguments


def settled(thing: Any) -> Any:
    """A layer as a network would have it whose global settings are the defaults.

    A layer has no value of its own for what the network's settings decide.
    """
    vertex = isinstance(thing, java("org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex"))
    if not is_layer(thing) and not vertex:
        return thing
    builder = java("org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder")()
    if vertex:
        copy = thing.clone()
        copy.applyGlobalConfig(builder)
        return copy
    return builder.seed(jpype.JLong(1)).layer(thing.clone()).build().getLayer()


def _parameters(constructor: Any) -> int:
    return int(constructor.getParameterCount())


def _plain(thing: Any, declared: Any) -> Expression | None:
    """What has a form of its own in Java's source."""
    if thing is None:
        return Null(declared)
    if is_enum(thing):
        return Constant(thing)
    if isinstance(thing, (str, jpype.JString)):
        return Literal(quoted(str(thing)), jpype.JString(str(thing)))
    if isinstance(thing, jpype.JArray):
        return _array(thing)
    if isinstance(thing, java("java.util.Map")):
        return _map(thing)
    if isinstance(thing, java("java.util.Set")):
        return _collection("java.util.Set", "of", sorted(thing, key=str))
    if isinstance(thing, java("java.util.Collection")):
        return _collection("java.util.Arrays", "asList", list(thing))
    name = name_of(thing.getClass()) if isinstance(thing, jpype.JObject) else ""
    if name in BOXES.values():
        return number(thing, BOXES.get(str(declared.getName()) if declared else "", name))
    return None


def _array(thing: Any) -> Elements:
    component = thing.getClass().getComponentType()
    box = BOXES.get(str(component.getName()))
    if len(thing) > _MOST_NUMBERS:
        raise UsageError(_too_long(len(thing)))
    if box:
        return Elements(component, tuple(number(value, box) for value in thing))
    return Elements(component, tuple(express(value, component) for value in thing))


def _too_long(count: int) -> str:
    return (
        f"An array of {count} numbers is too long for Java source. Read it from a file in your "
        "own program."
    )


def _collection(home: str, method: str, values: list[Any]) -> Expression:
    array = jpype.JClass("[Ljava.lang.Object;").class_
    call = java(home).class_.getMethod(method, array)
    elements = tuple(express(value) for value in values)
    return Static(call, (Elements(array.getComponentType(), elements, alone=True),))


def _map(thing: Any) -> Expression:
    entry = java("java.util.Map").class_.getMethod(
        "entry", java("java.lang.Object").class_, java("java.lang.Object").class_
    )
    entries = tuple(
        Static(entry, (express(pair.getKey()), express(pair.getValue())))
        for pair in sorted(thing.entrySet(), key=lambda pair: pair.getKey())
    )
    component = java("java.util.Map$Entry").class_
    kind = jpype.JClass("[Ljava.util.Map$Entry;").class_
    call = java("java.util.Map").class_.getMethod("ofEntries", kind)
    return Static(call, (Elements(component, entries, alone=True),))


def _array_of_numbers(thing: Any) -> Expression:
    """An INDArray: `Nd4j.createFromArray(new float[] {...})`."""
    if int(thing.length()) > _MOST_NUMBERS:
        raise UsageError(_too_long(int(thing.length())))
    letter = {"FLOAT": "F", "DOUBLE": "D"}.get(str(thing.dataType().name()))
    if letter is None or not 1 <= thing.rank() <= 2:
        raise UsageError(f"An array of {thing.dataType()}, rank {thing.rank()} has no literal.")
    raw = "Float" if letter == "F" else "Double"
    values = getattr(thing, f"to{raw}{'Vector' if thing.rank() == 1 else 'Matrix'}")()
    kind = jpype.JClass(("[" * thing.rank()) + letter).class_
    call = java("org.nd4j.linalg.factory.Nd4j").class_.getMethod("createFromArray", kind)
    return Static(call, (_array(values),))
