"""javac as the judge: for thousands of calls Python must end where Java does."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import jpype
import numpy as np
from jpype import JByte, JChar, JFloat, JLong, JShort

from dl4j_bridge.jvm.calls.expressions import Expression, Typed
from dl4j_bridge.jvm.calls.literals import expression_of
from dl4j_bridge.jvm.calls.members import constructors, methods
from dl4j_bridge.jvm.calls.names import full_name
from dl4j_bridge.jvm.calls.rules import JAVA_PHASES, Context, Overload, resolve

from .javac import Javac

# ---- which overload: DL4J's own classes -----------------------------------------------------

CLASSES = [
    "org.nd4j.linalg.factory.Nd4j",
    "org.nd4j.linalg.api.ndarray.INDArray",
    "org.nd4j.linalg.dataset.DataSet",
    "org.nd4j.linalg.schedule.MapSchedule",
    "org.nd4j.linalg.schedule.StepSchedule",
    "org.nd4j.linalg.learning.config.Nesterovs",
    "org.nd4j.linalg.learning.config.Adam",
    "org.nd4j.evaluation.classification.Evaluation",
    "org.deeplearning4j.nn.multilayer.MultiLayerNetwork",
    "org.deeplearning4j.nn.graph.ComputationGraph",
    "org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder",
    "org.deeplearning4j.nn.conf.NeuralNetConfiguration$ListBuilder",
    "org.deeplearning4j.nn.conf.ComputationGraphConfiguration$GraphBuilder",
    "org.deeplearning4j.nn.conf.inputs.InputType",
    "org.deeplearning4j.nn.conf.layers.DenseLayer$Builder",
    "org.deeplearning4j.nn.conf.layers.OutputLayer$Builder",
    "org.deeplearning4j.nn.conf.layers.ConvolutionLayer$Builder",
    "org.deeplearning4j.nn.conf.layers.SubsamplingLayer$Builder",
    "org.deeplearning4j.nn.conf.layers.BatchNormalization$Builder",
    "org.deeplearning4j.nn.conf.layers.LSTM$Builder",
    "org.deeplearning4j.optimize.listeners.CheckpointListener",
]
CALLS_OF_A_GROUP = 24


class Argument(NamedTuple):
    """One argument twice: its type in Java (`null` for that), and what we make of Python's."""

    java: str
    expression: Expression


class Call(NamedTuple):
    """A call; `it|it.reshape` names a receiver `it` whose type stands before the bar."""

    target: str
    overloads: list[Overload]
    arguments: list[Argument]

    def ours(self) -> list[str]:
        """Descriptors of what we choose: none, the one, or several if it is ambiguous."""
        choice = resolve(self.overloads, [a.expression for a in self.arguments], JAVA_PHASES)
        return [descriptor(overload) for overload in choice.overloads] if choice else []

    def source(self, number: int) -> str:
        receiver, _, target = self.target.rpartition("|")
        named = [(a.java, f"a{i}") for i, a in enumerate(self.arguments)]
        parameters = [f"{java} {name}" for java, name in named if java != "null"]
        values = ", ".join("null" if java == "null" else name for java, name in named)
        declared = ", ".join([receiver, *parameters] if receiver else parameters)
        return f"static void m{number}({declared}) throws Throwable {{ {target}({values}); }}"


def test_javac_chooses_the_same_overloads(tmp_path: Path) -> None:
    javac = Javac(tmp_path)
    calls = list(calls_of_dl4j(seed=1))
    sources = [call.source(i) for i, call in enumerate(calls)]
    errors = javac.compile("Calls", sources)
    accepted = [source for i, source in enumerate(sources) if i not in errors]
    assert javac.compile("Accepted", accepted) == {}
    theirs = javac.called("Accepted")
    differences = []
    for i, call in enumerate(calls):
        ours = call.ours()
        if i in errors and len(ours) == 1:
            differences.append(f"javac says {errors[i]}, we call {ours}: {sources[i]}")
        if i not in errors and ours != [theirs[i]]:
            differences.append(f"javac calls {theirs[i]}, we {ours}: {sources[i]}")
    assert not differences, "\n".join(differences[:20])
    assert len(accepted) > 7000
    assert sum("ambiguous" in message for message in errors.values()) > 300


