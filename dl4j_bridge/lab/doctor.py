"""What the bridge finds on this machine, gathered without starting a JVM."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from importlib.metadata import version
from pathlib import Path

from .. import __version__
from ..downloads import offline
from ..errors import BridgeError, ToolMissing
from ..jvm import cpu
from ..jvm.cuda import report
from ..jvm.cuda.finding import find
from ..jvm.jars import places
from ..jvm.jars.backends import JarSet, jar_set
from ..jvm.jars.helper_jar import helper_jar_file
from ..jvm.jars.lock import Artifact, deeplearning4j_version
from ..jvm.jars.verified import survey
from ..jvm.machine import this_machine
from ..jvm.options import JvmOptions
from ..jvm.settings import Settings, decide
from ..jvm.toolchain import find_java, find_javac, find_maven
from ..jvm.tuned import Unreadable, recall
from ..jvm.variables import RECORD
from ..paths import cache_dir

# Native libraries are unpacked there: 393 MB.
_CACHE_NEEDS = 500_000_000
# Others' options reach our JVM by these.
_FOREIGN = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS")


@dataclass(frozen=True)
class Row:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        value: plain, for programs.
        text: the same for people; empty if the value says it all.
        why: the reason, or where it comes from.
    """

    name: str
    value: str | int | float | bool | None
    text: str = ""
    why: str = ""


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be, with what to do next.

    Attributes:
        text: for people.
        fatal: nothing can be trained before it is solved.
    """

    text: str
    fatal: bool = True


@dataclass(frozen=True)
class Check:
    """What was found about one topic."""

    topic: str
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def examine() -> list[Check]:
    """Look at everything a run depends on; asks neither the network nor a JVM."""
    return [check() for check in _CHECKS]


def _python() -> Check:
    rows = (
        Row("dl4j-bridge", __version__),
        Row("Python", platform.python_version(), why=sys.executable),
        *(Row(name, version(name)) for name in ("jpype1", "numpy")),
    )
    return Check("Python", rows)


def _java() -> Check:
    try:
        java = find_java()
    except BridgeError as error:
        return Check("Java", (Row("Java", None, "not found"),), (Problem(str(error)),))
    rows = [
        Row("Java", java.version, f"{java.version} in {java.home}", java.why),
        *_tool("javac", find_javac),
        *_tool("Maven", find_maven),
    ]
    if java.note:
        rows.insert(1, Row("passed over", java.note))
    foreign = [f"{name} ({os.environ[name]})" for name in _FOREIGN if os.environ.get(name)]
    text = f"{', '.join(foreign)} may change what Java does. Unset it if a run behaves oddly."
    return Check("Java", tuple(rows), (Problem(text, fatal=False),) if foreign else ())


def _tool(name: str, find: Callable[[], Path]) -> list[Row]:
    """Whether a missing tool is needed depends on what is here already: see `_backend`."""
    try:
        return [Row(name, str(find()))]
    except ToolMissing:
        return [Row(name, None, "not found")]


def _machine() -> Check:
    machine = this_machine()
    quota, memory = machine.limits.cores, machine.limits.memory
    flags = sorted(flag for flag in cpu.cpu_flags() if flag.startswith(("avx", "fma", "amx")))
    rows = (
        Row("system", platform.platform()),
        Row("processor", machine.cpu),
        Row("instructions", " ".join(flags)),
        Row(
            "cores",
            machine.cores,
            f"{machine.cores} of {machine.online}",
            f"affinity {machine.affinity}, control group {_limit(quota, '{:g}')}",
        ),
        Row(
            "memory",
            machine.memory,
            f"{_gigabytes(machine.memory)} of {_gigabytes(machine.physical)}",
            f"control group {_limit(memory and memory / 1e9, '{:.1f} GB')}",
        ),
    )
    return Check("Machine", rows)


def _limit(value: float | None, form: str) -> str:
    return "without limit" if value is None else form.format(value)


def _gigabytes(size: int | None) -> str:
    return "unknown" if size is None else f"{size / 1e9:.1f} GB"


def _backend() -> Check:
    try:
        jars = jar_set(decide().backend.value)
    except BridgeError as error:
        return Check("Backend", (), (Problem(str(error)),))
    named = "DL4J_BRIDGE_NATIVE" if os.environ.get("DL4J_BRIDGE_NATIVE") else ""
    here, damaged = survey(jars.artifacts, places.repositories())
    missing = [jar for jar in jars.artifacts if jar not in here and jar not in damaged]
    rows = (
        Row("backend", jars.backend),
        Row("native build", jars.classifier, why=named or "the fastest this CPU can run"),
        Row("Deeplearning4j", deeplearning4j_version()),
        Row("jars", len(jars.artifacts), f"{len(jars.artifacts)}, {jars.size / 1e6:.1f} MB"),
        Row("missing", len(missing), f"{len(missing)}, {_megabytes(missing)}"),
        Row("damaged", len(damaged), ", ".join(map(str, damaged.values())) or "none"),
    )
    if len(here) == len(jars.artifacts):
        return Check("Backend", rows, _problems_of_helper([here[jar] for jar in jars.artifacts]))
    return Check("Backend", rows, _problems_of_jars(jars, [*missing, *damaged]))


def _megabytes(jars: list[Artifact]) -> str:
    return f"{sum(jar.size for jar in jars) / 1e6:.1f} MB"


def _problems_of_jars(jars: JarSet, wanted: list[Artifact]) -> tuple[Problem, ...]:
    text = f"{len(wanted)} jars of {jars.name} ({_megabytes(wanted)}) are not here, or damaged."
    if offline():
        return (Problem(f"{text} DL4J_BRIDGE_OFFLINE forbids to fetch them: unset it."),)
    try:
        find_maven()
    except ToolMissing as error:
        return (Problem(f"{text} {error}"), *_problems_of_helper([]))
    fetch = f"{text} The first run fetches them, or `dl4j-bridge backends fetch {jars.backend}`."
    return (Problem(fetch, fatal=False), *_problems_of_helper([]))


def _problems_of_helper(class_path: list[Path]) -> tuple[Problem, ...]:
    """A compiler is needed only until the bridge's Java half is compiled."""
    if class_path and helper_jar_file(class_path).is_file():
        return ()
    try:
        find_java()
    except BridgeError:
        return ()  # `_java` has said so
    try:
        find_javac()
    except ToolMissing as error:
        return (Problem(str(error)),)
    return ()


