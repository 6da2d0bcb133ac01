"""What Spark's errors mean for a training."""

from __future__ import annotations

import re

from ..errors import BridgeError, JvmDied, ResourceExhausted, SetupError

_LINES = 3


class Lost(Exception):
    """Work came to nothing because a worker was lost; it can be given out anew."""


def explained(error: Exception, master: str) -> Exception:
    """One of our errors for one of Spark's, or `Lost`."""
    text = str(error)
    if "PYTHON_VERSION_MISMATCH" in text:
        return SetupError(
            f"{_python_versions(text)} Have all run the same: set PYSPARK_PYTHON to a Python that "
            "is at that path on each machine, with dl4j-bridge."
        )
    missing = re.search(r"ModuleNotFoundError: No module named '([\w.]+)'", text)
    if missing:
        return SetupError(
            f"A worker's Python has no {missing[1]}. Install the same dl4j-bridge there, or set "
            "PYSPARK_PYTHON to the Python that has it."
        )
    lacking = re.search(r"(?:NoClassDefFoundError|ClassNotFoundException): ([\w./$]+)", text)
    if lacking:
        return SetupError(
            f"One of Spark's processes has no class {lacking[1].replace('/', '.')}: jars are "
            "missing there, or of another version. Type dl4j-bridge backends fetch on each machine."
        )
    if "No space left on device" in text:
        return ResourceExhausted(
            "A disk is full, on this machine or on a worker's: Spark keeps what it sends in the "
            "folder for temporary files. Make room, or set SPARK_LOCAL_DIRS and TMPDIR to another."
        )
    if "Master removed our application" in text or "stopped SparkContext" in text:
        return _dead(master, "the master has refused the application, or has gone")
    if type(error).__name__ in ("Py4JNetworkError", "Py4JError") or isinstance(error, OSError):
        return _dead(master, "Spark's own process on this machine has ended")
    return Lost(_core(text))


def _dead(master: str, why: str) -> BridgeError:
    return JvmDied(
        f"The connection to Spark ({master}) is lost: {why}. A cluster of another Spark or Scala "
        "version does so, too. Look at the master's log, then resume."
    )


def _python_versions(text: str) -> str:
    found = re.search(r"different version \((\d+), (\d+)\) than that in driver ([\d.]+),", text)
    if found is None:
        return "The workers run another Python than this process."
    return f"The workers run Python {found[1]}.{found[2]}, this process {found[3]}."


def _core(text: str) -> str:
    """The lines of a Java or Python trace that say something."""
    lines = [line.strip() for line in text.splitlines()]
    told = [line for line in lines if line and not line.startswith(("at ", "File ", "^"))]
    return " ".join(told[:_LINES])[:600]
