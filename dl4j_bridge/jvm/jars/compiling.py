"""Java sources compiled into a jar."""

from __future__ import annotations

import os
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock

from ...errors import BridgeError, SetupError, ToolMissing
from ...lifeline import tied
from ..java_home import MINIMUM_JAVA, executable
from ..toolchain import find_java, find_javac
from .extras import extra_path

# A jar holds a time for every file; the same classes shall make the same jar.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def build_once(
    jar: Path, sources: Sequence[Path], class_path: Sequence[Path], manifest: str = ""
) -> None:
    """Compile a jar that is not there; of several processes one does it, the others wait.

    Args:
        jar: appears when it is complete.
        sources: all of the jar's classes.
        class_path: the jars to compile against.
        manifest: lines of the jar's manifest.

    Raises:
        ToolMissing: there is neither `javac` nor Eclipse's compiler.
        BridgeError: the sources do not compile.
        OSError: the jar cannot be written.
    """
    jar.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(jar.with_suffix(".lock")):
        if not jar.is_file():
            _build(jar, sources, class_path, manifest)


def _build(jar: Path, sources: Sequence[Path], class_path: Sequence[Path], manifest: str) -> None:
    with tempfile.TemporaryDirectory(prefix="dl4j-bridge-") as folder:
        _compile(sources, class_path, Path(folder))
        fresh = jar.with_suffix(".new")
        with zipfile.ZipFile(fresh, "w") as archive:
            if manifest:
                text = f"Manifest-Version: 1.0\n{manifest}"
                archive.writestr(_entry("META-INF/MANIFEST.MF"), text)
            for file in sorted(Path(folder).rglob("*.class")):
                name = file.relative_to(folder).as_posix()
                archive.writestr(_entry(name), file.read_bytes())
        os.replace(fresh, jar)


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that is stored: what zlib makes of bytes differs between its versions."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3  # the same on Windows as on Unix
    return entry


def _compile(sources: Sequence[Path], class_path: Sequence[Path], target: Path) -> None:
    command = [
        *_compiler(),
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
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        preexec_fn=tied(),
    )
    if done.returncode != 0:
        said = "\n".join(f"  {line}" for line in (done.stderr + done.stdout).splitlines()[:20])
        raise BridgeError(
            f"The bridge's Java half does not compile with {command[0]}:\n{said}\n"
            "Install dl4j-bridge again; if you changed the sources, correct them."
        )


def _compiler() -> list[str]:
    """The command of javac or, where there is none, of Eclipse's compiler."""
    try:
        return [str(find_javac()), f"--release={MINIMUM_JAVA}"]
    except ToolMissing as no_javac:
        java = find_java().home / "bin" / executable("java")
        try:
            [ecj] = extra_path("ecj")
        except SetupError as no_ecj:
            raise ToolMissing(f"{no_javac} Eclipse's compiler would do as well: {no_ecj}") from None
    main = "org.eclipse.jdt.internal.compiler.batch.Main"
    return [str(java), "-classpath", str(ecj), main, f"-{MINIMUM_JAVA}"]
