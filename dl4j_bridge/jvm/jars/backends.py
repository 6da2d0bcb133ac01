"""The backend of this machine: which jars it is made of, where they are."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import BackendError, UsageError
from .. import cpu
from . import places
from .lock import Artifact, JarSet, read_lock
from .verified import on_disk, recorded

if TYPE_CHECKING:
    from ...downloads import Progress

__all__ = ["Artifact", "JarSet", "Plan", "available", "class_path", "jar_set", "plan"]


@dataclass(frozen=True)
class Plan:
    """What a fetch would do.

    Attributes:
        jar_set: what the backend is made of on this machine.
        missing: the jars a fetch would download.
    """

    jar_set: JarSet
    missing: tuple[Artifact, ...]

    @property
    def missing_size(self) -> int:
        """Bytes a fetch would download."""
        return sum(artifact.size for artifact in self.missing)


def jar_set(backend: str = "cpu") -> JarSet:
    """The jars of a backend with the native build that suits this machine best.

    Raises:
        UsageError: there is no backend of that name.
        BackendError: the backend does not exist for this platform, or `DL4J_BRIDGE_NATIVE` names
            a build that does not exist or that this CPU cannot run.
    """
    sets = [one for one in read_lock().sets if one.backend == backend]
    if not sets:
        names = sorted({one.backend for one in read_lock().sets})
        raise UsageError(f"There is no backend {backend!r}; there is: {', '.join(names)}.")
    platform = cpu.platform_name()
    platforms = sorted({one.platform for one in sets})
    if platform not in platforms:
        raise BackendError(
            f"The backend {backend} exists for {', '.join(platforms)}, but this is {platform}. "
            "Take the backend cpu."
        )
    chosen = cpu.native_classifier(
        platform,
        cpu.cpu_flags(),
        [one.classifier for one in sets],
        glibc=cpu.glibc_version(),
    )
    return next(one for one in sets if one.classifier == chosen)


def available() -> list[JarSet]:
    """Every jar set there is for this platform, whether the CPU can run it or not.

    Raises:
        BackendError: Deeplearning4j has nothing for this platform.
    """
    platform = cpu.platform_name()
    return [one for one in read_lock().sets if one.platform == platform]


def plan(jars: JarSet) -> Plan:
    """What fetching a jar set would download; asks neither Maven nor the network."""
    here = on_disk(jars.artifacts, places.repositories())
    return Plan(jars, tuple(artifact for artifact in jars.artifacts if artifact not in here))


def class_path(backend: str = "cpu", *, on_progress: Progress | None = None) -> list[Path]:
    """Paths of the backend's jars, verified against the lock and fetched where missing.

    Args:
        backend: a name that `jar_set` knows.
        on_progress: told how a download goes; None writes plain lines to stderr.

    Returns:
        The jars, in the order of the class path.

    Raises:
        UsageError: there is no backend of that name.
        BackendError: jars that do not suit this machine or its graphics card, are damaged, or are
            not to be had.
        ToolMissing: jars are missing, and there is nothing to fetch them with.
    """
    from ..cuda.choice import check

    jars = jar_set(backend)
    check(jars)
    return paths(jars, on_progress=on_progress)


def paths(
    jars: JarSet, *, on_progress: Progress | None = None, bundle: Path | None = None
) -> list[Path]:
    """As `class_path`, for a jar set; a bundle is where to look before anything is downloaded."""
    known = recorded(jars.artifacts)
    if len(known) == len(jars.artifacts):
        return [known[artifact] for artifact in jars.artifacts]
    # A start that fetches nothing need not load all that fetching takes.
    from .bundle import Bundle
    from .fetch import fetch

    return fetch(jars, on_progress, Bundle(bundle) if bundle else None)


def builds(backend: str, platform: str) -> list[JarSet]:
    """Every native build of a backend for a platform, whether this CPU can run it or not.

    Raises:
        UsageError: there is none.
    """
    sets = [one for one in read_lock().sets if one.backend == backend]
    mine = [one for one in sets if one.platform == platform]
    if not mine:
        names = sorted({f"{one.backend} for {one.platform}" for one in sets or read_lock().sets})
        raise UsageError(f"There is no backend {backend} for {platform}; there is: {names}.")
    return mine
