"""What all ways of getting missing jars have in common."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from ...downloads import Progress, megabytes
from .lock import Artifact, JarSet


class NotBrought(Exception):
    """A way did not bring all jars; the message says why, in indented lines."""


class ToolUnusable(Exception):
    """The program that a way needs is missing; the message says so in a sentence."""


class Way(Protocol):
    """A module that brings missing jars."""

    @property
    def name(self) -> str:
        """What messages call it."""

    def check(self) -> None:
        """Raise ToolUnusable if its program is missing."""

    def repository(self) -> Path:
        """Where it puts jars."""

    def download(
        self, jar_set: JarSet, missing: Collection[Artifact], report: Progress
    ) -> dict[Artifact, Path]:
        """Bring jars; gives where at least the missing ones are, not verified."""


def amount(jar_set: JarSet, missing: Collection[Artifact]) -> str:
    """Number and size of missing jars, for messages."""
    size = sum(artifact.size for artifact in missing)
    return (
        f"{len(missing)} of {len(jar_set.artifacts)} jars ({megabytes(size)}) "
        f"of the {jar_set.kind} {jar_set.name}"
    )
