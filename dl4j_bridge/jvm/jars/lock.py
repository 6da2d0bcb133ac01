"""The committed list of the exact jars each backend is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from ...errors import BackendError

LOCK_FILE = Path(__file__).with_name("jars.lock.json")
SCHEMA = 1


@dataclass(frozen=True)
class Artifact:
    """One jar.

    Attributes:
        coordinate: `group:artifact:version` or `group:artifact:version:classifier`.
        sha256: of the file, in hexadecimal.
        size: of the file, in bytes.
    """

    coordinate: str
    sha256: str
    size: int

    @property
    def classifier(self) -> str:
        """The native build it holds, empty for classes."""
        return self.coordinate.partition(":")[2].partition(":")[2].partition(":")[2]

    @property
    def layout(self) -> PurePosixPath:
        """Where a Maven repository keeps the jar, from the repository's root."""
        group, name, version, *classifier = self.coordinate.split(":")
        jar = "-".join([name, version, *classifier]) + ".jar"
        return PurePosixPath(*group.split("."), name, version, jar)


@dataclass(frozen=True)
class JarSet:
    """The jars of one backend for one native build, or of an extra, in the order of the class path.

    Attributes:
        backend: such as `cpu`; of an extra its name, such as `ui`.
        platform: as JavaCPP names it, like `linux-x86_64`.
        classifier: the native build, like `linux-x86_64-onednn-avx2`; an extra has none.
        artifacts: the jars.
    """

    backend: str
    platform: str
    classifier: str
    artifacts: tuple[Artifact, ...]

    @property
    def name(self) -> str:
        """Backend and native build in one word, like `cpu/linux-x86_64-avx2`."""
        return f"{self.backend}/{self.classifier}".rstrip("/")

    @property
    def kind(self) -> str:
        """What messages call it: `backend` or `extra`."""
        return "backend" if self.classifier else "extra"

    @property
    def size(self) -> int:
        """All jars together, in bytes."""
        return sum(artifact.size for artifact in self.artifacts)


@dataclass(frozen=True)
class Lock:
    """All jar sets, with the SHA-256 of the `pom.xml` they come from.

    Attributes:
        pom_sha256: in hexadecimal.
        sets: the backends.
        extras: jars that come beside a backend's, natives of all platforms among them; by name.
    """

    pom_sha256: str
    sets: tuple[JarSet, ...]
    extras: Mapping[str, tuple[Artifact, ...]]


@cache
def read_lock() -> Lock:
    """The lock that travels with the package.

    Raises:
        BackendError: it cannot be read.
    """
    try:
        content = json.loads(LOCK_FILE.read_bytes())
        if content["schema"] != SCHEMA:
            raise ValueError(f"schema {content['schema']}, not {SCHEMA}")
        jars = {
            coordinate: Artifact(coordinate, entry["sha256"], entry["bytes"])
            for coordinate, entry in content["artifacts"].items()
        }
        sets = (
            JarSet(
                entry["backend"],
                entry["platform"],
                entry["classifier"],
                tuple(jars[coordinate] for coordinate in entry["artifacts"]),
            )
            for entry in content["sets"]
        )
        extras = {
            name: tuple(jars[coordinate] for coordinate in coordinates)
            for name, coordinates in content["extras"].items()
        }
        return Lock(content["pom_sha256"], tuple(sets), extras)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackendError(
            f"{LOCK_FILE} cannot be used ({error!r}). Install dl4j-bridge again; in a source "
            "checkout, write it anew with `python tools/make_lock.py`."
        ) from error


def deeplearning4j_version() -> str:
    """The version of Deeplearning4j that all jar sets hold, such as `1.0.0-M2.1`."""
    start = "org.deeplearning4j:deeplearning4j-nn:"
    coordinates = (jar.coordinate for jar in read_lock().sets[0].artifacts)
    return next(one.removeprefix(start) for one in coordinates if one.startswith(start))


def pom_digest(pom: Path) -> str:
    """SHA-256 of a pom file, the same for Unix's and Windows' line ends."""
    return hashlib.sha256(pom.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
