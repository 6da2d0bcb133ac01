"""Jars that come beside a backend's, when something asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .. import cpu
from . import backends
from .lock import JarSet, read_lock

if TYPE_CHECKING:
    from ...downloads import Progress


def names() -> list[str]:
    """What there is, such as `ui`, Deeplearning4j's training UI."""
    return sorted(read_lock().extras)


def extra(name: str) -> JarSet:
    """The jars of an extra that `names` tells."""
    return JarSet(name, cpu.platform_name(), "", read_lock().extras[name])


def extra_path(name: str, *, on_progress: Progress | None = None) -> list[Path]:
    """Paths of an extra's jars, verified against the lock and fetched where missing.

    Raises:
        BackendError: jars that are damaged, or not to be had.
        ToolMissing: jars are missing, and there is no Maven or no Java to fetch them.
    """
    return backends.paths(extra(name), on_progress=on_progress)
