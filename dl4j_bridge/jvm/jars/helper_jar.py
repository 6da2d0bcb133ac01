"""The Java half of the bridge, compiled on this machine."""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from ...errors import BackendError, BridgeError
from ...paths import build_file, cache_dir
from ..toolchain import MINIMUM_JAVA, find_javac

# A jar holds a time for every file; the same classes shall make the same jar.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def helper_jar(class_path: Sequence[Path]) -> Path:
    """Jar with the bridge's own Java classes; compiled when first asked for, about a second.

    Args:
        class_path: the backend's jars, to compile against.

    Raises:
        ToolMissing: there is no `javac`.
        BridgeError: the sources do not compile.
        BackendError: the cache folder cannot be written.
    """
    root = build_file("java") / "src" / "main" / "java"
    sources = sorted(root.rglob("*.java"))
    jar = cache_dir() / "helper" / f"dl4j-bridge-java-{_key(root, sources, class_path)}.jar"
    if jar.is_file():
        return jar
    try:
        jar.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(jar.with_suffix(".lock")):
            if not jar.is_file():
                _build(jar, sources, class_path)
    except OSError as error:
        raise BackendError(
            f"{jar} cannot be written: {error.strerror or error}. "
            "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        ) from error
    return jar


def _key(root: Path, sources: Sequence[Path], class_path: Sequence[Path]) -> str:
    """Changes with any source and with any jar's name, which holds its version."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    for jar in class_path:
        digest.update(jar.name.encode() + b"\0")
    return digest.hexdigest()[:16]


def _build(jar: Path, sources: Sequence[Path], class_path: Sequence[Path]) -> None:
    with tempfile.TemporaryDirectory(prefix="dl4j-bridge-") as folder:
        _compile(sources, class_path, Path(folder))
        fresh = jar.with_suffix(".new")
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).rglob("*.class")):
                entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EPOCH)
                archive.writestr(entry, file.read_bytes(), zipfile.ZIP_DEFLATED)
        os.replace(fresh, jar)


def _compile(sources: Sequence[Path], class_path: Sequence[Path], target: Path) -> None:
    command = [
        str(find_javac()),
        f"--release={MINIMUM_JAVA}",
        "-encoding",
        "UTF-8",
        "-proc:none",
        "-nowarn",
        "-d",
        str(target),
        "-classpath",
        os.pathsep.join(map(str, class_path)),
        *map(str, sources),
    ]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace"
    )
    if done.returncode != 0:
        said = "\n".join(f"  {line}" for line in (done.stderr + done.stdout).splitlines()[:20])
        raise BridgeError(
            f"The bridge's Java half does not compile with {command[0]}:\n{said}\n"
            "Install dl4j-bridge again; if you changed the sources, correct them."
        )
