"""Course programs found, compiled, run."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..course.faults import CourseFaults
from ..course.imports import imports
from ..course.neighbours import source_root
from ..course.program import Program, find
from ..datasets.java_files import provide
from ..errors import UsageError
from ..jvm.child import Stream, run_java
from ..jvm.course_classes import course_classes
from ..jvm.jars.backends import class_path
from ..jvm.jars.helper_jar import helper_jar
from ..jvm.options import JvmOptions, resources_dir
from ..jvm.toolchain import find_java
from .libraries import libraries

if TYPE_CHECKING:
    from ..downloads import Progress

__all__ = ["Program", "compiled", "find", "run"]

# Ctrl-C is the program's own affair, and so is what it serializes.
_NOT_FOR_PROGRAMS = ("-Xrs", "-Djdk.serialFilter")
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
_LIBRARIES = (
    "org.deeplearning4j",
    "org.nd4j",
    "org.datavec",
    "org.bytedeco",
    "io.vertx",
    "io.netty",
)


def run(
    program: Program,
    arguments: Sequence[str] = (),
    *,
    options: JvmOptions | None = None,
    trace: Path | None = None,
    replay: Path | None = None,
    threads: int | None = None,
    stdout: Stream = None,
    stderr: Stream = None,
    on_progress: Progress | None = None,
) -> int:
    """Run a program in a JVM of its own, with the bridge's settings.

    It works in the current folder, and reads and writes our own streams. The data of DL4J's
    iterators that it names are put where they look for them.

    Args:
        program: as `find` gives it.
        arguments: those of its `main`.
        options: of its JVM; None for the defaults.
        trace: folder to write what it does to.
        replay: folder of an earlier trace, whose seeds from the clock it gets again.
        threads: of BLAS and of ND4J's own loops. None: one, as in the bridge's JVM, so that a
            Python twin computes the same bits.
        stdout: where its standard output goes, as `subprocess.Popen` takes it.
        stderr: where its errors go.
        on_progress: told how a download of jars goes.

    Returns:
        The program's exit code.

    Raises:
        CourseFaults: it does not compile.
        JvmDied: its JVM crashed.
        UsageError: the trace's folder cannot be made.
        SetupError: Java or the jars are not as needed.
    """
    options = options or JvmOptions.from_environment()
    classes, jars = compiled(program, options.backend, on_progress)
    provide(_words(program), resources_dir())
    java = find_java()
    words = [
        one for one in options.arguments(java.version) if not one.startswith(_NOT_FOR_PROGRAMS)
    ]
    words += _logging(program)
    if trace is not None:
        from ..jvm.tracing import agent_arguments

        _make(trace)
        words += agent_arguments(trace, replay, backend=options.backend)
    if _computes(program):
        # Memory that is freed too early would end the program; a trace must see ND4J begin.
        words.append(f"-javaagent:{helper_jar(class_path(options.backend))}")
    places = [classes, *_resources(program), *jars]
    words += ["-classpath", os.pathsep.join(map(str, places)), program.main, *arguments]
    environment = options.environment()
    if threads is not None:
        environment |= dict.fromkeys(_THREADS, str(threads))
    return run_java(java.home, words, environment, stdout, stderr)


def compiled(
    program: Program, backend: str = "cpu", on_progress: Progress | None = None
) -> tuple[Path, list[Path]]:
    """The folder of a program's classes, and the jars that it needs.

    Raises:
        CourseFaults: it does not compile.
        SetupError: Java or the jars are not as needed.
    """
    jars = libraries(program, backend, on_progress)
    try:
        return course_classes(program.sources, jars, find_java(), on_progress), jars
    except CourseFaults as error:
        from .old_code import explained

        raise explained(program, jars, error) from None


def _make(trace: Path) -> None:
    try:
        trace.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"The folder {trace} cannot be made: {error.strerror}. Choose another with --trace."
        ) from error


def _computes(program: Program) -> bool:
    names = [one.name for source in program.sources for one in imports(source)]
    return any(name.startswith(("org.nd4j.", "org.deeplearning4j.")) for name in names)


def _words(program: Program) -> set[str]:
    return {
        word for one in program.sources for word in re.findall(r"\w+", one.code.decode("utf-8"))
    }


def _resources(program: Program) -> list[Path]:
    """Folders in which a program's class loader finds the files beside its source."""
    root = source_root(program.sources[0]) or program.sources[0].path.absolute().parent
    # As Maven's and Gradle's projects have them.
    beside = [root.parent / "resources"] if root.parts[-2:] == ("main", "java") else []
    return [folder for folder in (root, *beside) if folder.is_dir()]


def _logging(program: Program) -> list[str]:
    """What the program itself logs is shown from INFO on; libraries stay at warnings."""
    start = "-Dorg.slf4j.simpleLogger"
    own = {source.package for source in program.sources if source.package}
    return [
        f"{start}.defaultLogLevel=info",
        *(f"{start}.log.{name}=warn" for name in _LIBRARIES),
        *(f"{start}.log.{name}=info" for name in sorted(own)),
    ]
