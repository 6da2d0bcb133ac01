"""javac as the judge: for thousands of calls Python must end where Java does."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jpype
import numpy as np
from jpype import JByte, JChar, JFloat, JLong, JShort

from dl4j_bridge.jvm.calls.literals import expression_of
from dl4j_bridge.jvm.calls.names import full_name

from .javac import Javac
from .javac_arguments import python_values
from .javac_calls import calls, classes, descriptor, groups, judge

# ---- which overload: the mirror's classes ----------------------------------------------------


def test_python_values_are_what_the_judge_is_told(jvm) -> None:
    for java, value in python_values():
        natural = expression_of(value).natural
        if natural is not None:
            assert full_name(natural).replace("java.lang.", "") == java


def test_javac_chooses_the_same_overloads(tmp_path: Path) -> None:
    of_each = [list(groups(java_class)) for java_class in classes()]
    # What many classes inherit is asked once, and each class has a name of its own asked.
    different = {(g.name, *map(descriptor, g.overloads)): g for of in of_each for g in of}
    of_its_own = [random.Random(2).choice(of) for of in of_each if of]
    verdict = judge(list(calls([*different.values(), *of_its_own], count=1)), tmp_path)
    assert not verdict.differences, "\n".join(verdict.differences[:20])
    assert verdict.accepted > 1000
    assert verdict.ambiguous > 50
    assert verdict.refused > 300


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
