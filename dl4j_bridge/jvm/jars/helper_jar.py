"""The Java half of the bridge, compiled on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ...errors import BackendError
from ...paths import build_file, cache_dir

# Another JVM than the bridge's may take the jar as `-javaagent`.
_HELPER = "Premain-Class: dl4jbridge.start.Premain\n"
_AGENT = """\
Premain-Class: dl4jbridge.trace.Agent
Can-Redefine-Classes: true
Can-Retransform-Classes: true
"""


def helper_jar(class_path: Sequence[Path]) -> Path:
    """Jar with the bridge's own Java classes; compiled when first asked for, about a second.

    Args:
        class_path: the backend's jars, to compile against.

    Raises:
        ToolMissing: there is no `javac`.
        BridgeError: the sources do not compile.
        BackendError: the cache folder cannot be written.
    """
    return _built(helper_jar_file(class_path), _sources(agent=False), class_path, _HELPER)


def helper_jar_file(class_path: Sequence[Path]) -> Path:
    """Where that jar is, or will be when it is compiled."""
    return _file("java", _sources(agent=False), class_path)


def agent_jar(class_path: Sequence[Path]) -> Path:
    """Jar of the tracing agent, which a JVM takes as `-javaagent`; compiled as `helper_jar`.

    Args:
        class_path: the backend's jars and Byte Buddy's, to compile against.
    """
    sources = _sources(agent=True)
    return _built(_file("trace", sources, class_path), sources, class_path, _AGENT)


def _built(jar: Path, sources: Sequence[Path], class_path: Sequence[Path], manifest: str) -> Path:
    if jar.is_file():
        return jar
    # A start that compiles nothing need not load all that compiling takes.
    from .compiling import build_once

    try:
        build_once(jar, sources, class_path, manifest)
    except OSError as error:
        raise BackendError(
            f"{jar} cannot be written: {error.strerror or error}. "
            "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        ) from error
    return jar


def _sources(*, agent: bool) -> list[Path]:
    """The agent's classes alone, or all others."""
    return sorted(
        source
        for source in _root().rglob("*.java")
        if (source.parent == _root() / "dl4jbridge" / "trace") == agent
    )


def _root() -> Path:
    return build_file("java") / "src" / "main" / "java"


def _file(name: str, sources: Sequence[Path], class_path: Sequence[Path]) -> Path:
    """Changes with any source and with any jar's name, which holds its version."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(_root()).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    for jar in class_path:
        digest.update(jar.name.encode() + b"\0")
    return cache_dir() / "helper" / f"dl4j-bridge-{name}-{digest.hexdigest()[:16]}.jar"