def _graphics() -> Check:
    found = find()
    rows = tuple(Row(name, value, why=why) for name, value, why in report.rows(found))
    obstacle = report.problem(found)
    text = f"No graphics card can be used: {obstacle}. The backend cpu needs none."
    return Check("Graphics", rows, (Problem(text, fatal=False),) if obstacle else ())


def _cache() -> Check:
    folder = cache_dir()
    place = next(path for path in (folder, *folder.parents) if path.exists())
    files = [path for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    archives = [path for path in files if path.suffix in (".jsa", ".aot")]
    free = shutil.disk_usage(place).free
    rows = [
        Row("folder", str(folder), why="DL4J_BRIDGE_CACHE" * ("DL4J_BRIDGE_CACHE" in os.environ)),
        Row("holds", size, f"{size / 1e6:.1f} MB in {len(files)} files"),
        Row("free disk", free, _gigabytes(free)),
        *(Row("class archive", str(path), why="makes Java start sooner") for path in archives),
    ]
    problems = []
    if not place.is_dir() or not os.access(place, os.W_OK):
        advice = "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        problems.append(Problem(f"The cache folder {folder} cannot be written. {advice}"))
    if free < _CACHE_NEEDS and size < _CACHE_NEEDS:
        text = f"Only {_gigabytes(free)} are free in {place}, and native libraries need 0.5 GB. "
        problems.append(Problem(text + "Make room there, or set DL4J_BRIDGE_CACHE.", fatal=False))
    return Check("Cache", tuple(rows), tuple(problems))


def _settings() -> Check:
    try:
        settings = decide()
    except BridgeError as error:
        return Check("Settings", (), (Problem(str(error)),))
    rows = [_row(settings, field.name) for field in fields(settings)]
    return Check("Settings", tuple(rows), _problems_of_tuning())


def _row(settings: Settings, name: str) -> Row:
    setting = getattr(settings, name)
    why = setting.why if setting.source != "variable" else f"set by {setting.why}"
    return Row(name, setting.value, why=f"{setting.source}: {why}")


def _problems_of_tuning() -> tuple[Problem, ...]:
    try:
        recall(this_machine())
    except Unreadable as error:
        return (Problem(str(error), fatal=False),)
    return ()


def _environment() -> Check:
    """What native code and the JVM are told by the settings."""
    try:
        options = JvmOptions.from_environment()
        java = find_java().version
    except BridgeError:
        return Check("Handed on", ())
    rows = [Row(name, value) for name, value in options.environment().items() if name != RECORD]
    rows += [Row("java", text, why=why) for text, why in options.explained_arguments(java)]
    return Check("Handed on", tuple(rows))


_CHECKS = (_python, _java, _machine, _backend, _graphics, _cache, _settings, _environment)
