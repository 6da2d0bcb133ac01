"""What native code and the JVM are told by the settings."""

from __future__ import annotations

from ...errors import BridgeError
from ...jvm.options import JvmOptions
from ...jvm.toolchain import find_java
from ...jvm.variables import RECORD
from .findings import Check, Row


def look() -> Check:
    """Look at the variables and arguments that a start here would have."""
    try:
        options = JvmOptions.from_environment()
        java = find_java().version
    except BridgeError:
        return Check("Handed on", (), detail=True)
    rows = [Row(name, value) for name, value in options.environment().items() if name != RECORD]
    rows += [Row("java", text, why=why) for text, why in options.explained_arguments(java)]
    return Check("Handed on", tuple(rows), detail=True)
