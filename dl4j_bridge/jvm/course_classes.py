"""Course code compiled by Java's own compiler, else by Eclipse's."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree
from typing import TYPE_CHECKING

from ..course.faults import CourseFaults, Fault
from ..course.source import Source
from ..errors import BridgeError
from ..paths import cache_dir
from .jars.extras import extra_path
from .java_home import Java

if TYPE_CHECKING:
    from tree_sitter import Node

    from ..downloads import Progress

# Programs whose classes are kept.
_KEPT = 100
# The newest source level that the Eclipse compiler of the pom knows.
_ECJ_LEVEL = 19
# A compiler's line about one of the numbered copies, then the sum below all of them.
_HEAD = re.compile(r"^.*[/\\](\d+)[/\\][^/\\]+\.java:(\d+): (error|warning): (.*)$")
_COUNTS = re.compile(r"; \d+ (?:error|warning|problem)s?.*$")


def course_classes(
    sources: Sequence[Source],
    class_path: Sequence[Path],
    java: Java,
    on_progress: Progress | None = None,
) -> Path:
    """Folder with the classes of a program; compiled when its text is seen first.

    Args:
        sources: all of its files.
        class_path: the jars to compile against.
        java: the Java that will run it.
        on_progress: told how a download of Eclipse's compiler goes, where Java has none.

    Raises:
        CourseFaults: it does not compile.
        BackendError: Eclipse's compiler is needed but not to be had.
    """
    target = cache_dir() / "courses" / _key(sources, class_path, java)
    if target.is_dir():
        with suppress(OSError):
            os.utime(target)
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=target.parent) as folder:
        fresh = Path(folder, "classes")
        fresh.mkdir()
        _compile(sources, class_path, java, Path(folder), on_progress)
        with suppress(OSError):  # another process was first
            os.replace(fresh, target)
    _tidy(target.parent)
    return target


def _compile(
    sources: Sequence[Source],
    class_path: Sequence[Path],
    java: Java,
    folder: Path,
    on_progress: Progress | None,
) -> None:
    copies = [_copy(source, folder / str(number)) for number, source in enumerate(sources)]
    # A file of arguments, since Windows limits a command's length.
    arguments = ["-encoding", "UTF-8", "-proc:none", "-nowarn", "-d", str(folder / "classes")]
    arguments += ["-classpath", os.pathsep.join(map(str, class_path)), *map(str, copies)]
    listed = folder / "arguments"
    listed.write_text("\n".join(map(_quoted, arguments)), "utf-8")
    done = subprocess.run(
        [*_compiler(java, on_progress), f"@{listed}"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        output = done.stderr + done.stdout
        faults = _faults(output, sources)
        if not faults:
            raise BridgeError(f"Java's compiler failed, in these words:\n{output[-2000:]}")
        raise CourseFaults(faults)


def _copy(source: Source, folder: Path) -> Path:
    """A file under the name that Java wants: that of the public class in it."""
    folder.mkdir()
    public = [node for node in source.types if _is_public(node)]
    named = [source.name(node) for node in (public or source.types)]
    path = folder / f"{named[0] if named else 'Course'}.java"
    path.write_bytes(source.code)
    return path


def _is_public(node: Node) -> bool:
    modifiers = (child for child in node.children if child.type == "modifiers")
    return any(word.type == "public" for child in modifiers for word in child.children)


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _compiler(java: Java, on_progress: Progress | None) -> list[str]:
    """The command of javac or, for a Java without it, of Eclipse's compiler; both speak English."""
    javac = java.home / "bin" / ("javac.exe" if os.name == "nt" else "javac")
    if javac.is_file():
        return [str(javac), "-J-Duser.language=en", "-J-Dstdout.encoding=UTF-8", "-Xmaxerrs", "200"]
    [ecj] = extra_path("ecj", on_progress=on_progress)
    return [
        str(java.home / "bin" / "java"),
        "-Duser.language=en",
        "-classpath",
        str(ecj),
        "org.eclipse.jdt.internal.compiler.batch.Main",
        "-Xemacs",
        f"-{min(java.version, _ECJ_LEVEL)}",
    ]


def _faults(output: str, sources: Sequence[Source]) -> list[Fault]:
    """The errors in a compiler's output, each with what it says below."""
    found = []
    pieces = re.split(_HEAD.pattern, output, flags=re.MULTILINE)[1:]
    for at in range(0, len(pieces), 5):
        number, line, kind, message, below = pieces[at : at + 5]
        if kind == "error":
            found.append(_fault(sources[int(number)], int(line), message, below.splitlines()))
    return sorted(found)


def _fault(source: Source, line: int, message: str, below: Sequence[str]) -> Fault:
    marks = [at for at, text in enumerate(below) if re.fullmatch(r"\s*\^+~*", text)]
    if not marks:
        return Fault(source.path, line, 0, message, _line(source, line))
    details = [text.strip() for text in (*below[: marks[0] - 1], *below[marks[0] + 1 :])]
    whole = "; ".join([message.rstrip(";"), *(re.sub(r"\s+", " ", one) for one in details if one)])
    column = below[marks[0]].index("^") + 1
    return Fault(source.path, line, column, _COUNTS.sub("", whole), _line(source, line))


def _line(source: Source, number: int) -> str:
    lines = source.code.decode("utf-8").splitlines()
    return lines[number - 1] if number <= len(lines) else ""


def _key(sources: Sequence[Source], class_path: Sequence[Path], java: Java) -> str:
    """Changes with any file's text, with any jar's name, and with the Java."""
    release = java.home / "release"
    stamp = release.read_bytes() if release.is_file() else str(java.home).encode()
    digest = hashlib.sha256(stamp)
    for source in sources:
        digest.update(hashlib.sha256(source.code).digest())
    for jar in class_path:
        digest.update(jar.name.encode() + b"\0")
    return digest.hexdigest()[:24]


def _tidy(folder: Path) -> None:
    """Remove the programs that were not run for longest."""
    ages = []
    for one in folder.iterdir():
        with suppress(OSError):
            ages.append((one.stat().st_mtime, one))
    for _, one in sorted(ages, reverse=True)[_KEPT:]:
        rmtree(one, ignore_errors=True)
