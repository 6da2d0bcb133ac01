"""Writes what the mirror's methods return, or with `--check` tells whether that is out of date.

Start it with `python -m tools.make_returns` when the jars have changed. Only what the translation
of Java programs asks for is kept: results that are numbers, truth values, texts, arrays and
collections of those, and objects that have such results; none that a class above has as well.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from dl4j_bridge.dl4j import java_class, mirror

TARGET = Path(__file__).parents[1] / "dl4j_bridge" / "course" / "port" / "returns.txt"
# What courses use of the JDK besides; the first of two classes has the name.
JDK = {
    "java.lang": "Math System Thread Runtime Throwable Exception Object Process Class",
    "java.io": "BufferedReader BufferedWriter File FileReader FileWriter InputStream "
    "InputStreamReader OutputStream PrintStream PrintWriter DataInputStream DataOutputStream "
    "FileInputStream FileOutputStream BufferedInputStream BufferedOutputStream StringReader "
    "StringWriter ByteArrayOutputStream ByteArrayInputStream",
    "java.nio.file": "Files Path Paths",
    "java.util": "Iterator Optional OptionalDouble OptionalInt Random Scanner UUID BitSet Date "
    "SplittableRandom Collection List Map Set DoubleSummaryStatistics IntSummaryStatistics",
    "java.util.concurrent.atomic": "AtomicInteger AtomicLong AtomicReference AtomicBoolean",
    "java.text": "DecimalFormat NumberFormat SimpleDateFormat",
    "java.awt.image": "BufferedImage",
}


Members = dict[str, str]  # type of each result, by the method's name
_PLAIN = {"int", "long", "short", "byte", "char", "float", "double", "boolean", "String",
          "Integer", "Long", "Float", "Double", "Boolean", "Character"}  # fmt: skip
_COLLECTIONS = {"List", "Map", "Set", "Collection", "Iterator", "Optional", "Pair", "ArrayList"}
_OPERATIONS = ("org.nd4j.linalg.factory.ops.", "org.nd4j.autodiff.samediff.ops.")
_HEAD = "# Made by `python -m tools.make_returns`: class, those above it, type:methods.\n"


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; 1 if they differ")
    made = table()
    if not parser.parse_args().check:
        TARGET.write_text(made, "utf-8")
    elif made != TARGET.read_text("utf-8"):
        print(f"{TARGET.name} is out of date: python -m tools.make_returns", file=sys.stderr)
        return 1
    return 0


def table() -> str:
    """The text of the file."""
    names = list(mirror.java_names())
    names += [f"{package}.{word}" for package, words in JDK.items() for word in words.split()]
    above: dict[str, list[str]] = {}
    members: dict[str, Members] = {}
    waiting = [_class(name) for name in names if not name.startswith(_OPERATIONS)]
    while waiting:
        java = waiting.pop(0)
        if java is None or str(java.getSimpleName()) in above:
            continue
        name = str(java.getSimpleName())
        above[name], members[name] = _above(java), _members(java)
        waiting += list(java.getClasses())
    kept = {name: _telling(found, _useful(members)) for name, found in members.items()}
    lines = [_line(name, above[name], _own(name, above, kept)) for name in sorted(above)]
    return _HEAD + "".join(f"{line}\n" for line in lines)


def _useful(members: dict[str, Members]) -> set[str]:
    """The classes that have a telling result, at once or in a few calls."""
    useful = {"Object"}
    while True:
        more = {name for name, found in members.items() if _telling(found, useful)} | {"Object"}
        if more == useful:
            return useful
        useful = more


def _telling(found: Members, useful: set[str]) -> Members:
    """The members whose results say something."""
    known = _PLAIN | _COLLECTIONS | useful - {"Object"}
    return {
        name: kind
        for name, kind in found.items()
        if re.split(r"[<\[]", kind, maxsplit=1)[0] in known
    }


def _own(name: str, above: dict[str, list[str]], members: dict[str, Members]) -> Members:
    """What no class above says as well."""
    own = members[name]
    waiting, seen = list(above[name]), {name}
    inherited: Members = {}
    while waiting:
        parent = waiting.pop(0)
        if parent not in seen and parent in members:
            seen.add(parent)
            inherited = {**members[parent], **inherited}
            waiting += above[parent]
    return {member: kind for member, kind in own.items() if inherited.get(member) != kind}


def _line(name: str, above: list[str], members: Members) -> str:
    kinds: dict[str, list[str]] = {}
    for member, kind in sorted(members.items()):
        kinds.setdefault(kind, []).append(member)
    words = [f"{kind}:{','.join(found)}" for kind, found in sorted(kinds.items())]
    return " ".join([name, ",".join(above) or "-", *words])


def _class(name: str) -> Any:
    try:
        return java_class(name).class_
    except ImportError:
        return None  # a class that needs a jar which is not there


def _above(java: Any) -> list[str]:
    parents = [java.getSuperclass(), *java.getInterfaces()]
    return [str(parent.getSimpleName()) for parent in parents if parent is not None]


def _members(java: Any) -> Members:
    found: dict[str, set[str]] = {}
    is_public = java_class("java.lang.reflect.Modifier").isPublic
    for method in java.getDeclaredMethods():
        of_object = str(method.getName()) in {"equals", "hashCode", "toString", "clone"}
        if of_object and str(java.getSimpleName()) != "Object":
            continue
        if is_public(method.getModifiers()) and not method.isSynthetic():
            found.setdefault(str(method.getName()), set()).add(_type(method))
    for field in java.getDeclaredFields():
        if is_public(field.getModifiers()):
            found.setdefault(f".{field.getName()}", set()).add(_type(field))
    return {
        name: types.pop()
        for name, types in found.items()
        if len(types) == 1 and not re.fullmatch(r"\.[A-Z0-9_]+", name)
    }


def _type(member: Any) -> str:
    """The simple name, with its arguments where they are classes."""
    is_method = hasattr(member, "getGenericReturnType")
    generic = member.getGenericReturnType() if is_method else member.getGenericType()
    java = member.getReturnType() if is_method else member.getType()
    kind = str(generic.getClass().getSimpleName())
    if kind.startswith(("TypeVariable", "GenericArray")):
        return "?"
    if not kind.startswith("Parameterized"):
        return str(java.getSimpleName())
    arguments = [
        str(a.getSimpleName()) if hasattr(a, "getSimpleName") else "?"
        for a in generic.getActualTypeArguments()
    ]
    return f"{java.getSimpleName()}<{','.join(arguments)}>"


if __name__ == "__main__":
    sys.exit(main())
