"""javac as the judge: for thousands of calls it must choose the overload that we choose."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import jpype
import pytest
from jpype import JByte, JChar, JDouble, JFloat, JInt, JLong, JShort

from dl4j_bridge.jvm.expressions import Expression, Typed
from dl4j_bridge.jvm.literals import expression_of
from dl4j_bridge.jvm.members import constructors, methods
from dl4j_bridge.jvm.names import full_name
from dl4j_bridge.jvm.overloads import (
    JAVA_PHASES,
    PRIMITIVES,
    Choice,
    Overload,
    boxed,
    component,
    resolve,
)

CLASSES = """
    org.nd4j.linalg.factory.Nd4j
    org.nd4j.linalg.api.ndarray.INDArray
    org.nd4j.linalg.dataset.DataSet
    org.nd4j.linalg.schedule.MapSchedule
    org.nd4j.linalg.schedule.StepSchedule
    org.nd4j.linalg.learning.config.Nesterovs
    org.nd4j.linalg.learning.config.Adam
    org.nd4j.evaluation.classification.Evaluation
    org.deeplearning4j.nn.multilayer.MultiLayerNetwork
    org.deeplearning4j.nn.graph.ComputationGraph
    org.deeplearning4j.nn.conf.NeuralNetConfiguration$Builder
    org.deeplearning4j.nn.conf.NeuralNetConfiguration$ListBuilder
    org.deeplearning4j.nn.conf.ComputationGraphConfiguration$GraphBuilder
    org.deeplearning4j.nn.conf.inputs.InputType
    org.deeplearning4j.nn.conf.layers.DenseLayer$Builder
    org.deeplearning4j.nn.conf.layers.OutputLayer$Builder
    org.deeplearning4j.nn.conf.layers.ConvolutionLayer$Builder
    org.deeplearning4j.nn.conf.layers.SubsamplingLayer$Builder
    org.deeplearning4j.nn.conf.layers.BatchNormalization$Builder
    org.deeplearning4j.nn.conf.layers.LSTM$Builder
    org.deeplearning4j.optimize.listeners.CheckpointListener
