"""What comes between the bridge and its JVM: packages, libraries, variables."""

from __future__ import annotations

import faulthandler
import locale
import os
import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from ...errors import BridgeError
from ...jvm.options import JvmOptions
from ...jvm.variables import RECORD, of_user
from ...spelling import suggest
from .findings import Check, Problem, Row

# Packages that load a JVM into the process; those with JPype can share it.
_SHARING = {"scyjava": "scyjava", "imagej": "pyimagej", "konlpy": "konlpy", "tabula": "tabula-py"}
_ALONE = {"jnius": "pyjnius", "jpy": "jpy", "jep": "jep", "javabridge": "javabridge"}
_APART = {"pyspark": "pyspark", "py4j": "py4j"}
_LIBRARY = r"/(lib(?:openblas|mkl_rt|blis|gomp|iomp5|omp|jvm)[^/\s]*)$"
_FOREIGN = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS")
_PRELOADS = ("LD_PRELOAD", "DYLD_INSERT_LIBRARIES")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy")
KNOWN = frozenset(
    f"DL4J_BRIDGE_{name}"
    for name in ("BACKEND", "CACHE", "CONFIG", "CORE", "DATA", "HEAP", "MEMORY", "NATIVE")
) | frozenset(
    f"DL4J_BRIDGE_{name}" for name in ("OFFLINE", "REPLAY", "THREADS", "TRACE", "WROTE")
)  # fmt: skip


def look() -> Check:
    """Look at what is installed, loaded or set beside the bridge."""
    variables = of_user()
    rows = [*_packages(), *_loaded(), *_proxies(variables), *_locale()]
    problems = [
        *_of_packages(),
        *_of_java_options(variables),
        *_of_preloads(variables),
        *_of_ignored(variables),
        *_of_misspelt(variables),
        *_of_faulthandler(variables),
        *_of_shadows(variables),
        *_of_home(),
        *_of_locale(),
    ]
    return Check("Conflicts", tuple(rows or [Row("found", 0, "none")]), tuple(problems))


def _packages() -> Iterator[Row]:
    kinds = {"shares the JVM": _SHARING, "wants a JVM alone": _ALONE, "JVM of its own": _APART}
    for kind, modules in kinds.items():
        yield from (Row(name, kind) for module, name in modules.items() if _installed(module))


def _of_packages() -> Iterator[Problem]:
    for module, name in _ALONE.items():
        if _installed(module):
            text = f"{name} is installed: it and the bridge cannot both start a JVM in one process."
            yield Problem(f"{text} Use them in processes of their own.", fatal=False)
    if names := ", ".join(name for module, name in _SHARING.items() if _installed(module)):
        text = f"One JVM is for both the bridge and {names}: use dl4j_bridge first."
        yield Problem(text, fatal=False)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _loaded() -> Iterator[Row]:
    """Libraries of others that share out work, in this process."""
    try:
        maps = Path("/proc/self/maps").read_text("utf-8", "surrogateescape")
    except OSError:
        return
    names = sorted(set(re.findall(_LIBRARY, maps, re.MULTILINE)))
    if names:
        yield Row("loaded here", ", ".join(names), why="libraries with threads of their own")


def _of_java_options(variables: dict[str, str]) -> Iterator[Problem]:
    for name in _FOREIGN:
        if value := variables.get(name):
            whom = "`java` commands" if name.startswith("JDK") else "Java"
            text = f"{name} ({value}) may change what {whom} does."
            yield Problem(f"{text} Unset it if a run behaves oddly.", f"unset {name}", fatal=False)
    if variables.get("CLASSPATH"):
        yield Problem("CLASSPATH is set, and ignored.", "unset CLASSPATH", fatal=False)


def _of_preloads(variables: dict[str, str]) -> Iterator[Problem]:
    for name in _PRELOADS:
        if value := variables.get(name):
            text = f"{name} ({value}) puts libraries in front of Java's and Deeplearning4j's."
            yield Problem(text, f"unset {name}", fatal=False)


def _of_ignored(variables: dict[str, str]) -> Iterator[Problem]:
    """The bridge's own settings stand in the place of a user's."""
    try:
        chosen = JvmOptions.from_environment().environment()
    except BridgeError:
        return
    threads = variables.get("DL4J_BRIDGE_THREADS")
    for name, value in chosen.items():
        asked = variables.get(name)
        taken = name == "OMP_NUM_THREADS" and not threads
        if name != RECORD and asked not in (None, "", value) and not taken:
            text = f"{name} ({asked}) is ignored: runs set it to {value}."
            number = asked if asked and asked.isdecimal() else "4"
            instead = f"export DL4J_BRIDGE_THREADS={threads or number}; unset {name}"
            yield Problem(text, instead, fatal=False)


def _of_misspelt(variables: dict[str, str]) -> Iterator[Problem]:
    for name in sorted(set(variables) - KNOWN):
        if name.startswith("DL4J_BRIDGE_"):
            text = f"{name} is no variable of the bridge.{suggest(name, KNOWN)}"
            yield Problem(text, f"unset {name}", fatal=False)


def _of_faulthandler(variables: dict[str, str]) -> Iterator[Problem]:
    text = "Python's faulthandler takes signals that Java uses: a JVM may crash at its end."
    if variables.get("PYTHONFAULTHANDLER") or variables.get("PYTHONDEVMODE"):
        yield Problem(text, "unset PYTHONFAULTHANDLER PYTHONDEVMODE", fatal=False)
    elif "pytest" in sys.modules and faulthandler.is_enabled():
        yield Problem(text, "pytest -p no:faulthandler", fatal=False)


def _of_shadows(variables: dict[str, str]) -> Iterator[Problem]:
    """Files that Python would take for its own modules, or for packages the bridge needs."""
    real = sys.stdlib_module_names | {"numpy", "jpype", "click", "rich", "dl4j_bridge"}
    for folder in filter(None, variables.get("PYTHONPATH", "").split(os.pathsep)):
        names = {path.stem for path in Path(folder).glob("*.py")}
        if shadowed := sorted(names & real):
            text = f"PYTHONPATH has {folder}, whose {shadowed[0]}.py hides the real module."
            yield Problem(text, "unset PYTHONPATH")


def _of_home() -> Iterator[Problem]:
    home = os.path.expanduser("~")
    if not os.path.isdir(home):
        text = f"The home folder {home} does not exist."
        yield Problem(text, "export HOME=/tmp", fatal=False)


def _proxies(variables: dict[str, str]) -> Iterator[Row]:
    """By their names: an address may hold a password."""
    names = [name for name in variables if name.lower() in _PROXIES and variables[name]]
    if names:
        yield Row("proxy", ", ".join(sorted(names)), why="downloads go by it")


def _locale() -> Iterator[Row]:
    yield Row("encoding", sys.getfilesystemencoding(), why=f"of text {_preferred()}")


def _of_locale() -> Iterator[Problem]:
    if sys.getfilesystemencoding() != "utf-8":
        text = f"File names are in {sys.getfilesystemencoding()}: Java would not find some."
        yield Problem(text, "export LC_ALL=C.UTF-8 PYTHONUTF8=1", fatal=False)


def _preferred() -> str:
    return locale.getpreferredencoding(False)
