"""The Java half of the bridge, compiled on this machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from ...errors import BackendError
from ...paths import build_file, cache_dir


def helper_jar(class_path: Sequence[Path]) -> Path:
    """Jar with the bridge's own Java classes; compiled when first asked for, about a second.

    Args:
        class_path: the backend's jars, to compile against.

    Raises:
        ToolMissing: there is no `javac`.
        BridgeError: the sources do not compile.
        BackendError: the cache folder cannot be written.
    """
    jar = helper_jar_file(class_path)
    if jar.is_file():
        return jar
    # A start that compiles nothing need not load all that compiling takes.
    from .compiling import build_once

    try:
        build_once(jar, _sources()[1], class_path)
    except OSError as error:
        raise BackendError(
            f"{jar} cannot be written: {error.strerror or error}. "
            "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        ) from error
    return jar


def helper_jar_file(class_path: Sequence[Path]) -> Path:
    """Where that jar is, or will be when it is compiled."""
    return cache_dir() / "helper" / f"dl4j-bridge-java-{_key(class_path)}.jar"


def _sources() -> tuple[Path, list[Path]]:
    root = build_file("java") / "src" / "main" / "java"
    return root, sorted(root.rglob("*.java"))


def _key(class_path: Sequence[Path]) -> str:
    """Changes with any source and with any jar's name, which holds its version."""
    digest = hashlib.sha256()
    root, sources = _sources()
    for source in sources:
        digest.update(source.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    for jar in class_path:
        digest.update(jar.name.encode() + b"\0")
    return digest.hexdigest()[:16]