def calls_of_dl4j(seed: int) -> Iterator[Call]:
    pick = random.Random(seed)
    groups = [
        (target, sorted(overloads, key=descriptor))
        for target, overloads in groups_of_dl4j()
        if len(overloads) > 1 or any(overload.is_varargs for overload in overloads)
    ]
    every_type = {p for _, overloads in groups for o in overloads for p in o.parameters}
    pool = [*literals(), *map(typed, sorted(every_type, key=full_name))]
    for target, overloads in groups:
        for _ in range(CALLS_OF_A_GROUP):
            overload = pick.choice(overloads)
            formals = overload.parameters
            if overload.is_varargs and pick.random() < 0.7:
                count = len(formals) - 1 + pick.randrange(4)
                formals = overload.formals(count, spread=True)
            yield Call(target, overloads, [argument(p, pool, pick) for p in formals])


def groups_of_dl4j() -> Iterator[tuple[str, list[Overload]]]:
    for java_class in map(jpype.JClass, CLASSES):
        name = full_name(java_class)
        yield f"|new {name}", constructors(java_class)
        for method in sorted({str(m.getName()) for m in java_class.class_.getMethods()}):
            overloads = methods(java_class, method)
            is_static = all(overload.is_static for overload in overloads)
            yield f"|{name}.{method}" if is_static else f"{name} it|it.{method}", overloads


def argument(formal: Any, pool: list[Argument], pick: random.Random) -> Argument:
    """Mostly one that fits, in one of the ways there are; now and then any."""
    chance = pick.random()
    if chance < 0.07:
        return pick.choice(pool)
    fitting = [a for a in pool if a.expression.fits(formal, Context.LOOSE)]
    return pick.choice(fitting) if chance < 0.6 and fitting else typed(formal)


def typed(java_type: Any) -> Argument:
    return Argument(full_name(java_type), Typed(java_type))


def literals() -> list[Argument]:
    values = {
        "int": 5,
        "long": 2**40,
        "double": 0.5,
        "boolean": True,
        "String": "text",
        "null": None,
        "int[]": [1, 2],
        "double[]": [0.5],
        "String[]": ["text"],
        "int[][]": [[1], [2, 3]],
    }
    return [Argument(java, expression_of(value)) for java, value in values.items()]


def descriptor(overload: Overload) -> str:
    types = jpype.JClass("java.lang.Class")[:]([p.class_ for p in overload.parameters])
    void = jpype.JClass("java.lang.Void").TYPE
    method_type = jpype.JClass("java.lang.invoke.MethodType").methodType(void, types)
    return str(method_type.toMethodDescriptorString())[:-1]


# ---- what arrives: classes made for it ------------------------------------------------------

PACKAGE = "dl4jbridge.probe"
PARAMETERS = [
    "int",
    "long",
    "short",
    "byte",
    "char",
    "float",
    "double",
    "boolean",
    "Integer",
    "Long",
    "Double",
    "Character",
    "Object",
    "Number",
    "String",
    "CharSequence",
    "Comparable",
    "int[]",
    "long[]",
    "double[]",
    "Object[]",
    "String[]",
    "int[][]",
    "java.util.Map",
]
GROUPS = 60
CALLS_OF_A_PROBE = 100


def values() -> dict[str, Callable[[], Any]]:
    """Python's for each argument in Java."""
    java = jpype.JPackage("java")
    return {
        "5": lambda: 5,
        "1L << 40": lambda: 2**40,
        "0.5": lambda: 0.5,
        "true": lambda: True,
        '"text"': lambda: "text",
        "null": lambda: None,
        "new int[]{1, 2}": lambda: [1, 2],
        "new double[]{0.5, 2}": lambda: [0.5, 2.0],
        'new String[]{"a", "bc"}': lambda: ("a", "bc"),
        "new int[][]{{1}, {2, 3}}": lambda: [[1], [2, 3]],
        "new java.util.LinkedHashMap<>(java.util.Map.of(0, 0.5))": lambda: {0: 0.5},
        "5L": lambda: JLong(5),
        "0.25f": lambda: np.float32(0.25),
        "0.5f": lambda: JFloat(0.5),
        "7L": lambda: np.int64(7),
        "new long[]{7}": lambda: jpype.JLong[:]([7]),
        "'c'": lambda: JChar("c"),
        "(byte) 1": lambda: JByte(1),
        "(short) 1": lambda: JShort(1),
        "Integer.valueOf(7)": lambda: java.lang.Integer(7),
        "Long.valueOf(7)": lambda: java.lang.Long(7),
        "Character.valueOf('x')": lambda: java.lang.Character("x"),
        '(Object) "o"': lambda: jpype.JObject("o", java.lang.Object),
        "(Number) 3": lambda: jpype.JObject(java.lang.Integer(3), java.lang.Number),
        "(CharSequence) null": lambda: jpype.JObject(None, java.lang.CharSequence),
        'new StringBuilder("b")': lambda: java.lang.StringBuilder("b"),
        "new Integer[]{4}": lambda: java.lang.Integer[:]([java.lang.Integer(4)]),
    }


