"""Where the bridge finds its own files on this machine."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent


def cache_dir() -> Path:
    """Folder for what can be made again: jars' records, compiled helper, native libraries.

    `DL4J_BRIDGE_CACHE` overrides the operating system's place. The folder may not exist yet.
    """
    chosen = os.environ.get("DL4J_BRIDGE_CACHE")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_cache_dir("dl4j-bridge"))


def crash_report(process: int | str) -> Path:
    """Where the JVM of a process writes what it was doing when it crashed."""
    return cache_dir() / "crashes" / f"hs_err_pid{process}.log"


def build_file(name: str) -> Path:
    """A file that travels with the package: `pom.xml`, a path under `java/` or `models/`.

    A wheel carries them in `_build/`; a source checkout has them beside the package.
    """
    packed = PACKAGE / "_build" / name
    return packed if packed.exists() else PACKAGE.parent / name
