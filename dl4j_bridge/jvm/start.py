"""The one place where the JVM of this process starts."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import numpy as np

from ..downloads import Progress
from ..errors import JvmStateError, SetupError
from ..paths import crashes_dir
from .calls import repair
from .calls.jpype_private import JClass, JObject
from .class_data import ClassData
from .jars.backends import class_path
from .jars.helper_jar import helper_jar
from .options import JvmOptions
from .threads import leave_at_end
from .toolchain import Java, find_java
from .tracing import from_environment
from .variables import agree_on_file_names
from .whole import jpype

# JPype's own classes, which `startJVM` puts at the end of the class path.
_JPYPE_JAR = Path(jpype.__file__).resolve().parent.parent / "org.jpype.jar"
_CLASS_LOADING = (
    "org.nd4j.common.config.ND4JClassLoading",
    "org.deeplearning4j.config.DL4JClassLoading",
)

_started_with: JvmOptions | None = None
_forked = False


class JavaHomeWarning(UserWarning):
    """JAVA_HOME names no Java that can be used, so another one was taken."""


class JvmOptionsWarning(UserWarning):
    """Another package started the JVM, without options that the bridge relies on."""


def ensure(options: JvmOptions | None = None, on_progress: Progress | None = None) -> JvmOptions:
    """Start the JVM, or make sure that the one that runs is as asked.

    Args:
        options: None takes what is running, or the defaults for a new JVM.
        on_progress: told how far a download of the backend is.

    Returns:
        The options that are in force.

    Raises:
        JvmStateError: it runs with other options, was shut down, or belongs to a parent process.
        ToolMissing: no usable Java.
        BackendError: the backend's jars are damaged or not to be had.
    """
    global _started_with
    if _forked:
        _refuse_fork()
    leave_at_end()
    if _started_with is not None:
        _check_late(options, _started_with)
        return _started_with
    agree_on_file_names()
    options = options or JvmOptions.from_environment()
    java, jars = prepare(options, on_progress)
    jars = [*jars, helper_jar(jars)]
    os.environ.update(options.environment())
    if java is None:
        _join(jars, options)
    else:
        _start(java, jars, options)
    repair.install()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_after_fork)
    _started_with = options
    return options


def prepare(
    options: JvmOptions, on_progress: Progress | None = None
) -> tuple[Java | None, list[Path]]:
    """The Java that would be started, None if one runs, then the jars: no Java needs no jars.

    Raises:
        ToolMissing: no usable Java.
        BackendError: the backend's jars are damaged or not to be had.
    """
    java = None if jpype.isJVMStarted() else find_java()
    return java, class_path(options.backend, on_progress=on_progress)


def running() -> JvmOptions | None:
    """What the JVM was started with, None when `ensure` was not called yet."""
    return _started_with


def is_lost() -> bool:
    """Whether the JVM was started and is no more; so it is while System.exit is under way."""
    return _started_with is not None and not jpype.isJVMStarted()


def extend(jars: Sequence[Path]) -> None:
    """Add jars to the running JVM, whose class path at its start stays what it was."""
    for jar in jars:
        jpype.addClassPath(str(jar))


def _start(java: Java, jars: Sequence[Path], options: JvmOptions) -> None:
    with suppress(OSError):  # the crash report goes to the current folder then
        crashes_dir().mkdir(parents=True, exist_ok=True)
    if java.note.startswith("JAVA_HOME"):
        warnings.warn(java.note, JavaHomeWarning, stacklevel=4)
    arguments = options.arguments(java.version)
    tracing = from_environment(jars[:-1])
    class_data = ClassData(java, arguments, [*jars, _JPYPE_JAR])
    # JPype starts a JVM that shrinks the stack's guard; numpy's LAPACK must be loaded before.
    np.linalg.inv(np.eye(2))

    def launch() -> None:
        jpype.startJVM(
            str(java.libjvm),
            *arguments,
            # Classes of an archive are as they were before an agent changed them.
            *(tracing or class_data.arguments()),
            classpath=[str(jar) for jar in jars],
            convertStrings=False,
            interrupt=False,
        )
        # These take over the loader of the thread that is first to use them; a thread that JPype
        # attaches later has none.
        for name in _CLASS_LOADING:
            jpype.JClass(name)

    try:
        _run_and_leave(launch)
    except (OSError, RuntimeError) as error:
        raise SetupError(
            f"Java {java.version} in {java.home} did not start: {error}. "
            "Try another JDK by setting JAVA_HOME."
        ) from error
    if not tracing:
        class_data.record_if_due()


def _run_and_leave(launch: Callable[[], None]) -> None:
    """Start the JVM so that it can end: at exit it waits for the thread that has started it."""
    if threading.current_thread() is threading.main_thread():
        launch()
        return

    def work() -> None:
        launch()
        jpype.JClass("java.lang.Thread").detach()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(work).result()


def _join(jars: Sequence[Path], options: JvmOptions) -> None:
    """Use a JVM that another package started: add our jars, name what it lacks."""
    extend(jars)
    # ND4J looks for its backends through the thread's loader, which knows the old path only.
    loader = jpype.JClass("dl4jbridge.train.Trainer").class_.getClassLoader()
    jpype.JClass("java.lang.Thread").currentThread().setContextClassLoader(loader)
    runtime = jpype.JClass("java.lang.management.ManagementFactory").getRuntimeMXBean()
    present = {str(argument) for argument in runtime.getInputArguments()}
    version = int(jpype.JClass("java.lang.Runtime").version().feature())
    # The bridge's own property comes too late to be read.
    jpype.JClass("dl4jbridge.team.Team").resize(options.threads)
    missing = [
        wanted
        for wanted in options.arguments(version)
        if wanted not in present and not wanted.startswith("-Ddl4jbridge.")
    ]
    if missing:
        warnings.warn(
            "Another package has started the JVM already; not in force: "
            f"{' '.join(missing)}. Use dl4j_bridge first, or start the JVM with these options.",
            JvmOptionsWarning,
            stacklevel=4,
        )


def _check_late(wanted: JvmOptions | None, running: JvmOptions) -> None:
    if not jpype.isJVMStarted():
        raise JvmStateError(
            "The JVM of this process was shut down, and JPype cannot start a second one. "
            "Run the rest in a new Python process."
        )
    if wanted is not None and wanted != running:
        raise JvmStateError(
            f"The JVM runs with {running}, so {wanted} comes too late. "
            "Choose backend, threads and heap before the first use of Deeplearning4j, "
            "or restart Python (in a notebook: the kernel)."
        )


def _after_fork() -> None:
    """In a forked child: a JVM has no threads here, so calls would hang; make them fail."""
    global _forked
    _forked = True
    jpype.config.onexit = False
    for java_type in (JObject, JClass):
        java_type.__getattribute__ = _refuse_fork


def _refuse_fork(*_: object) -> NoReturn:
    raise JvmStateError(
        "This process was forked from one that runs a JVM, and a JVM does not survive a fork. "
        "Use multiprocessing.get_context('spawn'), or fork before the first use of "
        "Deeplearning4j."
    )
