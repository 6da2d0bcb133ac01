"""What a call from Python makes of DL4J's own objects is what Java's own call makes of them."""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jpype
import numpy as np
from jpype import JFloat, JLong

from dl4j_bridge.dl4j import mirror
from dl4j_bridge.jvm.calls.literals import expression_of
from dl4j_bridge.jvm.calls.names import full_name
from dl4j_bridge.jvm.calls.rules import Context, Overload, is_assignable

from .javac import Javac
from .javac_calls import classes, groups

# Settings: made in no time, without a file, a thread or a download.
SETTINGS = re.compile(
    r"org\.deeplearning4j\.(nn\.conf|earlystopping\.termination)\."
    r"|org\.nd4j\.linalg\.(learning|schedule|lossfunctions|activations)\."
    r"|org\.nd4j\.evaluation\."
)
GROUPS_OF_A_CLASS = 6


def values() -> dict[str, Callable[[], Any]]:
    """Python's for each argument in Java."""
    of, kind = mirror.java_class, mirror.java_class("ScheduleType")
    plain: dict[str, Callable[[], Any]] = {
        "2": lambda: 2,
        "3L": lambda: JLong(3),
        "1L << 40": lambda: 2**40,
        "0.5": lambda: 0.5,
        "0.25f": lambda: np.float32(0.25),
        "0.75f": lambda: JFloat(0.75),
        "true": lambda: True,
        '"text"': lambda: "text",
        "'c'": lambda: jpype.JChar("c"),
        "Integer.valueOf(7)": lambda: jpype.java.lang.Integer(7),
        "new int[]{1, 2}": lambda: [1, 2],
        "new int[][]{{1, 2}, {2, 3}}": lambda: [[1, 2], [2, 3]],
        "new double[]{0.5, 2}": lambda: [0.5, 2],
        'new String[]{"a", "b"}': lambda: ("a", "b"),
        "new java.util.LinkedHashMap<>(java.util.Map.of(0, 0.5))": lambda: {0: 0.5},
        "new Adam(0.1)": lambda: of("Adam")(0.1),
        "new StepSchedule(ScheduleType.EPOCH, 0.1, 0.5, 3)": lambda: of("StepSchedule")(
            kind.EPOCH, 0.1, 0.5, 3
        ),
        "new NormalDistribution(0.0, 2.0)": lambda: of("NormalDistribution")(0.0, 2.0),
        "new ActivationReLU()": lambda: of("ActivationReLU")(),
        "new LossMSE()": lambda: of("LossMSE")(),
        "InputType.feedForward(3)": lambda: of("InputType").feedForward(3),
        "Nd4j.ones(2, 2)": lambda: np.ones((2, 2), np.float32),
    }
    plain = {qualified(text): value for text, value in plain.items()}
    for enum in (c for c in classes() if issubclass(c, jpype.JClass("java.lang.Enum"))):
        for last in list(enum.class_.getEnumConstants())[-1:]:
            plain[f"{full_name(enum)}.{last.name()}"] = lambda last=last: last
    return plain


def qualified(text: str) -> str:
    """With the package of the mirror's classes."""
    known = mirror.java_names()
    return re.sub(
        r"\b[A-Z]\w+",
        lambda m: full_name(mirror.java_class(m[0])) if m[0] in known else m[0],
        text,
    )


def test_settings_arrive_as_javas_do(tmp_path: Path) -> None:
    python = values()
    calls = list(calls_of_settings(python, random.Random(1)))
    javac = Javac(tmp_path)
    sources = [source(target, given, i) for i, (target, given, _) in enumerate(calls)]
    errors = javac.compile("Settings", sources)
    accepted = [i for i in range(len(calls)) if i not in errors]
    assert javac.compile("Settings", [sources[i] for i in accepted]) == {}
    jpype.addClassPath(str(tmp_path))
    java = jpype.JClass("Settings")
    for i in accepted:
        _, given, call = calls[i]
        theirs = outcome(getattr(java, f"c{i}"))
        arguments = [python[text]() for text in given]
        assert outcome(lambda c=call, a=arguments: c(*a)) == theirs, sources[i]
    assert len(accepted) > 500


