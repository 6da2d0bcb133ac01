"""Missing jars brought by one run of Maven, watched while it goes on."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from ...downloads import Progress, Status, offline
from ...errors import BackendError, ToolMissing
from ..toolchain import find_maven
from . import maven
from .lock import Artifact, JarSet
from .maven_settings import local_repository
from .way import NotBrought, ToolUnusable

name = "Maven"


def check() -> None:
    """See whether Maven is there.

    Raises:
        ToolUnusable: no Maven, or no Java to run it.
    """
    try:
        find_maven()
    except ToolMissing as error:
        raise ToolUnusable(str(error)) from error


def repository() -> Path:
    """Where the jars will lie, most probably."""
    return local_repository()


def download(
    jar_set: JarSet, missing: Collection[Artifact], report: Progress
) -> dict[Artifact, Path]:
    """Run Maven once.

    Returns:
        Where every jar of the set is, as Maven says; not verified.

    Raises:
        NotBrought: Maven failed; the message holds its last words.
        ToolMissing: there is no Java to run it.
    """
    here = jar_set.size - sum(artifact.size for artifact in missing)
    start = time.time()

    def look() -> None:
        done = here + sum(_arrived(artifact) for artifact in missing)
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
            return _matched(jar_set, _told(answer))
    except maven.MavenFailed as error:
        raise NotBrought(str(error)) from error
    finally:
        _sweep(missing, start)


def _told(answer: Path) -> list[str]:
    try:
        return answer.read_text("utf-8").strip().split(os.pathsep)
    except OSError:
        raise NotBrought("  (it wrote no class path: is `mvn` Maven, and not too old?)") from None


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


def _arrived(artifact: Artifact) -> int:
    """Bytes of a jar that are on disk, in its own file or in Maven's partial one."""
    jar = local_repository() / artifact.layout
    sizes = [0]
    for path in jar.parent.glob(f"{jar.name}*"):
        if path.suffix in (".jar", ".part", ".tmp"):
            try:
                sizes.append(path.stat().st_size)
            except FileNotFoundError:
                continue  # Maven has just renamed it
    return min(max(sizes), artifact.size)


def _sweep(missing: Collection[Artifact], since: float) -> None:
    """Remove the partial files of this run; a `.part` stays, since Maven goes on from there."""
    for artifact in missing:
        jar = local_repository() / artifact.layout
        for path in jar.parent.glob(f"{jar.name}*.tmp"):
            if path.stat().st_mtime >= since:
                path.unlink(missing_ok=True)
