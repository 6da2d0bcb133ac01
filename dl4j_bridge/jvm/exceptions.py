"""Java's exceptions as the bridge's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import jpype

from ..errors import BridgeError, DataError, JavaError, ResourceExhausted, SetupError, UsageError
from .memory import advice

# Subclasses before their parents; the first that fits decides.
_CLOSEST: tuple[tuple[str, type[BridgeError], str], ...] = (
    ("java.lang.UnsatisfiedLinkError", SetupError, "Check `dl4j-bridge backends list`."),
    ("java.lang.NoClassDefFoundError", SetupError, "Fetch the jars: `dl4j-bridge backends fetch`."),
    ("org.nd4j.linalg.factory.Nd4jBackend$NoAvailableBackendException", SetupError, ""),
    ("org.deeplearning4j.exception.DL4JInvalidConfigException", UsageError, ""),
    ("org.deeplearning4j.exception.DL4JInvalidInputException", DataError, ""),
    ("org.nd4j.linalg.exception.ND4JIllegalArgumentException", UsageError, ""),
    ("java.lang.IllegalArgumentException", UsageError, ""),
    ("java.lang.IllegalStateException", UsageError, ""),
    ("java.io.IOException", DataError, ""),
)


# In the messages of JavaCPP and ND4J, whose exceptions for it are many.
_MEMORY = re.compile(
    r"Cannot allocate new|Physical memory usage is too high|Failed to allocate|bad_alloc"
    r"|allocation failed|Not enough memory|unable to create native thread",
    re.I,
)


@contextmanager
def java_errors(what: str) -> Iterator[None]:
    """Turn a Java exception inside the block into the nearest of ours.

    Args:
        what: begins the message, for example `The network could not be built`.

    Raises:
        BridgeError: of the class that fits, `from` the Java exception.
    """
    try:
        yield
    except jpype.JException as error:
        raise _translated(what, error) from error


def _translated(what: str, error: jpype.JException) -> BridgeError:
    java_name = str(error.getClass().getSimpleName())
    text = " ".join(str(error.getMessage() or "no message").split())
    if (scarce := _scarce(error)) is not None:
        return ResourceExhausted(f"{what}: memory is full: {scarce}. {advice()}")
    for class_name, ours, next_step in _CLOSEST:
        if _is_a(error, class_name):
            return ours(f"{what}: {text} ({java_name}). {next_step}".rstrip())
    return JavaError(f"{what}: {text} ({java_name}).")


def _scarce(error: jpype.JException) -> str | None:
    """What ran out, if that is what the exception or one of its causes says."""
    cause = error
    while cause is not None:
        text = " ".join(str(cause.getMessage() or "").split())
        if _is_a(cause, "java.lang.OutOfMemoryError") or _MEMORY.search(text):
            return text or "Java's heap"
        cause = cause.getCause()
    return None


def _is_a(error: jpype.JException, class_name: str) -> bool:
    java_class = error.getClass()
    while java_class is not None:
        if str(java_class.getName()) == class_name:
            return True
        java_class = java_class.getSuperclass()
    return False
