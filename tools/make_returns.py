"""Writes what the methods of the mirror return: `dl4j_bridge/course/port/returns.txt`.

Start it with `python -m tools.make_returns` when the jars have changed.
"""

from __future__ import annotations

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
    "java.time": "Duration Instant LocalDate LocalDateTime LocalTime",
    "java.util": "Iterator Optional OptionalDouble OptionalInt Random Scanner UUID BitSet Date "
    "SplittableRandom Collection List Map Set DoubleSummaryStatistics IntSummaryStatistics",
    "java.util.concurrent.atomic": "AtomicInteger AtomicLong AtomicReference AtomicBoolean",
    "java.text": "DecimalFormat NumberFormat SimpleDateFormat",
    "java.awt.image": "BufferedImage",
}


def main() -> None:
    """Write the file."""
    names = list(mirror.java_names())
    names += [f"{package}.{word}" for package, words in JDK.items() for word in words.split()]
    lines: dict[str, str] = {}
    waiting = [_class(name) for name in names]
    while waiting:
        java = waiting.pop(0)
        if java is None or str(java.getSimpleName()) in lines:
            continue
        lines[str(java.getSimpleName())] = _line(java)
        waiting += list(java.getClasses())
    head = "# Made by `python -m tools.make_returns`: class, those above it, method=type.\n"
    TARGET.write_text(head + "".join(f"{lines[name]}\n" for name in sorted(lines)), "utf-8")


def _class(name: str) -> Any:
    try:
        return java_class(name).class_
    except ImportError:
        return None  # a class that needs a jar which is not there


def _line(java: Any) -> str:
    above = [java.getSuperclass(), *java.getInterfaces()]
    words = [",".join(str(parent.getSimpleName()) for parent in above if parent is not None)]
    found: dict[str, set[str]] = {}
    for method in java.getDeclaredMethods():
        is_public = java_class("java.lang.reflect.Modifier").isPublic(method.getModifiers())
        if is_public and not method.isSynthetic():
            found.setdefault(str(method.getName()), set()).add(_type(method))
    for field in java.getDeclaredFields():
        if java_class("java.lang.reflect.Modifier").isPublic(field.getModifiers()):
            found.setdefault(f".{field.getName()}", set()).add(_type(field))
    for name, types in sorted(found.items()):
        if len(types) == 1 and "?" not in types:
            words.append(f"{name}={types.pop()}")
    return f"{java.getSimpleName()} " + " ".join(words)


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
    main()