def calls_of_settings(
    python: dict[str, Callable[[], Any]], pick: random.Random
) -> Iterator[tuple[str, list[str], Callable[..., Any]]]:
    """Constructors, and setters of what can be made of nothing; arguments as in Java; Python's."""
    natural = {text: expression_of(value()).natural for text, value in python.items()}
    for java_class in filter(lambda c: SETTINGS.match(str(c.class_.getName())), classes()):
        of_class = list(groups(java_class))
        for group in pick.sample(of_class, min(len(of_class), GROUPS_OF_A_CLASS)):
            call = python_call(java_class, group.target)
            if call is None:
                continue
            for overload in group.overloads:
                given = arguments(overload, natural, pick)
                if given is not None:
                    yield group.target, given, call


def python_call(java_class: Any, target: str) -> Callable[..., Any] | None:
    """The same call in Python, of the class or of a new object; what it changes or makes."""
    receiver, _, word = target.rpartition("|")
    name = word.rpartition(".")[2]
    if not receiver:
        return java_class if word.startswith("new ") else getattr(java_class, name)
    is_builder = full_name(java_class).endswith("Builder")
    if not is_builder or name == "wait" or not can_be_made_of_nothing(java_class):
        return None

    def call(*arguments: Any) -> Any:
        made = java_class()
        getattr(made, name)(*arguments)
        return made

    return call


@cache
def can_be_made_of_nothing(java_class: Any) -> bool:
    try:
        java_class()
    except (TypeError, jpype.JException):
        return False
    return True


def arguments(overload: Overload, natural: dict[str, Any], pick: random.Random) -> list[str] | None:
    formals = overload.parameters
    if overload.is_varargs and pick.random() < 0.5:
        formals = overload.formals(len(formals) - 1 + pick.randrange(3), spread=True)
    fitting = [
        [text for text, t in natural.items() if is_assignable(t, formal, Context.LOOSE)]
        for formal in formals
    ]
    return [pick.choice(texts) for texts in fitting] if all(fitting) else None


def source(target: str, given: list[str], number: int) -> str:
    receiver, _, word = target.rpartition("|")
    call = f"{word}({', '.join(given)})"
    if receiver:
        java_class = receiver.partition(" ")[0]
        body = f"{java_class} it = new {java_class}(); {call}; return it;"
    else:
        body = f"return {call};"
    return f"public static Object c{number}() throws Throwable {{ {body} }}"


def outcome(make: Callable[[], Any]) -> Any:
    """All that is in the object made, or which exception was thrown."""
    try:
        return state(make())
    except jpype.JException as error:
        return type(error).__name__


def state(value: Any, depth: int = 4) -> Any:
    if isinstance(value, (jpype.JArray, jpype.JClass("java.util.List"))):
        return [state(inside, depth) for inside in value]
    name = type(value).__name__
    said = (jpype.JClass("java.lang.Enum"), mirror.java_class("INDArray"))
    if not name.startswith("org.") or depth == 0 or isinstance(value, said):
        return name if "@" in str(value) else str(value)
    return name, [state(field.get(value), depth - 1) for field in fields(type(value))]


@cache
def fields(java_class: Any) -> list[Any]:
    """Of the class and all above it; a seed is the clock's where none is given."""
    is_static = jpype.JClass("java.lang.reflect.Modifier").isStatic
    found, java = [], java_class.class_
    while java is not None and str(java.getName()).startswith("org."):
        found += [f for f in java.getDeclaredFields() if not is_static(f.getModifiers())]
        java = java.getSuperclass()
    for field in found:
        field.setAccessible(True)
    return [field for field in found if str(field.getName()) != "seed"]
