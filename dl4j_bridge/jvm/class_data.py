"""Classes kept as the JVM has them in memory, so that the next start need not parse them."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..paths import cache_dir
from . import recording
from .java_home import Java


class ClassData:
    """The archive of one Java, class path and set of options.

    Java 13 to 24 keep it by dynamic class-data sharing (JEP 350), later ones as an AOT cache
    (JEP 514), older ones not at all. The JVM itself compares an archive with the Java, jars and
    options that it starts with, and does without one that does not fit.
    """

    def __init__(self, java: Java, arguments: Sequence[str], class_path: Sequence[Path]) -> None:
        """Name the archive; reads no jar.

        Args:
            java: the Java to start.
            arguments: of the JVM, without the class path.
            class_path: all of it, in order: the archive holds for no other.
        """
        self._java = java
        self._arguments = arguments
        self._class_path = class_path
        suffix = ".aot" if java.version >= 25 else ".jsa"
        self._name = _folder() / (_key(java, arguments, class_path) + suffix)

    def arguments(self) -> list[str]:
        """What the JVM is to be told; nothing while there is no archive."""
        archive = recording.complete_archive(self._name)
        if archive is None:
            return []
        if self._java.version >= 25:
            return [f"-XX:AOTCache={archive}", "-Xlog:aot*=off", "-Xlog:cds*=off"]
        return [f"-XX:SharedArchiveFile={archive}", "-Xlog:cds*=off"]

    def record_if_due(self) -> None:
        """Have the archive made by a process in the background, from the second start on.

        A first start alone, perhaps in a folder of its own, promises no later one.
        """
        with suppress(OSError):
            if self._is_possible() and _take_turn(self._name):
                _in_background([sys.executable, "-I", recording.__file__, *self._task()])

    def _is_possible(self) -> bool:
        return (
            self._java.version >= 13
            and bool(sys.executable)
            # JPype puts a class loader of its own in front of other paths, which ends sharing.
            and all(str(jar).isascii() for jar in self._class_path)
            and recording.complete_archive(self._name) is None
        )

    def _task(self) -> list[str]:
        """Where to keep the archive, then the command that makes it, `{}` for its place."""
        kind = "AOTCacheOutput" if self._java.version >= 25 else "ArchiveClassesAtExit"
        command = [
            str(self._java.home / "bin" / "java"),
            *self._arguments,
            f"-XX:{kind}={{}}",
            f"-Djava.class.path={os.pathsep.join(map(str, self._class_path))}",
            "dl4jbridge.start.Rehearsal",
            # Our own jar and JPype's are the last two.
            *map(str, self._class_path[-2:]),
        ]
        return [str(self._name), *command]


def _folder() -> Path:
    return cache_dir() / "class-data"


def _key(java: Java, arguments: Sequence[str], class_path: Sequence[Path]) -> str:
    """Changes with the Java, any jar and the options that classes in memory depend on."""
    stamps = []
    for file in (java.libjvm, *class_path):
        status = file.stat()
        stamps.append((str(file), status.st_size, status.st_mtime_ns))
    options = [one for one in arguments if not one.startswith(("-D", "-Xm"))]
    content = json.dumps([java.version, stamps, options]).encode()
    return hashlib.sha256(content).hexdigest()[:16]


def _take_turn(name: Path) -> bool:
    """Whether it is this process that records: one a day, and not the first start of all."""
    started = name.with_suffix(".due")
    if not started.exists():
        started.parent.mkdir(exist_ok=True)
        started.touch()
        return False
    today = int(time.time() // 86_400)
    try:
        name.with_suffix(f".{today}.due").touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _in_background(command: list[str]) -> None:
    """Start a process that outlives this one, says nothing and leaves the cores to others."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.IDLE_PRIORITY_CLASS
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=_folder(),
        start_new_session=True,
        creationflags=flags,
    )
    # Where this process lives long, somebody must take note of the other one's end.
    threading.Thread(target=process.wait, daemon=True).start()
