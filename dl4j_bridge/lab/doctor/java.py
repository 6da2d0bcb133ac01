"""Java, its compiler, what can fetch jars."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from ...errors import BackendError, BridgeError, ToolMissing
from ...jvm.toolchain import find_java, find_javac, find_maven
from .findings import Check, Problem, Row

INSTALL = f"{sys.executable} -m pip install 'dl4j-bridge[java]'"


def look() -> Check:
    """Look at the Java that runs would take, why it, what was passed over."""
    try:
        java = find_java()
    except BackendError as error:  # this platform has none
        return Check("Java", (Row("Java", None, "not found"),), (Problem(str(error)),))
    except BridgeError as error:
        missing = (Row("Java", None, "not found"), *_fetchers())
        return Check("Java", missing, (Problem(str(error), INSTALL),))
    kind = "JDK" if (java.home / "jmods").is_dir() or _compiler(java.home) else "JRE"
    rows = [
        Row("Java", java.version, f"{java.version}, a {kind} in {java.home}", java.why),
        *_tool("javac", find_javac),
        *_fetchers(),
    ]
    if java.note:
        rows.insert(1, Row("passed over", java.note))
    return Check("Java", tuple(rows), _of_choice(java.note))


def _compiler(home: Path) -> bool:
    return any((home / "bin" / name).is_file() for name in ("javac", "javac.exe"))


def _fetchers() -> list[Row]:
    jgo = "installed" if find_spec("jgo") else None
    return [*_tool("Maven", find_maven), Row("jgo", jgo, jgo or "not found")]


def _tool(name: str, find: Callable[[], Path]) -> list[Row]:
    """Whether a missing tool is needed depends on what is here already: `backend` tells."""
    try:
        return [Row(name, str(find()))]
    except ToolMissing:
        return [Row(name, None, "not found")]


def _of_choice(note: str) -> tuple[Problem, ...]:
    """What the user has named and did not get."""
    if not note.startswith("JAVA_HOME"):
        return ()
    return (Problem(note, "unset JAVA_HOME", fatal=False),)
