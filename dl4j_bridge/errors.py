"""Every error of the package, with the exit code the command line ends with.

BridgeError                     1   a fault in the bridge itself
├── JavaError                   1   a Java exception without a closer class below
├── UsageError (ValueError)     2   an argument, option or setting that makes no sense
├── DataError (ValueError)      3   data that cannot be read or used
│   └── ArrayError (TypeError)  3   an array of the wrong type, shape or layout
├── SetupError                  4   Java, Maven, jars or network are not as needed
│   ├── ToolMissing             4   no usable Java or Maven
│   ├── BackendError            4   jars that are unknown, damaged or not to be had
│   └── JvmStateError           4   the JVM of this process cannot be used (fork, late options)
├── ModelFileError (ValueError) 5   a model file that is damaged or could run code
├── Diverged                    6   training left the numbers (NaN or infinite score)
├── JvmDied                     7   the JVM ended under us
└── ResourceExhausted           8   memory or disk is full

No errors but warnings (UserWarning): DepartureWarning, Deeplearning4j departs from the literature;
CheckpointWarning, a training goes on from somewhere else than expected; TrainingWarning, a network
learns nothing, or its data have nothing to learn.

A message says what happened (with the value), why, and what to do next.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "ArrayError",
    "BackendError",
    "BridgeError",
    "CheckpointWarning",
    "ClusterWarning",
    "DataError",
    "DepartureWarning",
    "Diverged",
    "JavaError",
    "JvmDied",
    "JvmStateError",
    "ModelFileError",
    "ResourceExhausted",
    "SetupError",
    "ToolMissing",
    "TrainingWarning",
    "UsageError",
]


class BridgeError(Exception):
    """Base of every error this package raises."""

    exit_code: ClassVar[int] = 1

    def __str__(self) -> str:
        """The message; escapes stand for what a terminal would take as an order, or cannot show.

        A message may quote a file that somebody has damaged, or made to do harm.
        """
        text = super().__str__()
        return "".join(c if c.isprintable() or c in "\n\t" else ascii(c)[1:-1] for c in text)


class JavaError(BridgeError):
    """A Java exception, raised `from` the original."""


class UsageError(BridgeError, ValueError):
    """An argument, option or setting that makes no sense."""

    exit_code = 2


class DataError(BridgeError, ValueError):
    """Data that cannot be read or used; names the file and the place in it."""

    exit_code = 3


class ArrayError(DataError, TypeError):
    """An array of the wrong type, shape or layout; names expected and got."""


class SetupError(BridgeError):
    """Java, Maven, jars or network are not as needed."""

    exit_code = 4


class ToolMissing(SetupError):
    """No usable Java or Maven."""


class BackendError(SetupError):
    """Jars that are unknown, damaged or not to be had."""


class JvmStateError(SetupError):
    """The JVM of this process cannot be used any more, or not as asked."""


class ModelFileError(BridgeError, ValueError):
    """A model file that is damaged, or holds something that could run code."""

    exit_code = 5


class Diverged(BridgeError):
    """Training left the numbers: the score is NaN or infinite."""

    exit_code = 6


class JvmDied(BridgeError):
    """The JVM ended under us."""

    exit_code = 7


class ResourceExhausted(BridgeError):
    """Memory or disk is full."""

    exit_code = 8


class DepartureWarning(UserWarning):
    """Deeplearning4j computes something else than its names promise; see docs/departures.md."""


class ClusterWarning(UserWarning):
    """A training on a cluster ended, but has brought nothing."""


class CheckpointWarning(UserWarning):
    """A training goes on, but not from where it stopped, or not on the same machine."""


class TrainingWarning(UserWarning):
    """A network learns nothing, or its data have nothing to learn."""
