"""Making sure that a backend's jars are on this machine, intact."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ...downloads import PlainProgress, Progress, Status, megabytes, offline
from ...errors import BackendError, ResourceExhausted
from ...paths import build_file, cache_dir
from . import maven
from .download import amount, download
from .lock import Artifact, JarSet, pom_digest, read_lock
from .verified import is_intact, record, recorded, survey

__all__ = ["fetch"]


def fetch(jar_set: JarSet, on_progress: Progress | None = None) -> list[Path]:
    """Make sure that all jars of a set are here and intact; download those that are not.

    Any number of processes may call this at once: one downloads, the others wait for it.

    Returns:
        The jars, in the order of the class path.

    Raises:
        BackendError: no network, or what came is not what the lock says.
        ToolMissing: jars are missing, and there is no Maven or no Java to fetch them.
        ResourceExhausted: the disk is too full.
    """
    report = on_progress or PlainProgress()
    with _alone(jar_set, report):
        found, damaged = survey(jar_set.artifacts, maven.local_repository())
        _discard(damaged, jar_set, report)
        if len(found) < len(jar_set.artifacts):
            missing = [artifact for artifact in jar_set.artifacts if artifact not in found]
            found = _complete(jar_set, missing, report)
        _remember(found)
    return [found[artifact] for artifact in jar_set.artifacts]


@contextmanager
def _alone(jar_set: JarSet, report: Progress) -> Iterator[None]:
    """Hold the lock that all processes of this user share."""
    try:
        cache_dir().mkdir(parents=True, exist_ok=True)
        lock = FileLock(cache_dir() / "fetch.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            text = f"Waiting for another process to fetch the jars ({lock.lock_file} is held)."
            report(Status("wait", text, 0, jar_set.size))
            lock.acquire()
    except OSError as error:
        raise BackendError(
            f"The cache folder {cache_dir()} cannot be used: {error.strerror or error}. "
            "Set DL4J_BRIDGE_CACHE to a folder you can write to."
        ) from error
    try:
        yield
    finally:
        lock.release()


def _discard(damaged: Mapping[Artifact, Path], jar_set: JarSet, report: Progress) -> None:
    for path in damaged.values():
        try:
            path.unlink()
        except OSError as error:
            raise BackendError(
                f"{path} is damaged (not the SHA-256 of the lock), and it cannot be removed: "
                f"{error.strerror}. Delete it, then try again."
            ) from error
        text = f"Removed {path}: it was damaged (not the SHA-256 of the lock)."
        report(Status("damaged", text, 0, jar_set.size))


def _complete(
    jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    """Download what is missing; a jar that comes damaged is asked for once more."""
    _check_pom()
    _check_disk(missing)
    here = jar_set.size - sum(artifact.size for artifact in missing)
    verb = "Looking offline for" if offline() else "Downloading with Maven"
    text = f"{verb}: {amount(jar_set, missing)}; {megabytes(here)} are here already."
    report(Status("plan", text, here, jar_set.size))
    for _ in range(2):
        paths = download(jar_set, missing, report)
        damaged = {jar: path for jar, path in paths.items() if not is_intact(jar, path)}
        if not damaged:
            text = f"The {jar_set.kind} {jar_set.name} is complete: {len(paths)} jars, verified."
            report(Status("done", text, jar_set.size, jar_set.size))
            return paths
        _discard(damaged, jar_set, report)
    names = ", ".join(path.name for path in damaged.values())
    raise BackendError(
        f"{names}: what Maven brings, twice, is not what the lock says (SHA-256 or size differ), "
        "so it was deleted. Is there a mirror or a proxy between that changes files? Try another "
        "network, or another mirror in Maven's settings.xml."
    )


def _remember(found: Mapping[Artifact, Path]) -> None:
    if recorded(found) == found:
        return
    try:
        record(found)
    except OSError as error:
        raise ResourceExhausted(
            f"{cache_dir()} cannot be written: {error.strerror or error}. Make room there, or set "
            "DL4J_BRIDGE_CACHE to another folder."
        ) from error


def _check_pom() -> None:
    pom = build_file("pom.xml")
    if pom_digest(pom) != read_lock().pom_sha256:
        raise BackendError(
            f"{pom} was changed after jars.lock.json was made from it. "
            "Run `python tools/make_lock.py`, which writes the lock anew."
        )


def _check_disk(missing: Collection[Artifact]) -> None:
    place = maven.local_repository()
    while not place.exists():
        place = place.parent
    free, needed = shutil.disk_usage(place).free, sum(artifact.size for artifact in missing)
    if free < needed:
        raise ResourceExhausted(
            f"The jars need {megabytes(needed)}, but {place} has only {megabytes(free)} free. "
            "Make room there, or give Maven another place with -Dmaven.repo.local in MAVEN_OPTS."
        )
