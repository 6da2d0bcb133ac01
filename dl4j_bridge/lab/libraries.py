"""The jars that a course program is compiled and run with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..course.imports import imports
from ..course.program import Program
from ..jvm.jars.backends import class_path
from ..jvm.jars.extras import extra_path, needed

if TYPE_CHECKING:
    from ..downloads import Progress


def libraries(
    program: Program, backend: str = "cpu", on_progress: Progress | None = None
) -> list[Path]:
    """The jars that a program needs: the backend's, then those that its imports ask for.

    Raises:
        SetupError: the jars are not to be had.
    """
    jars = class_path(backend, on_progress=on_progress)
    for extra in needed(one.name for source in program.sources for one in imports(source)):
        jars += [jar for jar in extra_path(extra, on_progress=on_progress) if jar not in jars]
    return jars
