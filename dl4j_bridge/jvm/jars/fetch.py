"""Making sure that a backend's jars are on this machine, intact."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from ...downloads import PlainProgress, Progress, Status, megabytes, offline
from ...errors import BackendError, ResourceExhausted, ToolMissing
from ...paths import build_file, cache_dir
from ..toolchain import JAVA_AS_WHEEL
from . import places, with_jgo, with_maven
from .bundle import Bundle
from .lock import Artifact, JarSet, pom_digest, read_lock
from .verified import forget, is_intact, record, recorded, rehash, survey
from .way import NotBrought, ToolUnusable, Way, amount

__all__ = ["fetch", "verify"]

_WAYS: tuple[Way, ...] = (with_maven, with_jgo)


def fetch(
    jar_set: JarSet, on_progress: Progress | None = None, bundle: Bundle | None = None
) -> list[Path]:
    """Make sure that all jars of a set are here and intact; download those that are not.

    Any number of processes may call this at once: one downloads, the others wait for it.

    Args:
        jar_set: what is wanted.
        on_progress: told how it goes; None writes plain lines to stderr.
        bundle: where to take jars from before anything is downloaded.

    Returns:
        The jars, in the order of the class path.

    Raises:
        BackendError: no network, or what came is not what the lock says.
        ToolMissing: jars are missing, and there is nothing to fetch them with.
        ResourceExhausted: the disk is too full.
    """
    report = on_progress or PlainProgress()
    with _alone(jar_set, report):
        found, damaged = survey(jar_set.artifacts, places.repositories())
        _discard(damaged, jar_set, report)
        if bundle:
            wanted = [jar for jar in jar_set.artifacts if jar not in found]
            found |= bundle.unpack(wanted, places.own_repository())
        missing = [artifact for artifact in jar_set.artifacts if artifact not in found]
        if missing:
            found |= _complete(jar_set, missing, report)
        _remember(found)
    return [found[artifact] for artifact in jar_set.artifacts]


def verify(jar_set: JarSet) -> tuple[dict[Artifact, Path], dict[Artifact, Path]]:
    """Hash every jar again, whatever is on record; a fetch will replace what is damaged.

    Returns:
        The intact ones, then those that are here in no intact copy.

    Raises:
        BackendError: the cache folder cannot be used.
    """
    with _alone(jar_set, PlainProgress()):
        intact, damaged = rehash(jar_set.artifacts, places.repositories())
        if damaged:
            forget(damaged)
    return intact, damaged


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
    """Bring what is missing by the first way that works."""
    _check_pom()
    unusable, failed = [], []
    for way in _WAYS:
        if offline() and way is with_jgo:
            continue  # jgo knows no place that was not looked at
        try:
            way.check()
            return _brought(way, jar_set, missing, report)
        except ToolUnusable as error:
            unusable.append(str(error))
        except NotBrought as error:
            failed.append(f"{way.name} said:\n{error}")
    raise _refusal(amount(jar_set, missing), unusable, failed)


def _brought(
    way: Way, jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    """Download by one way; a jar that comes damaged is asked for once more."""
    if not offline():
        _check_disk(missing, way.repository())
    here = jar_set.size - sum(artifact.size for artifact in missing)
    verb = "Looking offline for" if offline() else f"Downloading with {way.name}"
    text = f"{verb}: {amount(jar_set, missing)}; {megabytes(here)} are here already."
    report(Status("plan", text, here, jar_set.size))
    paths: dict[Artifact, Path] = {}
    for _ in range(2):
        wanted = [jar for jar in missing if jar not in paths]
        brought = _downloaded(way, jar_set, wanted, report)
        damaged = {jar: path for jar, path in brought.items() if not is_intact(jar, path)}
        paths |= {jar: path for jar, path in brought.items() if jar not in damaged}
        if not damaged:
            count = len(jar_set.artifacts)
            text = f"The {jar_set.kind} {jar_set.name} is complete: {count} jars, verified."
            report(Status("done", text, jar_set.size, jar_set.size))
            return paths
        _discard(damaged, jar_set, report)
    names = ", ".join(path.name for path in damaged.values())
    raise NotBrought(
        f"  {names}: what {way.name} brings, twice, is not what the lock says (SHA-256 or size "
        "differ), so it was deleted. Is there a mirror or a proxy between that changes files?"
    )


def _downloaded(
    way: Way, jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    try:
        return way.download(jar_set, missing, report)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ResourceExhausted(
                f"The disk of {way.repository()} is full. Make room there; what has arrived stays."
            ) from error
        raise NotBrought(f"  {way.repository()}: {error.strerror or error}") from error


def _refusal(what: str, unusable: list[str], failed: list[str]) -> BackendError | ToolMissing:
    bundle = "`dl4j-bridge backends fetch --from BUNDLE`, with a bundle made on another machine"
    if offline():
        return BackendError(
            f"{what} are missing, and DL4J_BRIDGE_OFFLINE forbids to download them. Unset it, copy "
            f"{with_maven.repository()} from a machine that has them, or use {bundle}."
        )
    if not failed:
        return ToolMissing(
            f"{what} are missing. {' '.join(unusable)} Either get jgo (and a Java) with "
            f"{JAVA_AS_WHEEL}, or Maven, or use {bundle}."
        )
    said = "\n".join(failed)
    return BackendError(
        f"{what} cannot be had. {said}\n"
        "Check the network; a proxy or a mirror belongs into Maven's settings.xml. Then run "
        "`dl4j-bridge backends fetch` again: what has arrived is kept. Without a network use "
        f"{bundle}."
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


def _check_disk(missing: Collection[Artifact], repository: Path) -> None:
    place = repository
    while not place.exists():
        place = place.parent
    free, needed = shutil.disk_usage(place).free, sum(artifact.size for artifact in missing)
    if free < needed:
        raise ResourceExhausted(
            f"The jars need {megabytes(needed)}, but {place} has only {megabytes(free)} free. "
            "Make room there, or name another place: DL4J_BRIDGE_CACHE, or for Maven "
            "-Dmaven.repo.local in MAVEN_OPTS."
        )