def test_calls_arrive_as_javas_do(tmp_path: Path) -> None:
    pick = random.Random(1)
    javac = Javac(tmp_path)
    assert javac.compile("Probe", [probe_source(pick)], PACKAGE) == {}
    python = values()
    calls = [
        (group, pick.choices(list(python), k=pick.choice([0, 1, 1, 2, 2, 3])))
        for group in range(GROUPS)
        for _ in range(CALLS_OF_A_PROBE)
    ]
    sources = [
        f"public static String c{i}() {{ return {java_call(group, arguments)}; }}"
        for i, (group, arguments) in enumerate(calls)
    ]
    errors = javac.compile("ProbeCalls", sources, PACKAGE)
    accepted = [i for i in range(len(calls)) if i not in errors]
    assert javac.compile("ProbeCalls", [sources[i] for i in accepted], PACKAGE) == {}
    jpype.addClassPath(str(tmp_path))
    java = jpype.JClass(f"{PACKAGE}.ProbeCalls")
    for i in accepted:
        group, arguments = calls[i]
        ours = python_call(group, [python[argument]() for argument in arguments])
        assert str(ours) == str(getattr(java, f"c{i}")()), sources[i]
    assert len(accepted) > 1000


def probe_source(pick: random.Random) -> str:
    """Overloads that say who they are and what they were given, below each other and in line."""
    parts: dict[str, list[str]] = {"Base": [], "Derived": [], "Made": []}
    for group in range(GROUPS):
        for i, types in enumerate(overload_set(pick)):
            names = ", ".join(f"a{k}" for k in range(len(types)))
            declared = ", ".join(f"{java} a{k}" for k, java in enumerate(types))
            who = f'"{declared} " + java.util.Arrays.deepToString(new Object[]{{{names}}})'
            if group % 4 == 0:
                name = f"Made{group}"
                body = f"public String text; public {name}({declared}) {{ text = {who}; }}"
                parts.setdefault(name, []).append(body if i == 0 else body.partition("; ")[2])
            else:
                static = "static " if group % 4 == 1 or (group % 4 == 2 and i % 2) else ""
                body = f"public {static}String f{group}({declared}) {{ return {who}; }}"
                parts[pick.choice(["Base", "Derived"])].append(body)
    classes = (
        f"public static class {name}{' extends Base' if name == 'Derived' else ''} "
        f"{{ {' '.join(members)} }}"
        for name, members in parts.items()
    )
    return " ".join(classes)


def overload_set(pick: random.Random) -> list[list[str]]:
    erased: dict[tuple[str, ...], list[str]] = {}
    for _ in range(pick.randrange(2, 8)):
        types = pick.choices(PARAMETERS, k=pick.choice([0, 1, 1, 1, 2, 2, 3]))
        key = tuple(types)
        if types and pick.random() < 0.4:
            key = (*types[:-1], f"{types[-1]}[]")
            types = [*types[:-1], f"{types[-1]}..."]
        erased.setdefault(key, types)
    return list(erased.values())


def java_call(group: int, arguments: list[str]) -> str:
    if group % 4 == 0:
        return f"new Probe.Made{group}({', '.join(arguments)}).text"
    receiver = "Probe.Derived" if group % 4 == 1 else "new Probe.Derived()"
    return f"{receiver}.f{group}({', '.join(arguments)})"


def python_call(group: int, arguments: list[Any]) -> Any:
    if group % 4 == 0:
        return jpype.JClass(f"{PACKAGE}.Probe$Made{group}")(*arguments).text
    derived = jpype.JClass(f"{PACKAGE}.Probe$Derived")
    return getattr(derived if group % 4 == 1 else derived(), f"f{group}")(*arguments)
