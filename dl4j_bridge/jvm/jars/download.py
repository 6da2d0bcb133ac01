"""One download of missing jars by Maven, watched while it goes on."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from ...downloads import Progress, Status, megabytes, offline
from ...errors import BackendError, ToolMissing
from . import maven
from .lock import Artifact, JarSet


def amount(jar_set: JarSet, missing: Collection[Artifact]) -> str:
    """Number and size of missing jars, for messages."""
    size = sum(artifact.size for artifact in missing)
    return (
        f"{len(missing)} of {len(jar_set.artifacts)} jars ({megabytes(size)}) "
        f"of the {jar_set.kind} {jar_set.name}"
    )


def download(
    jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    """Run Maven once.

    Returns:
        Where every jar of the set is, as Maven says; not verified.

    Raises:
        BackendError: Maven failed; the message holds its last words.
        ToolMissing: no Maven, or no Java to run it.
    """
    repository = maven.local_repository()
    here = jar_set.size - sum(artifact.size for artifact in missing)
    start = time.time()

    def look() -> None:
        done = here + sum(_arrived(artifact, repository) for artifact in missing)
        report(Status("download", "", done, jar_set.size))

    try:
        with tempfile.TemporaryDirectory(prefix="dl4j-bridge-") as folder:
            answer = Path(folder, "classpath")
            maven.run(
                "build-classpath",
                jar_set.backend,
                jar_set.platform,
                jar_set.classifier,
                f"-Dmdep.outputFile={answer}",
                offline=offline(),
                while_running=look,
            )
            return _matched(jar_set, answer.read_text("utf-8").strip().split(os.pathsep))
    except ToolMissing as error:
        raise ToolMissing(f"{amount(jar_set, missing)} are missing. {error}") from error
    except maven.MavenFailed as error:
        raise BackendError(_failure(jar_set, missing, str(error))) from error
    finally:
        _sweep(missing, repository, start)


def _matched(jar_set: JarSet, paths: Collection[str]) -> dict[Artifact, Path]:
    """Tell which of Maven's paths is which artifact, wherever the repository is."""
    found = {}
    for artifact in jar_set.artifacts:
        wanted = artifact.layout.parts
        matches = [path for path in map(Path, paths) if path.parts[-len(wanted) :] == wanted]
        if len(matches) != 1:
            raise BackendError(
                f"Maven's class path holds {artifact.coordinate} {len(matches)} times, not once. "
                "Does a Maven extension or setting change the pom?"
            )
        found[artifact] = matches[0]
    return found


def _arrived(artifact: Artifact, repository: Path) -> int:
    """Bytes of a jar that are on disk, in its own file or in Maven's partial one."""
    jar = repository / artifact.layout
    sizes = [0]
    for path in jar.parent.glob(f"{jar.name}*"):
        if path.suffix in (".jar", ".part", ".tmp"):
            try:
                sizes.append(path.stat().st_size)
            except FileNotFoundError:
                continue  # Maven has just renamed it
    return min(max(sizes), artifact.size)


def _sweep(missing: Collection[Artifact], repository: Path, since: float) -> None:
    """Remove the partial files of this run; a `.part` stays, since Maven goes on from there."""
    for artifact in missing:
        jar = repository / artifact.layout
        for path in jar.parent.glob(f"{jar.name}*.tmp"):
            if path.stat().st_mtime >= since:
                path.unlink(missing_ok=True)


def _failure(jar_set: JarSet, missing: Collection[Artifact], said: str) -> str:
    if offline():
        return (
            f"{amount(jar_set, missing)} are missing, and DL4J_BRIDGE_OFFLINE forbids to download "
            f"them. Unset it, or copy {maven.local_repository()} from a machine that has them."
        )
    return (
        f"Maven could not get {amount(jar_set, missing)}. It said:\n{said}\n"
        "Check the network; a proxy or a mirror belongs into Maven's settings.xml. Then run "
        "`dl4j-bridge backends fetch` again: what has arrived is kept."
    )
