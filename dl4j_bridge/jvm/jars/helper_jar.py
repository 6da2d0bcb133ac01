"""The Java half of the bridge: as the wheel brings it, else compiled on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ...errors import BackendError
from ...paths import PACKAGE, build_file, cache_dir

# Another JVM than the bridge's may take the jar as `-javaagent`.
_HELPER = "Premain-Class: dl4jbridge.start.Premain\n"
_AGENT = """\
Premain-Class: dl4jbridge.trace.Agent
Can-Redefine-Classes: true
Can-Retransform-Classes: true
"""


def helper_jar(class_path: Sequence[Path]) -> Path:
    """Jar with the bridge's own Java classes.

    A source checkout compiles it when it is first asked for, which takes about a second.

    Args:
        class_path: the backend's jars, to compile against.

    Raises:
        ToolMissing: there is nothing to compile with.
        BridgeError: the sources do not compile.
        BackendError: the cache folder cannot be written.
    """
    jar = helper_jar_file(class_path)
    return jar if jar.is_file() else _built(jar, _sources(agent=False), class_path, _HELPER)


def helper_jar_file(class_path: Sequence[Path]) -> Path:
    """Where that jar is, or will be when it is compiled."""
    return _of_wheel("java") or _file("java", _sources(agent=False), class_path)


def agent_jar(class_path: Sequence[Path]) -> Path:
    """Jar of the tracing agent, which a JVM takes as `-javaagent`; made as `helper_jar`.

    Args:
        class_path: the backend's jars and Byte Buddy's, to compile against.
    """
    sources = _sources(agent=True)
    jar = _of_wheel("trace") or _file("trace", sources, class_path)
    return jar if jar.is_file() else _built(jar, sources, class_path, _AGENT)


def spark_jar(class_path: Sequence[Path], spark: Sequence[Path]) -> Path:
    """Jar with the classes that Spark's JVMs get; made as `helper_jar`, where Spark is.

    Args:
        class_path: the backend's jars, the helper's and those of the extra `spark`.
        spark: Spark's own jars.
    """
    root = build_file("java") / "src" / "spark" / "java"
    sources = sorted(root.rglob("*.java"))
    core = [jar for jar in spark if jar.name.startswith("spark-core")]
    jar = _file("spark", sources, [*class_path, *core], root)
    return jar if jar.is_file() else _built(jar, sources, [*class_path, *spark], "")


def build_for_wheel(folder: Path, class_path: Sequence[Path]) -> list[Path]:
    """Compile both jars anew; no native code is in them, so they suit every backend.

    Args:
        folder: where to put them.
        class_path: a backend's jars and Byte Buddy's.

    Raises:
        ToolMissing: there is nothing to compile with.
        BridgeError: the sources do not compile.
    """
    helper, agent = folder / _name("java"), folder / _name("trace")
    _built(helper, _sources(agent=False), class_path, _HELPER)
    _built(agent, _sources(agent=True), class_path, _AGENT)
    return [helper, agent]


def _of_wheel(kind: str) -> Path | None:
    jar = PACKAGE / "_build" / "java" / _name(kind)
    return jar if jar.is_file() else None


def _name(kind: str) -> str:
    return f"dl4j-bridge-{kind}.jar"


def _built(jar: Path, sources: Sequence[Path], class_path: Sequence[Path], manifest: str) -> Path:
    # A start that compiles nothing need not load all that compiling takes.
    from .compiling import build_once

    try:
        build_once(jar, sources, class_path, manifest)
    except OSError as error:
        raise BackendError(
            f"{jar} cannot be written: {error.strerror or error}. "
            "Set DL4J_BRIDGE_CACHE to a folder you can write to, or make room in this one."
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


def _file(
    name: str, sources: Sequence[Path], class_path: Sequence[Path], root: Path | None = None
) -> Path:
    """Changes with any source and with any jar's name, which holds its version."""
    root = root or _root()
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    for jar in class_path:
        digest.update(jar.name.encode() + b"\0")
    return cache_dir() / "helper" / f"dl4j-bridge-{name}-{digest.hexdigest()[:16]}.jar"
