"""The folders that may hold jars already."""

from __future__ import annotations

from pathlib import Path

from ...paths import cache_dir
from .maven_settings import local_repository


def own_repository() -> Path:
    """Where jars lie that came without Maven; laid out like a repository of Maven's."""
    return cache_dir() / "jars"


def repositories() -> list[Path]:
    """All of them, in the order in which they are searched."""
    return [local_repository(), own_repository()]