""".split()
CALLS_OF_A_GROUP = 24


class Argument(NamedTuple):
    """The same argument twice: a Java parameter's type (or `null`), and what we make of Python's."""

    java: str
    expression: Expression


class Call(NamedTuple):
    java: str
    overloads: list[Overload]
    arguments: list[Argument]

    def choice(self) -> Choice | None:
        return resolve(self.overloads, [a.expression for a in self.arguments], JAVA_PHASES)

    def source(self, number: int) -> str:
        types = enumerate(argument.java for argument in self.arguments)
        parameters = ", ".join(f"{java} a{i}" for i, java in types if java != "null")
        values = ["null" if a.java == "null" else f"a{i}" for i, a in enumerate(self.arguments)]
        receiver, _, call = self.java.rpartition("|")
        declared = ", ".join(part for part in (receiver, parameters) if part)
        return f"static void m{number}({declared}) throws Throwable {{ {call}({', '.join(values)}); }}"


def typed(java_type) -> Argument:
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


def groups() -> Iterator[tuple[str, list[Overload]]]:
    """Every overloaded or `T...` name of the classes, as the Java in front of its brackets."""
    for java_class in map(jpype.JClass, CLASSES):
        name = full_name(java_class)
        yield f"|new {name}", constructors(java_class)
        for method in sorted({str(m.getName()) for m in java_class.class_.getMethods()}):
            overloads = methods(java_class, method)
            if all(overload.is_static for overload in overloads):
                yield f"|{name}.{method}", overloads
            else:
                yield f"{name} it|it.{method}", overloads


def calls(seed: int) -> Iterator[Call]:
    pick = random.Random(seed)
    interesting = [
        (java, sorted(overloads, key=str_of))
        for java, overloads in groups()
        if len(overloads) > 1 or any(overload.is_varargs for overload in overloads)
    ]
    every_type = {p for _, overloads in interesting for o in overloads for p in o.parameters}
    pool = [*literals(), *map(typed, sorted(every_type, key=full_name))]
    for java, overloads in interesting:
        for _ in range(CALLS_OF_A_GROUP):
            overload = pick.choice(overloads)
            formals = overload.parameters
            if overload.is_varargs and pick.random() < 0.7:
                formals = overload.formals(
                    len(formals) - 1 + pick.randrange(4), spread=True
                )
            yield Call(java, overloads, [argument_for(p, pool, pick) for p in formals])


def argument_for(formal, pool: list[Argument], pick: random.Random) -> Argument:
    """Mostly one that fits, in one of the ways there are; now and then any."""
    chance = pick.random()
    if chance < 0.07:
        return pick.choice(pool)
    fitting = [a for a in pool if a.expression.fits(formal, JAVA_PHASES[1][0])]
    return pick.choice(fitting) if chance < 0.6 and fitting else typed(formal)


def str_of(overload: Overload) -> str:
    return descriptor(overload)


def descriptor(overload: Overload) -> str:
    method_type = jpype.JClass("java.lang.invoke.MethodType")
    types = jpype.JClass("java.lang.Class")[:]([p.class_ for p in overload.parameters])
    void = jpype.JClass("java.lang.Void").TYPE
    return str(method_type.methodType(void, types).toMethodDescriptorString())[:-1]


class Javac:
    """The JDK's compiler, in this JVM."""

    def __init__(self, folder: Path, class_path: str) -> None:
        self.folder = folder
        self.class_path = class_path

    def errors(self, name: str, lines: list[str]) -> dict[int, str]:
        """Compile one class of one member a line; what is wrong, by index of the line."""
        source = self.folder / f"{name}.java"
        body = "\n".join(lines)
        source.write_text(f"public class {name} {{\n{body}\n}}\n", encoding="utf-8")
        return self.compile(source, first_line=2)

    def compile(self, source: Path, first_line: int = 1) -> dict[int, str]:
        out = jpype.JClass("java.io.ByteArrayOutputStream")()
        options = ["-proc:none", "-nowarn", "-Xmaxerrs", "99999", "-cp", self.class_path]
        arguments = [*options, "-d", str(self.folder), str(source)]
        compiler = jpype.JClass("javax.tools.ToolProvider").getSystemJavaCompiler()
        compiler.run(None, out, out, jpype.JString[:](arguments))
        found = re.findall(r"\.java:(\d+): error: (.*)", str(out.toString()))
        return {int(line) - first_line: message for line, message in found}

    def called(self, name: str) -> dict[int, str]:
        """The descriptor of the last method that each `m<number>` of a compiled class calls."""
        writer = jpype.JClass("java.io.StringWriter")()
        printer = jpype.JClass("java.io.PrintWriter")(writer)
        javap = jpype.JClass("java.util.spi.ToolProvider").findFirst("javap").get()
        path = str(self.folder / f"{name}.class")
        javap.run(printer, printer, jpype.JString[:](["-c", "-p", path]))
        found = {}
        for part in str(writer.toString()).split("static void m")[1:]:
            targets = re.findall(r"// (?:Interface)?Method \S+:(\(.*?\))\S+", part)
            found[int(part.partition("(")[0])] = targets[-1]
        return found


@pytest.fixture(scope="module")
def javac(jvm, tmp_path_factory: pytest.TempPathFactory) -> Javac:
    class_path = jpype.JClass("java.lang.System").getProperty("java.class.path")
    return Javac(tmp_path_factory.mktemp("javac"), str(class_path))


def test_the_same_choice_as_javac_on_dl4js_own_classes(javac: Javac) -> None:
    all_calls = list(calls(seed=1))
    sources = [call.source(i) for i, call in enumerate(all_calls)]
    errors = javac.errors("Calls", sources)
    accepted = [i for i in range(len(all_calls)) if i not in errors]
    assert javac.errors("Accepted", [sources[i] for i in accepted]) == {}
    theirs = javac.called("Accepted")
    differences = []
    for i, call in enumerate(all_calls):
        choice = call.choice()
        ours = [descriptor(o) for o in choice.overloads] if choice else []
        if i in errors and len(ours) == 1:
            differences.append(f"javac refuses ({errors[i]}), we call {ours}: {sources[i]}")
        if i not in errors and ours != [theirs[i]]:
            differences.append(f"javac calls {theirs[i]}, we {ours}: {sources[i]}")
    print(f"{len(accepted)} accepted, {len(errors)} refused by javac")
    assert not differences, "\n".join(differences[:20])
    assert len(accepted) > 3000
    assert len(errors) > 300
