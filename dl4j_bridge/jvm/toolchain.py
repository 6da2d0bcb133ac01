"""Finding the tools outside Python: Java, its compiler, Maven."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path

from ..errors import ToolMissing
from .cpu import platform_name

MINIMUM_JAVA = 11

# What Java's vendors call our platforms' processors.
_PROCESSORS = {
    "x86_64": {"x86_64", "amd64", "x64"},
    "arm64": {"aarch64", "arm64"},
    "armhf": {"arm", "arm32", "aarch32", "armv7l"},
}

_LIBJVM = {
    "darwin": ("lib/server/libjvm.dylib",),
    "win32": ("bin/server/jvm.dll",),
}.get(sys.platform, ("lib/server/libjvm.so", "lib/client/libjvm.so"))

_USUAL_PLACES = {
    "darwin": (
        "/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "~/Library/Java/JavaVirtualMachines/*/Contents/Home",
        "/opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
        "/usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home",
        "~/.sdkman/candidates/java/*",
    ),
    "win32": (
        "C:/Program Files/Java/*",
        "C:/Program Files/Eclipse Adoptium/*",
        "C:/Program Files/Microsoft/jdk-*",
        "C:/Program Files/Zulu/*",
        "C:/Program Files/Amazon Corretto/*",
        "~/.jdks/*",
    ),
}.get(
    sys.platform,
    ("/usr/lib/jvm/*", "/usr/java/*", "/opt/java/*", "~/.sdkman/candidates/java/*", "~/.jdks/*"),
)

_INSTALL_JDK = {
    "darwin": "`brew install openjdk@17`",
    "win32": "`winget install EclipseAdoptium.Temurin.17.JDK`",
}.get(sys.platform, "`sudo apt install openjdk-17-jdk-headless`")

_INSTALL_MAVEN = {
    "darwin": "`brew install maven`",
    "win32": "`winget install Apache.Maven` or `choco install maven`",
}.get(sys.platform, "`sudo apt install maven`")


@dataclass(frozen=True)
class Java:
    """A Java that this process can load.

    Attributes:
        home: its folder, what JAVA_HOME would be.
        version: feature number, such as 17.
        libjvm: the library that holds the JVM.
        source: where it was found: `JAVA_HOME`, `PATH` or `installed`.
        note: why a place looked at earlier was passed over, empty if none was.
    """

    home: Path
    version: int
    libjvm: Path
    source: str
    note: str = ""


class _Unfit(Exception):
    """A place with no Java, or one that cannot be used; the message says why."""


def find_java() -> Java:
    """The Java to run: JAVA_HOME's if it fits, else PATH's, else the newest installed one.

    Raises:
        ToolMissing: none has the version and processor that are needed.
    """
    passed_over: list[str] = []
    for source, home in _places():
        try:
            java = _inspect(home, source)
        except _Unfit as reason:
            passed_over.append(f"{_named(source, home)} {reason}")
            continue
        if not passed_over:
            return java
        return replace(java, note=f"{'; '.join(passed_over)}; took {_named(source, home)} instead.")
    raise ToolMissing(
        f"No Java {MINIMUM_JAVA} or newer for {platform_name()} was found"
        + (f": {'; '.join(passed_over)}" if passed_over else "")
        + f". Install a JDK, for instance with {_INSTALL_JDK}, or set JAVA_HOME to one."
    )


def find_javac() -> Path:
    """A Java compiler of a fitting version: that of `find_java` or, if it is a bare JRE, another.

    Raises:
        ToolMissing: no JDK, or no Java at all.
    """
    java = find_java()
    for source, home in [(java.source, java.home), *_places()]:
        compiler = home / "bin" / _executable("javac")
        try:
            if compiler.is_file() and _inspect(home, source):
                return compiler
        except _Unfit:
            continue
    raise ToolMissing(
        f"Java {java.version} in {java.home} is a runtime (JRE): it has no compiler `javac`, and "
        f"the bridge compiles its Java half. Install a JDK, for instance with {_INSTALL_JDK}."
    )


def find_maven() -> Path:
    """The `mvn` command of PATH, else that of MAVEN_HOME.

    Raises:
        ToolMissing: there is none.
    """
    home = os.environ.get("MAVEN_HOME")
    found = shutil.which("mvn") or (home and shutil.which("mvn", path=str(Path(home, "bin"))))
    if not found:
        raise ToolMissing(
            "Maven was not found: no `mvn` on PATH. It is what fetches Deeplearning4j. "
            f"Install it, for instance with {_INSTALL_MAVEN}."
        )
    return Path(found)


def _places() -> Iterator[tuple[str, Path]]:
    """Where a Java may be, in the order of preference, each with the word for its source."""
    chosen = os.environ.get("JAVA_HOME")
    if chosen:
        yield "JAVA_HOME", _bundle_home(Path(chosen))
    on_path = shutil.which("java")
    if on_path:
        yield "PATH", _home_of_command(Path(on_path))
    patterns = map(os.path.expanduser, _USUAL_PLACES)
    installed = {Path(home).resolve() for pattern in patterns for home in glob(pattern)}
    yield from (("installed", home) for home in sorted(installed, key=_newest_jdk_first))


def _named(source: str, home: Path) -> str:
    return f"{source} ({home})" if source != "installed" else str(home)


def _newest_jdk_first(home: Path) -> tuple[bool, int, str]:
    version = _release(home).get("JAVA_VERSION", "0")
    return not (home / "bin" / _executable("javac")).exists(), -_feature(version), str(home)


def _inspect(home: Path, source: str) -> Java:
    if not home.is_dir():
        raise _Unfit("is no folder")
    facts = _release(home) or _asked(home / "bin" / _executable("java"))
    version = _feature(facts.get("JAVA_VERSION", ""))
    if version == 0:
        raise _Unfit("is no Java")
    if version < MINIMUM_JAVA:
        raise _Unfit(f"is Java {version}, too old")
    processor = platform_name().split("-")[1]
    built_for = facts.get("OS_ARCH", "").lower()
    if built_for and built_for not in _PROCESSORS[processor]:
        raise _Unfit(f"is built for {built_for}, this Python for {processor}")
    for name in _LIBJVM:
        if (home / name).is_file():
            return Java(home, version, home / name, source)
    raise _Unfit(f"has no {_LIBJVM[0]}")


def _feature(version: str) -> int:
    """Feature number of a Java version, 0 if it is none: `1.8.0_392` is 8, `17.0.15` is 17."""
    match = re.match(r"(?:1\.)?(\d+)", version)
    return int(match[1]) if match else 0


def _release(home: Path) -> dict[str, str]:
    """What the file `release` of a Java says of it, empty if there is none."""
    try:
        text = (home / "release").read_text("utf-8", "replace")
    except OSError:
        return {}
    return dict(re.findall(r'^(\w+)="([^"]*)"', text, re.MULTILINE))


def _asked(command: Path) -> dict[str, str]:
    """What a `java` command says of itself, in the words of a `release` file."""
    try:
        told = subprocess.run(
            [command, "-XshowSettings:properties", "-version"],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=30,
            check=False,
        ).stderr
    except (OSError, subprocess.TimeoutExpired):
        return {}
    properties = dict(re.findall(r"^\s*([\w.]+) = (.*?)\s*$", told, re.MULTILINE))
    names = {"JAVA_VERSION": "java.version", "OS_ARCH": "os.arch", "HOME": "java.home"}
    return {ours: properties[theirs] for ours, theirs in names.items() if theirs in properties}


def _home_of_command(command: Path) -> Path:
    """Home of the Java a command belongs to; version managers put a script in its place."""
    home = command.resolve().parent.parent
    if any((home / name).is_file() for name in _LIBJVM):
        return home
    return Path(_asked(command).get("HOME", home))


def _bundle_home(home: Path) -> Path:
    """A macOS bundle keeps its Java two folders down."""
    inner = home / "Contents" / "Home"
    return inner if inner.is_dir() else home


def _executable(name: str) -> str:
    return f"{name}.exe" if os.name == "nt" else name
