"""Where the bridge finds its own files on this machine."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .errors import UsageError

PACKAGE = Path(__file__).resolve().parent


def cache_dir() -> Path:
    """Folder for what can be made again: jars' records, compiled helper, native libraries.

    `DL4J_BRIDGE_CACHE` overrides the operating system's place. The folder may not exist yet.

    Raises:
        UsageError: Java could not find files in it.
    """
    chosen = os.environ.get("DL4J_BRIDGE_CACHE") or _of_system()
    check_text(chosen)
    # Its jars stand in lists of paths, and native libraries in the lines of /proc/self/maps.
    if os.pathsep in chosen or "\n" in chosen:
        raise UsageError(
            f"The cache folder is {chosen!r}, but Java cannot find files in a folder with "
            f"{os.pathsep!r} or a line's end in its name. Set DL4J_BRIDGE_CACHE to another."
        )
    return Path(os.path.expanduser(chosen))


def _of_system() -> str:
    # The command line must load where a package is missing: it tells which.
    import platformdirs

    return platformdirs.user_cache_dir("dl4j-bridge")


def check_text(word: str) -> None:
    """Refuse what was typed, or a path, that Java could not be told.

    Raises:
        UsageError: it has bytes that are no text in this locale.
    """
    if not word.isascii() and any("\ud800" <= letter <= "\udfff" for letter in word):
        raise UsageError(
            f"{word!a} is no text in this locale, whose encoding is "
            f"{sys.getfilesystemencoding()}, so Java would not find it. Set LC_ALL=C.UTF-8 (and "
            "PYTHONUTF8=1), or rename the file."
        )


def crashes_dir() -> Path:
    """Folder for the reports of JVMs that crashed; it may not exist yet."""
    return cache_dir() / "crashes"


def crash_report(process: int | str) -> Path:
    """Where the JVM of a process writes what it was doing when it crashed."""
    return crashes_dir() / f"hs_err_pid{process}.log"


def crash_report_since(begun: float, process: int) -> Path | None:
    """The report of a process that was started then, in seconds since 1970, if there is one.

    One of an earlier process with that number is not meant.
    """
    path = crash_report(process)
    try:
        return path if path.stat().st_mtime >= begun - 1 else None
    except OSError:
        return None


def build_file(name: str) -> Path:
    """A file that travels with the package: `pom.xml`, a path under `java/` or `models/`.

    A wheel carries them in `_build/`; a source checkout has them beside the package.
    """
    packed = PACKAGE / "_build" / name
    return packed if packed.exists() else PACKAGE.parent / name


def module_command(name: str, *words: str) -> list[str]:
    """What runs a module of the package in a Python of its own.

    Python alone would look for modules in the current folder first, where a user's own `random.py`
    may lie.

    Args:
        name: below `dl4j_bridge`, such as `lab.trial_worker`.
        words: its arguments.
    """
    code = "import sys; sys.path[:] = filter(None, sys.path); import runpy; runpy.run_module"
    code += f"('{__package__}.{name}', run_name='__main__', alter_sys=True)"
    return [sys.executable, "-c", code, *words]
